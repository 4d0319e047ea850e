"""The condition that a stage is in: what AWS says of it, and what of that needs a person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from infra.account import Account
from infra.figures import Figures, figures
from infra.finish import reports_failed_jobs
from infra.present import job_mappings
from infra.record import Record
from infra.stack import describe, outputs_of
from infra.stack import outputs as required_outputs
from infra.stage import Stage

#: The state of a function that is not there.
MISSING = "missing"
_URLS = ("Site", "API", "WebSocket")
_SOUND = {"Active", "Inactive", "Pending"}
#: What one call of DescribeAlarms takes.
_NAMES = 100


@dataclass(frozen=True)
class StackState:
    """The CloudFormation stack."""

    name: str
    status: str
    reason: str
    changed: datetime

    @property
    def is_changing(self) -> bool:
        """Somebody is at work on it."""
        return self.status.endswith("_IN_PROGRESS")

    def problem(self, stage: str) -> str | None:
        """What a person has to know, and do; None if nothing."""
        if self.status == "UPDATE_ROLLBACK_COMPLETE":
            return (
                "The last change of the stack failed and was taken back; the stage runs as before. "
                f"make deploy STAGE={stage} tries again and says why."
            )
        if self.status.endswith("_FAILED") or self.status == "ROLLBACK_COMPLETE":
            return (
                f"The stack is {self.status}{_because(self.reason)} "
                f"make deploy STAGE={stage} puts it right, or says why not."
            )
        return None


@dataclass(frozen=True)
class FunctionState:
    """One Lambda function."""

    handler: str
    state: str
    reason: str = ""
    #: As Lambda writes it: ISO 8601 with a numeric zone.
    modified: str = ""
    code_bytes: int = 0
    memory_mb: int = 0

    def problem(self, stage: str) -> str | None:
        """What a person has to know, and do; None if nothing."""
        if self.state in _SOUND:
            return None
        return (
            f"Function {self.handler} is {self.state}{_because(self.reason)} "
            f"Run make deploy STAGE={stage}."
        )


@dataclass(frozen=True)
class Alarm:
    """An alarm in ALARM."""

    name: str
    reason: str


@dataclass(frozen=True)
class Condition:
    """A stage as it is now."""

    stage: str
    stack: StackState
    #: Taken down by `make destroy`, photos kept.
    stopped: bool
    #: By what they are the address of.
    urls: Mapping[str, str]
    functions: tuple[FunctionState, ...]
    alarms: tuple[Alarm, ...]
    dead_letters: int
    figures: Figures
    #: Whether the queue's jobs come to their function, and again when they fail.
    takes_jobs: bool

    def problems(self) -> list[str]:
        """What needs a person, in words that say what to do; empty when all is well."""
        found = [self.stack.problem(self.stage)]
        if not (self.stopped or self.stack.is_changing):
            found += [function.problem(self.stage) for function in self.functions]
            found += [
                f"There is no {name}. Run make deploy STAGE={self.stage}."
                for name in _URLS
                if name not in self.urls
            ]
            if not self.takes_jobs:
                found.append(
                    "The queue does not give its jobs to process_photos as it should. "
                    f"Run make deploy STAGE={self.stage}."
                )
        found += [
            f"Alarm {alarm.name}{_because(alarm.reason)} docs/operations.md says what it means."
            for alarm in self.alarms
        ]
        if self.dead_letters:
            found.append(
                f"What failed for good: {self.dead_letters}. "
                f"make logs STAGE={self.stage} ARGS=--errors says why; when that is mended, "
                f"make redrive STAGE={self.stage} does them again."
            )
        return [problem for problem in found if problem]


def condition(account: Account, stage: Stage, now: datetime) -> Condition:
    """Ask AWS.

    Raises:
        NotDeployed: there is no such stack.
    """
    required_outputs(account, stage)
    cloudformation = account.client("cloudformation")
    described = describe(cloudformation, stage.stack_name) or {}
    outputs = outputs_of(described)
    return Condition(
        stage=stage.name,
        stack=StackState(
            name=stage.stack_name,
            status=described["StackStatus"],
            reason=described.get("StackStatusReason", ""),
            changed=described.get("LastUpdatedTime", described["CreationTime"]),
        ),
        stopped="SiteUrl" not in outputs and described["StackStatus"] == "UPDATE_COMPLETE",
        urls=_urls(account, stage, outputs),
        functions=tuple(_functions(account.client("lambda"), stage)),
        alarms=tuple(_alarms(account, _alarm_names(cloudformation, stage.stack_name))),
        dead_letters=_dead_letters(account, outputs.get("DeadLetterQueueUrl")),
        figures=figures(account, stage, now),
        takes_jobs=_takes_jobs(account, stage, outputs),
    )


def _urls(account: Account, stage: Stage, outputs: Mapping[str, str]) -> dict[str, str]:
    record = Record.load(account, stage, outputs)
    urls = (outputs.get("SiteUrl"), record.rest_api_url, record.websocket_api_url)
    return {name: url for name, url in zip(_URLS, urls, strict=True) if url}


def _functions(client: Any, stage: Stage) -> Iterable[FunctionState]:
    for handler in stage.handlers:
        try:
            found = client.get_function_configuration(FunctionName=stage.function_name(handler))
        except client.exceptions.ResourceNotFoundException:
            yield FunctionState(handler, MISSING)
            continue
        # A failed update leaves the function Active, with its earlier code.
        failed = found.get("LastUpdateStatus") == "Failed"
        yield FunctionState(
            handler,
            state="not updated" if failed else found.get("State", "Active"),
            reason=found.get("LastUpdateStatusReason" if failed else "StateReason", ""),
            modified=found["LastModified"],
            code_bytes=found["CodeSize"],
            memory_mb=found["MemorySize"],
        )


def _alarm_names(cloudformation: Any, stack_name: str) -> list[str]:
    """By the stack's resources: another stage's alarms may begin with the name of this one."""
    pages = cloudformation.get_paginator("list_stack_resources").paginate(StackName=stack_name)
    return [
        resource["PhysicalResourceId"]
        for page in pages
        for resource in page["StackResourceSummaries"]
        if resource["ResourceType"] == "AWS::CloudWatch::Alarm"
        and resource.get("PhysicalResourceId")
    ]


def _alarms(account: Account, names: list[str]) -> Iterable[Alarm]:
    client = account.client("cloudwatch")
    for first in range(0, len(names), _NAMES):
        some = names[first : first + _NAMES]
        for alarm in client.describe_alarms(AlarmNames=some, StateValue="ALARM")["MetricAlarms"]:
            yield Alarm(alarm["AlarmName"], alarm.get("StateReason", ""))


def _dead_letters(account: Account, queue_url: str | None) -> int:
    if queue_url is None:
        return 0
    found = account.client("sqs").get_queue_attributes(
        QueueUrl=queue_url, AttributeNames=["ApproximateNumberOfMessages"]
    )
    return int(found["Attributes"]["ApproximateNumberOfMessages"])


def _takes_jobs(account: Account, stage: Stage, outputs: Mapping[str, str]) -> bool:
    mappings = job_mappings(account.client("lambda"), stage, outputs.get("JobQueueArn"))
    return any(reports_failed_jobs(mapping) for mapping in mappings)


def _because(reason: str) -> str:
    return f": {reason.rstrip('. ')}." if reason else "."
