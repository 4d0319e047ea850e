"""Makes pictures of every format, as phones send them and as those do who mean harm."""

import io
import struct
import zlib
from functools import cache
from typing import Any

import pillow_heif
from PIL import Image

#: Colours of the quarters: upper left, upper right, lower left, lower right.
QUARTERS = ((210, 40, 40), (40, 170, 60), (40, 60, 200), (225, 205, 60))

#: How each format is written here: so that colours stay what they are, and fast.
OPTIONS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 95, "subsampling": 0},
    "PNG": {"compress_level": 1},
    "WEBP": {"lossless": True, "method": 0},
    "GIF": {},
    "AVIF": {"quality": 95, "speed": 10},
    "HEIF": {"quality": 95, "chroma": 444, "enc_params": {"preset": "ultrafast"}},
}
FORMATS = tuple(OPTIONS)

#: The tag of EXIF that says how the camera was held.
ORIENTATION = 0x0112


def quarters(size: tuple[int, int] = (96, 64), mode: str = "RGB") -> Image.Image:
    """A picture of four colours, by which can be seen how it was turned."""
    width, height = size
    image = Image.new("RGB", size)
    for index, colour in enumerate(QUARTERS):
        left, top = width // 2 * (index % 2), height // 2 * (index // 2)
        image.paste(colour, (left, top, left + width - width // 2, top + height - height // 2))
    return image if mode == "RGB" else image.convert(mode)


def file(form: str, image: Image.Image | None = None, **options: Any) -> bytes:
    """The picture as a file."""
    pillow_heif.register_heif_opener()
    content = io.BytesIO()
    if "exif" in options:
        options["exif"] = options["exif"].tobytes()
    (image or quarters()).save(content, form, **{**OPTIONS[form], **options})
    return content.getvalue()


def exif(orientation: int | None = None, **parts: dict[int, Any]) -> Image.Exif:
    """EXIF with the main tags, those of the camera and those of GPS: `main`, `camera`, `gps`."""
    made = Image.Exif()
    if orientation is not None:
        made[ORIENTATION] = orientation
    for tag, value in parts.get("main", {}).items():
        made[tag] = value
    made.get_ifd(0x8769).update(parts.get("camera", {}))
    made.get_ifd(0x8825).update(parts.get("gps", {}))
    return made


def corners(image: Image.Image) -> list[int]:
    """Which quarter's colour is in each corner, in the order of QUARTERS."""
    image = image.convert("RGB")
    right, bottom = image.width - image.width // 8 - 1, image.height - image.height // 8 - 1
    left, top = image.width // 8, image.height // 8
    places = ((left, top), (right, top), (left, bottom), (right, bottom))
    return [_nearest(image.getpixel(place)) for place in places]


def _nearest(colour: Any) -> int:
    def distance(index: int) -> int:
        return sum((a - b) ** 2 for a, b in zip(colour, QUARTERS[index], strict=True))

    return min(range(len(QUARTERS)), key=distance)


# JPEG


def segment(marker: int, content: bytes) -> bytes:
    """A segment of a JPEG."""
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def with_segments(jpeg: bytes, *segments: bytes) -> bytes:
    """The JPEG with these right behind its beginning."""
    return jpeg[:2] + b"".join(segments) + jpeg[2:]


def jpeg_of_size(width: int, height: int, *, progressive: bool = False) -> bytes:
    """A small JPEG whose header says that it is so large."""
    jpeg = file("JPEG", progressive=progressive)
    at = jpeg.index(b"\xff\xc2" if progressive else b"\xff\xc0")
    return jpeg[: at + 5] + struct.pack(">HH", height, width) + jpeg[at + 9 :]


def many_scans(count: int) -> bytes:
    """A progressive JPEG with so many scans, of which each is honest: the last one again."""
    jpeg = file("JPEG", progressive=True)
    last = jpeg.rindex(b"\xff\xda")
    return jpeg[:last] + jpeg[last:-2] * (count - jpeg.count(b"\xff\xda") + 1) + jpeg[-2:]


def multi_picture(*others: bytes, jpeg: bytes | None = None) -> bytes:
    """An MPO by hand: a JPEG, an index of pictures in it, and these behind its end."""
    jpeg = jpeg or file("JPEG")
    entries = b""
    count = len(others) + 1
    size = len(jpeg) + len(segment(0xE2, b"MPF\0" + bytes(8 + 2 + 3 * 12 + 4 + 16 * count)))
    start = 0
    for index, content in enumerate((bytes(size), *others)):
        kind = 0x20030000 if index == 0 else 0
        # Offsets count from the index's own beginning, which is 10 bytes behind the JPEG's.
        entries += struct.pack(">IIIHH", kind, len(content), start - 10 if index else 0, 0, 0)
        start += len(content)
    tags = struct.pack(">HHI4s", 0xB000, 7, 4, b"0100")
    tags += struct.pack(">HHII", 0xB001, 4, 1, count)
    tags += struct.pack(">HHII", 0xB002, 7, len(entries), 8 + 2 + 3 * 12 + 4)
    index_of = b"MM\0*" + struct.pack(">IH", 8, 3) + tags + bytes(4) + entries
    return with_segments(jpeg, segment(0xE2, b"MPF\0" + index_of)) + b"".join(others)


def ultra_hdr() -> bytes:
    """As Android's cameras write HDR: a JPEG, XMP that says so, and a gain map behind the end."""
    xmp = b'http://ns.adobe.com/xap/1.0/\0<x hdrgm:Version="1.0"/>'
    jpeg = with_segments(file("JPEG"), segment(0xE1, xmp))
    return multi_picture(file("JPEG", Image.new("L", (24, 16), 99), subsampling=-1), jpeg=jpeg)


# PNG


def chunk(name: bytes, content: bytes) -> bytes:
    """A chunk of a PNG."""
    sum_of = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", sum_of)


def with_chunks(png: bytes, *chunks: bytes) -> bytes:
    """The PNG with these right behind its header."""
    return png[:33] + b"".join(chunks) + png[33:]


def png_of_size(width: int, height: int, depth: int = 8, kind: int = 2) -> bytes:
    """A PNG of nothing but zeros, which are deflated to next to nothing."""
    row = 1 + (width * depth * {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[kind] + 7) // 8
    deflater = zlib.compressobj(9)
    content = b"".join(deflater.compress(bytes(row)) for _ in range(min(height, 64)))
    header = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0)
    data = chunk(b"IDAT", content + deflater.flush())
    palette = chunk(b"PLTE", bytes(3)) if kind == 3 else b""
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + palette + data + chunk(b"IEND", b"")


@cache
def zeros(megabytes: int) -> bytes:
    """So many of them, deflated."""
    deflater = zlib.compressobj(9)
    content = b"".join(deflater.compress(bytes(1 << 20)) for _ in range(megabytes))
    return content + deflater.flush()


def animated_png() -> bytes:
    """Two frames, of which the first is that of `quarters`."""
    return file("PNG", save_all=True, append_images=[Image.new("RGB", (96, 64))])


# The others


def webp_of_size(width: int, height: int) -> bytes:
    """A lossless WebP of one colour, in a few bytes, whatever its size."""
    webp = bytearray(file("WEBP", Image.new("RGB", (16, 16), "red"), exact=True))
    at = webp.index(b"VP8L") + 9
    bits = int.from_bytes(webp[at : at + 4], "little") & ~0xFFFFFFF
    webp[at : at + 4] = (bits | (width - 1) | (height - 1) << 14).to_bytes(4, "little")
    return bytes(webp)


def gif_of_size(width: int, height: int) -> bytes:
    """A small frame on a screen of this size."""
    gif = file("GIF")
    return gif[:6] + struct.pack("<HH", width, height) + gif[10:]


def box(name: bytes, content: bytes) -> bytes:
    """A box of an ISO media file."""
    return struct.pack(">I", len(content) + 8) + name + content


def boxed_of_size(form: str, width: int, height: int) -> bytes:
    """A HEIF or AVIF whose boxes say that it is so large."""
    content = file(form)
    at = content.index(b"ispe") + 8
    return content[:at] + struct.pack(">II", width, height) + content[at + 8 :]


def with_colours(form: str, primaries: int, transfer: int) -> bytes:
    """A HEIF or AVIF whose colours are named by these numbers of ITU-T H.273."""
    content = file(form)
    at = content.index(b"colrnclx") + 8
    return content[:at] + struct.pack(">HH", primaries, transfer) + content[at + 4 :]
