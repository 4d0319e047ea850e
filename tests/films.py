"""Videos, as far as anybody here looks into them: their first bytes."""

import struct


def boxes(*first: bytes, others: bytes = b"") -> bytes:
    """A file of the family of MP4: of these brands, and what stands behind them."""
    major, *brands = first
    inside = major + bytes(4) + b"".join(brands)
    return struct.pack(">I4s", 8 + len(inside), b"ftyp") + inside + others


def a_box(kind: bytes, content: bytes = b"") -> bytes:
    """One box."""
    return struct.pack(">I4s", 8 + len(content), kind) + content


def an_mp4(size_bytes: int = 1000) -> bytes:
    """A film of Android's, of this size."""
    head = boxes(b"mp42", b"isom", b"mp42")
    return head + a_box(b"mdat", bytes(size_bytes - len(head) - 8))


def ebml(doc_type: bytes, *, size_width: int = 1) -> bytes:
    """A file of the family of Matroska."""

    def element(name: bytes, value: bytes) -> bytes:
        return name + bytes([0x80 | len(value)]) + value

    inside = (
        element(b"\x42\x86", b"\x01")
        + element(b"\x42\xf7", b"\x01")
        + element(b"\x42\x82", doc_type)
        + element(b"\x42\x87", b"\x04")
    )
    size = (len(inside) | 1 << 7 * size_width).to_bytes(size_width)
    return b"\x1a\x45\xdf\xa3" + size + inside + b"\x18\x53\x80\x67\x01" + bytes(100)
