"""A preview crosses the border of the decoder's process whole, or is refused."""

import json
import random
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib import limits
from chalicelib.images import results
from chalicelib.images.results import ResultInvalid
from chalicelib.photo import PhotoRefused, Preview, Rejection
from tests.unit.images.honest import INSPECTED, PREVIEW, RENDERED, a_jpeg

SIDE = limits.PREVIEW_RESULT_SIDE


def changed(change: Callable[[dict[str, Any]], object]) -> bytes:
    """The honest result, but for one thing in its head."""
    line, _, rest = results.pack(PREVIEW).partition(b"\n")
    head = json.loads(line)
    change(head)
    return json.dumps(head).encode() + b"\n" + rest


def test_it_arrives_as_it_was_made() -> None:
    assert results.unpack_preview(results.pack(PREVIEW)) == PREVIEW


def test_its_refusal_arrives_as_one() -> None:
    with pytest.raises(PhotoRefused, match="TRUNCATED"):
        results.unpack_preview(results.pack_refusal(Rejection.TRUNCATED))


@pytest.mark.parametrize("name", ["width", "height"])
@pytest.mark.parametrize("value", [0, -1, 1.5, True, None, "384", SIDE + 1, 383])
def test_a_size_that_cannot_be_one_is_refused(name: str, value: object) -> None:
    with pytest.raises(ResultInvalid):
        results.unpack_preview(changed(lambda head: head.update({name: value})))


def test_it_is_no_larger_than_screens_get() -> None:
    large = Preview(SIDE + 1, 1, a_jpeg(SIDE + 1, 1))
    with pytest.raises(ResultInvalid, match="whole number"):
        results.unpack_preview(results.pack(large))


def test_it_is_no_heavier_than_a_frame_carries() -> None:
    room = limits.PREVIEW_RESULT_BYTES - len(PREVIEW.jpeg)
    for more, fits in ((room, True), (room + 1, False)):
        heavy = PREVIEW.jpeg[:-2] + bytes(more) + PREVIEW.jpeg[-2:]
        packed = results.pack(Preview(PREVIEW.width, PREVIEW.height, heavy))
        if fits:
            assert results.unpack_preview(packed).jpeg == heavy
            continue
        with pytest.raises(ResultInvalid):
            results.unpack_preview(packed)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}\n",
        results.pack(PREVIEW) + b"<script>",
        results.pack(PREVIEW)[:-1],
        results.pack(PREVIEW).partition(b"\n")[0] + b"\n<html></html>",
        results.pack(RENDERED),
        results.pack(INSPECTED),
        changed(lambda head: head.update(more=1)),
        changed(lambda head: head.pop("width")),
        b" " * 5000 + results.pack(PREVIEW),
    ],
)
def test_anything_else_is_no_preview(content: bytes) -> None:
    with pytest.raises(ResultInvalid):
        results.unpack_preview(content)


def test_damaged_previews_are_previews_or_refused_and_nothing_else() -> None:
    dice = random.Random(4)
    honest = results.pack(PREVIEW)
    for _ in range(3000):
        content = bytearray(honest)
        for _ in range(dice.randint(1, 4)):
            content[dice.randrange(len(content))] = dice.randrange(256)
        try:
            found = results.unpack_preview(bytes(content[: dice.randint(1, 2 * len(content))]))
        except (ResultInvalid, PhotoRefused):
            continue
        assert max(found.width, found.height) <= SIDE
