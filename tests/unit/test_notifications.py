"""Use cases of WebSockets: who may listen, and what is answered."""

import json
from dataclasses import replace

import pytest

from chalicelib import limits, notifications
from chalicelib.errors import (
    OriginRefused,
    ScandropError,
    ServiceUnavailable,
    SessionExpired,
    SessionNotFound,
    TokenRefused,
)
from chalicelib.inputs import Handshake
from chalicelib.model import Role
from tests.actors import listen
from tests.builders import (
    CALLBACK_URL,
    CONNECTION_ID,
    OTHER_TOKEN,
    PHONE_TOKEN,
    SESSION_ID,
    a_connection,
    a_handshake,
    a_session,
    a_socket,
    a_stored_photo,
    an_id,
)
from tests.fakes import SITE, START, MemoryConnectionStore, MemoryServices

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
    notifications.answer(tuned, a_socket(), PING)
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


# Answering


def test_sync_is_answered_with_the_snapshot(services: MemoryServices) -> None:
    listen(services, CONNECTION_ID)
    session = a_session().claimed_by(PHONE_TOKEN).with_photo(a_stored_photo())
    services.sessions.replace(a_session(), session, START)
    notifications.answer(services, a_socket(), SYNC)
    (state,) = services.screens.told(CONNECTION_ID)
    assert (state["type"], state["status"]) == ("SESSION_STATE", "COMPLETED")
    assert state["photos"][0]["url"]
    assert services.screens.frames[0][:2] == (CONNECTION_ID, CALLBACK_URL)


def test_sync_tells_a_phone_states_and_no_pictures(services: MemoryServices) -> None:
    session = a_session().claimed_by(PHONE_TOKEN).with_photo(a_stored_photo())
    services.sessions.replace(a_session(), session, START)
    notifications.subscribe(services, a_socket(), a_handshake(token=PHONE_TOKEN))
    notifications.answer(services, a_socket(), SYNC)
    (state,) = services.screens.told(CONNECTION_ID)
    assert state["photos"][0]["state"] == "STORED"
    assert state["photos"][0]["url"] is None


def test_ping_is_answered_and_asks_for_no_session(services: MemoryServices) -> None:
    listen(services, CONNECTION_ID)
    services.sessions.forget(SESSION_ID)
    services.clock.tick(5)
    notifications.answer(services, a_socket(), PING)
    assert services.screens.told(CONNECTION_ID) == [
        {"type": "PONG", "sessionId": SESSION_ID, "serverTime": services.clock.now}
    ]


@pytest.mark.parametrize("still_there", [True, False])
def test_sync_of_a_session_that_is_over_says_so(
    services: MemoryServices, still_there: bool
) -> None:
    """TTL deletes late: whether the row is still there must make no difference."""
    listen(services, CONNECTION_ID)
    services.clock.tick(600)
    if not still_there:
        services.sessions.forget(SESSION_ID)
    notifications.answer(services, a_socket(), SYNC)
    assert services.screens.told(CONNECTION_ID) == [
        {"type": "SESSION_EXPIRED", "sessionId": SESSION_ID}
    ]


@pytest.mark.parametrize(
    "text",
    ["", None, "null", "[]", "{}", '{"action": "shout"}', "[" * 100_000, '{"action":"sync"}'],
)
def test_a_message_that_cannot_be_answered_is_answered_with_an_error(
    services: MemoryServices, text: str | None
) -> None:
    listen(services, CONNECTION_ID)
    notifications.answer(services, a_socket(), text)
    (error,) = services.screens.told(CONNECTION_ID)
    assert (error["type"], error["Code"]) == ("ERROR", "InvalidRequest")


@pytest.mark.parametrize("text", [SYNC, PING])
def test_a_socket_speaks_for_its_own_session_only(services: MemoryServices, text: str) -> None:
    listen(services, CONNECTION_ID)
    services.sessions.create(a_session(session_id=an_id(2), expires_at=START + 9999))
    notifications.subscribe(services, a_socket("spy"), a_handshake(session_id=an_id(2)))
    notifications.answer(services, a_socket("spy"), text)
    (error,) = services.screens.told("spy")
    assert error["Code"] == "TokenRefused"


def test_a_connection_that_has_outlived_its_time_is_not_answered(services: MemoryServices) -> None:
    listen(services, CONNECTION_ID)
    services.clock.tick(limits.CONNECTION_SECONDS)
    notifications.answer(services, a_socket(), SYNC)
    assert services.screens.types(CONNECTION_ID) == ["ERROR"]


def test_a_service_that_is_away_is_told_to_who_asked(services: MemoryServices) -> None:
    class Down(MemoryConnectionStore):
        def load(self, channel: str, connection_id: str, now: int) -> None:
            raise ServiceUnavailable

    notifications.answer(replace(services, connections=Down()), a_socket(), SYNC)
    (error,) = services.screens.told(CONNECTION_ID)
    assert error["Code"] == "ServiceUnavailable"


def test_a_browser_that_is_gone_before_its_answer_is_forgotten(services: MemoryServices) -> None:
    listen(services, CONNECTION_ID, "other")
    services.screens.gone.add(CONNECTION_ID)
    notifications.answer(services, a_socket(), SYNC)
    assert CONNECTION_ID not in services.connections
    assert "other" in services.connections
