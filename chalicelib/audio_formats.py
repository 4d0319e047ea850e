"""What audio is, by its content; the name it came by says nothing. Pure.

As for `video_formats`, no library is of help. Nothing here decodes: whoever plays it does.
"""

import re
import struct
from collections.abc import Callable

from chalicelib import limits
from chalicelib.excerpts import Excerpts

#: Brands of ISO/IEC 14496-12 files that have sound and no moving picture, and of those that may
#: have both: https://mp4ra.org/registered-types/brands. M4P is encrypted.
_AUDIO_BRANDS = (b"M4A ", b"M4B ")
_ANY_BRANDS = re.compile(rb"iso[m2-9]|mp4[12]|dash|3gp[0-9a-z]|M4V ")
_BOXES = 32
#: Which kind of media a track has (ISO/IEC 14496-12, 8.4.3).
_HANDLER = re.compile(rb"hdlr.{8}(.{4})", re.DOTALL)

#: Kilobits a second by a frame's index, and samples a second by its version: Layer III of MPEG-1
#: (ISO/IEC 11172-3, 2.4.2.3), and of MPEG-2 and 2.5 (ISO/IEC 13818-3, 2.4.2.3).
_MPEG1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_MPEG2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
#: Frames one behind the other that no other file has by accident.
_FRAMES = 3

#: How the first packet of each codec begins: Vorbis I 4.2.1, RFC 7845 5.1, RFC 9639 10.1, Speex.
_OGG_CODECS = (b"\x01vorbis", b"OpusHead", b"\x7fFLAC", b"Speex   ")

FrameBytes = Callable[[bytes], int | None]


def is_of_type(content_type: str, file: Excerpts) -> bool:
    """Whether the content is what this type of `categories.AUDIO_TYPES` says.

    Raises:
        PhotoRefused: TOO_COMPLEX
    """
    return _CHECKS[content_type](file)


def _is_mp3(file: Excerpts) -> bool:
    return _has_frames(file, _mpeg_frame_bytes)


def _is_adts(file: Excerpts) -> bool:
    return _has_frames(file, _adts_frame_bytes)


def _has_frames(file: Excerpts, frame_bytes: FrameBytes) -> bool:
    """Whether frames follow one another, behind the tags in front of them; or the file is over."""
    start = _behind_tags(file)
    data = file.at(start, limits.EDGE_BYTES)
    at = len(data) - len(data.lstrip(b"\0"))
    whole = 0
    for _ in range(_FRAMES):
        size = frame_bytes(data[at : at + 8])
        if size is None:
            is_over = start + at >= file.size_bytes or data[at : at + 3] == b"TAG"
            return whole > 0 and is_over
        at += size
        whole += start + at <= file.size_bytes
    return whole > 0


def _behind_tags(file: Excerpts) -> int:
    """Where ID3v2 tags end; pictures in them may have megabytes.

    https://id3.org/id3v2.4.0-structure
    """
    at = 0
    for _ in range(4):
        head = file.at(at, 10)
        if len(head) < 10 or head[:3] != b"ID3" or any(byte & 0x80 for byte in head[6:]):
            break
        size = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
        has_footer = head[5] & 0x10
        at += 10 + size + (10 if has_footer else 0)
    return at


def _mpeg_frame_bytes(head: bytes) -> int | None:
    """The size of the Layer III frame that begins here; None: none does."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    bitrate, rate = head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or layer != 1 or bitrate in (0, 15) or rate == 3:
        return None
    kilobits, samples = (_MPEG1, 144) if version == 3 else (_MPEG2, 72)
    padding = head[2] >> 1 & 1
    return samples * kilobits[bitrate] * 1000 // _RATES[version][rate] + padding


def _adts_frame_bytes(head: bytes) -> int | None:
    """The same of AAC (ISO/IEC 14496-3, 1.A.2.2)."""
    if len(head) < 7 or head[0] != 0xFF or head[1] & 0xF6 != 0xF0:
        return None
    rate = head[2] >> 2 & 15
    size = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    return size if rate < 13 and size >= 7 else None


def _is_m4a(file: Excerpts) -> bool:
    head = file.at(0, 12)
    if len(head) < 12 or head[4:8] != b"ftyp":
        return False
    brand = head[8:]
    if brand in _AUDIO_BRANDS:
        return True
    handlers = _handlers(file) if _ANY_BRANDS.fullmatch(brand) else set()
    return b"soun" in handlers and b"vide" not in handlers


def _handlers(file: Excerpts) -> set[bytes]:
    """Of which kinds its tracks are, as far as the beginning of their description tells."""
    at = 0
    for _ in range(_BOXES):
        head = file.at(at, 16)
        if len(head) < 16:
            break
        size, kind = struct.unpack_from(">I4s", head)
        if kind == b"moov":
            return set(_HANDLER.findall(file.at(at, limits.EDGE_BYTES)))
        if size == 1:
            (size,) = struct.unpack_from(">Q", head, 8)
        if size < 8:
            # 0: it goes on to the end of the file.
            break
        at += size
    return set()


def _is_wav(file: Excerpts) -> bool:
    """RIFF of waves, with a chunk that tells their format (RFC 2361)."""
    head = file.at(0, 12)
    if head[:4] != b"RIFF" or head[8:] != b"WAVE":
        return False
    at = 12
    for _ in range(_BOXES):
        chunk = file.at(at, 8)
        if len(chunk) < 8 or chunk.startswith(b"data"):
            break
        if chunk.startswith(b"fmt "):
            return True
        (size,) = struct.unpack_from("<I", chunk, 4)
        at += 8 + size + size % 2
    return False


def _is_ogg(file: Excerpts) -> bool:
    """Ogg whose streams, which all begin in front, are sound (RFC 3533, 6; RFC 5334, 10.3)."""
    data, at, found = file.beginning(), 0, 0
    while data[at : at + 5] == b"OggS\0" and len(data) > at + 27 and data[at + 5] & 2:
        segments = data[at + 26]
        packet = at + 27 + segments
        if not data.startswith(_OGG_CODECS, packet):
            return False
        found += 1
        at = packet + sum(data[at + 27 : packet])
    return found > 0


def _is_flac(file: Excerpts) -> bool:
    """FLAC begins with what its stream is, in 34 bytes (RFC 9639, 8.1)."""
    head = file.at(0, 8)
    return (
        len(head) == 8 and head[:4] == b"fLaC" and head[4] & 0x7F == 0 and head[5:] == b"\0\0\x22"
    )


_CHECKS: dict[str, Callable[[Excerpts], bool]] = {
    "audio/mpeg": _is_mp3,
    "audio/mp4": _is_m4a,
    "audio/aac": _is_adts,
    "audio/wav": _is_wav,
    "audio/ogg": _is_ogg,
    "audio/flac": _is_flac,
}
