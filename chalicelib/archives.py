"""The bytes of a ZIP that is written from its beginning to its end, with pauses. Pure.

Photos are compressed already, so files are stored as they are. Sizes and checksums stand behind
each file and in the directory at the end, because nothing is known of a file before it has been
read (APPNOTE.TXT 4.4.4, bit 3). Headers and the directory are the standard library's, with ZIP64
where it is needed; only what `zipfile` keeps to itself between two files is kept here instead, so
that another process can go on.

https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
"""

import io
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from zipfile import ZIP64_LIMIT, ZIP_STORED, ZipFile, ZipInfo

_SIZES_FOLLOW = 1 << 3
_DESCRIPTOR = b"PK\x07\x08"
#: The times that archives know: from 1980 to 2107, both whole.
_EARLIEST, _LATEST = 315_532_800, 4_354_819_199
#: A plain file that its owner may write and everybody read, as Unix says it.
_REGULAR_FILE = 0o100644 << 16


@dataclass(frozen=True)
class ArchivedFile:
    """One file of an archive."""

    name: str
    #: Epoch seconds; archives know two of them from each other, and no time zone: it is UTC.
    modified_at: int
    size_bytes: int
    crc32: int = 0
    #: Of its header, from the beginning of the archive.
    offset: int = 0

    @property
    def _is_large(self) -> bool:
        return self.size_bytes > ZIP64_LIMIT

    @property
    def header(self) -> bytes:
        """What stands before its bytes. Its size decides only how long those behind them are."""
        return self._info().FileHeader(zip64=self._is_large)

    @property
    def descriptor(self) -> bytes:
        """What stands behind its bytes (4.3.9)."""
        form = "<LQQ" if self._is_large else "<LLL"
        return _DESCRIPTOR + struct.pack(form, self.crc32, self.size_bytes, self.size_bytes)

    def _info(self) -> ZipInfo:
        modified = datetime.fromtimestamp(min(max(self.modified_at, _EARLIEST), _LATEST), UTC)
        info = ZipInfo(self.name, modified.timetuple()[:6])
        info.compress_type = ZIP_STORED
        info.flag_bits = _SIZES_FOLLOW
        info.create_system = 3
        info.external_attr = _REGULAR_FILE
        return info

    def in_directory(self) -> ZipInfo:
        """Its entry in the directory."""
        info = self._info()
        info.CRC = self.crc32
        info.file_size = info.compress_size = self.size_bytes
        info.header_offset = self.offset
        return info


def directory(files: Iterable[ArchivedFile], offset: int) -> bytes:
    """The end of an archive that has these files, from this offset on."""
    end = _End(offset)
    with ZipFile(end, "w") as archive:
        archive.infolist().extend(each.in_directory() for each in files)
    return end.getvalue()


class _End(io.BytesIO):
    """What is written behind the bytes of an archive that are somewhere else."""

    def __init__(self, offset: int) -> None:
        super().__init__()
        self._offset = offset

    def tell(self) -> int:
        return self._offset + super().tell()

    def seek(self, *_: int) -> int:
        raise io.UnsupportedOperation("seek")
