"""Audio, as far as anybody here looks into it: real headers, and silence or noise between them."""

import struct
from collections.abc import Sequence

from tests.films import a_box, boxes

#: MPEG-1 Layer III, 128 kbit/s, 44.1 kHz: 417 bytes each.
MP3_FRAME = b"\xff\xfb\x90\x64" + bytes(413)
#: MPEG-2 Layer III, 64 kbit/s, 22.05 kHz, padded: 209 bytes.
MP3_FRAME_LOW = b"\xff\xf3\x82\x64" + bytes(205)
#: AAC LC, 44.1 kHz, stereo, 100 bytes each.
ADTS_FRAME = bytes([0xFF, 0xF1, 0x50, 0x80, 100 >> 3, (100 & 7) << 5 | 0x1F, 0xFC]) + bytes(93)


def id3(size_bytes: int, *, footer: bool = False, content: bytes = b"") -> bytes:
    """A tag of so many bytes, without its head."""
    size = bytes(size_bytes >> shift & 0x7F for shift in (21, 14, 7, 0))
    flags = b"\x10" if footer else b"\0"
    head = b"ID3\x04\0" + flags + size
    return head + content.ljust(size_bytes, b"\0") + (b"3DI" + head[3:] if footer else b"")


def an_mp3(frames: int = 5, *, tags: bytes = b"") -> bytes:
    return tags + MP3_FRAME * frames


def an_aac(frames: int = 5) -> bytes:
    return ADTS_FRAME * frames


def hdlr(kind: bytes) -> bytes:
    return a_box(b"hdlr", bytes(8) + kind + bytes(13))


def moov(*kinds: bytes) -> bytes:
    """The description of tracks of these kinds."""
    tracks = [a_box(b"trak", a_box(b"mdia", hdlr(kind))) for kind in kinds]
    return a_box(b"moov", a_box(b"mvhd", bytes(100)) + b"".join(tracks))


def an_m4a(brand: bytes = b"M4A ", *kinds: bytes, data_bytes: int = 1000) -> bytes:
    """As phones write it: what is described stands behind the data."""
    tracks = moov(*(kinds or (b"soun",)))
    return boxes(brand, b"isom", b"mp42") + a_box(b"mdat", bytes(data_bytes)) + tracks


def a_wav(chunks: Sequence[tuple[bytes, bytes]] = ()) -> bytes:
    """Eight-bit sound, with these chunks in front."""
    fmt = struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8)
    inside = b""
    for kind, content in (*chunks, (b"fmt ", fmt), (b"data", b"\x80" * 100)):
        inside += kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
    return b"RIFF" + struct.pack("<I", len(inside) + 4) + b"WAVE" + inside


def ogg_page(packet: bytes, *, first: bool = True) -> bytes:
    head = b"OggS\0" + bytes([2 if first else 0]) + bytes(20) + b"\x01" + bytes([len(packet)])
    return head + packet


def an_ogg(*codecs: bytes) -> bytes:
    """A file whose streams are of these codecs."""
    first = b"".join(ogg_page(codec.ljust(19, b"\0")) for codec in codecs or (b"OpusHead",))
    return first + ogg_page(bytes(200), first=False)


def a_flac() -> bytes:
    return b"fLaC\0\0\0\x22" + bytes(34) + b"\x84\0\0\x04" + bytes(4)


def an_avi() -> bytes:
    return b"RIFF\x10\x27\0\0AVI LIST\xc0\0\0\0hdrlavih" + bytes(1000)


#: One of each type.
SOUNDS = {
    "audio/mpeg": an_mp3(),
    "audio/mp4": an_m4a(),
    "audio/aac": an_aac(),
    "audio/wav": a_wav(),
    "audio/ogg": an_ogg(),
    "audio/flac": a_flac(),
}
