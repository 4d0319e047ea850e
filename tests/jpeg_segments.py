"""What a JPEG is made of, to the last byte."""

import re
import struct
from collections.abc import Iterator

#: Ends the data of a scan: 0xFF, but for one that stands for itself or starts the decoder anew.
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7]")


def segments(jpeg: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and content of every segment; as those of marker 0, the bytes that are in none.

    The last one is the end, 0xD9, with whatever is behind it.
    """
    assert jpeg[:2] == b"\xff\xd8"
    at = 2
    while jpeg[at + 1] != 0xD9:
        assert jpeg[at] == 0xFF
        (length,) = struct.unpack_from(">H", jpeg, at + 2)
        yield jpeg[at + 1], jpeg[at + 4 : at + 2 + length]
        at += 2 + length
        found = _MARKER.search(jpeg, at)
        assert found, "it does not end"
        yield 0, jpeg[at : found.start()]
        at = found.start()
    yield 0xD9, jpeg[at + 2 :]
