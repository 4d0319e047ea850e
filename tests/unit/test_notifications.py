"""Use cases of WebSockets: who may listen."""

import json
from dataclasses import replace

import pytest

from chalicelib import limits, notifications, sayings
from chalicelib.client_messages import Handshake
from chalicelib.errors import (
    OriginRefused,
    ScandropError,
    SessionExpired,
    SessionNotFound,
    TokenRefused,
)
from chalicelib.model import Role
from tests.actors import listen
from tests.builders import (
    CONNECTION_ID,
    OTHER_TOKEN,
    PHONE_TOKEN,
    SESSION_ID,
    a_connection,
    a_handshake,
    a_session,
    a_socket,
    an_id,
)
from tests.fakes import SITE, START, MemoryServices

CHANNEL = f"session#{SESSION_ID}"
SYNC = json.dumps({"action": "sync", "sessionId": SESSION_ID})
PING = json.dumps({"action": "ping", "sessionId": SESSION_ID})


# Subscribing


def test_a_screen_that_subscribes_listens_to_its_session(services: MemoryServices) -> None:
    listen(services, CONNECTION_ID)
    assert services.connections.listening(CHANNEL, START) == [
        a_connection(connected_at=START, expires_at=START + limits.CONNECTION_SECONDS)
    ]


def test_the_phone_listens_as_a_phone(services: MemoryServices) -> None:
    services.sessions.replace(a_session(), a_session().claimed_by(PHONE_TOKEN), START)
    notifications.subscribe(services, a_socket(), a_handshake(token=PHONE_TOKEN))
    (connection,) = services.connections.listening(CHANNEL, START)
    assert connection.role is Role.PHONE


def test_a_deployment_may_say_where_posts_go(services: MemoryServices) -> None:
    """Behind a domain of one's own the event does not tell it."""
    tuned = replace(services, settings=replace(services.settings, callback_url="http://own"))
    listen(tuned, CONNECTION_ID)
    sayings.answer(tuned, a_socket(), PING)
    assert services.connections.listening(CHANNEL, START)[0].callback_url == "http://own"
    assert [address for _, address, _ in services.screens.frames] == ["http://own"]


@pytest.mark.parametrize(
    ("handshake", "refusal"),
    [
        (a_handshake(origin="https://evil.example"), OriginRefused),
        (a_handshake(origin=None), OriginRefused),
        (a_handshake(origin=""), OriginRefused),
        (a_handshake(origin="null"), OriginRefused),
        (a_handshake(origin=SITE + "/"), OriginRefused),
        (a_handshake(origin=SITE + ".evil.example"), OriginRefused),
        (a_handshake(origin=SITE.replace("https", "http")), OriginRefused),
        (a_handshake(token=OTHER_TOKEN), TokenRefused),
        (a_handshake(token=PHONE_TOKEN), TokenRefused),
        (a_handshake(session_id=an_id(9)), SessionNotFound),
    ],
)
def test_a_handshake_that_is_refused_stores_nothing(
    services: MemoryServices, handshake: Handshake, refusal: type[ScandropError]
) -> None:
    with pytest.raises(refusal):
        notifications.subscribe(services, a_socket(), handshake)
    assert len(services.connections) == 0


def test_nobody_listens_to_an_expired_session(services: MemoryServices) -> None:
    services.clock.tick(600)
    with pytest.raises(SessionExpired):
        listen(services, CONNECTION_ID)
    assert len(services.connections) == 0


def test_unsubscribing_forgets_this_connection_and_no_other(services: MemoryServices) -> None:
    listen(services, "one", "two")
    notifications.unsubscribe(services, a_socket("one"))
    notifications.unsubscribe(services, a_socket("one"))
    assert "one" not in services.connections
    assert "two" in services.connections
