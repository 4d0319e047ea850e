"""What PDF and plain text are, by their content."""

import pytest

from chalicelib import limits
from chalicelib.document_formats import require_document
from chalicelib.photo import PhotoRefused, Rejection
from tests.excerpted import excerpts
from tests.papers import DOCUMENTS, a_pdf
from tests.recordings import SOUNDS

PDF, TXT, CSV, MD = "application/pdf", "text/plain", "text/csv", "text/markdown"
MISMATCH = Rejection.TYPE_MISMATCH


def why(content_type: str, content: bytes) -> Rejection | None:
    try:
        require_document(content_type, excerpts(content))
    except PhotoRefused as refused:
        return refused.why
    return None


@pytest.mark.parametrize("content_type", [PDF, TXT, CSV, MD])
def test_a_document_is_what_it_is(content_type: str) -> None:
    assert why(content_type, DOCUMENTS[content_type]) is None


@pytest.mark.parametrize("content_type", [PDF, TXT, CSV, MD])
def test_nothing_else_is_a_document(content_type: str) -> None:
    for content in (*SOUNDS.values(), b"\xff\xd8\xff\xe0\0", b"<html></html>", b" <SVG/>"):
        assert why(content_type, content) is MISMATCH


# PDF


@pytest.mark.parametrize("behind", [b"", b"\n", b"\r\n\0\0 "])
def test_a_pdf_is_over_where_it_says(behind: bytes) -> None:
    assert why(PDF, a_pdf(behind=behind)) is None
    assert why(PDF, a_pdf(behind=bytes(limits.EDGE_BYTES - 1000))) is None


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"GIF89a" + a_pdf(), MISMATCH),
        (b"<html>" + a_pdf(), MISMATCH),
        (a_pdf().replace(b"\n", b"\n<!DOCTYPE html><script>", 1), MISMATCH),
        (a_pdf(behind=bytes(2000) + b"<script>alert(1)</script>"), MISMATCH),
        (a_pdf()[:-20], Rejection.TRUNCATED),
        (b"%PDF-1.7\n", Rejection.TRUNCATED),
        (b"%PDF-x", MISMATCH),
        (a_pdf("/Encrypt 5 0 R"), Rejection.ENCRYPTED),
        (a_pdf("/Encrypt<</Filter/Standard>>"), Rejection.ENCRYPTED),
    ],
)
def test_what_is_more_or_less_than_a_pdf_is_refused(content: bytes, expected: Rejection) -> None:
    assert why(PDF, content) is expected


def test_its_lock_may_stand_anywhere() -> None:
    """A file for the web has its trailer in front, another one far from its end."""
    locked = b"%PDF-1.5\n7 0 obj\n<</Type/XRef/Encrypt 5 0 R>>\n" + bytes(limits.EDGE_BYTES)
    assert why(PDF, locked + b"startxref\n9\n%%EOF") is Rejection.ENCRYPTED
    assert why(PDF, locked + b"startxref\n9999999\n%%EOF") is None
    assert why(PDF, locked + b"%%EOF") is None


# Texts


def test_text_is_utf8_at_its_beginning_and_its_end() -> None:
    long = "Grüße 👍 ".encode() * 20_000
    for at in range(5):
        # Wherever the excerpts cut a character.
        assert why(TXT, b"x" * at + long) is None
    assert why(TXT, b"\xef\xbb\xbfa,b") is None
    assert why(TXT, "Grüße".encode("latin-1")) is MISMATCH
    assert why(TXT, "Grüße".encode("utf-16")) is MISMATCH
    assert why(TXT, b"cut \xc3") is MISMATCH
    for bad in (b"\0", b"\x1b[", b"\xff"):
        assert (why(TXT, long + bad) is None) == (bad == b"\x1b[")
        assert (why(TXT, bad + long) is None) == (bad == b"\x1b[")
    assert why(TXT, b"a" * limits.EDGE_BYTES + b"\x80" * limits.EDGE_BYTES) is MISMATCH


@pytest.mark.parametrize("content_type", [TXT, CSV, MD])
@pytest.mark.parametrize(
    "page",
    [
        b"<!DOCTYPE html>",
        b"\xef\xbb\xbf \r\n\t<HTML>",
        b"<script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b'<?xml version="1.0"?><svg/>',
        b"<iframe src=x>",
        b"<body>",
    ],
)
def test_a_page_is_no_text(content_type: str, page: bytes) -> None:
    assert why(content_type, page) is MISMATCH


def test_markdown_may_begin_as_the_middle_of_a_page() -> None:
    for fragment in (b'<p align="center">', b"<!-- toc -->\n# A", b"<h1>A</h1>"):
        assert why(MD, fragment) is None
        assert why(TXT, fragment) is MISMATCH
    for text in (b"<aside", b"1 < 2", b"<html5 is fine", b"a <html>"):
        assert why(TXT, text) is None
