"""Functions that run again and again, as `@app.schedule` says, and once when the server starts.

EventBridge would have run them while the machine was off.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from chalice.app import Chalice, Rate, ScheduledEventConfig

from devserver.application import request_id
from devserver.environment import ACCOUNT_ID, REGION

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Scheduled:
    """One of these functions, and how long after its beginning it begins again."""

    handler: str
    every: timedelta


def scheduled(app: Chalice) -> Iterator[Scheduled]:
    """The functions that app.py has run at a rate; other schedules there are none of."""
    for source in app.event_sources:
        if isinstance(source, ScheduledEventConfig):
            rate = source.schedule_expression
            if not isinstance(rate, Rate):
                raise TypeError(f"{source.name}: only a Rate is known here")
            unit = rate.unit.removesuffix("S").lower()
            yield Scheduled(source.name, timedelta(**{f"{unit}s": rate.value}))


async def run(
    each: Scheduled,
    invoke: Callable[[str, dict[str, Any]], Awaitable[Any]],
    wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Run this function now, and then at its rate, until cancelled. One that fails runs again."""
    while True:
        try:
            await invoke(each.handler, an_event(each.handler))
        except Exception:
            log.exception("%s failed and will run again", each.handler)
        await wait(each.every.total_seconds())


def an_event(handler: str) -> dict[str, Any]:
    """What EventBridge sends.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html
    """
    return {
        "version": "0",
        "id": request_id(),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": ACCOUNT_ID,
        "time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": REGION,
        "resources": [f"arn:aws:events:{REGION}:{ACCOUNT_ID}:rule/{handler}"],
        "detail": {},
    }
