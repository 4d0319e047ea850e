"""The setting of watermarks: what is wrong with it is said when the application starts."""

import json
import unicodedata
from typing import Any

import pytest

from chalicelib import limits
from chalicelib.images import letters
from chalicelib.watermarks import Position, Watermark, WatermarkInvalid, watermarks


def of(**entry: Any) -> Watermark:
    """The watermark of this entry."""
    return watermarks(json.dumps({"*": entry}))["*"]


def test_each_album_has_its_entry() -> None:
    text = '{"*": {"text": "Scandrop"}, "party": {"logo": "watermarks/Anna-and_Ben.png"}}'
    assert watermarks(text) == {
        "*": Watermark(text="Scandrop"),
        "party": Watermark(logo="watermarks/Anna-and_Ben.png"),
    }


def test_no_albums_are_no_watermarks() -> None:
    assert watermarks("{}") == {}


def test_it_stands_small_and_faint_in_the_lower_right_corner_unless_told_otherwise() -> None:
    assert of(text="x") == Watermark("x", None, Position.BOTTOM_RIGHT, opacity=0.6, size=0.05)
    assert of(text="x", position="top-left", opacity=1, size=0.5) == Watermark(
        "x", None, Position.TOP_LEFT, opacity=1.0, size=0.5
    )


@pytest.mark.parametrize("position", list(Position))
def test_it_may_stand_in_each_corner_and_in_the_middle(position: Position) -> None:
    assert of(text="x", position=position.value).position is position


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "Anna & Ben",
        "© 2026 Zoë’s Fotos – Łódź",
        "Jürgen, François & Björn",
        "e\u0301",
        "x" * limits.WATERMARK_CHARACTERS,
    ],
)
def test_a_text_is_a_line_of_latin_letters(text: str) -> None:
    assert of(text=text).text == text


def test_what_the_setting_takes_can_be_drawn_and_the_other_way_round() -> None:
    """Else there would be boxes on the photos of a wedding."""
    for code in range(0x20, 0x3000):
        letter = chr(code)
        if unicodedata.category(letter)[0] in "MZC":
            continue
        try:
            of(text=letter)
        except WatermarkInvalid:
            assert not letters.is_drawable(letter), letter
        else:
            assert letters.is_drawable(letter), letter


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ({}, "needs either text or logo"),
        ({"text": "x", "logo": "watermarks/x.png"}, "needs either text or logo"),
        ({"text": ""}, "text must be 1 to 60 Latin characters"),
        ({"text": "  "}, "text must be"),
        ({"text": "x" * 61}, "text must be"),
        ({"text": "two\nlines"}, "text must be"),
        ({"text": "写真"}, "text must be"),
        ({"text": "👨‍👩‍👧"}, "text must be"),
        ({"text": "\u202egnp"}, "text must be"),
        ({"text": 1}, "text must be"),
        ({"logo": "logo.png"}, "logo must be"),
        ({"logo": "watermarks/../x.png"}, "logo must be"),
        ({"logo": "watermarks/x.svg"}, "logo must be"),
        ({"logo": "watermarks/x.png\n"}, "logo must be"),
        ({"logo": "watermarks/.png"}, "logo must be"),
        ({"logo": f"watermarks/{'x' * 65}.png"}, "logo must be"),
        ({"logo": 1}, "logo must be"),
        ({"text": "x", "position": "middle"}, "position must be one of top-left, "),
        ({"text": "x", "position": ["center"]}, "position must be"),
        ({"text": "x", "opacity": 0}, "opacity must be a number above 0 and up to 1"),
        ({"text": "x", "opacity": 1.01}, "opacity must be"),
        ({"text": "x", "opacity": -1}, "opacity must be"),
        ({"text": "x", "opacity": True}, "opacity must be"),
        ({"text": "x", "opacity": "0.5"}, "opacity must be"),
        ({"text": "x", "opacity": float("nan")}, "opacity must be"),
        ({"text": "x", "size": 0}, "size must be a number above 0 and up to 1"),
        ({"text": "x", "size": 2}, "size must be"),
        ({"text": "x", "size": None}, "size must be"),
        ({"text": "x", "colour": "red", "angle": 45}, "unknown: angle, colour"),
    ],
)
def test_an_entry_at_fault_is_named_with_its_fault(entry: dict[str, Any], fault: str) -> None:
    with pytest.raises(WatermarkInvalid) as refused:
        watermarks(json.dumps({"good": {"text": "x"}, "party": entry}))
    assert str(refused.value).startswith(f"'party': {fault}")


@pytest.mark.parametrize("entry", ["text", None, 1, ["text"]])
def test_an_entry_is_an_object(entry: Any) -> None:
    with pytest.raises(WatermarkInvalid, match="'party': not an object"):
        watermarks(json.dumps({"party": entry}))


@pytest.mark.parametrize(
    ("text", "fault"),
    [("", "not JSON"), ("{", "not JSON"), ("[]", "not an object of albums"), ("1", "not an")],
)
def test_what_is_no_setting_is_refused(text: str, fault: str) -> None:
    with pytest.raises(WatermarkInvalid, match=fault):
        watermarks(text)
