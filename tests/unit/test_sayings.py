"""Use cases of what browsers say: what is answered, and who is not."""

import json
from dataclasses import replace

import pytest

from chalicelib import client_messages, limits, notifications, sayings
from chalicelib.errors import (
    PhotoNotFound,
    ScandropError,
    ServiceUnavailable,
    SessionExpired,
    SessionNotFound,
    TokenRefused,
)
from tests.actors import listen
from tests.builders import (
    CALLBACK_URL,
    CONNECTION_ID,
    OTHER_TOKEN,
    PHONE_TOKEN,
    PHOTO_ID,
    SCREEN_TOKEN,
    SESSION_ID,
    a_handshake,
    a_session,
    a_socket,
    a_stored_photo,
    an_id,
)
from tests.fake_connections import MemoryConnectionStore
from tests.fakes import START, MemoryServices

SYNC = json.dumps({"action": "sync", "sessionId": SESSION_ID})
PING = json.dumps({"action": "ping", "sessionId": SESSION_ID})


def test_sync_is_answered_with_the_snapshot(services: MemoryServices) -> None:
    listen(services, CONNECTION_ID)
    session = a_session().claimed_by(PHONE_TOKEN).with_photo(a_stored_photo())
    services.sessions.replace(a_session(), session, START)
    sayings.answer(services, a_socket(), SYNC)
    (state,) = services.screens.told(CONNECTION_ID)
    assert (state["type"], state["status"]) == ("SESSION_STATE", "COMPLETED")
    assert state["photos"][0]["url"]
    assert services.screens.frames[0][:2] == (CONNECTION_ID, CALLBACK_URL)


def test_sync_tells_a_phone_states_and_no_pictures(services: MemoryServices) -> None:
    session = a_session().claimed_by(PHONE_TOKEN).with_photo(a_stored_photo())
    services.sessions.replace(a_session(), session, START)
    notifications.subscribe(services, a_socket(), a_handshake(token=PHONE_TOKEN))
    sayings.answer(services, a_socket(), SYNC)
    (state,) = services.screens.told(CONNECTION_ID)
    assert state["photos"][0]["state"] == "STORED"
    assert state["photos"][0]["url"] is None


def test_ping_is_answered_and_asks_for_no_session(services: MemoryServices) -> None:
    listen(services, CONNECTION_ID)
    services.sessions.forget(SESSION_ID)
    services.clock.tick(5)
    sayings.answer(services, a_socket(), PING)
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
    sayings.answer(services, a_socket(), SYNC)
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
    sayings.answer(services, a_socket(), text)
    (error,) = services.screens.told(CONNECTION_ID)
    assert (error["type"], error["Code"]) == ("ERROR", "InvalidRequest")


@pytest.mark.parametrize("text", [SYNC, PING])
def test_a_socket_speaks_for_its_own_session_only(services: MemoryServices, text: str) -> None:
    listen(services, CONNECTION_ID)
    services.sessions.create(a_session(session_id=an_id(2), expires_at=START + 9999))
    notifications.subscribe(services, a_socket("spy"), a_handshake(session_id=an_id(2)))
    sayings.answer(services, a_socket("spy"), text)
    (error,) = services.screens.told("spy")
    assert error["Code"] == "TokenRefused"


def test_a_connection_that_has_outlived_its_time_is_not_answered(services: MemoryServices) -> None:
    listen(services, CONNECTION_ID)
    services.clock.tick(limits.CONNECTION_SECONDS)
    sayings.answer(services, a_socket(), SYNC)
    assert services.screens.types(CONNECTION_ID) == ["ERROR"]


def test_a_service_that_is_away_is_told_to_who_asked(services: MemoryServices) -> None:
    class Down(MemoryConnectionStore):
        def load(self, channel: str, connection_id: str, now: int) -> None:
            raise ServiceUnavailable

    sayings.answer(replace(services, connections=Down()), a_socket(), SYNC)
    (error,) = services.screens.told(CONNECTION_ID)
    assert error["Code"] == "ServiceUnavailable"


def test_a_browser_that_is_gone_before_its_answer_is_forgotten(services: MemoryServices) -> None:
    listen(services, CONNECTION_ID, "other")
    services.screens.gone.add(CONNECTION_ID)
    sayings.answer(services, a_socket(), SYNC)
    assert CONNECTION_ID not in services.connections
    assert "other" in services.connections


def test_a_session_of_many_photos_is_answered_in_several_messages(
    services: MemoryServices,
) -> None:
    photos = {an_id(n): a_stored_photo(photo_id=an_id(n)) for n in range(30)}
    services.sessions.replace(a_session(), a_session(photos=photos), START)
    listen(services, CONNECTION_ID)
    sayings.answer(services, a_socket(), SYNC)
    told = services.screens.told(CONNECTION_ID)
    assert [message["type"] for message in told] == ["SESSION_STATE"] * 3
    assert {photo["photoId"] for message in told for photo in message["photos"]} == set(photos)


# By HTTP, where sockets are blocked


def shown(photo_id: str = PHOTO_ID, session_id: str = SESSION_ID) -> client_messages.ClientMessage:
    return client_messages.saying(session_id, {"action": "shown", "photoId": photo_id})


@pytest.fixture
def stored(services: MemoryServices) -> MemoryServices:
    """With a photo that has arrived, and a screen and a phone that listen."""
    session = a_session().claimed_by(PHONE_TOKEN).with_photo(a_stored_photo())
    services.sessions.replace(a_session(), session, START)
    listen(services, CONNECTION_ID)
    notifications.subscribe(services, a_socket("phone"), a_handshake(token=PHONE_TOKEN))
    return services


def test_who_has_no_socket_gets_the_answer_in_the_answer(stored: MemoryServices) -> None:
    """All others hear of it as ever."""
    for _ in range(2):
        (told,) = sayings.answer_request(stored, SCREEN_TOKEN, shown()).messages
        assert told.type == "PHOTO_SHOWN"
    assert stored.screens.types("phone") == stored.screens.types(CONNECTION_ID) == ["PHOTO_SHOWN"]


@pytest.mark.parametrize(
    ("token", "said", "error"),
    [
        (OTHER_TOKEN, shown(), TokenRefused),
        (PHONE_TOKEN, shown(), TokenRefused),
        (SCREEN_TOKEN, shown(an_id(9)), PhotoNotFound),
        (SCREEN_TOKEN, shown(session_id=an_id(9)), SessionNotFound),
    ],
)
def test_who_has_no_say_is_refused_there_too(
    stored: MemoryServices,
    token: str,
    said: client_messages.ClientMessage,
    error: type[ScandropError],
) -> None:
    with pytest.raises(error):
        sayings.answer_request(stored, token, said)
    assert len(stored.screens) == 0


def test_a_session_that_is_over_takes_nothing_there(stored: MemoryServices) -> None:
    stored.clock.tick(limits.SESSION_SECONDS)
    with pytest.raises(SessionExpired):
        sayings.answer_request(stored, SCREEN_TOKEN, shown())
