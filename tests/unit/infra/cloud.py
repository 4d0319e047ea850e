"""An AWS in memory behind real botocore clients: requests and answers fit botocore's models."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import boto3
import botocore.session
from botocore import xform_name
from botocore.loaders import Loader
from botocore.response import StreamingBody
from botocore.validate import validate_parameters

from infra.account import Account

ACCOUNT_ID = "123456789012"
REGION = "eu-central-1"
CONFIG: dict[str, dict[str, Any]] = {
    "stages": {
        name: {"lambda_functions": {"api_handler": {}, "photo_uploaded": {}}}
        for name in ("dev", "dev-2")
    }
}

#: The models of AWS are large; all tests share them.
_LOADER = Loader()

Request = Mapping[str, Any]

ARN = f"arn:aws:lambda:{REGION}:{ACCOUNT_ID}:function:scandrop-dev-photo_uploaded"
EVENT = {
    "Records": [
        {
            "eventName": "ObjectCreated:Put",
            "s3": {"object": {"key": "session-uploads/AbC/dEf.jpg", "size": 3, "eTag": "secret"}},
        }
    ]
}


class Refused(Exception):
    """What AWS answers instead."""

    def __init__(self, code: str, message: str = "", status: int = 400) -> None:
        super().__init__(code)
        self.status = status
        self.answer = {
            "Error": {"Code": code, "Message": message},
            "ResponseMetadata": {"HTTPStatusCode": status},
        }


class Cloud:
    """Answers each operation by the method of its name, which gets the request's parameters."""

    def account(self) -> Account:
        """This cloud as commands see it."""
        core = botocore.session.Session()
        core.register_component("data_loader", _LOADER)
        session = boto3.Session("testing", "testing", None, REGION, core)
        return Account(self.behind(session), ACCOUNT_ID, REGION, "aws")

    def behind(self, session: boto3.Session) -> boto3.Session:
        """Let this cloud answer the clients of a session."""
        hooks: Any = session.events
        hooks.register("before-parameter-build.*.*", self._remember)
        hooks.register("before-call.*.*", self._answer)
        return session

    @staticmethod
    def _remember(params: Request, context: dict[str, Any], **_: object) -> None:
        context["asked"] = dict(params)

    def _answer(
        self, model: Any, context: Request, **_: object
    ) -> tuple[SimpleNamespace, dict[str, Any]]:
        operation: Callable[[Request], dict[str, Any]] = getattr(self, xform_name(model.name))
        try:
            answer = operation(context["asked"])
        except Refused as refusal:
            return SimpleNamespace(status_code=refusal.status), refusal.answer
        if model.output_shape:
            streams = {name for name, part in answer.items() if isinstance(part, StreamingBody)}
            plain = {name: part for name, part in answer.items() if name not in streams}
            validate_parameters(plain, model.output_shape)
        return SimpleNamespace(status_code=200), answer


@dataclass
class Logs(Cloud):
    """CloudWatch Logs. Events may be put in with any time; pages are small."""

    groups: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def put(self, group: str, at: int, message: str) -> None:
        """Add an event."""
        events = self.groups.setdefault(group, [])
        name = f"{group}#{len(events)}"
        events.append({"timestamp": at, "eventId": name, "message": message})

    def describe_log_groups(self, asked: Request) -> dict[str, Any]:
        """By prefix, as AWS does."""
        names = [name for name in self.groups if name.startswith(asked["logGroupNamePrefix"])]
        return {"logGroups": [{"logGroupName": name} for name in names]}

    def filter_log_events(self, asked: Request) -> dict[str, Any]:
        """Two events a page, every other page empty, as AWS may answer."""
        if asked["logGroupName"] not in self.groups:
            raise Refused("ResourceNotFoundException")
        events = sorted(
            (
                each
                for each in self.groups[asked["logGroupName"]]
                if each["timestamp"] >= asked["startTime"]
            ),
            key=lambda each: (each["timestamp"], each.get("eventId", "")),
        )
        page = int(asked.get("nextToken", "0"))
        first = page // 2 * 2
        if first >= len(events):
            return {"events": []}
        return {
            "events": [] if page % 2 == 0 else events[first : first + 2],
            "nextToken": str(page + 1),
        }


@dataclass
class DeadLetters(Cloud):
    """A dead-letter queue, and the functions that its records are about.

    Of a message that was received twice only the later receipt is good for anything.
    """

    #: By message id.
    bodies: dict[str, str] = field(default_factory=dict)
    functions: dict[str, Callable[[Any], Any]] = field(default_factory=dict)
    calls: list[tuple[str, Any]] = field(default_factory=list)
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
        """The one stack, which has the queue."""
        return {"Stacks": [a_stack(asked["StackName"], DeadLetterQueueUrl="https://sqs.test/q")]}

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


def a_stack(name: str, status: str = "UPDATE_COMPLETE", **outputs: str) -> dict[str, Any]:
    """A stack as CloudFormation describes it, changed at noon of 20 November 2026."""
    return {
        "StackName": name,
        "StackStatus": status,
        "CreationTime": datetime(2026, 1, 1, tzinfo=UTC),
        "LastUpdatedTime": datetime(2026, 11, 20, 12, tzinfo=UTC),
        "Outputs": [{"OutputKey": key, "OutputValue": value} for key, value in outputs.items()],
    }


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


def configured(root: Path) -> Path:
    """A repository with the stages of CONFIG and nothing else."""
    (root / ".chalice").mkdir()
    (root / ".chalice" / "config.json").write_text(json.dumps(CONFIG))
    (root / "infra" / "stages").mkdir(parents=True)
    for name in CONFIG["stages"]:
        parameters = {"Parameters": {"Serving": "true"}, "Tags": {"stage": name}}
        (root / "infra" / "stages" / f"{name}.json").write_text(json.dumps(parameters))
    return root
