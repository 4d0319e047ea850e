"""What PDF and plain text are, by their content; other documents are in `archive_formats`. Pure.

No program of ours ever opens them. They go out as they came, to be saved; so what is looked for is
whether they are what they say, and nothing else besides.
"""

import codecs
import re

from chalicelib import limits
from chalicelib.categories import PDF
from chalicelib.excerpts import Excerpts
from chalicelib.photo import PhotoRefused, Rejection

#: ISO 32000-2, 7.5.2. We want it first of all: what stands in front may be another file.
_PDF_HEAD = re.compile(rb"%PDF-[12]\.[0-9]")
_PDF_END = b"%%EOF"
_PDF_START = re.compile(rb"startxref\s+([0-9]{1,10})\s+%%EOF$")
#: In the trailer, or in the stream that stands for it (7.5.5, 7.6.1).
_PDF_ENCRYPTED = re.compile(rb"/Encrypt\s*(?:[0-9]+\s+[0-9]+\s+R|<<)")
#: A page in the comments of a PDF.
_PAGE_INSIDE = re.compile(rb"<(?:!doctype|html|head|body|script|iframe|svg)\b", re.IGNORECASE)
_PDF_HEAD_BYTES = 1024

#: What no text has. https://mimesniff.spec.whatwg.org/#binary-data-byte
_BINARY = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
#: How pages and drawings begin, which browsers and mail programs would show as what they are.
#: https://mimesniff.spec.whatwg.org/#identifying-a-resource-with-an-unknown-mime-type
_PAGE = re.compile(
    rb"[\t\n\x0c\r ]*<(?:!doctype\s+html|html|head|body|script|iframe|style|title|svg|\?xml"
    rb"|!doctype\s+svg)(?![a-z0-9-])",
    re.IGNORECASE,
)
#: Beside those, what stands in the middle of a page. Markdown may begin with it.
_FRAGMENT = re.compile(
    rb"[\t\n\x0c\r ]*<(?:h1|div|font|table|a|b|br|p|!--)(?![a-z0-9])", re.IGNORECASE
)


def require_pdf(file: Excerpts) -> None:
    """Refuse what is no PDF, is cut off, is more than a PDF, or is encrypted.

    Raises:
        PhotoRefused: TYPE_MISMATCH, TRUNCATED, ENCRYPTED
    """
    head, end = file.at(0, _PDF_HEAD_BYTES), file.end().rstrip(b"\0\t\n\x0c\r ")
    if not _PDF_HEAD.match(head) or _PAGE_INSIDE.search(head):
        raise PhotoRefused(Rejection.TYPE_MISMATCH)
    if _PDF_END not in end:
        raise PhotoRefused(Rejection.TRUNCATED)
    if not end.endswith(_PDF_END):
        raise PhotoRefused(Rejection.TYPE_MISMATCH)
    start = _PDF_START.search(end)
    trailer = file.at(int(start[1]), limits.EDGE_BYTES) if start else b""
    if _PDF_ENCRYPTED.search(end) or _PDF_ENCRYPTED.search(trailer):
        raise PhotoRefused(Rejection.ENCRYPTED)


def require_text(content_type: str, file: Excerpts) -> None:
    """Refuse what is no UTF-8 (RFC 3629), or would be taken for a page.

    Its beginning and its end are read; what lies between is not.

    Raises:
        PhotoRefused: TYPE_MISMATCH
    """
    head, end = file.beginning(), file.end()
    has_more = file.size_bytes > limits.EDGE_BYTES
    start = head.removeprefix(codecs.BOM_UTF8)
    is_page = _PAGE.match(start) or (
        content_type != "text/markdown" and _FRAGMENT.match(start) is not None
    )
    is_text = _is_utf8(head, cut=has_more) and _is_utf8(_whole_characters(end, cut=has_more))
    if is_page or not is_text:
        raise PhotoRefused(Rejection.TYPE_MISMATCH)


def _is_utf8(data: bytes, *, cut: bool = False) -> bool:
    """Whether this is text; where it is cut, its last character may be a part of one."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data, final=not cut)
    except UnicodeDecodeError:
        return False
    return _BINARY.search(data) is None


def _whole_characters(data: bytes, *, cut: bool) -> bytes:
    """From the first character on that is a whole one: the others of one have up to three bytes."""
    if not cut:
        return data
    first = next((at for at in range(3) if data[at] & 0xC0 != 0x80), 3)
    return data[first:]


def require_document(content_type: str, file: Excerpts) -> None:
    """As one of the two above."""
    if content_type == PDF:
        require_pdf(file)
    else:
        require_text(content_type, file)
