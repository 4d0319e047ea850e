"""The guard that reads the lines of all tests finds what it is there for, and nothing else."""

import logging

import pytest

from tests import leaks

log = logging.getLogger("chalicelib.tests")


@pytest.mark.parametrize(
    "text",
    [
        "PUT https://x.example.org/k?X-Amz-Signature=abc",
        "x-amz-security-token=abc",
        "Authorization: Bearer abc",
        "kiosk key eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln",
        "token0000000000000000000000000000000000000001"[:43],
        "POST /albums/K7Q2M9XW3H/join",
        "signed in by SecurePassword123!",
        "not an upload of ours: 'IMG_0815.HEIC'",
        "session-uploads/a/holiday in spain.jpg",
    ],
)
def test_what_must_not_be_told_is_found(text: str) -> None:
    with leaks.expected() as found:
        log.warning("%s", text)
    assert len(found) == 1, found


def test_it_is_found_in_exceptions_and_in_what_caused_them() -> None:
    def fail() -> None:
        try:
            raise ValueError("Bearer abc")
        except ValueError as error:
            raise KeyError("x") from error

    with leaks.expected() as found:
        try:
            fail()
        except KeyError:
            log.exception("it failed")
    assert len(found) == 1


@pytest.mark.parametrize(
    "text",
    [
        "photo id00000000000000000001 is READY",
        "arrival of session-uploads/id00000000000000000001/id00000000000000000002.heic failed",
        "rendition renditions/id00000000000000000001/thumb.jpg is gone before it was published",
        "the watermark watermarks/logo.png is not in the media bucket",
        "refused: KioskKeyRefused",
        "GET /sessions/id00000000000000000001 200 3 ms",
        "arn:aws:dynamodb:us-east-1:123456789012:table/secret-table",
    ],
)
def test_what_may_be_told_is_not(text: str) -> None:
    with leaks.expected() as found:
        log.warning("%s", text)
    assert found == []


def test_a_line_of_no_interest_is_not_looked_at() -> None:
    """Libraries say everything there; nobody writes it down."""
    with leaks.expected() as found:
        log.setLevel(logging.DEBUG)
        log.debug("Bearer abc")
        log.setLevel(logging.NOTSET)
    assert found == []
