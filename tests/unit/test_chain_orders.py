"""From S3's event to the screens: everything twice, in any order."""

from collections.abc import Iterator
from itertools import combinations, permutations, product

import pytest

from tests.chains import LISTENERS, Chain, chain
from tests.workers import by_queue

#: What happens to one photo: S3's event twice and its job twice. No job is before the first event.
ORDERS_OF_ONE = sorted(order for order in set(permutations("eejj")) if order[0] == "e")


def orders() -> Iterator[list[tuple[int, str]]]:
    """All orders of what happens to two photos."""
    for one, other in product(ORDERS_OF_ONE, repeat=2):
        for places in combinations(range(8), 4):
            left = (iter(one), iter(other))
            numbers = [0 if place in places else 1 for place in range(8)]
            yield [(number, next(left[number])) for number in numbers]


def all_are_told_once(world: Chain) -> bool:
    counts = [world.outcomes_heard(listener).values() for listener in LISTENERS]
    return all(set(each) == {1} for each in counts)


def test_these_are_all_orders() -> None:
    """Three of one photo, and 70 ways to shuffle two of them."""
    assert len(ORDERS_OF_ONE) == 3
    assert len({tuple(order) for order in orders()}) == 3 * 3 * 70


@pytest.mark.parametrize("second", [1, 2], ids=["two messages", "one message twice"])
def test_in_every_order_of_doubled_events_and_jobs_all_are_told_once(second: int) -> None:
    for order in orders():
        world = chain()
        keys = list(world.contents)
        receive_counts = [iter((1, second)) for _ in keys]
        for number, what in order:
            if what == "e":
                world.tell(world.services, keys[number])
            else:
                count = next(receive_counts[number])
                by_queue(world.services, keys[number], receive_count=count)
        world.check()
        assert all_are_told_once(world), order


def test_what_the_events_have_queued_is_enough_in_every_order() -> None:
    """Nobody hands in a job but the events themselves."""
    for order in orders():
        world = chain()
        keys = list(world.contents)
        for number, what in order:
            if what == "e":
                world.tell(world.services, keys[number])
            else:
                world.drain(world.services, by_queue)
        world.drain(world.services, by_queue)
        world.check()
        assert all_are_told_once(world), order
