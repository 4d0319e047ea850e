"""Handshakes and messages of strangers become values we can trust, or are refused."""

import json

import pytest

from chalicelib import client_messages
from chalicelib.client_messages import Handshake, Ping, Shown, Socket, Sync
from chalicelib.errors import InvalidRequest, TokenRefused, TokenRequired
from tests.builders import CALLBACK_URL, CONNECTION_ID, PHOTO_ID, SCREEN_TOKEN, SESSION_ID
from tests.events import a_connect_event, a_message_event
from tests.fakes import SITE


def test_a_handshake_names_session_token_and_origin() -> None:
    event = a_connect_event()
    assert client_messages.handshake(event) == Handshake(SESSION_ID, SCREEN_TOKEN, SITE)
    assert client_messages.socket(event) == Socket(CONNECTION_ID, CALLBACK_URL)


@pytest.mark.parametrize(
    "headers",
    [
        {"SEC-WEBSOCKET-PROTOCOL": f"scandrop,{SCREEN_TOKEN}", "ORIGIN": SITE},
        {"sec-websocket-protocol": f" scandrop ,  {SCREEN_TOKEN} ", "origin": SITE},
    ],
)
def test_a_handshake_is_read_however_its_headers_are_written(headers: dict[str, str]) -> None:
    event = a_connect_event(headers=headers)
    assert client_messages.handshake(event) == Handshake(SESSION_ID, SCREEN_TOKEN, SITE)


@pytest.mark.parametrize(
    "protocol",
    [
        "",
        "scandrop",
        "scandrop,",
        "scandrop,  ",
        SCREEN_TOKEN,
        f"other, {SCREEN_TOKEN}",
        "SCANDROP, x",
    ],
)
def test_a_handshake_without_our_subprotocol_and_a_token_is_refused(protocol: str) -> None:
    event = a_connect_event(headers={"Sec-WebSocket-Protocol": protocol})
    with pytest.raises(TokenRequired):
        client_messages.handshake(event)


@pytest.mark.parametrize("token", ["x", f"{SCREEN_TOKEN}, more", f"{SCREEN_TOKEN}\r", "é" * 43])
def test_a_handshake_with_a_token_of_another_form_is_refused(token: str) -> None:
    event = a_connect_event(headers={"Sec-WebSocket-Protocol": f"scandrop, {token}x"})
    with pytest.raises(TokenRefused):
        client_messages.handshake(event)


@pytest.mark.parametrize("query", [None, {}, {"sessionId": ""}, {"sessionId": "../x"}])
def test_a_handshake_without_a_session_is_refused(query: dict[str, str] | None) -> None:
    with pytest.raises(InvalidRequest):
        client_messages.handshake(a_connect_event(queryStringParameters=query))


def test_a_handshake_without_headers_or_query_is_refused_and_no_defect() -> None:
    """API Gateway leaves the keys out where there is nothing to say."""
    event = a_connect_event()
    del event["queryStringParameters"]
    with pytest.raises(InvalidRequest):
        client_messages.handshake(event)
    with pytest.raises(TokenRequired):
        client_messages.handshake(a_connect_event(headers=None))


def test_a_page_that_does_not_say_where_it_is_from_has_no_origin() -> None:
    headers = {"Sec-WebSocket-Protocol": f"scandrop, {SCREEN_TOKEN}"}
    assert client_messages.handshake(a_connect_event(headers=headers)).origin is None


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("sync", Sync(SESSION_ID)),
        ("ping", Ping(SESSION_ID)),
        ("shown", Shown(SESSION_ID, PHOTO_ID)),
    ],
)
def test_a_message_names_an_action_and_its_session(
    action: str, said: client_messages.ClientMessage
) -> None:
    given = {"action": action, "sessionId": SESSION_ID, "photoId": PHOTO_ID, "more": [1, {}]}
    body = a_message_event(json.dumps(given))["body"]
    assert client_messages.client_message(body) == said


@pytest.mark.parametrize("photo_id", [None, "", 7, [PHOTO_ID], {"a": 1}, PHOTO_ID + "x", "../x"])
def test_what_is_shown_is_a_photo_of_ours(photo_id: object) -> None:
    said = {"action": "shown", "sessionId": SESSION_ID, "photoId": photo_id}
    with pytest.raises(InvalidRequest, match="photoId is not an id"):
        client_messages.client_message(json.dumps(said))


@pytest.mark.parametrize(
    "message",
    [
        {"action": "shout"},
        {"action": None},
        {"action": ["sync"]},
        {"action": {"sync": 1}},
        {"action": "SYNC"},
        {},
    ],
)
def test_a_message_with_another_action_is_refused(message: dict[str, object]) -> None:
    with pytest.raises(InvalidRequest, match="action must be one of sync, ping, shown, pro"):
        client_messages.client_message(json.dumps(message | {"sessionId": SESSION_ID}))


@pytest.mark.parametrize("session_id", [None, 7, [SESSION_ID], "../" + "x" * 19, "\ud800" * 22])
def test_a_message_without_a_session_is_refused(session_id: object) -> None:
    with pytest.raises(InvalidRequest):
        client_messages.client_message(json.dumps({"action": "sync", "sessionId": session_id}))
