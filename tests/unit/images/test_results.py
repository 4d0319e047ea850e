"""What crosses the border of the decoder's process arrives whole, or is refused."""

import json
import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chalicelib import limits
from chalicelib.images import results
from chalicelib.images.results import ResultInvalid
from chalicelib.images.tasks import Output, Task
from chalicelib.photo import PhotoRefused, Rejection, RenditionName
from tests.unit.images.honest import FACTS, INSPECTED, RENDERED, a_jpeg

RENDER = Task(Output.RENDITIONS)
INSPECT = Task(Output.FACTS)


def test_a_result_arrives_as_it_was_made() -> None:
    assert results.unpack(results.pack(RENDERED), RENDER) == RENDERED
    assert results.unpack(results.pack(INSPECTED), INSPECT) == INSPECTED


def test_what_a_file_does_not_say_stays_unsaid() -> None:
    facts = replace(FACTS, taken_at=None, camera=None, position=None)
    assert results.unpack(results.pack(replace(INSPECTED, facts=facts)), INSPECT).facts == facts


@pytest.mark.parametrize("taken_at", ["2026-08-01T12:30:05", "2026-08-01T12:30:05Z"])
def test_a_time_may_lack_its_offset(taken_at: str) -> None:
    facts = replace(FACTS, taken_at=taken_at)
    assert results.unpack(results.pack(replace(INSPECTED, facts=facts)), INSPECT).facts == facts


@pytest.mark.parametrize("why", Rejection)
def test_a_refusal_arrives_as_one(why: Rejection) -> None:
    with pytest.raises(PhotoRefused) as refused:
        results.unpack(results.pack_refusal(why), RENDER)
    assert refused.value.why is why


def head_and_rest() -> tuple[dict[str, Any], bytes]:
    line, _, rest = results.pack(RENDERED).partition(b"\n")
    return json.loads(line), rest


def changed(change: Callable[[dict[str, Any]], object]) -> bytes:
    """The honest result, but for one thing in its head."""
    head, rest = head_and_rest()
    change(head)
    return json.dumps(head).encode() + b"\n" + rest


def with_fact(name: str, value: object) -> bytes:
    return changed(lambda head: head["facts"].update({name: value}))


def with_large(name: str, value: object) -> bytes:
    return changed(lambda head: head["pictures"][0].update({name: value}))


WRONG_FACTS = [
    ("format", "TIFF"),
    ("format", None),
    ("format", ["JPEG"]),
    ("width", 0),
    ("width", -1),
    ("width", 1.5),
    ("width", True),
    ("width", "3000"),
    ("width", limits.MAX_SIDE + 1),
    ("height", None),
    ("height", 10**400),
    ("orientation", 0),
    ("orientation", 9),
    ("taken_at", "yesterday"),
    ("taken_at", "2026-08-01T12:30:05\n"),
    ("taken_at", "٢٠٢٦-08-01T12:30:05"),
    ("taken_at", 1785580205),
    ("camera", ""),
    ("camera", "x" * (limits.CAMERA_CHARACTERS + 1)),
    ("camera", "two\nlines"),
    ("camera", "\ud800"),
    ("camera", 5),
    ("position", "Paris"),
    ("position", "+48.8577-002.2950"),
    ("position", float("nan")),
]


@pytest.mark.parametrize(("name", "value"), WRONG_FACTS, ids=repr)
def test_a_fact_that_cannot_be_one_is_refused(name: str, value: object) -> None:
    with pytest.raises(ResultInvalid):
        results.unpack(with_fact(name, value), RENDER)


def test_more_pixels_than_we_decode_are_refused() -> None:
    assert limits.MAX_PIXELS["JPEG"] < limits.MAX_SIDE**2
    content = changed(
        lambda head: head["facts"].update(width=limits.MAX_SIDE, height=limits.MAX_SIDE)
    )
    with pytest.raises(ResultInvalid, match="pixels"):
        results.unpack(content, RENDER)


WRONG_PICTURES = [
    ("name", "huge"),
    ("name", "medium"),
    ("name", None),
    ("width", 1501),
    ("width", limits.MAX_SIDE_LARGE + 1),
    ("height", 0),
    ("height", "2000"),
    ("bytes", 0),
    ("bytes", -5),
    ("bytes", len(a_jpeg(1500, 2000)) - 1),
    ("bytes", 10**9),
    ("extra", 1),
]


@pytest.mark.parametrize(("name", "value"), WRONG_PICTURES, ids=repr)
def test_a_picture_that_cannot_be_one_is_refused(name: str, value: object) -> None:
    with pytest.raises(ResultInvalid):
        results.unpack(with_large(name, value), RENDER)


def test_a_rendition_is_no_larger_than_its_name_allows() -> None:
    side = limits.MAX_SIDE_THUMB + 1
    thumb = replace(RENDERED.pictures[2], width=side, height=1, jpeg=a_jpeg(side, 1))
    content = results.pack(replace(RENDERED, pictures=(*RENDERED.pictures[:2], thumb)))
    with pytest.raises(ResultInvalid, match="whole number"):
        results.unpack(content, RENDER)


@pytest.mark.parametrize(
    "jpeg",
    [
        b"GIF89a" + b"\0" * 30,
        b"<html>" + a_jpeg(1500, 2000)[6:],
        b"<!" + a_jpeg(1500, 2000)[2:],
        a_jpeg(1500, 2000)[:-2] + b"\0\0",
        b"\xff\xd8\xff\xd9",
        b"\xff\xd8\xff\xfe\xff\xff" + b"\0" * 20 + b"\xff\xd9",
        b"\xff\xd8" + b"\0" * 20 + b"\xff\xd9",
    ],
)
def test_a_picture_is_a_jpeg(jpeg: bytes) -> None:
    large = replace(RENDERED.pictures[0], jpeg=jpeg)
    content = results.pack(replace(RENDERED, pictures=(large, *RENDERED.pictures[1:])))
    with pytest.raises(ResultInvalid, match="JPEG"):
        results.unpack(content, RENDER)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"\x80\x04K*.\n",
        b"null\n",
        b"[]\n",
        b'"refused"\n',
        b'{"refused": "EMPTY"}\ntrailing',
        b'{"refused": "UNREADABLE"}\n',
        b'{"refused": 1}\n',
        b'{"refused": "EMPTY", "facts": {}}\n',
        b'{"facts": {}, "pictures": []}\n',
        b"[" * 4000 + b"\n",
        b" " * 5000 + results.pack(RENDERED),
        b'{"facts": Infinity, "pictures": []}\n',
        b"\xff\xfe{}\n",
        results.pack(RENDERED) + b"<script>",
        results.pack(RENDERED)[:-1],
        results.pack(INSPECTED),
        changed(lambda head: head.update(pictures={})),
        changed(lambda head: head.update(pictures=head["pictures"] * 9)),
        changed(lambda head: head.update(pictures=[1, 2, 3])),
        changed(lambda head: head["facts"].pop("camera")),
    ],
)
def test_anything_else_is_no_result(content: bytes) -> None:
    with pytest.raises(ResultInvalid):
        results.unpack(content, RENDER)


def test_pictures_that_nobody_asked_for_are_refused() -> None:
    """Before they are looked at."""
    with pytest.raises(ResultInvalid, match="as many"):
        results.unpack(results.pack(RENDERED), INSPECT)


def test_all_names_are_asked_for_once() -> None:
    """The same picture twice in place of another is as many, but not the same."""
    twice = (RENDERED.pictures[0], RENDERED.pictures[1], RENDERED.pictures[1])
    with pytest.raises(ResultInvalid, match="asked for"):
        results.unpack(results.pack(replace(RENDERED, pictures=twice)), RENDER)
    assert {each.name for each in RENDERED.pictures} == set(RenditionName)


def test_damaged_results_are_results_or_refused_and_nothing_else() -> None:
    dice = random.Random(4)
    honest = results.pack(RENDERED)
    accepted = 0
    for _ in range(3000):
        content = bytearray(honest)
        for _ in range(dice.randint(1, 4)):
            content[dice.randrange(len(content))] = dice.randrange(256)
        try:
            results.unpack(bytes(content[: dice.randint(1, 2 * len(content))]), RENDER)
            accepted += 1
        except (ResultInvalid, PhotoRefused):
            pass
    assert accepted < 1000
