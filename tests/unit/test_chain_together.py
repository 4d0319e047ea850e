"""From S3's event to the screens: two at work on the same photo, in turns at every call."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from chalicelib import notifications, sayings
from chalicelib.photo import PhotoState
from tests.builders import a_handshake, a_socket
from tests.chains import BAD, LISTENERS, Chain, chain, id_of
from tests.fakes import MemoryServices
from tests.interruptions import every_interruption, interrupted
from tests.turns import Turns
from tests.watching import Browser
from tests.workers import Worker, by_queue, by_steps
from tests.worlds import SYNC

Doing = Callable[[Chain, MemoryServices], None]

CONTENTS = pytest.mark.parametrize("content", [b"good", BAD], ids=["good", "bad"])


def arrived(content: bytes) -> Chain:
    """One upload has arrived and been announced."""
    world = chain([content])
    tell(world, world.services)
    return world


def tell(world: Chain, services: MemoryServices) -> None:
    for key in world.contents:
        world.tell(services, key)


def working(worker: Worker, receive_count: int = 1) -> Doing:
    def work(world: Chain, services: MemoryServices) -> None:
        for key in world.contents:
            worker(services, key, receive_count=receive_count)

    return work


def meetings(content: bytes, first: Doing, second: Doing) -> Iterator[Chain]:
    """Worlds in which both were at work, one for each pair of calls at which they took turns."""
    first_calls, goes_on = 0, True
    while goes_on:
        second_calls, goes_on = 0, False
        while True:
            second_calls += 1
            world = arrived(content)
            turns = Turns(first_calls, second_calls)
            both_waited = turns.run(world.services, partial(first, world), partial(second, world))
            yield world
            if not both_waited:
                break
            goes_on = True
        first_calls += 1


@CONTENTS
def test_of_two_workers_one_tells_it_once(content: bytes) -> None:
    """S3's event came twice, so there are two messages, and two functions take one each."""
    count = 0
    for world in meetings(content, working(by_queue), working(by_queue)):
        world.check()
        for listener in LISTENERS:
            assert set(world.outcomes_heard(listener).values()) == {1}
        count += 1
    assert count > 100


@CONTENTS
def test_a_message_that_is_handed_out_while_it_is_worked_on_is_told_by_one_at_least(
    content: bytes,
) -> None:
    """SQS does so when a function takes longer than the queue's patience; ours has six of them."""
    for world in meetings(content, working(by_queue), working(by_queue, receive_count=2)):
        world.check()
        for listener in LISTENERS:
            assert set(world.outcomes_heard(listener).values()) <= {1, 2}


@CONTENTS
def test_the_queue_and_the_state_machine_at_once_make_one_photo(content: bytes) -> None:
    """The operator has just changed from one to the other."""
    for world in meetings(content, working(by_queue), working(by_steps)):
        world.check()
        for listener in LISTENERS:
            assert set(world.outcomes_heard(listener).values()) == {1}


@CONTENTS
def test_an_event_that_comes_again_amid_the_work_moves_no_page_back(content: bytes) -> None:
    """It may say after the outcome that the photo has arrived, which a page knows better."""
    for world in meetings(content, tell, working(by_queue)):
        world.drain(world.services, by_queue)
        for listener in LISTENERS:
            browser = Browser(listener)
            browser.hear(world.services.screens.told(listener))
            (key,) = world.contents
            assert browser.states[id_of(key)] == (
                PhotoState.REJECTED if content == BAD else PhotoState.READY
            )
            if content != BAD:
                assert set(world.outcomes_heard(listener).values()) == {1}


@CONTENTS
def test_a_screen_that_joins_amid_the_work_is_told_by_push_or_by_snapshot(
    work: Worker, content: bytes
) -> None:
    def join(world: Chain) -> None:
        notifications.subscribe(world.services, a_socket("late"), a_handshake())
        sayings.answer(world.services, a_socket("late"), SYNC)

    current: list[Chain] = []
    for interruption in every_interruption(lambda: join(current[0])):
        current[:] = [arrived(content)]
        working(work)(current[0], interrupted(current[0].services, interruption))
        if interruption.met is not None:
            assert current[0].knows("late") == current[0].truth(), interruption


def test_turns_are_taken_where_they_should_be() -> None:
    """The tests above are worth what this is."""
    made: list[str] = []
    world = arrived(b"good")

    def calling(name: str) -> Callable[[MemoryServices], None]:
        def call(services: MemoryServices) -> None:
            for _ in range(3):
                services.sessions.load("x" * 22)
                made.append(name)

        return call

    assert Turns(1, 2).run(world.services, calling("a"), calling("b"))
    assert not Turns(4, 1).run(world.services, calling("c"), calling("d"))
    assert made[:6] in (["a", "b", "b", "a", "a", "b"],)
    assert made[6:] == ["c", "c", "c", "d", "d", "d"]
