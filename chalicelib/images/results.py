"""How results come back over the border of the decoder's process: a line of JSON, then bytes.

They are read as carefully as an upload: a picture may have taken over the process that decoded it.
Never pickled. Pure.
"""

import json
import re
from dataclasses import asdict, fields
from enum import StrEnum
from typing import Any, TypeVar

from chalicelib import limits
from chalicelib.images.tasks import Output, Task, packed
from chalicelib.photo import (
    PhotoFacts,
    PhotoRefused,
    Picture,
    Preview,
    Rejection,
    RenditionName,
)
from chalicelib.ports import Rendered

_Name = TypeVar("_Name", bound=StrEnum)

#: Bytes of the line of JSON; an honest one has less than a thousand.
_HEAD_BYTES = 4096

_LONGEST_SIDE = {
    RenditionName.LARGE: limits.MAX_SIDE_LARGE,
    RenditionName.MEDIUM: limits.MAX_SIDE_MEDIUM,
    RenditionName.THUMB: limits.MAX_SIDE_THUMB,
}
_TAKEN_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)?", re.ASCII)
_POSITION = re.compile(r"([+-]\d{1,9}(\.\d{1,12})?){2,3}/", re.ASCII)
#: Markers of the JPEG frames that encoders write: baseline, extended, progressive.
_FRAMES = (0xC0, 0xC1, 0xC2)


class ResultInvalid(ValueError):
    """What came back is no result. The text says why, in words of ours."""


def pack(result: Rendered | Preview) -> bytes:
    """The result as bytes."""
    if isinstance(result, Preview):
        return packed({"width": result.width, "height": result.height}, result.jpeg)
    pictures = [
        {"name": each.name, "width": each.width, "height": each.height, "bytes": len(each.jpeg)}
        for each in result.pictures
    ]
    head = {"facts": asdict(result.facts), "pictures": pictures}
    return packed(head, *(each.jpeg for each in result.pictures))


def pack_refusal(why: Rejection) -> bytes:
    """A refusal as bytes."""
    return packed({"refused": why})


def unpack(content: bytes, task: Task) -> Rendered:
    """The result of this task in these bytes, if they are one in every respect.

    Raises:
        PhotoRefused: it is a refusal.
        ResultInvalid: it is anything else.
    """
    document, rest = _parts(content)
    head = _object(document, {"facts", "pictures"})
    return Rendered(_facts(head["facts"]), _pictures(head["pictures"], rest, task))


def unpack_preview(content: bytes) -> Preview:
    """The same of a task whose result is a preview."""
    document, jpeg = _parts(content)
    head = _object(document, {"width", "height"})
    _whole(len(jpeg), limits.PREVIEW_RESULT_BYTES)
    side = limits.PREVIEW_RESULT_SIDE
    width, height = _whole(head["width"], side), _whole(head["height"], side)
    _require_jpeg(jpeg, (width, height))
    return Preview(width, height, jpeg)


def _parts(content: bytes) -> tuple[object, bytes]:
    """The head and what comes behind it, if they are no refusal."""
    line, _, rest = content.partition(b"\n")
    if len(line) > _HEAD_BYTES:
        raise ResultInvalid("its head is too long")
    try:
        head = json.loads(line)
    except (ValueError, RecursionError):
        raise ResultInvalid("its head is not JSON") from None
    if isinstance(head, dict) and head.keys() == {"refused"} and not rest:
        raise PhotoRefused(_member(Rejection, head["refused"]))
    return head, rest


def _facts(document: object) -> PhotoFacts:
    head = _object(document, {field.name for field in fields(PhotoFacts)})
    pixels = limits.MAX_PIXELS.get(_text(head["format"]))
    if pixels is None:
        raise ResultInvalid("no format of ours")
    width = _whole(head["width"], limits.MAX_SIDE)
    height = _whole(head["height"], limits.MAX_SIDE)
    if width * height > pixels:
        raise ResultInvalid("more pixels than are decoded")
    camera = head["camera"]
    if camera is not None and not (
        0 < len(_text(camera)) <= limits.CAMERA_CHARACTERS and camera.isprintable()
    ):
        raise ResultInvalid("no name of a camera")
    return PhotoFacts(
        format=head["format"],
        width=width,
        height=height,
        orientation=_whole(head["orientation"], 8),
        taken_at=_matching(_TAKEN_AT, head["taken_at"]),
        camera=camera,
        position=_matching(_POSITION, head["position"]),
    )


def _pictures(documents: object, content: bytes, task: Task) -> tuple[Picture, ...]:
    """The pictures: one of each name, or none if none was asked for."""
    asked = sorted(RenditionName) if task.output is Output.RENDITIONS else []
    if not isinstance(documents, list) or len(documents) != len(asked):
        raise ResultInvalid("not as many pictures as were asked for")
    pictures = []
    for document in documents:
        picture, content = _picture(document, content)
        pictures.append(picture)
    if sorted(picture.name for picture in pictures) != asked:
        raise ResultInvalid("not the pictures that were asked for")
    if content:
        raise ResultInvalid("bytes that belong to nothing")
    return tuple(pictures)


def _picture(document: object, content: bytes) -> tuple[Picture, bytes]:
    """The picture at the beginning of these bytes, and those behind it."""
    head = _object(document, {"name", "width", "height", "bytes"})
    name = _member(RenditionName, head["name"])
    longest = _LONGEST_SIDE[name]
    size = _whole(head["bytes"], len(content))
    picture = Picture(
        name, _whole(head["width"], longest), _whole(head["height"], longest), content[:size]
    )
    _require_jpeg(picture.jpeg, (picture.width, picture.height))
    return picture, content[size:]


def _require_jpeg(jpeg: bytes, size: tuple[int, int]) -> None:
    if _frame(jpeg) != size:
        raise ResultInvalid("no JPEG of the size that it is said to have")


def _frame(jpeg: bytes) -> tuple[int, int] | None:
    """Width and height by its own header; None if it is no JPEG."""
    if jpeg[:2] != b"\xff\xd8" or jpeg[-2:] != b"\xff\xd9":
        return None
    at = 2
    while at + 9 <= len(jpeg) and jpeg[at] == 0xFF:
        if jpeg[at + 1] in _FRAMES:
            return int.from_bytes(jpeg[at + 7 : at + 9]), int.from_bytes(jpeg[at + 5 : at + 7])
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4])
    return None


def _object(document: object, keys: set[str]) -> dict[str, Any]:
    if not isinstance(document, dict) or document.keys() != keys:
        raise ResultInvalid(f"not an object of {', '.join(sorted(keys))}")
    return document


def _whole(value: object, most: int) -> int:
    if type(value) is not int or not 0 < value <= most:
        raise ResultInvalid(f"not a whole number from 1 to {most}")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ResultInvalid("not a text")
    return value


def _matching(pattern: re.Pattern[str], value: object) -> str | None:
    if value is None:
        return None
    if not pattern.fullmatch(_text(value)):
        raise ResultInvalid(f"not a text like {pattern.pattern}")
    return _text(value)


def _member(kind: type[_Name], value: object) -> _Name:
    try:
        return kind(_text(value))
    except ValueError:
        raise ResultInvalid(f"not a {kind.__name__}") from None
