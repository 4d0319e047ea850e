"""Whom dead letters are for, and how they get them again."""

import json
from collections.abc import Mapping
from typing import Any

from botocore.config import Config
from botocore.exceptions import ClientError, ReadTimeoutError

from infra.account import Account
from infra.deadletters import (
    EVENT_SOURCE,
    EVENT_TYPE,
    DeadLetter,
    FailedEvent,
    FailedJob,
    Function,
    UndeliveredEvent,
)
from infra.errands import FailedErrand
from infra.problems import explained
from infra.stage import Stage

#: Longer than any function may run, so that no answer is taken for lost. And one attempt: botocore
#: would call the function a second time while it still works on the first.
_PATIENCE = Config(
    read_timeout=910, tcp_keepalive=True, retries={"mode": "standard", "total_max_attempts": 1}
)
#: Answers that every further message would get too.
_HOPELESS = {401, 403, 404}


class Addressees:
    """The functions, the queue and the bus of a stage."""

    def __init__(self, account: Account, stage: Stage, outputs: Mapping[str, str]) -> None:
        session: Any = account.session
        self._lambda = session.client("lambda", config=_PATIENCE)
        self._sqs = account.client("sqs")
        self._events = account.client("events")
        self._account = account
        self._stage = stage
        #: Of the stack.
        self._outputs = outputs

    def of(self, letter: DeadLetter) -> str:
        """Who is to have it.

        Raises:
            NotOurs: nobody of this stage.
        """
        if isinstance(letter, FailedEvent):
            return self._function(letter).handler
        if isinstance(letter, FailedJob):
            letter.require_of(self._account, self._stage)
            return "job"
        return "job" if isinstance(letter, FailedErrand) else "event"

    def _function(self, letter: FailedEvent) -> Function:
        return Function.named(letter.function_arn, self._account, self._stage)

    def give(self, letter: DeadLetter) -> str | None:
        """Let it be done again. Why that failed; None if it did not.

        Raises:
            ClientError: nothing of this kind can be done.
        """
        try:
            if isinstance(letter, FailedEvent):
                return self._invoke(self._function(letter), letter)
            if isinstance(letter, FailedJob | FailedErrand):
                self._queue_again(letter)
                return None
            return self._deliver(letter)
        except ReadTimeoutError:
            return "it did not answer"
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] in _HOPELESS:
                raise
            return str(explained(error))

    def _invoke(self, function: Function, letter: FailedEvent) -> str | None:
        answer = self._lambda.invoke(
            FunctionName=function.name,
            InvocationType="RequestResponse",
            Payload=letter.payload,
        )
        if "FunctionError" not in answer:
            return None
        return letter.error_in(answer["Payload"].read()) or str(answer["FunctionError"])

    def _queue_again(self, letter: FailedJob | FailedErrand) -> None:
        """To the queue: whatever works on its jobs now starts an execution anew if one failed."""
        self._sqs.send_message(
            QueueUrl=self._outputs["JobQueueUrl"], MessageBody=json.dumps(letter.message)
        )

    def _deliver(self, letter: UndeliveredEvent) -> str | None:
        entry = {
            "EventBusName": self._outputs["EventBusName"],
            "Source": EVENT_SOURCE,
            "DetailType": EVENT_TYPE,
            "Detail": json.dumps(letter.detail),
        }
        answer = self._events.put_events(Entries=[entry])
        if not answer["FailedEntryCount"]:
            return None
        return str(answer["Entries"][0].get("ErrorMessage", "the bus refused it"))
