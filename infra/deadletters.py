"""The records in the dead-letter queue, and the functions that they are about.

A record is what Lambda sends to an on-failure destination, version 1.0:
https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from infra.account import Account
from infra.stage import Stage

#: Longer than a function may run (900 s), so that nobody else gets a message that we work on.
HIDDEN_SECONDS = 960
#: SQS looks on all its servers only if it may wait.
_WAIT_SECONDS = 1
_BATCH = 10
_SHOWN = 3
_LONGEST = 300


class NotOurs(Exception):
    """A message that we leave alone. The text says why."""


@dataclass(frozen=True)
class DeadLetter:
    """An event that its function failed to handle."""

    function_arn: str
    #: The event, as it was given to the function.
    payload: bytes
    #: When, how often and why it failed, in one line.
    history: str
    #: What the event is about, one line each.
    contents: tuple[str, ...]

    @staticmethod
    def error_in(answer: bytes) -> str:
        """What a function that failed says of it; empty if it says nothing."""
        try:
            return _error(json.loads(answer))
        except ValueError:
            return ""


def dead_letter(body: str) -> DeadLetter:
    """Read a message.

    Raises:
        NotOurs: it is not a record of a failed invocation.
    """
    try:
        record = json.loads(body)
    except (ValueError, RecursionError):
        raise NotOurs("it is not JSON") from None
    context = _mapping(_mapping(record).get("requestContext"))
    arn = context.get("functionArn")
    if not isinstance(arn, str) or "requestPayload" not in record:
        raise NotOurs("it is not a record of Lambda's")
    if context.get("condition") == "Success":
        raise NotOurs("it is the record of a success")
    return DeadLetter(
        function_arn=arn,
        payload=json.dumps(record["requestPayload"]).encode(),
        history=_history(record, context),
        contents=_contents(record["requestPayload"]),
    )


@dataclass(frozen=True)
class Function:
    """A function of a stage."""

    handler: str
    name: str

    @classmethod
    def named(cls, arn: str, account: Account, stage: Stage) -> "Function":
        """The function that an ARN names, with or without a version.

        Raises:
            NotOurs: it is none of this stage's in this account and region.
        """
        here = f"arn:{account.partition}:lambda:{account.region}:{account.account_id}:function:"
        name = arn.removeprefix(here).partition(":")[0] if arn.startswith(here) else ""
        for handler in stage.handlers:
            if stage.function_name(handler) == name:
                return cls(handler, name)
        raise NotOurs(f"{arn} is no function of stage {stage.name} here")


class Queue:
    """A queue, one message at a time, each at most once in a run."""

    def __init__(self, client: Any, url: str) -> None:
        self._client = client
        self._url = url
        #: Receipts of what was received and not deleted, by message.
        self._held: dict[str, str] = {}

    def receive(self) -> dict[str, Any] | None:
        """A message that was not received before; None if there is none."""
        while True:
            found = self._client.receive_message(
                QueueUrl=self._url,
                MaxNumberOfMessages=1,
                WaitTimeSeconds=_WAIT_SECONDS,
                VisibilityTimeout=HIDDEN_SECONDS,
            ).get("Messages", ())
            if not found:
                return None
            message: dict[str, Any] = found[0]
            again = message["MessageId"] in self._held
            # In a long run a message may come round; its earlier receipt is worth nothing then.
            self._held[message["MessageId"]] = message["ReceiptHandle"]
            if not again:
                return message

    def delete(self, message: Mapping[str, Any]) -> None:
        """Delete a message for good."""
        self._client.delete_message(QueueUrl=self._url, ReceiptHandle=message["ReceiptHandle"])
        del self._held[message["MessageId"]]

    def release(self) -> None:
        """Let others see again, now, what was received and not deleted."""
        entries = [
            {"Id": str(number), "ReceiptHandle": receipt, "VisibilityTimeout": 0}
            for number, receipt in enumerate(self._held.values())
        ]
        self._held.clear()
        for first in range(0, len(entries), _BATCH):
            # One that cannot be released comes back by itself, later.
            self._client.change_message_visibility_batch(
                QueueUrl=self._url, Entries=entries[first : first + _BATCH]
            )


def _history(record: Mapping[str, Any], context: Mapping[str, Any]) -> str:
    text = f"failed at {record.get('timestamp', 'an unknown time')}"
    if "approximateInvokeCount" in context:
        text += f" after {context['approximateInvokeCount']} attempts"
    text += f" ({context.get('condition', 'no condition')})"
    error = _error(record.get("responsePayload"))
    return f"{text}: {error}" if error else text


def _error(answer: object) -> str:
    facts = _mapping(answer)
    said = [str(facts[key]) for key in ("errorType", "errorMessage") if facts.get(key)]
    text = ": ".join(said).replace("\n", " ")
    return text if len(text) <= _LONGEST else text[:_LONGEST] + " …"


def _contents(event: object) -> tuple[str, ...]:
    """Keys of objects are made of ids; nothing else of an event is shown."""
    records = _mapping(event).get("Records")
    if not isinstance(records, list):
        return ()
    lines = []
    for each in records[:_SHOWN]:
        facts = _mapping(each)
        key = _mapping(_mapping(facts.get("s3")).get("object")).get("key", "")
        lines.append(f"{facts.get('eventName', 'unknown event')} {key}".replace("\n", " ").rstrip())
    if len(records) > _SHOWN:
        lines.append(f"and {len(records) - _SHOWN} more")
    return tuple(lines)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
