"""A file of which only excerpts are read: it may have a gigabyte, and may be hostile. Pure."""

import io
import re
import struct
from collections.abc import Callable
from typing import Any

from chalicelib import limits
from chalicelib.photo import PhotoRefused, Rejection

#: Bytes from this position on, so many at most.
Read = Callable[[int, int], bytes]

#: The end of central directory record of a ZIP: its comment's length stands last.
#: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT 4.3.16
_END_OF_ZIP = re.compile(rb"PK\x05\x06.{16}(?P<comment_bytes>..)", re.DOTALL)


class Excerpts:
    """What is seen of a file of this size.

    Whoever asks for more than `limits` allow meets PhotoRefused, TOO_COMPLEX: no file of ours has
    to be read so far to know what it is.
    """

    def __init__(self, read: Read, size_bytes: int) -> None:
        self.size_bytes = size_bytes
        self._read = read
        self._ranges_left = limits.INSPECTED_RANGES
        self._bytes_left = limits.INSPECTED_BYTES

    def at(self, start: int, size_bytes: int) -> bytes:
        """So many bytes from there on, or as many as there are."""
        size = min(size_bytes, self.size_bytes - start)
        if size <= 0:
            return b""
        self._ranges_left -= 1
        self._bytes_left -= size
        if self._ranges_left < 0 or self._bytes_left < 0:
            raise PhotoRefused(Rejection.TOO_COMPLEX)
        return self._read(start, size)

    def beginning(self) -> bytes:
        """Its first bytes."""
        return self.at(0, limits.EDGE_BYTES)

    def end(self) -> bytes:
        """Its last bytes."""
        return self.at(max(0, self.size_bytes - limits.EDGE_BYTES), limits.EDGE_BYTES)

    def as_file(self) -> io.BufferedReader:
        """The same for those who seek and read."""
        return io.BufferedReader(_Raw(self), limits.EDGE_BYTES)


def ends_as_zip(file: Excerpts) -> bool:
    """Whether programs that open ZIP archives would open this one, whatever stands before."""
    end = file.end()
    return any(
        struct.unpack("<H", found["comment_bytes"])[0] == len(end) - found.end()
        for found in _END_OF_ZIP.finditer(end)
    )


class _Raw(io.RawIOBase):
    """The position that files have, and excerpts do not."""

    def __init__(self, excerpts: Excerpts) -> None:
        super().__init__()
        self._excerpts = excerpts
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._excerpts.size_bytes}
        at = start[whence] + offset
        if at < 0:
            raise ValueError("before the beginning")
        self._at = at
        return at

    def readinto(self, buffer: Any) -> int:
        data = self._excerpts.at(self._at, len(buffer))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)
