"""An AWS in memory behind real botocore clients: requests and answers fit botocore's models."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
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


def a_stack(name: str, status: str = "UPDATE_COMPLETE", **outputs: str) -> dict[str, Any]:
    """A stack as CloudFormation describes it, changed at noon of 20 November 2026."""
    return {
        "StackName": name,
        "StackStatus": status,
        "CreationTime": datetime(2026, 1, 1, tzinfo=UTC),
        "LastUpdatedTime": datetime(2026, 11, 20, 12, tzinfo=UTC),
        "Outputs": [{"OutputKey": key, "OutputValue": value} for key, value in outputs.items()],
    }


def configured(root: Path) -> Path:
    """A repository with the stages of CONFIG and nothing else."""
    (root / ".chalice").mkdir()
    (root / ".chalice" / "config.json").write_text(json.dumps(CONFIG))
    (root / "infra" / "stages").mkdir(parents=True)
    for name in CONFIG["stages"]:
        parameters = {"Parameters": {"Serving": "true"}, "Tags": {"stage": name}}
        (root / "infra" / "stages" / f"{name}.json").write_text(json.dumps(parameters))
    return root
