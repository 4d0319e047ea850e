"""What is kept of a file's EXIF, and that hostile EXIF is no more than none."""

import io
import random
import struct
import warnings
from typing import Any

import pytest
from PIL.TiffImagePlugin import IFDRational

from chalicelib import limits
from chalicelib.images import decode, facts
from chalicelib.photo import PhotoFacts
from tests.unit.images import pictures

MAKE, MODEL = 0x010F, 0x0110
TAKEN, OFFSET = 0x9003, 0x9011
VIENNA = {1: "N", 2: (48.0, 12.0, 29.52), 3: "E", 4: (16.0, 22.0, 25.68)}


def facts_of(form: str = "JPEG", orientation: int | None = None, **parts: Any) -> PhotoFacts:
    data = pictures.file(form, exif=pictures.exif(orientation, **parts))
    return decode.inspect(io.BytesIO(data))


def camera(make: Any = None, model: Any = None) -> str | None:
    given = {MAKE: make, MODEL: model}
    exif = {tag: value for tag, value in given.items() if value is not None}
    return facts.facts_of("JPEG", (1, 1), exif, turned=1).camera


def taken_at(moment: Any, offset: Any = None) -> str | None:
    part = {TAKEN: moment, OFFSET: offset}
    return facts.facts_of("JPEG", (1, 1), {0x8769: part}, turned=1).taken_at


def position(gps: Any) -> str | None:
    return facts.facts_of("JPEG", (1, 1), {0x8825: gps}, turned=1).position


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF", "AVIF"])
def test_every_format_with_exif_tells_them(form: str) -> None:
    found = facts_of(
        form,
        orientation=6,
        main={MAKE: "Apple", MODEL: "iPhone 15 Pro"},
        camera={TAKEN: "2026:11:21 15:04:05", OFFSET: "+01:00"},
        gps=VIENNA,
    )
    assert found == PhotoFacts(
        format=form,
        width=64,
        height=96,
        orientation=6,
        taken_at="2026-11-21T15:04:05+01:00",
        camera="Apple iPhone 15 Pro",
        position="+48.20820+016.37380/",
    )


def test_a_picture_without_exif_has_only_a_format_and_a_size() -> None:
    assert facts_of() == PhotoFacts(format="JPEG", width=96, height=64)
    found = decode.inspect(io.BytesIO(pictures.file("GIF")))
    assert found == PhotoFacts(format="GIF", width=96, height=64)


def test_exif_behind_the_pixels_of_a_png_counts() -> None:
    png = pictures.file("PNG")
    content = pictures.exif(8).tobytes().removeprefix(b"Exif\0\0")
    data = png[:-12] + pictures.chunk(b"eXIf", content) + png[-12:]
    assert decode.inspect(io.BytesIO(data)).orientation == 8


# When


@pytest.mark.parametrize(
    ("moment", "offset", "expected"),
    [
        ("2026:11:21 15:04:05", None, "2026-11-21T15:04:05"),
        ("2026:11:21 15:04:05", "-04:00", "2026-11-21T15:04:05-04:00"),
        ("2026:11:21 15:04:05", "+14:00", "2026-11-21T15:04:05+14:00"),
        ("2026:11:21 15:04:05", "+15:00", "2026-11-21T15:04:05"),
        ("2026:11:21 15:04:05", "   :  ", "2026-11-21T15:04:05"),
        ("2026-11-21T15:04:05\0junk", None, "2026-11-21T15:04:05"),
        (b"2026:11:21 15:04:05", 7, "2026-11-21T15:04:05"),
        ("1900:01:01 00:00:00", None, "1900-01-01T00:00:00"),
        ("2100:12:31 23:59:59", None, "2100-12-31T23:59:59"),
        ("1899:12:31 23:59:59", None, None),
        ("2101:01:01 00:00:00", None, None),
        ("0000:00:00 00:00:00", None, None),
        ("2026:02:30 10:00:00", None, None),
        ("2026:11:21 24:61:00", None, None),
        ("    :  :     :  :  ", None, None),
        ("٢٠٢٦:11:21 15:04:05", None, None),
        (20261121, None, None),
        (None, None, None),
    ],
)
def test_when_it_was_taken(moment: Any, offset: Any, expected: str | None) -> None:
    assert taken_at(moment, offset) == expected


# With what


@pytest.mark.parametrize(
    ("make", "model", "expected"),
    [
        ("Apple", "iPhone 15 Pro", "Apple iPhone 15 Pro"),
        ("Canon", "Canon EOS R5", "Canon EOS R5"),
        ("NIKON CORPORATION", "NIKON D850", "NIKON D850"),
        ("samsung", "SM-S918B", "samsung SM-S918B"),
        ("Google", None, "Google"),
        (None, "Pixel 9", "Pixel 9"),
        ("", "  ", None),
        (7, (1, 2), None),
        (b"FUJIFILM\0\0", "X-T5", "FUJIFILM X-T5"),
        ("Sony\r\nX-Header: 1", "A\x1b[31m7", "Sony X-Header: 1 A [31m7"),
        ("Evil\u202egnp.exe", "\u2066x\u2069\ufeff\u200b", "Evil gnp.exe x"),
        ("Ã\x84pfel", None, "Äpfel"),
        ("caf\xe9", None, "café"),
        (b"\xff\xfe", None, None),
    ],
)
def test_with_what_it_was_taken(make: Any, model: Any, expected: str | None) -> None:
    assert camera(make, model) == expected


def test_a_long_name_is_cut() -> None:
    assert camera("x" * 500) == "x" * limits.CAMERA_CHARACTERS
    assert camera("x" * (limits.CAMERA_CHARACTERS - 1), "y") == "x" * (limits.CAMERA_CHARACTERS - 1)


# Where


@pytest.mark.parametrize(
    ("gps", "expected"),
    [
        (VIENNA, "+48.20820+016.37380/"),
        ({**VIENNA, 1: "S", 3: "w"}, "-48.20820-016.37380/"),
        ({**VIENNA, 1: b"N\0", 3: "E\0"}, "+48.20820+016.37380/"),
        ({**VIENNA, 2: (IFDRational(90, 1), 0, 0)}, "+90.00000+016.37380/"),
        ({**VIENNA, 2: (90.0, 0.0, 0.1)}, None),
        ({**VIENNA, 4: (180.0, 1.0, 0.0)}, None),
        ({**VIENNA, 2: (-1.0, 0.0, 0.0)}, None),
        ({**VIENNA, 2: (float("nan"), 0.0, 0.0)}, None),
        ({**VIENNA, 2: (IFDRational(1, 0), 0, 0)}, None),
        ({**VIENNA, 2: (float("inf"), 0.0, 0.0)}, None),
        ({**VIENNA, 2: (1.0, 2.0)}, None),
        ({**VIENNA, 2: 48.2}, None),
        ({**VIENNA, 2: "north"}, None),
        ({**VIENNA, 1: "X"}, None),
        ({**VIENNA, 1: ""}, None),
        ({1: "N", 2: (0, 0, 0), 3: "E", 4: (0, 0, 0)}, None),
        ({1: "N", 2: (1.0, 0.0, 0.0)}, None),
        ({}, None),
        (None, None),
    ],
)
def test_where_it_was_taken(gps: Any, expected: str | None) -> None:
    assert position(gps) == expected


# How it was held


@pytest.mark.parametrize("value", [0, 9, -1, 65_535, "6", (6, 6), 6.0, None, b"\6", True])
def test_an_orientation_that_is_none_leaves_the_picture_as_it_lies(value: Any) -> None:
    assert facts.orientation({pictures.ORIENTATION: value}) == 1


@pytest.mark.parametrize("value", range(1, 9))
def test_the_size_is_that_of_the_upright_picture(value: int) -> None:
    found = facts_of(orientation=value)
    assert found.orientation == value
    assert (found.width, found.height) == ((64, 96) if value > 4 else (96, 64))


def test_only_exif_turns() -> None:
    """Browsers turn by EXIF alone, whatever other metadata says."""
    xmp = b'http://ns.adobe.com/xap/1.0/\0<x tiff:Orientation="6"/>'
    data = pictures.with_segments(pictures.file("JPEG"), pictures.segment(0xE1, xmp))
    assert decode.inspect(io.BytesIO(data)).orientation == 1


# Hostile


def test_hostile_exif_keeps_no_picture_from_being_shown() -> None:
    chance = random.Random(7)
    honest = pictures.exif(6, main={MAKE: "Apple"}, camera={TAKEN: "x"}, gps=VIENNA).tobytes()
    for _ in range(500):
        mutant = bytearray(honest)
        for _ in range(chance.randint(1, 12)):
            mutant[chance.randrange(6, len(mutant))] = chance.choice((0, 1, 4, 0x7F, 0xFF))
        jpeg = pictures.with_segments(pictures.file("JPEG"), pictures.segment(0xE1, bytes(mutant)))
        assert decode.inspect(io.BytesIO(jpeg)).format == "JPEG"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"II",
        b"not TIFF at all",
        b"II*\0\xff\xff\xff\xff",
        b"MM\0*" + struct.pack(">IH", 8, 65_535),
        # A directory that names itself as its own parts.
        b"II*\0" + struct.pack("<IHHHIIHHIII", 8, 2, 0x8769, 4, 1, 8, 0x8825, 4, 1, 8, 0),
        # A text of four gigabytes.
        b"II*\0" + struct.pack("<IHHHIII", 8, 1, MAKE, 2, 0xFFFFFFFF, 8, 0),
    ],
)
def test_broken_exif_is_none(content: bytes) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = facts.facts_of("JPEG", (3, 2), facts.exif_of(content), turned=1)
    assert found == PhotoFacts(format="JPEG", width=3, height=2)
    assert facts.exif_of(None) == {}
