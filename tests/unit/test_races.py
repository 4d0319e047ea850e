"""Writers who race for one item wait between their tries, each for a time of its own."""

from chalicelib import limits, races
from tests.fakes import MemoryServices

API_GATEWAY_SECONDS = 29


def test_who_is_first_waits_for_nothing(services: MemoryServices) -> None:
    next(races.tries(services))
    assert services.pause == []


def test_who_is_never_first_waits_longer_each_time_and_never_long(services: MemoryServices) -> None:
    assert len(list(races.tries(services))) == limits.SAVE_ATTEMPTS
    longest = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, *[1.0] * 12]
    assert len(services.pause) == len(longest)
    assert sum(longest) < API_GATEWAY_SECONDS / 2
    assert all(0 <= pause <= most for pause, most in zip(services.pause, longest, strict=True))


def test_no_two_wait_the_same(services: MemoryServices) -> None:
    list(races.tries(services))
    assert len(set(services.pause)) == len(services.pause)
