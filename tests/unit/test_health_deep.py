"""What operators may ask about health, and nobody else."""

import pytest

from chalicelib.answers import Check, CheckStatus, DeepHealth, HealthStatus
from chalicelib.errors import OperatorRequired
from chalicelib.health import check_deeply
from chalicelib.jobs import Job
from chalicelib.people import User
from tests.builders import an_arrival
from tests.fakes import MemoryServices
from tests.libraries import ADA, HOST, OPERATOR
from tests.unit.test_health import DEEPER, READS, away, counted, services, unavailable

__all__ = ["services"]


def test_an_operator_is_told_of_all_and_of_the_work_that_waits(services: MemoryServices) -> None:
    for _ in range(3):
        services.jobs.send(Job(an_arrival().key))
    assert check_deeply(services, OPERATOR) == DeepHealth(
        HealthStatus.HEALTHY,
        {name: Check(CheckStatus.HEALTHY, 0.0) for name in READS | DEEPER},
        jobs_waiting=3,
    )


@pytest.mark.parametrize("user", [ADA, HOST])
def test_nobody_else_is(services: MemoryServices, user: User) -> None:
    changed, port = counted(services, "media", lambda: None)
    with pytest.raises(OperatorRequired):
        check_deeply(changed, user)
    assert port.calls == 0


@pytest.mark.parametrize("name", READS | DEEPER)
def test_an_operator_is_told_what_is_away_now(services: MemoryServices, name: str) -> None:
    changed, port = counted(services, name, away)
    for _ in range(2):
        health = check_deeply(changed, OPERATOR)
        assert health.status is HealthStatus.UNHEALTHY
        assert unavailable(health) == {name}
        assert health.jobs_waiting == (None if name == "jobs" else 0)
    assert port.calls == 2
