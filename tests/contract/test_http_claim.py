"""`/upload-url` claims a session: for the first phone, by its wish only, once."""

import logging
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest

from chalicelib import limits, tokens
from chalicelib.ports import Services
from tests.contract.http_client import Api
from tests.contract.http_contract import Answer
from tests.contract.traffic import Traffic

pytest_plugins = ["tests.contract.http_fixtures"]


def _status(api: Api, opened: dict[str, str]) -> object:
    return api.read(opened["sessionId"], opened["screenToken"]).json["status"]


def test_the_first_phone_claims_and_is_given_its_token(api: Api, opened: dict[str, str]) -> None:
    ticket = api.ticket(opened["sessionId"]).json
    assert ticket["status"] == _status(api, opened) == "UPLOAD_REQUESTED"
    assert len(ticket["phoneToken"]) == 43
    assert ticket["phoneToken"] != opened["screenToken"]
    assert api.read(opened["sessionId"], ticket["phoneToken"]).status == 200
    assert ticket["limits"] == {
        "maxPhotos": limits.MAX_PHOTOS,
        "maxUploadBytes": limits.MAX_UPLOAD_BYTES,
        "maxPutBytes": limits.MAX_PUT_BYTES,
        "maxVideoBytes": limits.MAX_VIDEO_BYTES,
        "maxFileBytes": 0,
        "maxPreviewBytes": limits.PREVIEW_BYTES,
        "contentTypes": [*limits.CONTENT_TYPES, *limits.VIDEO_TYPES],
    }
    assert ticket["expiresAt"] - ticket["serverTime"] == limits.TICKET_SECONDS
    assert ticket["sessionExpiresAt"] >= ticket["expiresAt"]


def test_a_phone_that_brings_its_token_is_not_told_it(api: Api, opened: dict[str, str]) -> None:
    own = tokens.new_token()
    first = api.ticket(opened["sessionId"], own).json
    again = api.ticket(opened["sessionId"], own).json
    assert first["phoneToken"] is again["phoneToken"] is None
    assert first["photoId"] == again["photoId"]


def test_a_phone_that_was_given_its_token_repeats_with_it(api: Api, opened: dict[str, str]) -> None:
    first = api.ticket(opened["sessionId"]).json
    again = api.ticket(opened["sessionId"], first["phoneToken"]).json
    assert again["photoId"] == first["photoId"]
    assert again["phoneToken"] is None


def test_the_open_ticket_is_filled_in_by_the_first_photo(api: Api, opened: dict[str, str]) -> None:
    own = tokens.new_token()
    ticket = api.ticket(opened["sessionId"], own).json
    facts = {"size": 5, "contentType": "image/png; x=y", "requestId": "photo-0001"}
    sized = api.ticket(opened["sessionId"], own, **facts).json
    other = api.ticket(opened["sessionId"], own, size=5, requestId="photo-0002").json
    assert sized["photoId"] == ticket["photoId"] != other["photoId"]
    assert sized["headers"] == {"if-none-match": "*", "content-type": "image/png"}
    assert urlsplit(sized["url"]).path.endswith(f"/{ticket['photoId']}.png")


@pytest.mark.parametrize("facts", [{"requestId": "photo-0001"}, {"size": 5}, {}])
def test_a_retry_gets_the_same_photo(
    api: Api, opened: dict[str, str], facts: dict[str, object]
) -> None:
    own = tokens.new_token()
    tickets = [api.ticket(opened["sessionId"], own, **facts).json for _ in range(3)]
    assert len({ticket["photoId"] for ticket in tickets}) == 1
    assert len(api.read(opened["sessionId"], own).json["photos"]) == 1


def test_a_second_phone_is_refused_and_changes_nothing(api: Api, opened: dict[str, str]) -> None:
    own = tokens.new_token()
    api.ticket(opened["sessionId"], own)
    before = api.read(opened["sessionId"], own).json
    for token in (None, tokens.new_token()):
        assert api.ticket(opened["sessionId"], token).code == "SessionClaimed"
    assert api.read(opened["sessionId"], own).json["photos"] == before["photos"]


def test_a_screen_claims_nothing(api: Api, opened: dict[str, str]) -> None:
    assert api.ticket(opened["sessionId"], opened["screenToken"]).code == "TokenRefused"
    assert _status(api, opened) == "AWAITING_SCAN"


@pytest.mark.parametrize(
    "header",
    [
        {"Sec-Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"sec-purpose": "PREFETCH"},
        {"Purpose": "prefetch"},
    ],
)
def test_a_prefetch_claims_nothing_and_asks_nobody(
    api: Api, opened: dict[str, str], header: dict[str, str], traffic: Traffic
) -> None:
    assert api.ticket(opened["sessionId"], None, header).code == "PrefetchRefused"
    assert traffic.calls == []
    assert _status(api, opened) == "AWAITING_SCAN"


@pytest.mark.parametrize(("method", "status"), [("HEAD", 404), ("OPTIONS", 200)])
def test_head_and_options_claim_nothing_and_ask_nobody(
    api: Api, opened: dict[str, str], method: str, status: int, traffic: Traffic
) -> None:
    for path in (
        "/sessions",
        f"/sessions/{opened['sessionId']}",
        f"/upload-url?sessionId={opened['sessionId']}",
        f"/sessions/{opened['sessionId']}/messages",
        f"/uploads/{opened['sessionId']}?sessionId={opened['sessionId']}",
    ):
        assert api.request(method, path).status == status
    assert traffic.calls == []
    assert _status(api, opened) == "AWAITING_SCAN"


def test_what_a_client_says_of_states_times_keys_and_owners_is_ignored(
    api: Api, opened: dict[str, str]
) -> None:
    said = {"status": "COMPLETED", "expiresAt": "9999999999", "key": "evil", "userId": "root"}
    own = tokens.new_token()
    ticket = api.ticket(opened["sessionId"], own, **said, photoId="x", method="DELETE").json
    plain = api.ticket(opened["sessionId"], own).json
    assert ticket["status"] == "UPLOAD_REQUESTED"
    assert ticket["photoId"] == plain["photoId"]
    assert ticket["expiresAt"] <= plain["expiresAt"]
    key = f"/session-uploads/{opened['sessionId']}/{ticket['photoId']}.bin"
    assert urlsplit(ticket["url"]).path.endswith(key)
    assert not set(parse_qs(urlsplit(ticket["url"]).query)) & set(said)


def test_what_a_kiosk_says_of_its_session_is_ignored(api: Api) -> None:
    said = b'{"status":"COMPLETED","expiresAt":1,"sessionId":"x","screenToken":"y","userId":"z"}'
    session = api.open({"Content-Type": "application/json; charset=utf-8"}, said).json
    assert session["status"] == "AWAITING_SCAN"
    assert session["expiresAt"] == session["createdAt"] + limits.SESSION_SECONDS
    assert api.read(session["sessionId"], session["screenToken"]).status == 200


@pytest.mark.parametrize("twice", ["sessionId", "size", "contentType", "filename", "requestId"])
def test_a_parameter_that_is_given_twice_is_refused(
    api: Api, opened: dict[str, str], twice: str, traffic: Traffic
) -> None:
    target = f"/upload-url?sessionId={opened['sessionId']}&{twice}=image%2Fpng&{twice}=5"
    answer = api.request("GET", target)
    assert answer.code == "InvalidRequest"
    assert twice in answer.json["Message"]
    assert traffic.calls == []


def _everything(api: Api) -> tuple[Answer, Answer]:
    opened = api.open()
    ticket = api.ticket(
        opened.json["sessionId"], size=5, contentType="image/png", filename="secret-name.png"
    )
    session_id = ticket.json["sessionId"]
    api.read(session_id, opened.json["screenToken"])
    api.ticket(session_id, tokens.new_token(), filename="secret-name.png")
    api.ticket(session_id, ticket.json["phoneToken"], size=0, filename="secret-name.png")
    return opened, ticket


def test_tables_hold_digests_of_tokens(api: Api, services: Services) -> None:
    opened, ticket = _everything(api)
    table = services.settings.sessions_table
    items = repr(boto3.client("dynamodb").scan(TableName=table)["Items"])
    for token in (opened.json["screenToken"], ticket.json["phoneToken"]):
        assert token not in items
        assert tokens.digest(token) in items


def test_logs_hold_no_token_signature_or_file_name(
    api: Api, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    caplog.set_level(logging.DEBUG, logger="chalicelib")
    opened, ticket = _everything(api)
    signature = parse_qs(urlsplit(ticket.json["url"]).query)["X-Amz-Signature"][0]
    assert "refused: SessionClaimed" in caplog.text
    for secret in (
        opened.json["screenToken"],
        ticket.json["phoneToken"],
        signature,
        "secret-name",
    ):
        assert secret not in caplog.text
