"""The WebSocket handshake, which is an HTTP request: who may listen to a session."""

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib import tokens
from chalicelib.keys import session_channel
from chalicelib.model import Session
from chalicelib.ports import Services
from tests.contract.http_client import Api
from tests.fakes import SITE

pytest_plugins = ["tests.contract.http_fixtures"]

Event = dict[str, Any]
Handshake = Callable[[Event], dict[str, Any]]


@pytest.fixture
def opened(api: Api) -> dict[str, str]:
    body: dict[str, str] = api.open().json
    return body


@pytest.fixture
def connect(api: Api) -> Handshake:
    import app

    def handshake(event: Event) -> dict[str, Any]:
        answer: dict[str, Any] = app.connect(event, None)
        return answer

    return handshake


def _event(session_id: str, token: str | None, origin: str | None = SITE) -> Event:
    """`$connect` as API Gateway passes it."""
    protocols = "scandrop" if token is None else f"scandrop, {token}"
    headers = {"Host": "sockets.example.org", "Sec-WebSocket-Protocol": protocols}
    return {
        "headers": headers if origin is None else headers | {"Origin": origin},
        "queryStringParameters": {"sessionId": session_id},
        "requestContext": {
            "routeKey": "$connect",
            "eventType": "CONNECT",
            "apiId": "api",
            "domainName": "sockets.example.org",
            "stage": "api",
            "connectionId": "L0SM9cOFvHcCIhw=",
        },
        "isBase64Encoded": False,
    }


def _listening(services: Services, session_id: str) -> int:
    return len(services.connections.listening(session_channel(session_id), services.clock()))


def test_the_screen_and_the_phone_may_listen(
    api: Api, opened: dict[str, str], connect: Handshake, services: Services
) -> None:
    phone = tokens.new_token()
    api.ticket(opened["sessionId"], phone)
    for token in (opened["screenToken"], phone):
        answer = connect(_event(opened["sessionId"], token))
        assert answer == {"statusCode": 200, "headers": {"Sec-WebSocket-Protocol": "scandrop"}}
    assert _listening(services, opened["sessionId"]) == 1, "both came by the same connection"


REFUSED: dict[str, tuple[Callable[[dict[str, str]], Event], int]] = {
    "another site": (lambda o: _event(o["sessionId"], o["screenToken"], "https://evil.test"), 403),
    "a look-alike": (lambda o: _event(o["sessionId"], o["screenToken"], SITE + ".evil.test"), 403),
    "no origin": (lambda o: _event(o["sessionId"], o["screenToken"], None), 403),
    "null origin": (lambda o: _event(o["sessionId"], o["screenToken"], "null"), 403),
    "wrong token": (lambda o: _event(o["sessionId"], tokens.new_token()), 403),
    "malformed token": (lambda o: _event(o["sessionId"], "x" * 100_000), 403),
    "no token": (lambda o: _event(o["sessionId"], None), 401),
    "unknown session": (lambda o: _event(tokens.new_id(), o["screenToken"]), 404),
    "malformed id": (lambda o: _event("../" + o["sessionId"], o["screenToken"]), 400),
    "no id": (lambda o: {**_event("", o["screenToken"]), "queryStringParameters": None}, 400),
    "no headers": (lambda o: {**_event(o["sessionId"], o["screenToken"]), "headers": None}, 401),
}


@pytest.mark.parametrize(("event", "status"), REFUSED.values(), ids=REFUSED.keys())
def test_a_refused_handshake_stores_nothing(
    opened: dict[str, str],
    connect: Handshake,
    services: Services,
    event: Callable[[dict[str, str]], Event],
    status: int,
) -> None:
    assert connect(event(opened)) == {"statusCode": status}
    assert _listening(services, opened["sessionId"]) == 0


def test_a_token_in_the_url_is_no_token(opened: dict[str, str], connect: Handshake) -> None:
    event = _event(opened["sessionId"], None)
    for name in ("token", "screenToken", "access_token"):
        event["queryStringParameters"][name] = opened["screenToken"]
    assert connect(event) == {"statusCode": 401}


def test_a_token_in_the_query_of_a_route_is_no_token(api: Api, opened: dict[str, str]) -> None:
    token = opened["screenToken"]
    target = f"/sessions/{opened['sessionId']}?token={token}&access_token={token}"
    assert api.request("GET", target).code == "TokenRequired"


def test_a_handshake_for_a_session_that_is_over_is_refused(
    services: Services, connect: Handshake
) -> None:
    token, now = tokens.new_token(), services.clock()
    over = Session(tokens.new_id(), now - 700, now - 1, tokens.digest(token))
    services.sessions.create(over)
    assert connect(_event(over.session_id, token)) == {"statusCode": 410}
    assert _listening(services, over.session_id) == 0
