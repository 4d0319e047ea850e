"""Handshakes and messages of strangers become values we can trust, or are refused."""

import json

import pytest

from chalicelib import inputs
from chalicelib.errors import InvalidRequest, TokenRefused, TokenRequired
from chalicelib.inputs import ClientMessage, Handshake, Socket
from tests.builders import CALLBACK_URL, CONNECTION_ID, SCREEN_TOKEN, SESSION_ID
from tests.events import a_connect_event, a_message_event
from tests.fakes import SITE


def test_a_handshake_names_session_token_and_origin() -> None:
    event = a_connect_event()
    assert inputs.handshake(event) == Handshake(SESSION_ID, SCREEN_TOKEN, SITE)
    assert inputs.socket(event) == Socket(CONNECTION_ID, CALLBACK_URL)


@pytest.mark.parametrize(
    "headers",
    [
        {"SEC-WEBSOCKET-PROTOCOL": f"scandrop,{SCREEN_TOKEN}", "ORIGIN": SITE},
        {"sec-websocket-protocol": f" scandrop ,  {SCREEN_TOKEN} ", "origin": SITE},
    ],
)
def test_a_handshake_is_read_however_its_headers_are_written(headers: dict[str, str]) -> None:
    event = a_connect_event(headers=headers)
    assert inputs.handshake(event) == Handshake(SESSION_ID, SCREEN_TOKEN, SITE)


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
        inputs.handshake(event)


@pytest.mark.parametrize("token", ["x", f"{SCREEN_TOKEN}, more", f"{SCREEN_TOKEN}\r", "é" * 43])
def test_a_handshake_with_a_token_of_another_form_is_refused(token: str) -> None:
    event = a_connect_event(headers={"Sec-WebSocket-Protocol": f"scandrop, {token}x"})
    with pytest.raises(TokenRefused):
        inputs.handshake(event)


@pytest.mark.parametrize("query", [None, {}, {"sessionId": ""}, {"sessionId": "../x"}])
def test_a_handshake_without_a_session_is_refused(query: dict[str, str] | None) -> None:
    with pytest.raises(InvalidRequest):
        inputs.handshake(a_connect_event(queryStringParameters=query))


def test_a_handshake_without_headers_or_query_is_refused_and_no_defect() -> None:
    """API Gateway leaves the keys out where there is nothing to say."""
    event = a_connect_event()
    del event["queryStringParameters"]
    with pytest.raises(InvalidRequest):
        inputs.handshake(event)
    with pytest.raises(TokenRequired):
        inputs.handshake(a_connect_event(headers=None))


def test_a_page_that_does_not_say_where_it_is_from_has_no_origin() -> None:
    headers = {"Sec-WebSocket-Protocol": f"scandrop, {SCREEN_TOKEN}"}
    assert inputs.handshake(a_connect_event(headers=headers)).origin is None


@pytest.mark.parametrize("action", inputs.ACTIONS)
def test_a_message_names_an_action_and_its_session(action: str) -> None:
    text = json.dumps({"action": action, "sessionId": SESSION_ID, "more": [1, {}]})
    body = a_message_event(text)["body"]
    assert inputs.client_message(body) == ClientMessage(action, SESSION_ID)


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
    with pytest.raises(InvalidRequest, match="action must be one of sync, ping"):
        inputs.client_message(json.dumps(message | {"sessionId": SESSION_ID}))


@pytest.mark.parametrize("session_id", [None, 7, [SESSION_ID], "../" + "x" * 19, "\ud800" * 22])
def test_a_message_without_a_session_is_refused(session_id: object) -> None:
    with pytest.raises(InvalidRequest):
        inputs.client_message(json.dumps({"action": "sync", "sessionId": session_id}))
