"""`python -m infra.status`: how a stage is doing, on one screen.

Exits with 1 when something needs a person, so that a script may watch it.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from infra.account import Account
from infra.command import NEEDS_A_PERSON, WELL, command, parser
from infra.condition import Condition, FunctionState, condition
from infra.console import Console, printable
from infra.stage import Stage

_LABEL = 14


def screen(state: Condition, now: datetime) -> Iterator[str]:
    """The lines that tell a stage's condition."""
    for name, url in state.urls.items():
        yield _line(name, url)
    stack = state.stack
    yield _line("Stack", f"{stack.status}, {_when(stack.changed)} ({_ago(now - stack.changed)})")
    if state.stopped:
        yield _line("", "taken down; the photos are kept, and make deploy brings it all back")
    else:
        yield ""
        yield "Functions"
        width = max((len(function.handler) for function in state.functions), default=0)
        for function in state.functions:
            yield _function(function, width)
    figures = state.figures
    yield ""
    yield "Last 24 hours"
    yield _line("  Requests", f"{figures.requests:,}, of which failed {figures.server_errors:,}")
    yield _line("  Uploads", f"{figures.uploads:,}")
    yield _line("  Errors", f"{figures.function_errors:,} in functions")
    yield ""
    yield _line("Alarms", ", ".join(alarm.name for alarm in state.alarms) or "none")
    yield _line("Dead letters", f"{state.dead_letters or 'none'}")
    yield ""
    yield from _verdict(state.problems())


def _verdict(problems: list[str]) -> Iterator[str]:
    if not problems:
        yield "All is well."
        return
    yield "Needs a person:"
    for problem in problems:
        yield f"  · {problem}"


def _function(function: FunctionState, width: int) -> str:
    facts = [f"  {function.handler:<{width}}", f"{function.state:<8}"]
    if function.modified:
        facts += [
            f"{function.memory_mb:>5} MB memory",
            f"{function.code_bytes / 1e6:>5.1f} MB code",
            _when(datetime.fromisoformat(function.modified)),
        ]
    return "  ".join(facts).rstrip()


def _line(label: str, text: str) -> str:
    return f"{label:<{_LABEL}}{text}"


def _when(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


def _ago(passed: timedelta) -> str:
    minutes = max(0, int(passed.total_seconds() // 60))
    for unit, size in (("day", 1440), ("hour", 60), ("minute", 1)):
        if count := minutes // size:
            return f"{count} {unit}{'s' if count > 1 else ''} ago"
    return "just now"


def _work(given: argparse.Namespace, stage: Stage) -> int:
    account, now, console = Account.current(), datetime.now(UTC), Console()
    state = condition(account, stage, now)
    console.out(f"Scandrop {stage.name} in {account.region}, account {account.account_id}\n")
    for line in screen(state, now):
        console.out(printable(line))
    return NEEDS_A_PERSON if state.problems() else WELL


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; answers the exit code."""
    return command(
        parser("status", "Show how a stage is doing; exit with 1 when something needs a person."),
        _work,
        arguments,
    )


if __name__ == "__main__":
    sys.exit(main())
