"""The chunks of a PNG: those that make its picture, and none of the others. Pure.

Texts, times, further frames and whatever else there is can be bombs of their own, or broken while
the picture is whole. They are cut out before a decoder sees them.

https://www.w3.org/TR/png-3/
"""

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from chalicelib import limits
from chalicelib.photo import PhotoRefused, Rejection

_SIGNATURE_BYTES = 8
#: Length and name before, checksum behind what a chunk holds.
_AROUND = 12
_PICTURE = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}


@dataclass(frozen=True)
class Essence:
    """What is left of a PNG."""

    stream: BinaryIO
    profile: bytes | None
    exif: bytes | None
    #: Colour primaries and transfer by their numbers in ITU-T H.273.
    code_points: tuple[int, int] | None


def size(data: bytes) -> tuple[int, int] | None:
    """Width and height."""
    if data[12:16] != b"IHDR" or len(data) < 24:
        return None
    return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])


def ends_early(data: bytes) -> bool:
    """Whether it ends before its last chunk.

    Raises:
        PhotoRefused: TOO_COMPLEX for too many chunks.
    """
    return all(name != b"IEND" for name, _, _ in _chunks(data))


def essence(data: bytes) -> Essence:
    """Cut out what is no part of the picture."""
    view = memoryview(data)
    kept: list[bytes | memoryview] = [view[:_SIGNATURE_BYTES]]
    found: dict[bytes, bytes] = {}
    for name, start, end in _chunks(data):
        if name in _PICTURE:
            kept.append(view[start - 8 : end + 4])
        elif name in (b"iCCP", b"eXIf", b"cICP"):
            found.setdefault(name, data[start:end])
    points = found.get(b"cICP", b"")
    return Essence(
        stream=io.BytesIO(b"".join(kept)),
        profile=_inflated(found[b"iCCP"]) if b"iCCP" in found else None,
        exif=found.get(b"eXIf"),
        code_points=(points[0], points[1]) if len(points) >= 2 else None,
    )


def _chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Name, start and end of what each chunk holds. The last may end behind the file's end."""
    at, pieces = _SIGNATURE_BYTES, 0
    name = b""
    while at + _AROUND <= len(data) and name != b"IEND":
        pieces += 1
        if pieces > limits.MAX_PIECES:
            raise PhotoRefused(Rejection.TOO_COMPLEX)
        name = data[at + 4 : at + 8]
        end = at + 8 + int.from_bytes(data[at : at + 4])
        yield name, at + 8, end
        at = end + 4


def _inflated(chunk: bytes) -> bytes | None:
    """The profile of an iCCP chunk; None if it is broken, or larger than any that there is."""
    _, _, rest = chunk.partition(b"\0")
    inflater = zlib.decompressobj()
    try:
        profile = inflater.decompress(rest[1:], limits.MAX_PROFILE_BYTES)
    except zlib.error:
        return None
    return profile if inflater.eof else None
