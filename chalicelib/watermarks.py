"""What is written across renditions, as the operator set it. Pure."""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from chalicelib import limits

#: Stands for every photo whose album has no entry of its own.
EVERY_ALBUM = "*"

#: What renditions can be marked with beside ASCII, accents apart: chalicelib/images/letters.py.
_LETTERS = frozenset(
    "©«°±´·»‘’“”…‹›⁄™ﬁﬂßẞæÆœŒøØłŁ–—‐‑−•×„‚\u00a0\u202f"
    "\u0300\u0301\u0302\u0303\u0304\u0307\u0308\u030a\u030b\u030c\u0327\u0328\u0338"
)
_LOGO = re.compile(r"watermarks/[A-Za-z0-9_-]{1,64}\.png")


class WatermarkInvalid(ValueError):
    """The setting is not a watermark. The text says what is wrong with it."""


class Position(StrEnum):
    """Where in the picture it stands."""

    TOP_LEFT = "top-left"
    TOP_RIGHT = "top-right"
    CENTER = "center"
    BOTTOM_LEFT = "bottom-left"
    BOTTOM_RIGHT = "bottom-right"


@dataclass(frozen=True)
class Watermark:
    """A text or a logo; one of them is None."""

    text: str | None = None
    #: Key of a PNG in the media bucket: `watermarks/<name>.png`.
    logo: str | None = None
    position: Position = Position.BOTTOM_RIGHT
    #: 0 (not to be seen) to 1 (hides what is behind it).
    opacity: float = 0.6
    #: Height of a text, or width of a logo, as a part of the picture's shorter side.
    size: float = 0.05


def watermarks(text: str) -> Mapping[str, Watermark]:
    """Album ids → watermarks, from JSON: `{"*": {"text": "Anna & Ben", "opacity": 0.5}}`.

    Raises:
        WatermarkInvalid: with what is wrong and in which entry.
    """
    try:
        found = json.loads(text)
    except ValueError as error:
        raise WatermarkInvalid(f"not JSON ({error})") from error
    if not isinstance(found, dict):
        raise WatermarkInvalid("not an object of albums")
    return {album: _watermark(album, entry) for album, entry in found.items()}


def _watermark(album: str, entry: Any) -> Watermark:
    def fail(what: str) -> WatermarkInvalid:
        return WatermarkInvalid(f"{album!r}: {what}")

    if not isinstance(entry, dict):
        raise fail("not an object")
    if unknown := entry.keys() - Watermark.__dataclass_fields__.keys():
        raise fail(f"unknown: {', '.join(sorted(unknown))}")
    words, logo = entry.get("text"), entry.get("logo")
    if (words is None) == (logo is None):
        raise fail("needs either text or logo")
    if words is not None and not (isinstance(words, str) and _is_drawable(words)):
        raise fail(f"text must be 1 to {limits.WATERMARK_CHARACTERS} Latin characters in one line")
    if logo is not None and not (isinstance(logo, str) and _LOGO.fullmatch(logo)):
        raise fail("logo must be watermarks/<name>.png, a key in the media bucket")
    try:
        position = Position(entry.get("position", Watermark.position))
    except ValueError as error:
        raise fail(f"position must be one of {', '.join(Position)}") from error
    return Watermark(
        text=words,
        logo=logo,
        position=position,
        opacity=_part(entry, "opacity", fail),
        size=_part(entry, "size", fail),
    )


def _is_drawable(words: str) -> bool:
    if not words.strip() or len(words) > limits.WATERMARK_CHARACTERS:
        return False
    letters = unicodedata.normalize("NFD", words)
    return all(" " <= letter <= "~" or letter in _LETTERS for letter in letters)


def _part(entry: Mapping[str, Any], name: str, fail: Any) -> float:
    value = entry.get(name, getattr(Watermark, name))
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
        raise fail(f"{name} must be a number above 0 and up to 1")
    return float(value)
