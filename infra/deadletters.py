"""What lies in the dead-letter queue, and whom it is for.

- Events that a function failed to handle, as Lambda sends them to an on-failure destination:
  https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
- Jobs, also exports and webhooks: as SQS moves them there after too many attempts, or in what
  EventBridge says of an execution of the state machine that failed:
  https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
- Events of photos that are ready and that a rule could not deliver, as they are:
  https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.keys import parse_upload_key
from infra.account import Account
from infra.errands import FailedErrand, failed_errand
from infra.stage import Stage

#: What the pipe says of itself in each event (infra/template.yaml).
EVENT_SOURCE, EVENT_TYPE = "scandrop", "Photo Ready"
_EXECUTION = "Step Functions Execution Status Change"
_SHOWN = 3
_LONGEST = 300


class NotOurs(Exception):
    """A message that we leave alone. The text says why."""


@dataclass(frozen=True)
class FailedEvent:
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


@dataclass(frozen=True)
class FailedJob:
    """The work on an upload, which failed for good."""

    #: Of the upload.
    key: str
    history: str
    #: Of the execution's state machine; None for a job of the queue.
    state_machine_arn: str | None = None

    @property
    def contents(self) -> tuple[str, ...]:
        """What it is about, one line each. Keys of objects are made of ids."""
        return (self.key,)

    @property
    def message(self) -> Mapping[str, Any]:
        """What the queue is given again."""
        return {"key": self.key}

    def require_of(self, account: Account, stage: Stage) -> None:
        """Raise NotOurs if its state machine is none of this stage's here."""
        here = f"arn:{account.partition}:states:{account.region}:{account.account_id}:stateMachine:"
        if self.state_machine_arn not in (None, f"{here}{stage.stack_name}-processing"):
            raise NotOurs(f"{self.state_machine_arn} is not of stage {stage.name} here")


@dataclass(frozen=True)
class UndeliveredEvent:
    """A photo is ready, and somebody who wanted to be told could not be."""

    detail: Mapping[str, Any]
    history: str

    @property
    def contents(self) -> tuple[str, ...]:
        """What it is about, one line each."""
        return (f"photo {self.detail.get('photoId', 'unknown')}".replace("\n", " "),)


DeadLetter = FailedEvent | FailedJob | FailedErrand | UndeliveredEvent


def dead_letter(body: str) -> DeadLetter:
    """Read a message.

    Raises:
        NotOurs: it is none of those that come here.
    """
    try:
        record = _mapping(json.loads(body))
    except (ValueError, RecursionError):
        raise NotOurs("it is not JSON") from None
    if "requestPayload" in record:
        return _failed_event(record)
    if record.get("detail-type") == _EXECUTION:
        return _failed_execution(_mapping(record.get("detail")), record.get("time"))
    if (record.get("source"), record.get("detail-type")) == (EVENT_SOURCE, EVENT_TYPE):
        history = f"not delivered, ready at {record.get('time', 'an unknown time')}"
        return UndeliveredEvent(_mapping(record.get("detail")), history)
    if set(record) == {"key"}:
        return FailedJob(_upload(record), "failed as often as a job may")
    if (errand := failed_errand(record)) is not None:
        return errand
    raise NotOurs("it is nothing that comes here from Scandrop")


def _failed_event(record: Mapping[str, Any]) -> FailedEvent:
    context = _mapping(record.get("requestContext"))
    arn = context.get("functionArn")
    if not isinstance(arn, str):
        raise NotOurs("it names no function")
    if context.get("condition") == "Success":
        raise NotOurs("it is the record of a success")
    return FailedEvent(
        function_arn=arn,
        payload=json.dumps(record["requestPayload"]).encode(),
        history=_history(record, context),
        contents=_contents(record["requestPayload"]),
    )


def _failed_execution(detail: Mapping[str, Any], at: object) -> FailedJob:
    try:
        job = _mapping(json.loads(str(detail.get("input"))))
    except (ValueError, RecursionError):
        raise NotOurs("the execution's input is not there") from None
    history = f"execution {detail.get('status', 'ended')} at {at or 'an unknown time'}"
    why = _sentence(detail.get("error"), detail.get("cause"))
    return FailedJob(
        _upload(job),
        f"{history}: {why}" if why else history,
        str(detail.get("stateMachineArn")),
    )


def _upload(job: Mapping[str, Any]) -> str:
    key = job.get("key")
    if not isinstance(key, str) or parse_upload_key(key) is None:
        raise NotOurs("it names no upload of a visitor's")
    return key


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


def _history(record: Mapping[str, Any], context: Mapping[str, Any]) -> str:
    text = f"failed at {record.get('timestamp', 'an unknown time')}"
    if "approximateInvokeCount" in context:
        text += f" after {context['approximateInvokeCount']} attempts"
    text += f" ({context.get('condition', 'no condition')})"
    error = _error(record.get("responsePayload"))
    return f"{text}: {error}" if error else text


def _error(answer: object) -> str:
    facts = _mapping(answer)
    return _sentence(facts.get("errorType"), facts.get("errorMessage"))


def _sentence(*parts: object) -> str:
    text = ": ".join(str(part) for part in parts if part).replace("\n", " ")
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
