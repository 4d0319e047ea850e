"""Functions with a schedule run when the server starts, and at their rate, whatever happens."""

from datetime import timedelta
from typing import Any

import pytest
from chalice.app import Chalice, CloudWatchEvent, Cron, Rate

from devserver import schedule
from devserver.schedule import Scheduled

HOURLY = Scheduled("expire_photos", timedelta(hours=1))


class Enough(Exception):
    """The test has seen what it wanted to see."""


@pytest.mark.parametrize(
    ("rate", "every"),
    [
        (Rate(1, unit=Rate.HOURS), timedelta(hours=1)),
        (Rate(5, unit=Rate.MINUTES), timedelta(minutes=5)),
        (Rate(2, unit=Rate.DAYS), timedelta(days=2)),
    ],
)
def test_what_the_application_says_is_read(rate: Rate, every: timedelta) -> None:
    app = Chalice("any")

    @app.schedule(rate)
    def tidy(event: CloudWatchEvent) -> None:
        """Runs now and then."""

    @app.lambda_function()
    def other(event: dict[str, Any], context: object) -> None:
        """Runs when it is called."""

    assert list(schedule.scheduled(app)) == [Scheduled("tidy", every)]


def test_a_schedule_of_another_kind_is_not_passed_over() -> None:
    app = Chalice("any")

    @app.schedule(Cron(0, 4, "*", "*", "?", "*"))
    def tidy(event: CloudWatchEvent) -> None:
        """Runs at four."""

    with pytest.raises(TypeError, match="tidy"):
        list(schedule.scheduled(app))


async def test_it_runs_at_once_and_again_also_after_a_failure() -> None:
    called: list[dict[str, Any]] = []
    waited: list[float] = []

    async def invoke(handler: str, event: dict[str, Any]) -> None:
        assert handler == "expire_photos"
        called.append(event)
        raise ValueError("once more")

    async def wait(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 3:
            raise Enough

    with pytest.raises(Enough):
        await schedule.run(HOURLY, invoke, wait)
    assert waited == [3600.0] * 3
    assert len({event["id"] for event in called}) == 3


def test_its_event_is_one_that_chalice_reads() -> None:
    event = CloudWatchEvent(schedule.an_event("expire_photos"), None)
    assert (event.source, event.detail_type) == ("aws.events", "Scheduled Event")
