"""Everyone who listens hears everything, and nobody keeps others from it."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from chalicelib import limits, messages, notifications, sayings
from chalicelib.errors import ServiceUnavailable
from chalicelib.model import Role
from tests.actors import listen
from tests.builders import (
    CONNECTION_ID,
    PHONE_TOKEN,
    SESSION_ID,
    a_connection,
    a_handshake,
    a_session,
    a_socket,
    a_stored_photo,
    an_id,
)
from tests.fake_connections import MemoryConnectionStore
from tests.fakes import START, MemoryServices

CHANNEL = f"session#{SESSION_ID}"
SYNC = json.dumps({"action": "sync", "sessionId": SESSION_ID})


def announce(services: MemoryServices) -> None:
    notifications.announce(services, SESSION_ID, lambda _: messages.Pong(SESSION_ID, START))


def test_every_screen_of_a_session_hears_everything(services: MemoryServices) -> None:
    listen(services, "one", "two", "three")
    announce(services)
    announce(services)
    for screen in ("one", "two", "three"):
        assert services.screens.types(screen) == ["PONG", "PONG"]


def test_nobody_hears_of_another_session(services: MemoryServices) -> None:
    services.sessions.create(a_session(session_id=an_id(2)))
    notifications.subscribe(services, a_socket("stranger"), a_handshake(session_id=an_id(2)))
    announce(services)
    assert services.screens.told("stranger") == []


def test_each_hears_what_its_role_may(services: MemoryServices) -> None:
    services.connections.add(a_connection(connection_id="screen", role=Role.SCREEN))
    services.connections.add(a_connection(connection_id="phone", role=Role.PHONE))
    times = {Role.SCREEN: 1, Role.PHONE: 2}
    notifications.announce(
        services, SESSION_ID, lambda role: messages.Pong(SESSION_ID, times[role])
    )
    assert services.screens.told("screen")[0]["serverTime"] == 1
    assert services.screens.told("phone")[0]["serverTime"] == 2


def test_a_role_that_is_told_nothing_hears_nothing(services: MemoryServices) -> None:
    services.connections.add(a_connection(connection_id="screen", role=Role.SCREEN))
    services.connections.add(a_connection(connection_id="phone", role=Role.PHONE))
    pong = messages.Pong(SESSION_ID, START)
    notifications.announce(services, SESSION_ID, lambda role: pong if role is Role.SCREEN else None)
    assert services.screens.types("screen") == ["PONG"]
    assert services.screens.types("phone") == []


def test_who_hears_it_otherwise_is_passed_over(services: MemoryServices) -> None:
    listen(services, "one", "two")
    pong = messages.Pong(SESSION_ID, START)
    notifications.announce(services, SESSION_ID, lambda _: pong, besides="one")
    assert services.screens.types("one") == []
    assert services.screens.types("two") == ["PONG"]


@pytest.mark.parametrize("stale", [0, 1, 2])
def test_a_dead_connection_is_pruned_and_costs_only_itself(
    services: MemoryServices, stale: int
) -> None:
    screens = ["one", "two", "three"]
    listen(services, *screens)
    services.screens.gone.add(screens[stale])
    announce(services)
    alive = [screen for screen in screens if screen != screens[stale]]
    assert all(services.screens.types(screen) == ["PONG"] for screen in alive)
    assert screens[stale] not in services.connections
    assert all(screen in services.connections for screen in alive)


@pytest.mark.parametrize(
    ("age", "kept"), [(0, True), (limits.HANDSHAKE_SECONDS - 1, True), (30, False), (31, False)]
)
def test_a_socket_that_may_still_be_opening_is_not_pruned(
    services: MemoryServices, age: int, kept: bool
) -> None:
    """API Gateway answers 410 until `$connect` has returned; pruned, it heard nothing more."""
    notifications.subscribe(services, a_socket(), a_handshake())
    services.screens.gone.add(CONNECTION_ID)
    services.clock.tick(age)
    announce(services)
    assert (CONNECTION_ID in services.connections) is kept


def test_one_that_is_not_reached_right_now_stays_and_keeps_nobody_waiting(
    services: MemoryServices,
) -> None:
    listen(services, "one", "two", "three")
    services.screens.unreachable.add("two")
    announce(services)
    assert services.screens.types("one") == services.screens.types("three") == ["PONG"]
    assert "two" in services.connections


def test_a_dead_connection_that_cannot_be_pruned_keeps_nobody_waiting(
    services: MemoryServices,
) -> None:
    class Stuck(MemoryConnectionStore):
        def remove(self, connection_id: str) -> None:
            raise ServiceUnavailable

    stuck = replace(services, connections=Stuck())
    listen(stuck, "gone", "here")
    services.screens.gone.add("gone")
    announce(stuck)
    assert services.screens.types("here") == ["PONG"]


def test_stale_connections_are_not_posted_to(services: MemoryServices) -> None:
    """TTL deletes late; a row that is over counts as deleted."""
    services.connections.add(a_connection(expires_at=START))
    announce(services)
    assert len(services.screens) == 0


# Nothing is lost


def join(services: MemoryServices) -> None:
    notifications.subscribe(services, a_socket(), a_handshake())


def sync(services: MemoryServices) -> None:
    sayings.answer(services, a_socket(), SYNC)


def record(services: MemoryServices) -> None:
    session = a_session().claimed_by(PHONE_TOKEN).with_photo(a_stored_photo())
    services.sessions.replace(a_session(), session, START)


@pytest.mark.parametrize(
    "order",
    [
        (record, announce, join, sync),
        (record, join, announce, sync),
        (record, join, sync, announce),
        (join, record, announce, sync),
        (join, record, sync, announce),
        (join, sync, record, announce),
    ],
)
def test_in_every_interleaving_the_screen_is_told(
    services: MemoryServices, order: tuple[Callable[[MemoryServices], None], ...]
) -> None:
    """Registered, then read; recorded, then announced: whoever is second sees the other."""
    for step in order:
        step(services)
    told = services.screens.told(CONNECTION_ID)
    assert any(message["type"] == "PONG" or message.get("photos") for message in told)
