"""`POST /upload-url` is the same by a form, which a browser sends without asking first."""

import base64

import pytest

from chalicelib import limits, tokens
from tests.contract.http_client import Api
from tests.contract.traffic import Traffic

pytest_plugins = ["tests.contract.http_fixtures"]


def test_it_is_the_claim_of_a_phone_that_brings_its_token(api: Api, opened: dict[str, str]) -> None:
    own = tokens.new_token()
    claimed = api.form(opened["sessionId"], access_token=own).json
    assert (claimed["status"], claimed["phoneToken"]) == ("UPLOAD_REQUESTED", None)
    assert claimed["limits"]["maxPhotos"] == limits.MAX_PHOTOS
    assert api.read(opened["sessionId"], own).status == 200
    again = api.form(opened["sessionId"], access_token=own).json
    ticket = api.ticket(opened["sessionId"], own, size=5).json
    assert claimed["photoId"] == again["photoId"] == ticket["photoId"]


def test_it_asks_for_leave_to_send_a_photo_too(api: Api, opened: dict[str, str]) -> None:
    own = tokens.new_token()
    facts = {
        "size": 5,
        "contentType": "image/png",
        "filename": "beach.png",
        "sha256": base64.b64encode(bytes(32)).decode(),
        "requestId": "photo-0001",
    }
    by_form = api.form(opened["sessionId"], {}, facts, access_token=own).json
    again = api.ticket(opened["sessionId"], own, **facts).json
    assert by_form["photoId"] == again["photoId"]
    assert by_form["headers"] == again["headers"]
    assert by_form["headers"]["content-type"] == "image/png"
    (photo,) = api.read(opened["sessionId"], own).json["photos"]
    assert (photo["fileName"], photo["sizeBytes"]) == ("beach.png", 5)


def test_of_two_phones_the_first_one_has_it(api: Api, opened: dict[str, str]) -> None:
    first, second = tokens.new_token(), tokens.new_token()
    api.form(opened["sessionId"], access_token=first)
    assert api.form(opened["sessionId"], access_token=second).code == "SessionClaimed"
    assert api.ticket(opened["sessionId"], second).code == "SessionClaimed"
    assert api.ticket(opened["sessionId"], first).status == 200


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({}, "TokenRequired"),
        ({"access_token": ""}, "TokenRequired"),
        ({"token": "A" * 43}, "TokenRequired"),
        ({"access_token": "A" * 42}, "TokenRefused"),
        ({"access_token": "\ufffd" * 43}, "TokenRefused"),
        ({"access_token": ["A" * 43, "B" * 43]}, "InvalidRequest"),
        ({"access_token": "A" * 43, "more": "x" * limits.BODY_BYTES}, "InvalidRequest"),
    ],
)
def test_what_is_no_token_claims_nothing_and_asks_nobody(
    api: Api, opened: dict[str, str], form: dict[str, object], code: str, traffic: Traffic
) -> None:
    assert api.form(opened["sessionId"], **form).code == code
    assert traffic.calls == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "application/json"},
        {"Content-Type": "text/plain"},
        {"Authorization": f"Bearer {'A' * 43}"},
    ],
)
def test_what_is_no_form_or_sends_two_tokens_is_malformed(
    api: Api, opened: dict[str, str], headers: dict[str, str], traffic: Traffic
) -> None:
    answer = api.form(opened["sessionId"], headers, access_token=tokens.new_token())
    assert answer.code == "InvalidRequest"
    assert traffic.calls == []


def test_what_a_form_says_besides_is_ignored(api: Api, opened: dict[str, str]) -> None:
    own = tokens.new_token()
    said = {"size": 5, "contentType": "text/html", "photoId": "x", "sessionId": "y"}
    claimed = api.form(opened["sessionId"], access_token=own, **said).json
    assert claimed["sessionId"] == opened["sessionId"]
    assert claimed["headers"] == {"if-none-match": "*"}
