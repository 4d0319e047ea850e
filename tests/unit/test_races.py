"""Writers who race for one item wait between their tries, each for a time of its own."""

import pytest

from chalicelib import limits, races
from tests.fakes import MemoryServices

API_GATEWAY_SECONDS = 29
#: `photo_uploaded`'s in .chalice/config.json.
ARRIVAL_SECONDS = 60


def test_who_is_first_waits_for_nothing(services: MemoryServices) -> None:
    next(races.tries(services))
    assert services.pause == []


@pytest.mark.parametrize(
    ("attempts", "seconds"),
    [
        (limits.SAVE_ATTEMPTS, API_GATEWAY_SECONDS / 2),
        (limits.ARRIVAL_SAVE_ATTEMPTS, ARRIVAL_SECONDS * 0.6),
    ],
)
def test_who_is_never_first_waits_longer_each_time_and_never_too_long(
    services: MemoryServices, attempts: int, seconds: float
) -> None:
    assert len(list(races.tries(services, attempts))) == attempts
    longest = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, *[1.0] * (attempts - 8)]
    assert len(services.pause) == len(longest)
    assert sum(longest) < seconds
    assert all(0 <= pause <= most for pause, most in zip(services.pause, longest, strict=True))


def test_a_request_tries_as_often_as_the_limit_says(services: MemoryServices) -> None:
    assert len(list(races.tries(services))) == limits.SAVE_ATTEMPTS


def test_no_two_wait_the_same(services: MemoryServices) -> None:
    list(races.tries(services))
    assert len(set(services.pause)) == len(services.pause)
