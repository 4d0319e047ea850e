"""Whatever fails, repeats or comes in between: one outcome, and everyone is told of it.

Each operation is interrupted at each of its calls to a port, once before and once after the call,
and then done again, as S3's events and phones are.
"""

from collections.abc import Callable
from functools import partial
from itertools import permutations

import pytest

from chalicelib import arrivals, notifications, sayings
from chalicelib.errors import ServiceUnavailable
from tests.builders import PHONE_TOKEN, SESSION_ID, a_handshake, a_socket
from tests.fakes import MemoryServices
from tests.interruptions import (
    Crash,
    Interruption,
    every_interruption,
    interrupted,
    raising,
    until_done,
)
from tests.worlds import SCREENS, SYNC, World, unclaimed, uploaded

Operation = Callable[[World, MemoryServices], None]

OPERATIONS = pytest.mark.parametrize(
    ("begin", "operation"), [(unclaimed, World.claim), (uploaded, World.arrive)]
)


def undisturbed(begin: Callable[[], World], operation: Operation) -> World:
    world = begin()
    operation(world, world.services)
    return world


# Failing


@OPERATIONS
@pytest.mark.parametrize("error", [Crash, ServiceUnavailable])
def test_a_failure_at_any_call_and_a_retry_leave_the_same_outcome(
    begin: Callable[[], World], operation: Operation, error: type[Exception]
) -> None:
    """Before the call: it is not made. After it: it is made and its answer is lost."""
    wanted = undisturbed(begin, operation).outcome()
    met = set()
    for interruption in every_interruption(raising(error())):
        world = begin()
        services = interrupted(world.services, interruption)
        until_done(partial(operation, world, services), error)
        assert world.outcome() == wanted, interruption
        met.add(interruption.met)
        for screen in SCREENS:
            world.sync(screen)
            assert world.knows(screen) == world.truth(), interruption
    assert {"sessions.load", "sessions.replace", "connections.listening", "screens.post"} < met


def test_after_a_crash_the_event_that_comes_again_tells_every_screen_by_itself() -> None:
    """No screen has to ask: what the first attempt did not get to say, the second says."""
    for interruption in every_interruption(raising(Crash())):
        world = uploaded()
        services = interrupted(world.services, interruption)
        until_done(partial(world.arrive, services), Crash)
        for screen in SCREENS:
            assert world.knows(screen)[1] == world.truth()[1], interruption


def test_a_post_that_fails_costs_nobody_else_the_message() -> None:
    for interruption in every_interruption(raising(ServiceUnavailable())):
        world = uploaded()
        services = interrupted(world.services, interruption)
        until_done(partial(world.arrive, services), ServiceUnavailable)
        informed = [world.knows(screen)[1] == world.truth()[1] for screen in SCREENS]
        assert any(informed), interruption
        if interruption.met != "screens.post":
            assert all(informed), interruption


def test_a_handshake_that_is_cut_off_can_be_made_again() -> None:
    """API Gateway gives the next attempt an id of its own."""
    for interruption in every_interruption(raising(Crash())):
        world = unclaimed()
        services = interrupted(world.services, interruption)
        names = ["second", "first"]

        def attempt(names: list[str] = names, services: MemoryServices = services) -> None:
            notifications.subscribe(services, a_socket(names.pop()), a_handshake())

        until_done(attempt, Crash)
        world.claim(world.services)
        last = "second" if not names else "first"
        assert world.services.screens.types(last) == ["PHONE_CONNECTED"], interruption


# Repeating and reordering


def test_events_in_any_order_and_twice_leave_one_outcome() -> None:
    """S3 promises neither order nor once."""
    wanted = undisturbed(uploaded, World.arrive)
    count = len(wanted.arrivals)
    orders = set(permutations([*range(count), *range(count)]))
    assert len(orders) == 90
    for order in orders:
        world = uploaded()
        for number in order:
            arrivals.accept_arrivals(world.services, [world.arrivals[number]])
        assert world.outcome() == wanted.outcome(), order
        for screen in SCREENS:
            assert world.knows(screen) == wanted.knows(screen), order


@pytest.mark.parametrize("size", [1, 2, 3, 6])
def test_it_does_not_matter_how_records_are_put_into_events(size: int) -> None:
    wanted = undisturbed(uploaded, World.arrive).outcome()
    world = uploaded()
    twice = world.arrivals * 2
    for start in range(0, len(twice), size):
        arrivals.accept_arrivals(world.services, twice[start : start + size])
    assert world.outcome() == wanted


# At the same time


def interleavings(
    begin: Callable[[], World], operation: Operation, other: Operation
) -> list[World]:
    """Worlds in which `other` happens at one call of `operation`, one world for each call."""
    worlds: list[World] = []
    current: list[World] = []
    for interruption in every_interruption(lambda: other(current[0], current[0].services)):
        current[:] = [begin()]
        operation(current[0], interrupted(current[0].services, interruption))
        if interruption.met is not None:
            worlds.append(current[0])
    return worlds


def third_screen_joins(world: World, services: MemoryServices) -> None:
    notifications.subscribe(services, a_socket("three"), a_handshake())
    sayings.answer(services, a_socket("three"), SYNC)


@OPERATIONS
def test_the_same_operation_in_the_midst_of_itself_leaves_one_outcome(
    begin: Callable[[], World], operation: Operation
) -> None:
    """A phone's impatient retry, or S3's event in two Lambdas at once."""
    wanted = undisturbed(begin, operation)
    for world in interleavings(begin, operation, operation):
        assert world.outcome() == wanted.outcome()
        for screen in SCREENS:
            assert world.knows(screen) == world.truth()


@OPERATIONS
def test_a_screen_that_joins_in_the_midst_is_told_by_push_or_by_snapshot(
    begin: Callable[[], World], operation: Operation
) -> None:
    worlds = interleavings(begin, operation, third_screen_joins)
    assert len(worlds) > 4
    for world in worlds:
        assert world.knows("three") == world.truth()


@OPERATIONS
def test_what_happens_while_a_screen_joins_is_told_by_push_or_by_snapshot(
    begin: Callable[[], World], operation: Operation
) -> None:
    worlds = interleavings(begin, third_screen_joins, operation)
    assert len(worlds) > 4
    for world in worlds:
        assert world.knows("three") == world.truth()


def test_photos_that_arrive_while_others_are_announced_all_count() -> None:
    """The phone sends several at once: tickets and arrivals write the same session."""

    def one_more(world: World, services: MemoryServices) -> None:
        arrivals.accept_arrivals(services, world.arrivals[:1])

    wanted = uploaded()
    wanted.claim(wanted.services)
    one_more(wanted, wanted.services)
    for world in interleavings(uploaded, World.claim, one_more):
        outcome = world.outcome()
        assert outcome["photos"] == wanted.outcome()["photos"]
        assert outcome["status"] == "COMPLETED"


def test_an_interruption_happens_once_and_where_it_should() -> None:
    """The tests above are worth what this is."""
    happened: list[str] = []
    interruption = Interruption(1, after=True, happen=lambda: happened.append("now"))
    services = interrupted(unclaimed().services, interruption)
    services.sessions.load(SESSION_ID)
    assert happened == []
    services.connections.remove("nobody")
    services.sessions.load(SESSION_ID)
    assert happened == ["now"]
    assert str(interruption) == "after call 1, connections.remove"
    assert PHONE_TOKEN not in str(services.screens.frames)
