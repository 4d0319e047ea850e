"""`python -m infra.redrive`: what failed for good, once more.

After all attempts an event, or a job, lies in the dead-letter queue. When the cause is mended, this
gives each event to its function again, each job to its queue and each event that was not delivered
to its bus, and deletes what succeeds. Whoever takes these is idempotent: one whose record could not
be deleted may come again.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from infra.account import Account
from infra.addressees import Addressees
from infra.command import NEEDS_A_PERSON, WELL, command, parser
from infra.console import Console, printable
from infra.deadletters import (
    DeadLetter,
    FailedEvent,
    FailedJob,
    NotOurs,
    UndeliveredEvent,
    dead_letter,
)
from infra.errands import FailedErrand
from infra.problems import NotDeployed
from infra.queue import Queue
from infra.stack import outputs
from infra.stage import Stage

_KINDS: Mapping[type[DeadLetter], str] = {
    FailedEvent: "events of functions",
    FailedJob: "jobs",
    FailedErrand: "exports and webhooks",
    UndeliveredEvent: "undelivered events",
}


@dataclass
class Outcome:
    """How many records were dealt with."""

    done: int = 0
    #: Left in the queue though we tried, or because we must not.
    left: int = 0
    #: Left in the queue because this was a dry run.
    spared: int = 0
    #: How many there were of each kind.
    kinds: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """All that were looked at."""
        return self.done + self.left + self.spared


class Redrive:
    """One run over the dead-letter queue of a stage."""

    def __init__(
        self,
        account: Account,
        stage: Stage,
        found: Mapping[str, str],
        console: Console,
        *,
        dry_run: bool,
    ) -> None:
        self._addressees = Addressees(account, stage, found)
        self._queue = Queue(account.client("sqs"), found["DeadLetterQueueUrl"])
        self._console = console
        self._dry_run = dry_run

    def run(self, limit: int) -> Outcome:
        """Deal with up to so many records. Those that stay can be received again afterwards."""
        outcome = Outcome()
        try:
            while outcome.total < limit and (message := self._queue.receive()):
                self._deal_with(message, outcome)
        finally:
            self._queue.release()
        return outcome

    def _deal_with(self, message: "Message", outcome: Outcome) -> None:
        try:
            letter = dead_letter(message["Body"])
            addressee = self._addressees.of(letter)
        except NotOurs as refusal:
            self._console.out(printable(f"Message {message['MessageId']}"))
            self._tell(f"✗ left in the queue: {refusal}")
            outcome.left += 1
            return
        outcome.kinds[_KINDS[type(letter)]] += 1
        self._console.out(printable(f"{addressee}, {letter.history}"))
        for line in letter.contents:
            self._tell(line)
        if self._dry_run:
            outcome.spared += 1
            return
        failure = self._addressees.give(letter)
        if failure:
            self._tell(f"✗ failed again, left in the queue: {failure}")
            outcome.left += 1
            return
        self._queue.delete(message)
        self._tell("✓ done, deleted from the queue")
        outcome.done += 1

    def _tell(self, text: str) -> None:
        self._console.note(printable(text))


#: As SQS answers it.
Message = dict[str, Any]


def _options() -> argparse.ArgumentParser:
    options = parser(
        "redrive",
        "Do again what failed for good: give each record in the dead-letter queue to whom it was "
        "for, and delete it when that succeeds. Exits with 1 when something is left.",
    )
    options.add_argument(
        "--limit", type=_count, default=100, metavar="N", help="stop after N records (100)"
    )
    options.add_argument(
        "--dry-run", action="store_true", help="show what is there; call and delete nothing"
    )
    return options


def _count(text: str) -> int:
    count = int(text) if text.isascii() and text.isdigit() else 0
    if count < 1:
        raise argparse.ArgumentTypeError("a limit is a number above 0")
    return count


def _work(given: argparse.Namespace, stage: Stage) -> int:
    account, console = Account.current(), Console()
    found = outputs(account, stage)
    if "DeadLetterQueueUrl" not in found:
        raise NotDeployed(
            f"Stage {stage.name} is taken down. To bring it back: make deploy STAGE={stage.name}"
        )
    outcome = Redrive(account, stage, found, console, dry_run=given.dry_run).run(given.limit)
    console.out(summary(outcome, given.limit))
    return NEEDS_A_PERSON if outcome.left else WELL


def summary(outcome: Outcome, limit: int) -> str:
    """The last line."""
    if outcome.total == 0:
        return "The dead-letter queue is empty."
    counts = {"done": outcome.done, "could be done": outcome.spared, "left": outcome.left}
    text = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    if outcome.kinds:
        text += f" ({', '.join(f'{what}: {count}' for what, count in outcome.kinds.items())})"
    if outcome.total == limit:
        text += f"; stopped after {limit}, there may be more (--limit)"
    return f"{text}."


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; answers the exit code."""
    return command(_options(), _work, arguments)


if __name__ == "__main__":
    sys.exit(main())
