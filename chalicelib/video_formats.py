"""What a video is, by its first bytes; the name it came by says nothing. Pure.

Libraries that tell files apart are no help: the one that is kept up takes M4A music for MP4 and
does not know the HEVC that phones film (puremagic 1.30), the other has not changed since 2022
(filetype 1.2.0). Nothing here decodes: browsers do, in processes of their own.
"""

import re
import struct

from chalicelib.categories import AVI

_MP4, _QUICKTIME, _WEBM = "video/mp4", "video/quicktime", "video/webm"

#: Four characters that say for which readers a file is (ISO/IEC 14496-12, 4.3), by
#: https://mp4ra.org/registered-types/brands. A file whose first brand is of pictures or of music is
#: no video, whatever else it names: HEIC, AVIF and M4A are of the same family.
_OF_OTHERS = re.compile(
    rb"he[iv][cxms]|mif[12]|miaf|msf1|av(?:if|is|io|ci|cs)|jp(?:eg|gs|2 |m |x )|j2k[is]|crx "
    rb"|M4[ABP] |F4[AB] "
)
_OF_VIDEO = re.compile(
    rb"iso[m2-9a-c]|mp4[12]|avc1|hvc1|hev1|av01|dash|cmf[cf2]|M4V[ HP]|MSNV|XAVC|f4v "
    rb"|3g[p2s][0-9a-z]"
)
_OF_QUICKTIME = b"qt  "
#: The box of brands has 16 bytes at least; honest ones name up to a dozen.
_BRANDS_BYTES = range(16, 1024)

#: What stands first in a QuickTime file from before there were brands.
#: https://developer.apple.com/documentation/quicktime-file-format
_FIRST = (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
_LATER = (*_FIRST, b"uuid", b"moof", b"sidx", b"styp", b"pdin", b"meta", b"udta", b"prft")

#: Elements at the head of Matroska, of which WebM is a part (RFC 8794, 11.2; RFC 9559).
_EBML, _DOC_TYPE = b"\x1a\x45\xdf\xa3", b"\x42\x82"


def is_of_type(content_type: str, head: bytes) -> bool:
    """Whether a file that begins like this is a video, and is AVI if, and only if, it is called so.

    What phones film, browsers tell apart by themselves: they call MP4 what is QuickTime.
    """
    if content_type == AVI:
        # Its size stands between (Microsoft, AVI RIFF File Reference).
        return head[:4] == b"RIFF" and head[8:16] in (b"AVI LIST", b"AVI JUNK")
    return type_of(head) is not None


def type_of(head: bytes) -> str | None:
    """The media type of a file that begins like this; None: no video of a kind that we take."""
    if head.startswith(_EBML):
        return _WEBM if _doc_type(head) == b"webm" else None
    size, kind = _box(head, 0)
    # 1: the size stands behind the type, because it has more than 32 bits.
    if kind in _FIRST and (size == 1 or _follows(head, size)):
        return _QUICKTIME
    if kind != b"ftyp" or size not in _BRANDS_BYTES or not _follows(head, size):
        return None
    # Between the first one and the others stands a version.
    first, *others = (head[at : at + 4] for at in (8, *range(16, size - 3, 4)))
    if _OF_OTHERS.fullmatch(first):
        return None
    if first != _OF_QUICKTIME and any(_OF_VIDEO.fullmatch(brand) for brand in (first, *others)):
        return _MP4
    return _QUICKTIME if _OF_QUICKTIME in (first, *others) else None


def _box(head: bytes, at: int) -> tuple[int, bytes]:
    """Size and type of the box that begins here; none where the head is over."""
    if len(head) < at + 8:
        return 0, b""
    size, kind = struct.unpack_from(">I4s", head, at)
    return size, kind


def _follows(head: bytes, size: int) -> bool:
    """Whether another box stands behind the first one, as far as the head tells."""
    return size >= 8 and (size > len(head) - 8 or _box(head, size)[1] in _LATER)


def _doc_type(head: bytes) -> bytes | None:
    """Which document an EBML head says that it begins."""
    size, at = _vint(head, 4)
    end = at + size
    while at < min(end, len(head)):
        name_end = at + _width(head, at)
        size, body = _vint(head, name_end)
        if head[at:name_end] == _DOC_TYPE:
            # It may be filled up with zeros (RFC 8794, 7.4).
            return head[body : body + size].rstrip(b"\0")
        at = body + size
    return None


def _vint(head: bytes, at: int) -> tuple[int, int]:
    """A number of EBML, and where it ends (RFC 8794, 4)."""
    width = _width(head, at)
    value = int.from_bytes(head[at : at + width]) & ~(1 << 7 * width)
    return value, at + width


def _width(head: bytes, at: int) -> int:
    """How many bytes a number has: one more than its first byte has zeros in front."""
    first = head[at] if at < len(head) else 0
    return 9 - first.bit_length() if first else 8
