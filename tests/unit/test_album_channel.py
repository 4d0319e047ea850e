"""Use cases of an album's channel: who may listen, and what they are answered."""

import json
from dataclasses import replace

import pytest

from chalicelib import album_channel, kiosks, listening, sayings
from chalicelib.album_errors import AlbumNotFound, KioskKeyRefused
from chalicelib.errors import OriginRefused, ScandropError, TokenRefused
from chalicelib.model import Role
from tests.albums_heard import (
    CHANNEL,
    LISTENER,
    OTHER_ALBUM,
    WALL,
    a_handshake_of,
    come,
    heard,
    key_of,
    leave_for,
)
from tests.builders import ALBUM_ID, CODE, KIOSK_ID, a_handshake, a_session, a_socket
from tests.fakes import SITE, MemoryServices
from tests.libraries import BOB, HOST, OPERATOR


@pytest.fixture
def services() -> MemoryServices:
    return heard()


def say(
    services: MemoryServices, connection_id: str, action: str, album_id: str = ALBUM_ID
) -> None:
    text = json.dumps({"action": action, "albumId": album_id})
    sayings.answer(services, a_socket(connection_id), text)


def test_a_wall_listens_by_its_kiosk_key_and_a_host_by_his_leave(services: MemoryServices) -> None:
    listeners = services.connections.listening(CHANNEL, services.clock())
    assert {each.connection_id: (each.role, each.kiosk_id) for each in listeners} == {
        WALL: (Role.WALL, KIOSK_ID),
        LISTENER: (Role.HOST, None),
    }


def test_a_browser_says_by_itself_whether_it_wants_a_session_or_an_album(
    services: MemoryServices,
) -> None:
    services.sessions.create(a_session())
    sayings.listen(services, a_socket("screen"), a_handshake())
    sayings.listen(services, a_socket("second wall"), a_handshake_of(key_of(services)))
    assert {"screen", "second wall"} <= {
        each for each in ("screen", "second wall", WALL) if each in services.connections
    }


@pytest.mark.parametrize("origin", ["https://evil.example", None, "", SITE + "/"])
def test_a_page_of_somebody_else_does_not(services: MemoryServices, origin: str | None) -> None:
    shake = a_handshake_of(key_of(services), origin=origin)
    refused(services, shake, OriginRefused)


def refused(services: MemoryServices, shake: object, refusal: type[ScandropError]) -> None:
    before = len(services.connections)
    with pytest.raises(refusal):
        album_channel.subscribe(services, a_socket("stranger"), shake)  # type: ignore[arg-type]
    assert len(services.connections) == before


def test_a_key_opens_its_own_album_only(services: MemoryServices) -> None:
    other = key_of(services), leave_for(services)
    for token in other:
        refused(services, a_handshake_of(token, album_id=OTHER_ALBUM), TokenRefused)


def test_the_key_of_a_kiosk_that_was_removed_opens_nothing(services: MemoryServices) -> None:
    kiosks.remove_kiosk(services, HOST, ALBUM_ID, KIOSK_ID)
    refused(services, a_handshake_of(key_of(services)), TokenRefused)


def test_a_leave_is_over_after_some_minutes(services: MemoryServices) -> None:
    token = leave_for(services)
    services.clock.tick(listening.SECONDS - 1)
    come(services, "in time", token)
    services.clock.tick(1)
    refused(services, a_handshake_of(token), TokenRefused)


def test_nobody_listens_to_an_album_that_is_gone(services: MemoryServices) -> None:
    token, key = leave_for(services), key_of(services)
    services.albums.delete(services.albums[ALBUM_ID])
    refused(services, a_handshake_of(token), AlbumNotFound)
    refused(services, a_handshake_of(key), TokenRefused)


def test_its_host_and_operators_get_leave(services: MemoryServices) -> None:
    for user in (HOST, OPERATOR):
        leave = album_channel.let_listen(services, user, ALBUM_ID)
        assert leave.expires_at == services.clock() + listening.SECONDS
        assert leave.token not in repr(leave)
        come(services, user.user_id, leave.token)
        assert user.user_id in services.connections
    with pytest.raises(AlbumNotFound):
        album_channel.let_listen(services, BOB, ALBUM_ID)


@pytest.mark.parametrize("connection_id", [WALL, LISTENER])
def test_whoever_listens_is_told_how_the_walls_go_on(
    services: MemoryServices, connection_id: str
) -> None:
    album = services.albums[ALBUM_ID]
    services.albums.replace(album, replace(album, wall_paused=True, wall_seconds=20))
    say(services, connection_id, "sync")
    assert services.screens.told(connection_id) == [
        {
            "type": "ALBUM_STATE",
            "albumId": ALBUM_ID,
            "name": "Anna & Ben",
            "paused": True,
            "seconds": 20,
            "joinUrl": f"{SITE}/phone.html#join={CODE}",
            "attract": "MESSAGES",
            "serverTime": services.clock(),
        }
    ]


def test_a_ping_is_answered(services: MemoryServices) -> None:
    say(services, WALL, "ping")
    assert services.screens.told(WALL) == [
        {"type": "PONG", "albumId": ALBUM_ID, "serverTime": services.clock()}
    ]


def test_whoever_does_not_listen_is_told_nothing(services: MemoryServices) -> None:
    say(services, "stranger", "sync")
    say(services, WALL, "sync", OTHER_ALBUM)
    for connection_id in ("stranger", WALL):
        (message,) = services.screens.told(connection_id)
        assert (message["type"], message["Code"]) == ("ERROR", "TokenRefused")


def test_a_wall_whose_key_was_removed_is_refused(services: MemoryServices) -> None:
    kiosks.remove_kiosk(services, HOST, ALBUM_ID, KIOSK_ID)
    say(services, WALL, "sync")
    assert services.screens.told(WALL)[-1]["Code"] == KioskKeyRefused.__name__


def test_a_host_whose_album_is_gone_is_told(services: MemoryServices) -> None:
    services.albums.delete(services.albums[ALBUM_ID])
    say(services, LISTENER, "sync")
    assert services.screens.told(LISTENER)[-1]["Code"] == AlbumNotFound.__name__


@pytest.mark.parametrize("action", ["shown", "progress", "preview", "next", ""])
def test_nothing_else_is_said_on_it(services: MemoryServices, action: str) -> None:
    say(services, WALL, action)
    assert services.screens.told(WALL)[-1]["Code"] == "InvalidRequest"
