"""`python -m infra.logs`: what all functions of a stage say, in the order of time.

By FilterLogEvents, not StartLiveTail: that one leaves lines out above 500 a second, ends after
three hours and costs by the minute.
"""

import argparse
import heapq
import re
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from infra.account import Account
from infra.command import WELL, command, parser
from infra.console import Console, printable
from infra.log_events import LogEvent
from infra.problems import FunctionUnknown, NotDeployed
from infra.stage import Stage

#: Between two looks of --follow. AWS allows an account 5 FilterLogEvents a second in the smallest
#: regions; twelve functions and a state machine make fewer than three.
FOLLOW_SECONDS = 5.0
#: How far --follow looks back each time: an event is read some seconds after its own time, and
#: one that comes later than this is missed.
LATE_MS = 120_000

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


@dataclass
class Window:
    """What --follow has read of one log, so that it shows each event once, late ones too.

    It goes by the time of the newest event and not by our clock, which may be wrong. It remembers
    the events of the last two minutes and no more.
    """

    start: int
    _newest: int = 0
    _seen: dict[str, int] = field(default_factory=dict)

    def is_new(self, event: LogEvent) -> bool:
        """Whether this event was not there before; it has been from now on."""
        if event.event_id in self._seen:
            return False
        self._seen[event.event_id] = event.at
        self._newest = max(self._newest, event.at)
        return True

    def advance(self) -> None:
        """Move on to where the next look begins."""
        self.start = max(self.start, self._newest - LATE_MS)
        self._seen = {name: at for name, at in self._seen.items() if at >= self.start}

    def __len__(self) -> int:
        return len(self._seen)


class Logs:
    """The logs of some functions."""

    def __init__(self, client: Any, groups: Mapping[str, str]) -> None:
        self._client = client
        #: By handler.
        self._groups = groups

    @classmethod
    def of(cls, account: Account, stage: Stage, handlers: Collection[str]) -> "Logs":
        """The logs of these functions of the stage.

        Raises:
            NotDeployed: none of them has one.
        """
        client = account.client("logs")
        groups = {handler: stage.log_groups[handler] for handler in handlers}
        pages = client.get_paginator("describe_log_groups").paginate(
            logGroupNamePrefix=f"/aws/lambda/{stage.function_name('api_handler')}"
        )
        if not set(groups.values()) & {g["logGroupName"] for p in pages for g in p["logGroups"]}:
            raise NotDeployed(
                f"No function of stage {stage.name} has a log in {account.region}: it is not "
                f"deployed there, or was never called. To see which: make status STAGE={stage.name}"
            )
        return cls(client, groups)

    def read(self, starts: Mapping[str, int]) -> Iterator[LogEvent]:
        """All events from these times on (milliseconds, by handler), in the order of time."""
        logs = [self._read_one(handler, start) for handler, start in starts.items()]
        return heapq.merge(*logs, key=lambda event: event.at)

    def _read_one(self, handler: str, start: int) -> Iterator[LogEvent]:
        pages = self._client.get_paginator("filter_log_events").paginate(
            logGroupName=self._groups[handler], startTime=start
        )
        try:
            for page in pages:
                for event in page["events"]:
                    # Emulators leave the id of some out.
                    name = event.get("eventId") or repr(sorted(event.items()))
                    yield LogEvent(handler, event["timestamp"], name, event["message"])
        except self._client.exceptions.ResourceNotFoundException:
            # A function that has not been called has no log yet; while we follow it may get one.
            return


def follow(
    logs: Logs, starts: Mapping[str, int], show: Callable[[LogEvent], None], wait: "Wait"
) -> None:
    """Show events as they come, until `wait` says that it is enough."""
    windows = {handler: Window(start) for handler, start in starts.items()}
    while True:
        for event in logs.read({handler: window.start for handler, window in windows.items()}):
            if windows[event.handler].is_new(event):
                show(event)
        for window in windows.values():
            window.advance()
        if wait(FOLLOW_SECONDS):
            return


#: Waits for so many seconds; true when somebody asked to stop.
Wait = Callable[[float], bool]


def lines(event: LogEvent, width: int) -> list[str]:
    """An event as it is shown: local time, function, text; further lines below the text."""
    at = datetime.fromtimestamp(event.at / 1000, UTC).astimezone()
    head = f"{at:%Y-%m-%d %H:%M:%S}.{at.microsecond // 1000:03}  {event.handler:<{width}}  "
    # Lambda's Python keeps a traceback in one event by carriage returns.
    text = [printable(line) for line in re.split(r"\r\n|\r|\n", event.text.rstrip())]
    return [(head if index == 0 else " " * len(head)) + line for index, line in enumerate(text)]


def milliseconds(text: str) -> int:
    """How long ago `30s`, `10m`, `2h` or `3d` is.

    Raises:
        argparse.ArgumentTypeError: it is none of these.
    """
    found = re.fullmatch(r"([0-9]{1,5})([smhd])", text)
    if not found:
        raise argparse.ArgumentTypeError("a time is a number and s, m, h or d, such as 10m")
    return int(found[1]) * _SECONDS[found[2]] * 1000


def _options() -> argparse.ArgumentParser:
    options = parser("logs", "Show what the functions of a stage say, merged in the order of time.")
    options.add_argument(
        "--since", type=milliseconds, default="10m", metavar="TIME", help="how far back (10m)"
    )
    options.add_argument(
        "--follow", action="store_true", help="go on and show what comes, until Ctrl-C"
    )
    options.add_argument(
        "--function",
        action="append",
        metavar="NAME",
        help="only this function, such as photo_uploaded; may be given several times",
    )
    options.add_argument("--errors", action="store_true", help="only what went wrong")
    options.add_argument(
        "--all", action="store_true", help="Lambda's own START, END and REPORT lines too"
    )
    return options


def _handlers(stage: Stage, wanted: Iterable[str] | None) -> list[str]:
    known = stage.log_groups
    chosen = list(dict.fromkeys(wanted or known))
    for handler in chosen:
        if handler not in known:
            there_are = ", ".join(known)
            raise FunctionUnknown(f"There is no function {handler!r}; there are: {there_are}.")
    return chosen


def _work(given: argparse.Namespace, stage: Stage) -> int:
    handlers = _handlers(stage, given.function)
    logs = Logs.of(Account.current(), stage, handlers)
    console, width = Console(), max(map(len, handlers))
    start = int(time.time() * 1000) - given.since

    def show(event: LogEvent) -> None:
        if (given.errors and not event.is_error) or (event.is_noise and not given.all):
            return
        for line in lines(event, width):
            console.out(line)

    starts = dict.fromkeys(handlers, start)
    if not given.follow:
        for event in logs.read(starts):
            show(event)
        return WELL
    try:
        follow(logs, starts, show, threading.Event().wait)
    except KeyboardInterrupt:
        # The way to end it.
        console.out("")
    return WELL


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; answers the exit code."""
    return command(_options(), _work, arguments)


if __name__ == "__main__":
    sys.exit(main())
