"""What office documents are: ZIP archives, whose parts say what they are. Pure.

One archive, from the first byte of the file to its last. Only its directory is read, and the small
part that tells its type: nothing else is ever inflated, so that no bomb goes off. Documents with
macros, or locked by a password, are refused: they cannot be looked into, or do something.

ECMA-376-2 (Open Packaging Conventions), OpenDocument 1.3 part 2 (Packages),
https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
"""

import struct
import zlib
from collections.abc import Sequence
from xml.etree import ElementTree
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from chalicelib import limits
from chalicelib.categories import ARCHIVE_TYPES
from chalicelib.excerpts import Excerpts
from chalicelib.photo import PhotoRefused, Rejection

_LOCAL, _END = b"PK\x03\x04", struct.Struct("<4s4H2IH")
#: Older documents of Office, and those that are locked by a password: [MS-CFB] 2.2.
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_FLAG = 0x1

_TYPES_PART = "[Content_Types].xml"
_ACTIVE = ("macroenabled", "vbaproject", "activex")
_MANIFEST, _ENCRYPTION = "META-INF/manifest.xml", b"encryption-data"
#: Where OpenDocument keeps macros.
_MACRO_FOLDERS = ("Basic/", "Scripts/")

#: All that `zipfile` raises for archives that are none, or are damaged.
_FAULTS = (
    *(BadZipFile, EOFError, IndexError, KeyError, NotImplementedError, OSError, OverflowError),
    *(RuntimeError, ValueError, struct.error, zlib.error),
)


def require_archive(content_type: str, file: Excerpts) -> None:
    """Refuse what is not a document of this type of `categories.ARCHIVE_TYPES`.

    Raises:
        PhotoRefused: TYPE_MISMATCH, ENCRYPTED, ACTIVE_CONTENT, DAMAGED, TOO_COMPLEX
    """
    _require_one_archive(file)
    try:
        with ZipFile(file.as_file()) as archive:
            parts = archive.infolist()
            _require_harmless(parts, file.size_bytes)
            if ARCHIVE_TYPES[content_type].startswith("od"):
                _require_open_document(content_type, archive, parts)
            else:
                _require_open_xml(content_type, archive, parts)
    except _FAULTS as error:
        raise PhotoRefused(Rejection.DAMAGED) from error


def _require_one_archive(file: Excerpts) -> None:
    """Nothing stands in front of it, and nothing behind."""
    head = file.at(0, 8)
    if head == _COMPOUND:
        raise PhotoRefused(Rejection.ENCRYPTED)
    if not head.startswith(_LOCAL):
        raise PhotoRefused(Rejection.TYPE_MISMATCH)
    end = file.at(max(0, file.size_bytes - _END.size), _END.size)
    signature, *_, size, start, comment_bytes = _END.unpack(end.ljust(_END.size))
    if signature != b"PK\x05\x06" or start + size + _END.size != file.size_bytes or comment_bytes:
        raise PhotoRefused(Rejection.DAMAGED)
    if size > limits.INSPECTED_BYTES:
        raise PhotoRefused(Rejection.TOO_COMPLEX)


def _require_harmless(parts: Sequence[ZipInfo], size_bytes: int) -> None:
    """Nothing is hidden in it, and it does not grow beyond measure when somebody opens it."""
    names = [part.filename for part in parts]
    if len(set(names)) != len(names):
        raise PhotoRefused(Rejection.DAMAGED)
    if any(part.flag_bits & _ENCRYPTED_FLAG for part in parts):
        raise PhotoRefused(Rejection.ENCRYPTED)
    inflated = sum(part.file_size for part in parts)
    if inflated > max(limits.INFLATED_BYTES, size_bytes * limits.INFLATED_TIMES):
        raise PhotoRefused(Rejection.TOO_COMPLEX)


def _require_open_xml(content_type: str, archive: ZipFile, parts: Sequence[ZipInfo]) -> None:
    names = {part.filename for part in parts}
    if _TYPES_PART not in names:
        raise PhotoRefused(Rejection.TYPE_MISMATCH)
    told = _parsed(archive, _TYPES_PART)
    types = {each.get("PartName"): each.get("ContentType", "") for each in told}
    defaults = {each.get("Extension"): each.get("ContentType", "") for each in told}
    said = [each.lower() for each in (*types.values(), *defaults.values(), *names)]
    if any(active in each for active in _ACTIVE for each in said):
        raise PhotoRefused(Rejection.ACTIVE_CONTENT)
    main = [part for part, each in types.items() if each == f"{content_type}.main+xml"]
    if not any(part and part.removeprefix("/") in names for part in main):
        raise PhotoRefused(Rejection.TYPE_MISMATCH)


def _require_open_document(content_type: str, archive: ZipFile, parts: Sequence[ZipInfo]) -> None:
    """Its first part, which is not compressed, says what it is (3.3)."""
    first = min(parts, key=lambda part: part.header_offset)
    is_told = first.filename == "mimetype" and first.compress_type == ZIP_STORED
    if not is_told or _part(archive, "mimetype") != content_type.encode():
        raise PhotoRefused(Rejection.TYPE_MISMATCH)
    if any(part.filename.startswith(_MACRO_FOLDERS) for part in parts):
        raise PhotoRefused(Rejection.ACTIVE_CONTENT)
    if _ENCRYPTION in _part(archive, _MANIFEST):
        raise PhotoRefused(Rejection.ENCRYPTED)


def _part(archive: ZipFile, name: str) -> bytes:
    """A small part; it is inflated no further than it may be large, whatever it says of itself."""
    with archive.open(name) as part:
        content = part.read(limits.ARCHIVE_PART_BYTES + 1)
    if len(content) > limits.ARCHIVE_PART_BYTES:
        raise PhotoRefused(Rejection.TOO_COMPLEX)
    return content


def _parsed(archive: ZipFile, name: str) -> list[ElementTree.Element]:
    """The elements of a part in XML. Without a document type it has no entities that could grow.

    In UTF-8, which all programs write: a parser would also take UTF-16, by the mark in front of it,
    and find a document type there that nobody has seen.
    """
    text = _part(archive, name).decode("utf-8")
    if "<!DOCTYPE" in text or "\0" in text:
        raise PhotoRefused(Rejection.DAMAGED)
    try:
        return list(ElementTree.fromstring(text).iter())  # noqa: S314 - no entities, as said above
    except ElementTree.ParseError as error:
        raise PhotoRefused(Rejection.DAMAGED) from error
