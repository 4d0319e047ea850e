"""The dev server's log shows of requests what is ours, and nothing that somebody wrote there."""

import logging

import pytest
from aiohttp.http_exceptions import LineTooLong

from devserver.access_log import Paths, ServerLog

ID = "id00000000000000000001"
PATHS = Paths(["/albums/{album}/join", "/sessions/{session_id}", "/health"])


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/api/health",
        f"/api/sessions/{ID}",
        f"/scandrop-uploads/session-uploads/{ID}/{ID}.heic",
        f"/scandrop-media/renditions/{ID}/thumb.jpg",
        "/ws",
    ],
)
def test_what_is_ours_is_shown(path: str) -> None:
    assert PATHS.shown(path) == path


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/api/albums/K7Q2M9XW3H/join", "/api/albums/…/join"),
        (f"/api/sessions/{'t' * 43}", "/api/sessions/…"),
        ("/scandrop-uploads/IMG_0815.HEIC", "/scandrop-uploads/…"),
        (f"/scandrop-uploads/{ID}.jpg%0a", "/scandrop-uploads/…"),
        ("http://evil.example.org/x", "…//…/…"),
    ],
)
def test_all_else_is_not(path: str, shown: str) -> None:
    assert PATHS.shown(path) == shown


def test_of_a_request_that_is_none_only_its_fault_is_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """aiohttp quotes the line, in which a token may be."""
    error = LineTooLong("Authorization: Bearer secret", "10240", "20000")
    ServerLog().exception("Error handling request from %s", "127.0.0.1", exc_info=error)
    assert caplog.messages == ["a request is no HTTP: LineTooLong"]
    assert "secret" not in caplog.text


def test_of_a_handler_that_fails_all_is_told(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR)
    ServerLog().exception("Error handling request", exc_info=ValueError("a defect"))
    assert caplog.messages == ["Error handling request"]
    assert "a defect" in caplog.text
