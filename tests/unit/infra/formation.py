"""CloudFormation in memory, for one stack. An operation goes on each time somebody looks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.unit.infra.cloud import Cloud, Refused, Request, a_stack

NAME = "scandrop-dev"
#: The names of what one resource of the stack is made of, changed or left as.
RESOURCE = "UploadsBucket"


@dataclass
class Formation(Cloud):
    """A stack, and what was asked of it."""

    #: None: there is no stack.
    status: str | None = None
    outputs: dict[str, str] = field(default_factory=dict)
    parameters: dict[str, str] = field(default_factory=dict)
    #: The template refers to a secret: no update is refused for want of changes.
    secretive: bool = False
    #: Why the next operation will fail.
    fails: str | None = None
    operations: list[str] = field(default_factory=list)
    tags: dict[str, str] = field(default_factory=dict)
    _ahead: list[tuple[str | None, Mapping[str, str]]] = field(default_factory=list)
    _events: list[dict[str, Any]] = field(default_factory=list)

    def underway(self, status: str, *then: str) -> None:
        """Somebody else's operation is under way and goes through these states."""
        self.status = status
        self._ahead = [(each, {}) for each in then]

    def describe_stacks(self, asked: Request) -> dict[str, Any]:
        """The stack; each look lets one more thing happen."""
        assert asked["StackName"] == NAME
        if self._ahead:
            self.status, event = self._ahead.pop(0)
            if event:
                self._happens(event)
        if self.status is None:
            raise Refused("ValidationError", f"Stack with id {NAME} does not exist")
        return {"Stacks": [a_stack(NAME, self.status, **self.outputs)]}

    def describe_stack_events(self, asked: Request) -> dict[str, Any]:
        """The latest first."""
        if self.status is None:
            raise Refused("ValidationError", f"Stack [{NAME}] does not exist")
        return {"StackEvents": list(reversed(self._events))}

    def create_stack(self, asked: Request) -> dict[str, Any]:
        """Make it, or give up and take everything back."""
        if self.status is not None:
            raise Refused("AlreadyExistsException", f"Stack [{NAME}] already exists")
        self._takes(asked)
        self._begins("CREATE", "ROLLBACK_COMPLETE")
        return {"StackId": NAME}

    def update_stack(self, asked: Request) -> dict[str, Any]:
        """Change it, unless it is as asked for already."""
        assert self.status is not None
        if not self.status.endswith("_COMPLETE") or self.status == "ROLLBACK_COMPLETE":
            raise Refused("ValidationError", f"Stack is in {self.status} and can not be updated.")
        wanted = {each["ParameterKey"]: each["ParameterValue"] for each in asked["Parameters"]}
        same = wanted == self.parameters
        if same and not self.secretive:
            raise Refused("ValidationError", "No updates are to be performed.")
        self._takes(asked)
        self._begins("UPDATE", "UPDATE_ROLLBACK_COMPLETE")
        if same:
            del self._ahead[0]
        return {"StackId": NAME}

    def continue_update_rollback(self, asked: Request) -> dict[str, Any]:
        """Take an update back after all."""
        assert self.status == "UPDATE_ROLLBACK_FAILED"
        self.operations.append("CONTINUE")
        self.underway("UPDATE_ROLLBACK_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE")
        return {}

    def delete_stack(self, asked: Request) -> dict[str, Any]:
        """Remove it; it is not found any more."""
        self._begins("DELETE", "DELETE_FAILED")
        if self._ahead[-1][0] == "DELETE_COMPLETE":
            self._ahead[-1] = (None, {})
        return {}

    def _takes(self, asked: Request) -> None:
        self.parameters = {
            each["ParameterKey"]: each["ParameterValue"] for each in asked["Parameters"]
        }
        self.tags = {each["Key"]: each["Value"] for each in asked["Tags"]}
        assert len(asked["TemplateBody"]) <= 51_200, "CloudFormation's limit"

    def _begins(self, operation: str, taken_back: str) -> None:
        self.operations.append(operation)
        running = f"{operation}_IN_PROGRESS"
        self.status = running
        self._happens({"LogicalResourceId": NAME, "ResourceStatus": running})
        if self.fails is None:
            done = {"LogicalResourceId": RESOURCE, "ResourceStatus": f"{operation}_COMPLETE"}
            self._ahead = [(running, done), (f"{operation}_COMPLETE", {})]
            return
        failed = f"{operation}_FAILED"
        self._ahead = [
            (running, {
                "LogicalResourceId": RESOURCE,
                "ResourceStatus": failed,
                "ResourceStatusReason": self.fails,
            }),
            (running, {
                "LogicalResourceId": "PhotosTable",
                "ResourceStatus": failed,
                "ResourceStatusReason": "Resource creation cancelled",
            }),
            (taken_back, {}),
        ]  # fmt: skip
        self.fails = None

    def _happens(self, event: Mapping[str, str]) -> None:
        kind = "AWS::CloudFormation::Stack" if event["LogicalResourceId"] == NAME else "AWS::S3"
        self._events.append(
            {
                "StackId": NAME,
                "StackName": NAME,
                "EventId": str(len(self._events)),
                "Timestamp": a_stack(NAME)["CreationTime"],
                "ResourceType": kind,
                **event,
            }
        )
