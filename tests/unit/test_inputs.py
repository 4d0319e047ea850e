"""What strangers send becomes a value we can trust, or is refused. Nothing else happens."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import inputs, limits
from chalicelib.errors import (
    InvalidRequest,
    PhotoEmpty,
    PrefetchRefused,
    ScandropError,
    TokenRefused,
    TokenRequired,
    UnsupportedContentType,
)
from chalicelib.photo import Announcement
from tests.builders import PHONE_TOKEN, SESSION_ID, SHA256, a_query

BEARER = {"authorization": f"Bearer {PHONE_TOKEN}"}

#: What may not stand in an id or a token, in place of its last character or around it.
HOSTILE = [
    "/",
    ".",
    "../",
    "..%2f",
    "%2e",
    "%00",
    "\x00",
    "\r",
    "\n",
    "\r\nSet-Cookie: a=b",
    "\u202e",
    "\u200f",
    "é",
    "\uff21",
    "٣",
    "+",
    "=",
    " ",
    "#",
    "?",
    "'; DROP TABLE sessions; --",
    "x" * 100_000,
]


def hostile_forms(good: str) -> list[str]:
    """Values that are nearly this good one."""
    return [form for bad in HOSTILE for form in (good[:-1] + bad, bad + good[1:], good + bad)]


def named(value: object) -> str:
    """A test's name must not be 100 kB long."""
    return ascii(value)[:40]


# Ids and tokens


def test_an_id_of_ours_is_taken_as_it_is() -> None:
    assert inputs.session_id(SESSION_ID) == SESSION_ID
    assert inputs.session_id("AZaz09_-AZaz09_-AZaz09") == "AZaz09_-AZaz09_-AZaz09"


@pytest.mark.parametrize("value", ["", SESSION_ID[1:], *hostile_forms(SESSION_ID)], ids=named)
def test_what_is_not_an_id_by_its_form_is_refused(value: str) -> None:
    with pytest.raises(InvalidRequest, match="scan the code again"):
        inputs.session_id(value)


@pytest.mark.parametrize("value", [None, 0, 1.5, True, [], [SESSION_ID], {"a": 1}, b"S" * 22])
def test_an_id_of_another_type_is_refused(value: object) -> None:
    with pytest.raises(InvalidRequest):
        inputs.session_id(value)


@pytest.mark.parametrize("scheme", ["Bearer ", "bearer ", "BEARER ", "Bearer   "])
def test_a_bearer_token_is_read_however_the_scheme_is_written(scheme: str) -> None:
    headers = {"authorization": scheme + PHONE_TOKEN + " "}
    assert inputs.required_token(headers) == PHONE_TOKEN
    assert inputs.optional_token(headers) == PHONE_TOKEN


def test_a_missing_token_is_required_where_one_is_needed() -> None:
    assert inputs.optional_token({}) is None
    with pytest.raises(TokenRequired):
        inputs.required_token({})


@pytest.mark.parametrize("header", ["", "Bearer", PHONE_TOKEN, f"Basic {PHONE_TOKEN}"])
def test_an_authorization_that_is_no_bearer_token_is_refused(header: str) -> None:
    with pytest.raises((TokenRequired, TokenRefused)):
        inputs.optional_token({"authorization": header})


@pytest.mark.parametrize(
    "token",
    ["", PHONE_TOKEN[1:], *(t for t in hostile_forms(PHONE_TOKEN) if t.strip() != PHONE_TOKEN)],
    ids=named,
)
def test_what_is_not_a_token_by_its_form_is_refused(token: str) -> None:
    with pytest.raises(TokenRefused):
        inputs.optional_token({"authorization": f"Bearer {token}"})


# GET /upload-url


def test_a_ticket_request_needs_the_session_only() -> None:
    wanted = inputs.ticket_request(a_query(), {})
    assert wanted.session_id == SESSION_ID
    assert wanted.announced == Announcement()
    assert wanted.announced.is_open
    assert wanted.token is None


def test_a_ticket_request_may_announce_the_whole_file() -> None:
    query = a_query(
        size="1000",
        contentType="image/jpeg",
        filename="DCIM/beach.jpg",
        sha256=SHA256,
        requestId="request-1",
    )
    wanted = inputs.ticket_request(query, BEARER)
    assert wanted.announced == Announcement(1000, "image/jpeg", "beach.jpg", SHA256, "request-1")
    assert not wanted.announced.is_open
    assert wanted.token == PHONE_TOKEN


def test_what_a_client_may_not_say_is_ignored() -> None:
    """A state, a time, a key, an owner: they are ours to say."""
    query = a_query(status="COMPLETED", expiresAt="9999999999", key="a", userId="b", photoId="c")
    assert inputs.ticket_request(query, {}) == inputs.ticket_request(a_query(), {})


@pytest.mark.parametrize("name", ["sessionId", "size", "contentType", "filename", "sha256"])
def test_a_value_that_is_given_twice_is_refused(name: str) -> None:
    """Two readers of one request may each take another of the two."""
    query = a_query() | {name: ["1", "1"]}
    with pytest.raises(InvalidRequest, match=f"{name} is given more than once"):
        inputs.ticket_request(query, {})


@pytest.mark.parametrize("name", ["sessionId", "size", "contentType", "filename", "requestId"])
def test_a_value_that_is_too_long_for_any_honest_one_is_refused(name: str) -> None:
    with pytest.raises(InvalidRequest, match=f"{name} is longer than 1024"):
        inputs.ticket_request(a_query(**{name: "1" * (limits.VALUE_CHARACTERS + 1)}), {})


@pytest.mark.parametrize("query", [{}, {"sessionId": []}, {"sessionId": [""]}])
def test_a_request_without_session_is_refused(query: dict[str, list[str]]) -> None:
    with pytest.raises(InvalidRequest):
        inputs.ticket_request(query, {})


def test_empty_values_are_values_that_were_not_given() -> None:
    query = a_query(size="", contentType="", filename="", sha256="", requestId="")
    assert inputs.ticket_request(query, {}).announced.is_open


@pytest.mark.parametrize(
    "size", ["-1", "+1", "1.0", "1e3", "0x10", " 1", "1 ", "1_000", "١", "NaN", "1" * 16, "\x001"]
)
def test_a_size_is_a_whole_number_of_bytes(size: str) -> None:
    with pytest.raises(InvalidRequest, match="size must be"):
        inputs.ticket_request(a_query(size=size), {})


@pytest.mark.parametrize("size", ["0", "000"])
def test_an_empty_file_is_refused_before_it_is_sent(size: str) -> None:
    with pytest.raises(PhotoEmpty):
        inputs.ticket_request(a_query(size=size), {})


def test_a_size_over_any_limit_is_for_the_use_case_to_judge() -> None:
    assert inputs.ticket_request(a_query(size="9" * 15), {}).announced.size_bytes == 10**15 - 1


@pytest.mark.parametrize(
    "written", ["image/jpeg", "IMAGE/JPEG", "image/jpeg; charset=x", " image/jpeg "]
)
def test_a_type_is_read_without_its_parameters_and_case(written: str) -> None:
    wanted = inputs.ticket_request(a_query(contentType=written), {})
    assert wanted.announced.content_type == "image/jpeg"


@pytest.mark.parametrize(
    "written", ["image/svg+xml", "text/html", "video/mp4", "image/*", "jpeg", "image/jpeg\r\nx: y"]
)
def test_a_type_that_is_no_photo_is_refused(written: str) -> None:
    with pytest.raises(UnsupportedContentType):
        inputs.ticket_request(a_query(contentType=written), {})


@pytest.mark.parametrize(
    "sha256",
    [SHA256[:-1], SHA256 + "=", "=" * 44, "é" * 43 + "=", "0" * 64, SHA256.replace("=", "\n")],
)
def test_a_checksum_is_base64_of_32_bytes(sha256: str) -> None:
    with pytest.raises(InvalidRequest, match="sha256 must be"):
        inputs.ticket_request(a_query(sha256=sha256), {})


@pytest.mark.parametrize("request_id", ["1234567", "a" * 65, "12345678\n", "../../..", "a b c d e"])
def test_a_request_id_is_short_and_plain(request_id: str) -> None:
    with pytest.raises(InvalidRequest, match="requestId must be"):
        inputs.ticket_request(a_query(requestId=request_id), {})


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-purpose": "prefetch"},
        {"sec-purpose": "prefetch;prerender"},
        {"sec-purpose": "Prefetch"},
        {"purpose": "prefetch"},
    ],
)
def test_a_prefetch_is_refused_because_nobody_has_asked_yet(headers: dict[str, str]) -> None:
    with pytest.raises(PrefetchRefused):
        inputs.ticket_request(a_query(), headers)


names = st.sampled_from(["sessionId", "size", "contentType", "filename", "sha256", "requestId"])
values: st.SearchStrategy[Any] = st.text() | st.sampled_from([SESSION_ID, "1", "image/png", SHA256])


@given(st.dictionaries(names, st.lists(values, max_size=2)), st.text())
def test_any_query_is_a_ticket_request_or_refused(
    query: dict[str, list[str]], authorization: str
) -> None:
    try:
        wanted = inputs.ticket_request(query, {"authorization": authorization})
    except ScandropError:
        return
    assert wanted.session_id == SESSION_ID
