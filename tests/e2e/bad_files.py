"""Files that are at fault, each in its own way, and what is said of them."""

import io
import struct
import zlib

from PIL import Image

from tests.e2e.pictures import encoded, jpeg


def _progressive(scans: int) -> bytes:
    """A JPEG whose last pass comes again and again."""
    content = io.BytesIO()
    Image.new("RGB", (64, 64), (10, 20, 30)).save(content, "JPEG", progressive=True)
    whole = content.getvalue()
    last = whole.rindex(b"\xff\xda")
    return whole[:last] + whole[last:-2] * scans + b"\xff\xd9"


def _png(width: int, height: int) -> bytes:
    """A PNG of one bit per pixel, whose zeros are packed to almost nothing."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = kind + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )


def _saved(form: str) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (64, 48), (200, 100, 50)).save(content, form)
    return content.getvalue()


def _with_flipped_bits(content: bytes) -> bytes:
    """As a bad memory card leaves it: of the right length, and wrong in its middle."""
    middle = len(content) // 2
    flipped = bytes(byte ^ 0x55 for byte in content[middle : middle + 64])
    return content[:middle] + flipped + content[middle + 64 :]


def _in_pieces(pieces: int) -> bytes:
    """A JPEG with so many comments that reading past them is work."""
    whole = _saved("JPEG")
    return whole[:2] + b"\xff\xfe\0\2" * pieces + whole[2:]


def _without_its_end(content: bytes) -> bytes:
    return content[: len(content) * 6 // 10]


BAD = {
    "text": (b"This is no photo. " * 50, "NOT_AN_IMAGE"),
    "noise": (bytes(range(1, 256)) * 8, "NOT_AN_IMAGE"),
    "a PDF": (b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n" * 20, "UNSUPPORTED_FORMAT"),
    "a page": (b"<!doctype html><script>alert(1)</script>" * 10, "UNSUPPORTED_FORMAT"),
    "a drawing": (b'<svg xmlns="http://www.w3.org/2000/svg"/>' * 5, "UNSUPPORTED_FORMAT"),
    "a TIFF": (_saved("TIFF"), "UNSUPPORTED_FORMAT"),
    "a BMP": (_saved("BMP"), "UNSUPPORTED_FORMAT"),
    "a film": (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(400), "UNSUPPORTED_FORMAT"),
    "a bomb": (_png(12_000, 12_000), "TOO_MANY_PIXELS"),
    "a ribbon": (_png(40_000, 1), "TOO_MANY_PIXELS"),
    "too many passes": (_progressive(scans=150), "TOO_MANY_SCANS"),
    "too many pieces": (_in_pieces(200_000), "TOO_COMPLEX"),
    "a damaged PNG": (_with_flipped_bits(encoded("PNG")), "DAMAGED"),
    "half a JPEG": (_without_its_end(jpeg(width=800, height=600)), "TRUNCATED"),
    "half a PNG": (_without_its_end(encoded("PNG")), "TRUNCATED"),
    "half a WebP": (_without_its_end(encoded("WEBP")), "TRUNCATED"),
    "half a HEIC": (_without_its_end(encoded("HEIF")), "TRUNCATED"),
}
