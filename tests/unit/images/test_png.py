"""The parts of a PNG: what is not its picture never reaches a decoder."""

import io
import struct
import zlib

import pytest
from PIL import Image

from chalicelib import limits
from chalicelib.images import decode, formats
from chalicelib.photo import PhotoRefused
from tests.unit.images import pictures


def decoded(data: bytes) -> Image.Image:
    return decode.opened(io.BytesIO(data)).shrunk(0)


@pytest.mark.parametrize("name", [b"zTXt", b"iTXt", b"tEXt", b"eXIf", b"iCCP"])
def test_a_bomb_beside_the_picture_does_not_go_off(name: bytes) -> None:
    heads = {b"zTXt": b"key\0\0", b"iTXt": b"key\0\1\0\0\0", b"iCCP": b"name\0\0"}
    bomb = pictures.chunk(name, heads.get(name, b"key\0") + pictures.zeros(64))
    data = pictures.with_chunks(pictures.file("PNG"), bomb)
    assert len(data) < 100_000
    opened = decode.opened(io.BytesIO(data))
    assert opened.profile is None
    assert pictures.corners(opened.shrunk(0)) == [0, 1, 2, 3]


def test_pixels_beyond_the_frame_of_a_png_are_not_inflated() -> None:
    png = pictures.file("PNG", Image.new("RGB", (8, 8)))
    start, end = png.index(b"IDAT") - 4, png.index(b"IEND") - 4
    data = png[:start] + pictures.chunk(b"IDAT", pictures.zeros(64)) + png[end:]
    assert decoded(data).size == (8, 8)


def test_a_broken_checksum_beside_the_picture_is_no_matter() -> None:
    text = bytearray(pictures.chunk(b"tEXt", b"key\0text"))
    text[-1] ^= 1
    assert decoded(pictures.with_chunks(pictures.file("PNG"), bytes(text))).size == (96, 64)


def test_a_profile_is_inflated_within_bounds() -> None:
    head = b"name\0\0"
    for content, expected in (
        (head + zlib.compress(b"profile"), b"profile"),
        (head + zlib.compress(b"profile")[:-5], None),
        (head + pictures.zeros(limits.MAX_PROFILE_BYTES // (1 << 20) + 1), None),
        (head + b"not deflated", None),
        (b"", None),
    ):
        data = pictures.with_chunks(pictures.file("PNG"), pictures.chunk(b"iCCP", content))
        assert decode.opened(io.BytesIO(data)).profile == expected


def test_the_outline_is_not_trusted_with_the_size() -> None:
    """A PNG with two headers is as large as the one that its decoder takes."""
    second = pictures.chunk(b"IHDR", struct.pack(">IIBBBBB", 10_000, 6_000, 8, 2, 0, 0, 0))
    data = pictures.with_chunks(pictures.file("PNG"), second)
    assert formats.outlined(io.BytesIO(data)).size == (96, 64)
    with pytest.raises(PhotoRefused, match="TOO_MANY_PIXELS"):
        decode.opened(io.BytesIO(data))
