"""What phones say of files in parts: trusted only in the right form."""

from typing import Any

import pytest

from chalicelib import limits, multipart_inputs
from chalicelib.errors import (
    InvalidRequest,
    PhotoEmpty,
    TokenRefused,
    TokenRequired,
    UnsupportedContentType,
)
from chalicelib.photo import Announcement
from tests.builders import PHONE_TOKEN, PHOTO_ID, SESSION_ID, SHA256, a_query

TOLD = {
    "sessionId": SESSION_ID,
    "requestId": "film-0001",
    "size": 17_000_000,
    "contentType": "video/mp4",
}
PHONE = {"authorization": f"Bearer {PHONE_TOKEN}"}
OTHER = "A" * 43 + "="


def test_a_film_is_announced() -> None:
    request = multipart_inputs.upload_request(
        TOLD | {"filename": "film.mp4", "checksum": "SHA256", "key": "mine", "uploadId": "mine"},
        PHONE,
    )
    assert (request.session_id, request.token) == (SESSION_ID, PHONE_TOKEN)
    assert request.announced == Announcement(
        17_000_000, "video/mp4", "film.mp4", None, "film-0001", parts_digested=True
    )


@pytest.mark.parametrize("nothing", [{}, {"checksum": None, "filename": None}])
def test_name_digests_and_token_may_be_missing(nothing: dict[str, None]) -> None:
    request = multipart_inputs.upload_request(TOLD | nothing, {})
    assert request.token is None
    assert request.announced == Announcement(17_000_000, "video/mp4", request_id="film-0001")


@pytest.mark.parametrize(
    ("said", "kind"),
    [("Video/MP4; codecs=avc1", "video/mp4"), ("image/heic", "image/heic")],
)
def test_pictures_go_in_parts_too(said: str, kind: str) -> None:
    request = multipart_inputs.upload_request(TOLD | {"contentType": said}, {})
    assert request.announced.content_type == kind


@pytest.mark.parametrize(
    ("name", "value", "refusal"),
    [
        ("sessionId", None, InvalidRequest),
        ("sessionId", "x", InvalidRequest),
        ("sessionId", 7, InvalidRequest),
        ("requestId", None, InvalidRequest),
        ("requestId", "", InvalidRequest),
        ("requestId", "short", InvalidRequest),
        ("requestId", ["film-0001"], InvalidRequest),
        ("size", None, InvalidRequest),
        ("size", "17", InvalidRequest),
        ("size", 1.0, InvalidRequest),
        ("size", True, InvalidRequest),
        ("size", -1, InvalidRequest),
        ("size", 10**15, InvalidRequest),
        ("size", 0, PhotoEmpty),
        ("contentType", None, InvalidRequest),
        ("contentType", 7, InvalidRequest),
        ("contentType", "text/html", UnsupportedContentType),
        ("contentType", "video/3gpp", UnsupportedContentType),
        ("filename", 7, InvalidRequest),
        ("filename", "x" * 1025, InvalidRequest),
        ("checksum", "MD5", InvalidRequest),
        ("checksum", True, InvalidRequest),
        ("checksum", ["SHA256"], InvalidRequest),
    ],
)
def test_anything_else_is_refused(name: str, value: Any, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        multipart_inputs.upload_request(TOLD | {name: value}, PHONE)


@pytest.mark.parametrize(
    ("query", "digests"),
    [
        ({}, {}),
        ({"numbers": "1"}, {1: None}),
        ({"numbers": "3,1"}, {3: None, 1: None}),
        ({"numbers": "2,10000", "sha256": f"{SHA256},{OTHER}"}, {2: SHA256, 10000: OTHER}),
        ({"numbers": ",".join(map(str, range(1, 17)))}, dict.fromkeys(range(1, 17))),
    ],
)
def test_parts_are_asked_for_by_number(
    query: dict[str, str], digests: dict[int, str | None]
) -> None:
    request = multipart_inputs.parts_request(PHOTO_ID, a_query(**query), PHONE)
    assert (request.session_id, request.photo_id) == (SESSION_ID, PHOTO_ID)
    assert request.token == PHONE_TOKEN
    assert list(request.digests.items()) == list(digests.items())


@pytest.mark.parametrize(
    "query",
    [
        *({"numbers": numbers} for numbers in ("0", "-1", "01", "1,", ",1", "1,,2", "1;2", "x")),
        *({"numbers": numbers} for numbers in ("1,1", "1,2,1", "100000", "1 2", "١")),
        {"numbers": ",".join(map(str, range(1, limits.PARTS_AT_ONCE + 2)))},
        {"sha256": SHA256},
        {"numbers": "1,2", "sha256": SHA256},
        {"numbers": "1", "sha256": f"{SHA256},{SHA256}"},
        {"numbers": "1", "sha256": SHA256[:-1]},
        {"numbers": "1,2", "sha256": f"{SHA256},"},
        {"numbers": "1", "sha256": SHA256.replace("+", " ")},
    ],
)
def test_other_numbers_and_digests_are_refused(query: dict[str, str]) -> None:
    with pytest.raises(InvalidRequest):
        multipart_inputs.parts_request(PHOTO_ID, a_query(**query), PHONE)


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer x"}])
def test_only_who_has_a_token_goes_on(headers: dict[str, str]) -> None:
    refusals = (TokenRequired, TokenRefused)
    with pytest.raises(refusals):
        multipart_inputs.parts_request(PHOTO_ID, a_query(), headers)
    with pytest.raises(refusals):
        multipart_inputs.completion(PHOTO_ID, {"sessionId": SESSION_ID}, headers)


def test_a_completion_names_a_session_and_a_photo() -> None:
    request = multipart_inputs.completion(PHOTO_ID, {"sessionId": SESSION_ID, "parts": [1]}, PHONE)
    assert (request.session_id, request.photo_id) == (SESSION_ID, PHOTO_ID)
    for body in ({}, {"sessionId": 7}):
        with pytest.raises(InvalidRequest):
            multipart_inputs.completion(PHOTO_ID, body, PHONE)
    with pytest.raises(InvalidRequest):
        multipart_inputs.completion("x", {"sessionId": SESSION_ID}, PHONE)
