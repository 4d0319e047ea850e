"""A dead-letter queue in memory, and what may lie in it."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from botocore.response import StreamingBody

from tests.unit.infra.cloud import ACCOUNT_ID, REGION, Cloud, Refused, Request, a_stack

OUTPUTS = {
    "DeadLetterQueueUrl": "https://sqs.test/dead",
    "JobQueueUrl": "https://sqs.test/jobs",
    "EventBusName": "scandrop-dev",
}
ARN = f"arn:aws:lambda:{REGION}:{ACCOUNT_ID}:function:scandrop-dev-photo_uploaded"
EVENT = {
    "Records": [
        {
            "eventName": "ObjectCreated:Put",
            "s3": {"object": {"key": "session-uploads/AbC/dEf.jpg", "size": 3, "eTag": "secret"}},
        }
    ]
}
KEY = f"session-uploads/{'s' * 22}/{'p' * 22}.jpg"
STATE_MACHINE = f"arn:aws:states:{REGION}:{ACCOUNT_ID}:stateMachine:scandrop-dev-processing"


@dataclass
class DeadLetters(Cloud):
    """A dead-letter queue, and the functions, the queue and the bus that its records are for.

    Of a message that was received twice only the later receipt is good for anything.
    """

    #: By message id.
    bodies: dict[str, str] = field(default_factory=dict)
    functions: dict[str, Callable[[Any], Any]] = field(default_factory=dict)
    calls: list[tuple[str, Any]] = field(default_factory=list)
    #: Jobs that were queued, and events that were put on the bus.
    jobs: list[str] = field(default_factory=list)
    events: list[Request] = field(default_factory=list)
    #: What AWS answers to those who queue a job, or what the bus says of an event.
    refusal: Refused | None = None
    fault: str | None = None
    #: Seconds that have passed, and until when messages are hidden.
    now: float = 0
    hidden: dict[str, float] = field(default_factory=dict)
    _receipts: dict[str, str] = field(default_factory=dict)

    @property
    def visible(self) -> list[str]:
        """The messages that anyone may receive now."""
        return [name for name in self.bodies if self.hidden.get(name, 0) <= self.now]

    def receive_message(self, asked: Request) -> dict[str, Any]:
        """The first that is visible. A short poll may miss it, so it does."""
        if not self.visible or not asked.get("WaitTimeSeconds"):
            return {}
        name = self.visible[0]
        self.hidden[name] = self.now + asked["VisibilityTimeout"]
        self._receipts[name] = receipt = f"{name}/{self.now}"
        return {
            "Messages": [{"MessageId": name, "ReceiptHandle": receipt, "Body": self.bodies[name]}]
        }

    def delete_message(self, asked: Request) -> dict[str, Any]:
        """Delete by a receipt."""
        name = asked["ReceiptHandle"].partition("/")[0]
        if asked["ReceiptHandle"] != self._receipts[name]:
            raise Refused("ReceiptHandleIsInvalid")
        del self.bodies[name]
        return {}

    def change_message_visibility_batch(self, asked: Request) -> dict[str, Any]:
        """Of ten at most."""
        entries = asked["Entries"]
        if not 1 <= len(entries) <= 10:
            raise Refused("AWS.SimpleQueueService.TooManyEntriesInBatchRequest")
        for entry in entries:
            name = entry["ReceiptHandle"].partition("/")[0]
            if entry["ReceiptHandle"] == self._receipts[name]:
                self.hidden[name] = self.now + entry["VisibilityTimeout"]
        return {"Successful": [{"Id": entry["Id"]} for entry in entries], "Failed": []}

    def describe_stacks(self, asked: Request) -> dict[str, Any]:
        """The one stack, which has them."""
        return {"Stacks": [a_stack(asked["StackName"], **OUTPUTS)]}

    def send_message(self, asked: Request) -> dict[str, Any]:
        """Queue a job."""
        if self.refusal:
            raise self.refusal
        assert asked["QueueUrl"] == OUTPUTS["JobQueueUrl"]
        self.jobs.append(asked["MessageBody"])
        return {}

    def put_events(self, asked: Request) -> dict[str, Any]:
        """Put one event on the bus."""
        (entry,) = asked["Entries"]
        if self.fault:
            return {"FailedEntryCount": 1, "Entries": [{"ErrorMessage": self.fault}]}
        self.events.append(entry)
        return {"FailedEntryCount": 0, "Entries": [{"EventId": "1"}]}

    def invoke(self, asked: Request) -> dict[str, Any]:
        """Run a function to its end; what it raises is answered as Python's runtime does."""
        name, event = asked["FunctionName"], json.loads(asked["Payload"])
        assert asked["InvocationType"] == "RequestResponse"
        self.calls.append((name, event))
        if name not in self.functions:
            raise Refused("ResourceNotFoundException", status=404)
        failed = {}
        try:
            answer = self.functions[name](event)
        except ValueError as error:
            answer = {"errorType": type(error).__name__, "errorMessage": str(error)}
            failed = {"FunctionError": "Unhandled"}
        body = json.dumps(answer).encode()
        return {"StatusCode": 200, "Payload": StreamingBody(BytesIO(body), len(body)), **failed}


def a_record(payload: object = EVENT, arn: str = f"{ARN}:$LATEST", **context: Any) -> str:
    """What Lambda sends to an on-failure destination, as its developer guide shows it."""
    record = {
        "version": "1.0",
        "timestamp": "2026-11-14T18:16:05.568Z",
        "requestContext": {
            "requestId": "e4b46cbf-b738-xmpl-8880-a18cdf61200e",
            "functionArn": arn,
            "condition": "RetriesExhausted",
            "approximateInvokeCount": 3,
            **context,
        },
        "requestPayload": payload,
        "responseContext": {
            "statusCode": 200,
            "executedVersion": "$LATEST",
            "functionError": "Unhandled",
        },
        "responsePayload": {"errorType": "ServiceUnavailable", "errorMessage": "the table is gone"},
    }
    return json.dumps(record)


def a_job() -> str:
    """What SQS moves there after too many attempts."""
    return json.dumps({"key": KEY})


def an_execution(**changes: Any) -> str:
    """What EventBridge says of an execution that failed, as its guide shows it."""
    detail = {
        "executionArn": f"{STATE_MACHINE.replace('stateMachine', 'execution')}:{'p' * 22}",
        "stateMachineArn": STATE_MACHINE,
        "name": "p" * 22,
        "status": "FAILED",
        "startDate": 1551225146847,
        "stopDate": 1551225151881,
        "input": json.dumps({"key": KEY, "repeated": False, "facts": None}),
        "output": None,
        "inputDetails": {"included": True},
        "outputDetails": None,
        "error": "ServiceUnavailable",
        "cause": "the table is gone",
    }
    event = {
        "version": "0",
        "id": "315c1398-40ff-a850-213b-158f73e60175",
        "detail-type": "Step Functions Execution Status Change",
        "source": "aws.states",
        "account": ACCOUNT_ID,
        "time": "2026-11-14T18:16:05Z",
        "region": REGION,
        "resources": [],
        "detail": detail | changes,
    }
    return json.dumps(event)


def an_event() -> str:
    """A photo is ready, and the webhook would not hear of it."""
    event = {
        "version": "0",
        "id": "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
        "detail-type": "Photo Ready",
        "source": "scandrop",
        "account": ACCOUNT_ID,
        "time": "2026-11-14T18:16:05Z",
        "region": REGION,
        "resources": [],
        "detail": {"photoId": "p" * 22, "sessionId": "s" * 22},
    }
    return json.dumps(event)
