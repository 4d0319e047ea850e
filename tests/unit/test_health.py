"""Each dependency is looked at by its name, none holds up the others, and a flood costs nothing."""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import count
from threading import Barrier, Event, Lock
from typing import Any

import pytest

from chalicelib import keys, limits
from chalicelib.answers import Check, CheckStatus, Health, HealthStatus
from chalicelib.errors import IllegalTransition, ServiceUnavailable, TooManyRequests
from chalicelib.health import ABSENT_ID, check_health
from tests import fakes
from tests.fakes import MemoryServices

#: The port and the method by which each dependency is looked at.
READS = {
    "sessions": ("sessions", "load"),
    "photos": ("photos", "load"),
    "connections": ("connections", "listening"),
    "uploads": ("objects", "facts"),
    "albums": ("albums", "load"),
    "accounts": ("sign_ins", "sign_out"),
    "secret": ("secrets", "live"),
}
#: What operators may ask for as well.
DEEPER = {"media": ("media", "read"), "jobs": ("jobs", "waiting")}
LONG_SECONDS = 10.0


@pytest.fixture
def services() -> MemoryServices:
    return fakes.services()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is waited for long."""
    monkeypatch.setattr(limits, "HEALTH_WAIT_SECONDS", 0.05)


@pytest.fixture
def released() -> Iterator[Event]:
    """What hangs goes on when this is set, or at the end of the test."""
    event = Event()
    yield event
    event.set()


class Counted:
    """A port that does something first, and counts how often."""

    def __init__(self, port: object, first: Callable[[], object]) -> None:
        self.calls = 0
        self._port = port
        self._first = first
        self._lock = Lock()

    def __getattr__(self, method: str) -> Callable[..., object]:
        def call(*args: object) -> object:
            with self._lock:
                self.calls += 1
            self._first()
            return getattr(self._port, method)(*args)

        return call


def counted(
    services: MemoryServices, name: str, first: Callable[[], object]
) -> tuple[MemoryServices, Counted]:
    """With one dependency that does this first."""
    port = (READS | DEEPER)[name][0]
    made = Counted(getattr(services, port), first)
    changed: dict[str, Any] = {port: made}
    return replace(services, **changed), made


def away(error: type[Exception] = ServiceUnavailable) -> None:
    raise error("the table secret-table is away")


def unavailable(health: Health) -> set[str]:
    """Names of those that are."""
    return {
        name for name, check in health.checks.items() if check.status is CheckStatus.UNAVAILABLE
    }


def test_when_all_answer_all_is_healthy(services: MemoryServices) -> None:
    assert check_health(services) == Health(
        HealthStatus.HEALTHY, {name: Check(CheckStatus.HEALTHY, 0.0) for name in READS}
    )


@pytest.mark.parametrize("name", READS)
def test_each_dependency_is_read_once(services: MemoryServices, name: str) -> None:
    changed, port = counted(services, name, lambda: None)
    check_health(changed)
    assert port.calls == 1


@pytest.mark.parametrize("error", [ServiceUnavailable, TooManyRequests])
@pytest.mark.parametrize("name", READS)
def test_one_that_fails_is_named_and_no_other(
    services: MemoryServices, name: str, error: type[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    health = check_health(counted(services, name, partial(away, error))[0])
    assert health.status is HealthStatus.UNHEALTHY
    assert unavailable(health) == {name}
    assert set(health.checks) == set(READS)
    assert [record.message for record in caplog.records] == [f"{name} unavailable after 0.000 s"]


def test_all_may_fail(services: MemoryServices) -> None:
    for name in READS:
        services, _ = counted(services, name, away)
    assert unavailable(check_health(services)) == set(READS)


def test_a_healthy_look_logs_nothing(
    services: MemoryServices, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    check_health(services)
    assert not caplog.records


def test_a_defect_is_not_taken_for_a_dependency_that_is_away(services: MemoryServices) -> None:
    def broken() -> None:
        raise IllegalTransition

    changed, port = counted(services, "photos", broken)
    for _ in range(2):
        with pytest.raises(IllegalTransition):
            check_health(changed)
    assert port.calls == 2


def test_what_is_read_is_of_our_form_and_never_there() -> None:
    assert keys.parse_upload_key(keys.upload_key(ABSENT_ID, ABSENT_ID, None))


# How long


@pytest.mark.parametrize("first", [lambda: None, away])
def test_each_has_its_own_time(services: MemoryServices, first: Callable[[], object]) -> None:
    def slow() -> None:
        services.timer.tick(2)
        first()

    assert check_health(counted(services, "uploads", slow)[0]).checks["uploads"].seconds == 2


def test_times_are_whole_milliseconds(services: MemoryServices) -> None:
    steps = count()
    changed: dict[str, Any] = {"timer": lambda: next(steps) * 0.001_6}
    checks = check_health(replace(services, **changed)).checks.values()
    assert all(check.seconds == round(check.seconds, 3) for check in checks)
    assert any(check.seconds > 0 for check in checks)


def test_all_are_asked_at_once(services: MemoryServices) -> None:
    """One after another, four dead ones would take longer than API Gateway waits."""
    together = Barrier(len(READS), timeout=LONG_SECONDS)
    for name in READS:
        services, _ = counted(services, name, together.wait)
    assert check_health(services).status is HealthStatus.HEALTHY


@pytest.mark.usefixtures("impatient")
def test_who_hangs_is_unavailable_and_holds_nobody_up(
    services: MemoryServices, released: Event
) -> None:
    ended = Event()

    def hang() -> None:
        services.timer.tick(limits.HEALTH_REUSE_SECONDS)
        released.wait(LONG_SECONDS)
        ended.set()

    health = check_health(counted(services, "connections", hang)[0])
    assert not ended.is_set()
    assert unavailable(health) == {"connections"}
    assert health.checks["connections"].seconds == limits.HEALTH_REUSE_SECONDS


# How often


def test_the_answer_is_given_again_within_the_limit_and_not_after(
    services: MemoryServices,
) -> None:
    changed, port = counted(services, "sessions", lambda: None)
    first = check_health(changed)
    services.timer.tick(limits.HEALTH_REUSE_SECONDS - 1)
    assert check_health(changed) is first
    assert port.calls == 1
    services.timer.tick(1)
    assert check_health(changed) is not first
    assert port.calls == 2
    check_health(changed)
    assert port.calls == 2


def test_one_that_fails_is_asked_no_more_often(services: MemoryServices) -> None:
    changed, port = counted(services, "sessions", away)
    first = check_health(changed)
    assert check_health(changed) is first
    assert port.calls == 1


def test_one_that_is_back_is_healthy_after_the_limit(services: MemoryServices) -> None:
    assert unavailable(check_health(counted(services, "sessions", away)[0])) == {"sessions"}
    assert unavailable(check_health(services)) == {"sessions"}
    services.timer.tick(limits.HEALTH_REUSE_SECONDS)
    assert unavailable(check_health(services)) == set()


def test_the_limit_begins_when_the_look_is_over(services: MemoryServices) -> None:
    """Else one that takes as long as the limit would be asked without a pause."""
    changed, port = counted(
        services, "photos", lambda: services.timer.tick(limits.HEALTH_REUSE_SECONDS)
    )
    check_health(changed)
    check_health(changed)
    assert port.calls == 1


def test_those_who_ask_together_cause_one_look(services: MemoryServices, released: Event) -> None:
    arrived = Event()

    def first() -> None:
        arrived.set()
        assert released.wait(LONG_SECONDS)

    changed, port = counted(services, "uploads", first)
    with ThreadPoolExecutor(4) as others:
        asked = [others.submit(check_health, changed) for _ in range(4)]
        assert arrived.wait(LONG_SECONDS)
        released.set()
        answers = {id(each.result(LONG_SECONDS)) for each in asked}
    assert len(answers) == 1
    assert port.calls == 1
