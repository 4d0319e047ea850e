"""What a file is, by its content and before anything decodes it; the name it came by says nothing.

Only the few formats that are asked for ever reach a decoder: each of the others is code that
somebody may attack. Pure.
"""

import re
from dataclasses import dataclass
from typing import BinaryIO

from chalicelib import limits
from chalicelib.images import containers, jpeg, png
from chalicelib.photo import PhotoRefused, Rejection

#: Bytes that tell what a file is.
HEAD_BYTES = 512

_PNG = b"\x89PNG\r\n\x1a\n"

#: How files of other kinds begin. Photos in them are photos, so that their owners deserve to hear
#: that it is the kind which we do not take.
_OTHERS = re.compile(
    rb"""
      II[*+]\x00 | MM\x00[*+] | II(?:RO|RS|U\x00)   # TIFF, BigTIFF, DNG and most raw formats
    | FUJIFILMCCD-RAW
    | BM.{4}\x00{4}.{4}[\x0c-\x80]\x00{3}           # BMP, whose two letters alone are too common
    | \x00\x00[\x01\x02]\x00[^\x00]\x00             # ICO and CUR
    | 8BPS\x00[\x01\x02] | gimp[ ]xcf[ ] | FLIF | qoif | BPG\xfb | DDS[ ] | \x76\x2f\x31\x01
    | \#\?R(?:ADIANCE|GBE) | P[1-7]\s | \x59\xa6\x6a\x95 | \xd7\xcd\xc6\x9a | \x8a[JM]NG\r\n
    | AT&TFORM
    | \x00{3}\x0c(?:jP[ ][ ]|JXL[ ])\r\n\x87\n      # JPEG 2000 and JPEG XL, in boxes and without
    | \xff\x4f\xff\x51\x00 | \xff\x0a[^\xff]
    | .{4}(?:ftyp|moov|mdat|wide|free|skip|pnot)    # MP4, QuickTime and all of their family
    | RIFF | FORM | OggS | fLaC | ID3[\x02-\x04] | FLV\x01 | \x1a\x45\xdf\xa3
    | \x00\x00\x01[\xb3\xba]
    | %PDF- | %!PS | \xc5\xd0\xd3\xc6 | \xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 | \{\\rtf
    | PK(?:\x03\x04|\x05\x06|\x07\x08) | Rar!\x1a | 7z\xbc\xaf\x27\x1c | \x1f\x8b\x08
    | (?:\xef\xbb\xbf)?\s*<(?i:\?xml|!--|!doctype|svg|html|head|body|script)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Outline:
    """What a file says of itself before it is decoded."""

    #: Pillow's name of the format, where it is told by the first bytes.
    format: str
    #: Width and height in pixels, as they lie in the file; None where only the decoder tells.
    size: tuple[int, int] | None = None
    #: Whether decoding holds all of its pixels, whatever size is asked for.
    progressive: bool = False
    #: Whether the file ends before it says that it does.
    ends_early: bool = False


def outlined(source: BinaryIO) -> Outline:
    """Look through the file, from its beginning.

    Raises:
        PhotoRefused: it is nothing that we decode, or says that it is more than we decode.
    """
    source.seek(0)
    data = source.read()
    kind = recognised(data[:HEAD_BYTES])
    if kind == "JPEG":
        frame = jpeg.walked(data)
        outline = Outline(kind, frame.size, frame.progressive, frame.ends_early)
    elif kind == "PNG":
        outline = Outline(kind, png.size(data), ends_early=png.ends_early(data))
    elif kind == "GIF":
        size, early = containers.gif(data)
        outline = Outline(kind, size, ends_early=early)
    elif kind == "WEBP":
        size, early = containers.webp(data)
        outline = Outline(kind, size, ends_early=early)
    else:
        # libavif makes no difference between too large and broken; libheif opens without decoding.
        announced = containers.avif_size(data) if kind == "AVIF" else None
        outline = Outline(kind, announced, ends_early=containers.boxes_end_early(data))
        if kind == "HEIF" and not outline.ends_early and not containers.holds_hevc_picture(data):
            raise PhotoRefused(Rejection.UNSUPPORTED_FORMAT)
    if outline.size is not None:
        require_within_limits(kind, outline.size, progressive=outline.progressive)
    return outline


def recognised(head: bytes) -> str:
    """Pillow's name of the format that begins like this.

    Raises:
        PhotoRefused: it is none of those that we decode.
    """
    if not head:
        raise PhotoRefused(Rejection.EMPTY)
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(_PNG):
        return "PNG"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "WEBP"
    if head[4:8] == b"ftyp" and (kind := containers.kind_of_brands(head)):
        return kind
    known = _OTHERS.match(head)
    raise PhotoRefused(Rejection.UNSUPPORTED_FORMAT if known else Rejection.NOT_AN_IMAGE)


def require_within_limits(kind: str, size: tuple[int, int], *, progressive: bool = False) -> None:
    """Refuse what would cost more memory than its format may.

    Raises:
        PhotoRefused: TOO_MANY_PIXELS.
    """
    most = limits.MAX_PIXELS[kind]
    if progressive:
        most = min(most, limits.MAX_PIXELS_PROGRESSIVE)
    if max(size) > limits.MAX_SIDE or size[0] * size[1] > most:
        raise PhotoRefused(Rejection.TOO_MANY_PIXELS)
