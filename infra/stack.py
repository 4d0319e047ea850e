"""The CloudFormation stack of a stage: everything but the functions and their APIs."""

import threading
from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import ClientError

from infra.account import Account
from infra.compact import compact
from infra.console import Console
from infra.problems import NotDeployed, StackFailed
from infra.stage import ROOT, Stage

TEMPLATE = ROOT / "infra" / "template.yaml"
_CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
_POLL_SECONDS = 3.0
#: Nothing of a stack in these states serves anyone: it was never made, or is being given up.
_ABORTED = {"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED"}
_GOOD = {"CREATE_COMPLETE", "UPDATE_COMPLETE"}
_STACK = "AWS::CloudFormation::Stack"


class Stack:
    """One stack. Every call may be repeated after any failure of an earlier one."""

    def __init__(
        self,
        account: Account,
        stage: Stage,
        console: Console,
        poll_seconds: float = _POLL_SECONDS,
    ) -> None:
        self._poll_seconds = poll_seconds
        self._cloudformation = account.client("cloudformation")
        self._stage = stage
        self._name = stage.stack_name
        self._console = console

    def outputs(self) -> dict[str, str]:
        """What the stack tells of itself.

        Raises:
            NotDeployed: there is no such stack.
        """
        return outputs_of(self._required())

    def exists(self) -> bool:
        """Whether there is such a stack, in whatever state."""
        return self._describe() is not None

    def deploy(self, parameters: Mapping[str, str]) -> dict[str, str]:
        """Make the stack what the template and these parameters say; return its outputs.

        Raises:
            StackFailed: CloudFormation could not; it has put everything back as it was.
        """
        self._settle()
        request = {
            "StackName": self._name,
            "TemplateBody": compact(TEMPLATE.read_text(encoding="utf-8")),
            "Parameters": [
                {"ParameterKey": name, "ParameterValue": value}
                for name, value in sorted(parameters.items())
            ],
            "Capabilities": _CAPABILITIES,
            "Tags": [{"Key": key, "Value": value} for key, value in self._stage.tags().items()],
        }
        if self.exists():
            try:
                self._cloudformation.update_stack(**request)
            except ClientError as error:
                if "No updates are to be performed" not in str(error):
                    raise
                self._console.note("nothing to change")
                return self.outputs()
        else:
            self._cloudformation.create_stack(**request)
        state, changes = self._follow()
        if state not in _GOOD:
            raise StackFailed(self._why(state))
        # With a reference to a secret in the template, CloudFormation never refuses an update.
        if not changes:
            self._console.note("nothing to change")
        return self.outputs()

    def delete(self) -> None:
        """Delete the stack; what its template retains stays behind.

        Raises:
            StackFailed: something in it could not be deleted.
        """
        self._settle()
        if not self.exists():
            return
        self._cloudformation.delete_stack(StackName=self._name)
        state = self._wait()
        if state not in ("", "DELETE_COMPLETE"):
            raise StackFailed(self._why(state))

    def _settle(self) -> None:
        """Wait for whoever is changing the stack, and get it out of states that refuse changes."""
        state = self._state()
        if state.endswith("_IN_PROGRESS") and state != "REVIEW_IN_PROGRESS":
            self._console.note(f"{self._name} is {state}; waiting for it")
            state = self._wait()
        if state == "UPDATE_ROLLBACK_FAILED":
            self._console.note("an earlier update could not be taken back; trying again")
            self._cloudformation.continue_update_rollback(StackName=self._name)
            state = self._wait()
        if state in _ABORTED:
            self._console.note(f"an earlier stack was given up ({state}); removing it")
            self._cloudformation.delete_stack(StackName=self._name)
            state = self._wait()
            if state not in ("", "DELETE_COMPLETE"):
                raise StackFailed(self._why(state))

    def _wait(self) -> str:
        """Tell what happens until nothing does; return the state, empty if the stack is gone."""
        return self._follow()[0]

    def _follow(self) -> tuple[str, int]:
        """As `_wait`, with the number of changes that were told."""
        known = {event["EventId"] for event in self._events()}
        changes = 0
        pause = threading.Event()
        while True:
            state = self._state()
            for event in reversed(self._events()):
                if event["EventId"] not in known:
                    known.add(event["EventId"])
                    changes += self._tell(event)
            if not state.endswith("_IN_PROGRESS"):
                return state, changes
            pause.wait(self._poll_seconds)

    def _tell(self, event: Mapping[str, Any]) -> bool:
        """Tell of an event if a resource has changed by it; return whether."""
        status = event["ResourceStatus"]
        if not status.endswith("_COMPLETE") or event["ResourceType"] == _STACK:
            return False
        done = status.removesuffix("_COMPLETE").replace("_", " ").lower()
        self._console.note(f"{done}: {event['LogicalResourceId']}")
        return True

    def _why(self, state: str) -> str:
        """The first failure of the last operation, which is the cause of the others."""
        failed = [each for each in self._events() if each["ResourceStatus"].endswith("_FAILED")]
        reasons = [
            f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', 'no reason given')}"
            for event in reversed(failed)
            if "cancelled" not in event.get("ResourceStatusReason", "").lower()
        ]
        if any("DescribeEvents" in reason for reason in reasons):
            reasons = self._found_beforehand()
        return "\n".join(
            [
                f"{self._name} is {state or 'gone'}.",
                *reasons[:3],
                "Everything is as it was before. Put it right and run the command again.",
            ]
        )

    def _found_beforehand(self) -> list[str]:
        """What is wrong before anything is begun; the stack's own events tell only how much."""
        found = self._cloudformation.describe_events(
            StackName=self._name, Filters={"FailedEvents": True}
        )["OperationEvents"]
        return [
            f"{each.get('LogicalResourceId', self._name)}: {each['ValidationStatusReason']}"
            for each in found
            if "ValidationStatusReason" in each
        ]

    def _events(self) -> list[dict[str, Any]]:
        """Those of the last operation, the latest first."""
        pages = self._cloudformation.get_paginator("describe_stack_events").paginate(
            StackName=self._name
        )

        def until_begun() -> list[dict[str, Any]]:
            events = []
            for page in pages:
                for event in page["StackEvents"]:
                    events.append(event)
                    if _begins(event, self._name):
                        return events
            return events

        events: list[dict[str, Any]] = _unless_absent(until_begun, [])
        return events

    def _state(self) -> str:
        stack = self._describe()
        return str(stack["StackStatus"]) if stack else ""

    def _describe(self) -> dict[str, Any] | None:
        return describe(self._cloudformation, self._name)

    def _required(self) -> dict[str, Any]:
        stack = self._describe()
        if stack is None:
            raise NotDeployed(
                f"{self._name} is not deployed in {self._cloudformation.meta.region_name}. "
                f"Is AWS_REGION right? To deploy it: make deploy STAGE={self._stage.name}"
            )
        return stack


def outputs(account: Account, stage: Stage) -> dict[str, str]:
    """The outputs of a stage's stack.

    Raises:
        NotDeployed: there is no such stack.
    """
    return Stack(account, stage, Console()).outputs()


def outputs_of(stack: Mapping[str, Any]) -> dict[str, str]:
    """The outputs in a description of a stack."""
    return {each["OutputKey"]: each["OutputValue"] for each in stack.get("Outputs", ())}


def describe(cloudformation: Any, name: str) -> dict[str, Any] | None:
    """A stack that is there; None if it is not."""
    stacks: list[dict[str, Any]] = _unless_absent(
        lambda: cloudformation.describe_stacks(StackName=name)["Stacks"], []
    )
    return next((each for each in stacks if each["StackStatus"] != "DELETE_COMPLETE"), None)


def _begins(event: Mapping[str, Any], stack_name: str) -> bool:
    return event["LogicalResourceId"] == stack_name and event["ResourceStatus"] in (
        "CREATE_IN_PROGRESS",
        "UPDATE_IN_PROGRESS",
        "DELETE_IN_PROGRESS",
    )


def _unless_absent(ask: Callable[[], Any], otherwise: Any) -> Any:
    """The answer; CloudFormation's way to say that a stack is not there is a ValidationError."""
    try:
        return ask()
    except ClientError as error:
        if error.response["Error"]["Code"] == "ValidationError" and "exist" in str(error):
            return otherwise
        raise
