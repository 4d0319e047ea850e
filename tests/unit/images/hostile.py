"""Files that mean harm: bombs and polyglots, each made here, of a few that are honest."""

import io
import struct
import zlib
from collections.abc import Callable
from functools import cache
from typing import Any

import pillow_heif
from PIL import Image

pillow_heif.register_heif_opener()

MEGA = 1_000_000


# Honest files, to begin with


def a_photo(size: tuple[int, int] = (160, 120), mode: str = "RGB") -> Image.Image:
    """With edges, slopes and all colours, as photos have."""
    slopes = [Image.linear_gradient("L").rotate(90 * turn).resize(size) for turn in range(3)]
    return Image.merge("RGB", slopes).convert(mode)


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def an_exif() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Fairphone"
    exif.get_ifd(0x8825)[2] = (48.0, 51.0, 27.7)
    return exif.tobytes()


@cache
def honest_files() -> dict[str, bytes]:
    """One of each kind that we take, and of most ways to store it."""
    photo, other = a_photo(), a_photo().rotate(180)
    return {
        "baseline.jpg": saved(photo, "JPEG", exif=an_exif(), comment=b"hello"),
        "progressive.jpg": saved(photo, "JPEG", progressive=True),
        "grey.jpg": saved(photo.convert("L"), "JPEG"),
        "cmyk.jpg": saved(photo.convert("CMYK"), "JPEG"),
        "two.mpo": saved(photo, "MPO", save_all=True, append_images=[other]),
        "colour.png": saved(photo, "PNG", exif=an_exif()),
        "alpha.png": saved(photo.convert("RGBA"), "PNG"),
        "palette.png": saved(photo.convert("P"), "PNG"),
        "deep.png": saved(photo.convert("L").convert("I;16"), "PNG"),
        "lossy.webp": saved(photo, "WEBP", exif=an_exif()),
        "lossless.webp": saved(photo, "WEBP", lossless=True),
        "moving.webp": saved(photo, "WEBP", save_all=True, append_images=[other]),
        "still.gif": saved(photo, "GIF"),
        "moving.gif": saved(photo, "GIF", save_all=True, append_images=[other]),
        "photo.avif": saved(photo, "AVIF", speed=10),
        "photo.heic": saved(photo, "HEIF"),
    }


# Bombs

#: For x265, which is slow otherwise.
_FAST = {"preset": "ultrafast"}


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG of these chunks and an end."""
    parts = [b"\x89PNG\r\n\x1a\n"]
    for name, content in (*chunks, (b"IEND", b"")):
        checksum = struct.pack(">I", zlib.crc32(name + content))
        parts += [struct.pack(">I", len(content)), name, content, checksum]
    return b"".join(parts)


def png_header(width: int, height: int, bits: int = 8, colour: int = 0) -> tuple[bytes, bytes]:
    return b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)


def deflated_zeros(count: int) -> bytes:
    """So many bytes, to the million, in a thousandth of them."""
    deflate = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    block = deflate.compress(bytes(MEGA)) + deflate.flush(zlib.Z_FULL_FLUSH)
    # Blocks do not know of each other, and the checksum of zeros is no work either.
    checksum = struct.pack(">HH", count // MEGA * MEGA % 65_521, 1)
    return b"\x78\xda" + block * (count // MEGA) + b"\x03\0" + checksum


def png_with(name: bytes, content: bytes) -> bytes:
    """A small, honest PNG with this chunk before its picture."""
    return png(png_header(8, 8), (name, content), (b"IDAT", zlib.compress(bytes(72))))


def jpeg_of_scans(count: int) -> bytes:
    """A progressive JPEG that ends with its last scan, again and again."""
    content = saved(a_photo(), "JPEG", progressive=True)
    last = content.rindex(b"\xff\xda")
    return content[:last] + content[last:-2] * count + content[-2:]


def jpeg_of_pixels(width: int, height: int) -> bytes:
    """The data of a small JPEG in a large frame."""
    content = saved(a_photo(), "JPEG")
    frame = content.index(b"\xff\xc0") + 5
    return content[:frame] + struct.pack(">HH", height, width) + content[frame + 4 :]


def webp_of_pixels(width: int, height: int) -> bytes:
    """36 bytes of a lossless WebP."""
    size = struct.pack("<I", (width - 1) | (height - 1) << 14)
    content = b"VP8L" + struct.pack("<I", 16) + b"\x2f" + size + b"\x88\x88\x08" + bytes(8)
    return b"RIFF" + struct.pack("<I", 4 + len(content)) + b"WEBP" + content


def gif_of_pixels(width: int, height: int) -> bytes:
    content = saved(Image.new("P", (4, 4)), "GIF")
    return content[:6] + struct.pack("<HH", width, height) + content[10:]


def gif_of_frames(count: int) -> bytes:
    """Thousands of frames behind the first one."""
    content = saved(Image.new("P", (4, 4)), "GIF")
    frame = content[content.index(b"\x2c") : -1]
    return content[:-1] + frame * count + content[-1:]


def boxes_of_pixels(kind: str, width: int, height: int) -> bytes:
    """The data of a small HEIC or AVIF in a large frame."""
    content = saved(a_photo(), kind)
    box = b"ispe" + bytes(4)
    return content.replace(
        box + struct.pack(">II", 160, 120), box + struct.pack(">II", width, height)
    )


def exif_that_bites_its_tail() -> bytes:
    """A directory of EXIF data whose next one is itself."""
    loop = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x87\x69\0\x04\0\0\0\x01\0\0\0\x08\0\0\0\x08"
    return saved(a_photo(), "JPEG", exif=loop)


#: What each is, and what may become of it: a code, or "" for renditions.
BOMBS: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "pixels.png": (
        lambda: png(png_header(60_000, 60_000), (b"IDAT", deflated_zeros(MEGA))),
        {"TOO_MANY_PIXELS"},
    ),
    "line.png": (
        lambda: png(png_header(1, 40 * MEGA), (b"IDAT", deflated_zeros(80 * MEGA))),
        {"TOO_MANY_PIXELS"},
    ),
    "largest.png": (
        lambda: png(png_header(7000, 7000, 16, 6), (b"IDAT", deflated_zeros(393 * MEGA))),
        {"", "TOO_COMPLEX"},
    ),
    "data.png": (
        lambda: png(png_header(8, 8), (b"IDAT", deflated_zeros(500 * MEGA))),
        {"", "DAMAGED"},
    ),
    "profile.png": (
        lambda: png_with(b"iCCP", b"icc\0\0" + deflated_zeros(500 * MEGA)),
        {"", "DAMAGED"},
    ),
    "text.png": (
        lambda: png_with(b"zTXt", b"Comment\0\0" + deflated_zeros(500 * MEGA)),
        {"", "DAMAGED"},
    ),
    "words.png": (
        lambda: png_with(b"iTXt", b"Comment\0\x01\0\0\0" + deflated_zeros(500 * MEGA)),
        {"", "DAMAGED"},
    ),
    "scans.jpg": (lambda: jpeg_of_scans(5000), {"TOO_MANY_SCANS"}),
    "pixels.jpg": (lambda: jpeg_of_pixels(65_500, 65_500), {"TOO_MANY_PIXELS"}),
    "largest.jpg": (lambda: jpeg_of_pixels(12_000, 10_000), {"", "DAMAGED", "TRUNCATED"}),
    "tail.jpg": (exif_that_bites_its_tail, {""}),
    "pixels.webp": (lambda: webp_of_pixels(16_383, 16_383), {"TOO_MANY_PIXELS"}),
    "largest.webp": (lambda: webp_of_pixels(5000, 5000), {"", "DAMAGED", "TRUNCATED"}),
    "pixels.gif": (lambda: gif_of_pixels(65_535, 65_535), {"TOO_MANY_PIXELS"}),
    "frames.gif": (lambda: gif_of_frames(200_000), {""}),
    "pixels.avif": (
        lambda: boxes_of_pixels("AVIF", 60_000, 60_000),
        {"TOO_MANY_PIXELS", "DAMAGED"},
    ),
    "large.avif": (
        lambda: saved(Image.new("RGB", (4000, 3000)), "AVIF", speed=10, quality=1),
        {"", "TOO_COMPLEX"},
    ),
    "pixels.heic": (
        lambda: boxes_of_pixels("HEIF", 60_000, 60_000),
        {"TOO_MANY_PIXELS", "DAMAGED"},
    ),
    "large.heic": (
        lambda: saved(Image.new("L", (3000, 2000)), "HEIF", quality=1, enc_params=_FAST),
        {"", "TOO_COMPLEX"},
    ),
}


# Polyglots

SCRIPT = b"<html><script>alert(document.domain)</script></html>"

_ZIP = b"PK\x03\x04" + SCRIPT + b"PK\x05\x06" + bytes(18)
_PDF = b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n"


@cache
def polyglots() -> dict[str, tuple[bytes, set[str]]]:
    """Files of two kinds at once, and what may become of them."""
    jpeg, picture = saved(a_photo(), "JPEG"), saved(a_photo(), "PNG")
    gif = saved(Image.new("P", (4, 4)), "GIF")
    script = b"GIF89a/*" + gif[8:-1] + b";*/=1;" + SCRIPT
    return {
        "behind.jpg": (jpeg + SCRIPT, {""}),
        "comment.jpg": (saved(a_photo(), "JPEG", comment=SCRIPT), {""}),
        "exif.jpg": (
            jpeg[:2] + b"\xff\xe1" + struct.pack(">H", 2 + len(SCRIPT)) + SCRIPT + jpeg[2:],
            {""},
        ),
        "archive.png": (picture + _ZIP, {""}),
        "text.png": (png_with(b"tEXt", b"Comment\0" + SCRIPT), {""}),
        "script.gif": (script, {"", "DAMAGED", "TRUNCATED", "TOO_MANY_PIXELS"}),
        "photo.pdf": (_PDF + jpeg, {"UNSUPPORTED_FORMAT", "NOT_AN_IMAGE"}),
        "document.jpg": (jpeg + _PDF, {""}),
        "page.html": (SCRIPT + jpeg, {"UNSUPPORTED_FORMAT", "NOT_AN_IMAGE"}),
    }
