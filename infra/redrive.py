"""`python -m infra.redrive`: events that failed for good, once more.

Lambda tries an event three times and then puts a record of it into the dead-letter queue. When the
cause is mended, this gives each event to its function again, and deletes what succeeds. Handlers
are idempotent: an event whose record could not be deleted may come again.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from botocore.config import Config
from botocore.exceptions import ClientError, ReadTimeoutError

from infra.account import Account
from infra.command import NEEDS_A_PERSON, WELL, command, parser
from infra.console import Console, printable
from infra.deadletters import DeadLetter, Function, NotOurs, Queue, dead_letter
from infra.problems import NotDeployed, explained
from infra.stack import outputs
from infra.stage import Stage

#: Longer than any function may run, so that no answer is taken for lost. And one attempt: botocore
#: would call the function a second time while it still works on the first.
_PATIENCE = Config(
    read_timeout=910, tcp_keepalive=True, retries={"mode": "standard", "total_max_attempts": 1}
)
#: Answers that every further message would get too.
_HOPELESS = {401, 403, 404}


@dataclass
class Outcome:
    """How many records were dealt with."""

    done: int = 0
    #: Left in the queue though we tried, or because we must not.
    left: int = 0
    #: Left in the queue because this was a dry run.
    spared: int = 0

    @property
    def total(self) -> int:
        """All that were looked at."""
        return self.done + self.left + self.spared


class Redrive:
    """One run over a dead-letter queue."""

    def __init__(
        self, account: Account, stage: Stage, queue: Queue, console: Console, *, dry_run: bool
    ) -> None:
        session: Any = account.session
        self._lambda = session.client("lambda", config=_PATIENCE)
        self._account = account
        self._stage = stage
        self._queue = queue
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
            function = Function.named(letter.function_arn, self._account, self._stage)
        except NotOurs as refusal:
            self._console.out(printable(f"Message {message['MessageId']}"))
            self._tell(f"✗ left in the queue: {refusal}")
            outcome.left += 1
            return
        self._console.out(printable(f"{function.handler}, {letter.history}"))
        for line in letter.contents:
            self._tell(line)
        if self._dry_run:
            outcome.spared += 1
            return
        failure = self._invoke(function, letter)
        if failure:
            self._tell(f"✗ failed again, left in the queue: {failure}")
            outcome.left += 1
            return
        self._queue.delete(message)
        self._tell("✓ done, deleted from the queue")
        outcome.done += 1

    def _invoke(self, function: Function, letter: DeadLetter) -> str | None:
        """Why the function failed; None if it did not.

        Raises:
            ClientError: it cannot be called at all.
        """
        try:
            answer = self._lambda.invoke(
                FunctionName=function.name,
                InvocationType="RequestResponse",
                Payload=letter.payload,
            )
        except ReadTimeoutError:
            return "it did not answer"
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] in _HOPELESS:
                raise
            return str(explained(error))
        if "FunctionError" not in answer:
            return None
        return letter.error_in(answer["Payload"].read()) or answer["FunctionError"]

    def _tell(self, text: str) -> None:
        self._console.note(printable(text))


#: As SQS answers it.
Message = dict[str, Any]


def _options() -> argparse.ArgumentParser:
    options = parser(
        "redrive",
        "Do again what failed for good: call the function of each record in the dead-letter "
        "queue, and delete the record when it succeeds. Exits with 1 when something is left.",
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
    url = outputs(account, stage).get("DeadLetterQueueUrl")
    if url is None:
        raise NotDeployed(
            f"Stage {stage.name} is taken down. To bring it back: make deploy STAGE={stage.name}"
        )
    queue = Queue(account.client("sqs"), url)
    outcome = Redrive(account, stage, queue, console, dry_run=given.dry_run).run(given.limit)
    console.out(summary(outcome, given.limit))
    return NEEDS_A_PERSON if outcome.left else WELL


def summary(outcome: Outcome, limit: int) -> str:
    """The last line."""
    if outcome.total == 0:
        return "The dead-letter queue is empty."
    counts = {"done": outcome.done, "could be done": outcome.spared, "left": outcome.left}
    text = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    if outcome.total == limit:
        text += f"; stopped after {limit}, there may be more (--limit)"
    return f"{text}."


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; answers the exit code."""
    return command(_options(), _work, arguments)


if __name__ == "__main__":
    sys.exit(main())
