"""How GIF, WebP and the ISO media files are built, as far as it matters before decoding. Pure."""

from chalicelib import limits
from chalicelib.photo import PhotoRefused, Rejection

Size = tuple[int, int]

#: Brands of ISO media files that hold such pictures. Files of the general brands say which.
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"}
_AVIF_BRANDS = {b"avif", b"avis"}
_GENERAL_BRANDS = {b"mif1", b"mif2", b"msf1", b"miaf", b"heif"}
#: Bytes of the boxes that describe pictures: looked through for sizes and colours.
_META_BYTES = 1024 * 1024


def gif(data: bytes) -> tuple[Size | None, bool]:
    """Size of screen and first frame, and whether the first frame is not all there.

    https://www.w3.org/Graphics/GIF/spec-gif89a.txt

    Raises:
        PhotoRefused: TOO_COMPLEX for too many blocks before the first frame.
    """
    if len(data) < 13:
        return None, True
    width, height = _little(data[6:8]), _little(data[8:10])
    at = 13 + _table_bytes(data[10])
    pieces = 0
    while data[at : at + 1] == b"!":
        at, blocks = _blocks_end(data, at + 2)
        pieces += blocks + 1
        if pieces > limits.MAX_PIECES:
            raise PhotoRefused(Rejection.TOO_COMPLEX)
    frame = data[at : at + 10]
    if frame[:1] != b"," or len(frame) < 10:
        return (width, height), at >= len(data) or frame[:1] == b","
    # A frame that reaches over the screen makes the decoder's screen larger.
    width = max(width, _little(frame[1:3]) + _little(frame[5:7]))
    height = max(height, _little(frame[3:5]) + _little(frame[7:9]))
    end, _ = _blocks_end(data, at + 11 + _table_bytes(frame[9]))
    return (width, height), end > len(data)


def _table_bytes(flags: int) -> int:
    """Bytes of the colour table that these flags announce."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _blocks_end(data: bytes, at: int) -> tuple[int, int]:
    """Where a chain of blocks ends, behind the file's end if it does not; and how many they are."""
    blocks = 0
    while at < len(data) and data[at]:
        at += 1 + data[at]
        blocks += 1
    return at + 1, blocks


def webp(data: bytes) -> tuple[Size | None, bool]:
    """Size of the canvas, and whether the file ends early.

    https://developers.google.com/speed/webp/docs/riff_container
    """
    ends_early = len(data) < 8 + _little(data[4:8])
    kind, head = data[12:16], data[20:30]
    if kind == b"VP8X" and len(head) == 10:
        return (1 + _little(head[4:7]), 1 + _little(head[7:10])), ends_early
    if kind == b"VP8L" and len(head) >= 5:
        bits = _little(head[1:5])
        return (1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)), ends_early
    if kind == b"VP8 " and len(head) == 10:
        return (_little(head[6:8]) & 0x3FFF, _little(head[8:10]) & 0x3FFF), ends_early
    return None, ends_early


def kind_of_brands(head: bytes) -> str | None:
    """HEIF or AVIF, by the brands of a file that begins with `ftyp`; None if it is neither."""
    end = min(len(head), int.from_bytes(head[:4]))
    major = head[8:12]
    brands = {major, *(head[at : at + 4] for at in range(16, end, 4))}
    if major not in _GENERAL_BRANDS | _HEIF_BRANDS | _AVIF_BRANDS:
        return None
    if brands & _AVIF_BRANDS and major not in _HEIF_BRANDS:
        return "AVIF"
    return "HEIF"


def boxes_end_early(data: bytes) -> bool:
    """Whether the last box of an ISO media file ends behind the file."""
    at = 0
    while at + 8 <= len(data):
        length = int.from_bytes(data[at : at + 4])
        if length == 0:  # to the end of the file
            return False
        if length == 1:
            length = int.from_bytes(data[at + 8 : at + 16])
        at += max(8, length)
    return at != len(data)


def holds_hevc_picture(data: bytes) -> bool:
    """Whether there is a primary picture and HEVC: not in films, nor in HEIF of other codecs."""
    return b"pitm" in data and b"hvcC" in data


def avif_size(data: bytes) -> Size | None:
    """The largest size that an AVIF announces: of the picture, as its tiles are smaller."""
    sizes = []
    at = data.find(b"ispe", 0, _META_BYTES)
    while at >= 0:
        sizes.append(
            (int.from_bytes(data[at + 8 : at + 12]), int.from_bytes(data[at + 12 : at + 16]))
        )
        at = data.find(b"ispe", at + 4, _META_BYTES)
    return max(sizes, key=lambda size: size[0] * size[1], default=None)


def code_points(data: bytes) -> tuple[int, int] | None:
    """Colour primaries and transfer of an ISO media file, by their numbers in ITU-T H.273."""
    at = data.find(b"colrnclx", 0, _META_BYTES)
    found = data[at + 8 : at + 12]
    if at < 0 or len(found) < 4:
        return None
    return int.from_bytes(found[:2]), int.from_bytes(found[2:])


def _little(data: bytes) -> int:
    return int.from_bytes(data, "little")
