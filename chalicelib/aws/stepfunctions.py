"""Jobs as executions of a state machine."""

import json
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from chalicelib.aws.faults import code_of, translated
from chalicelib.jobs import Job
from chalicelib.messages import to_wire

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions import SFNClient

_FAILED = ("FAILED", "TIMED_OUT", "ABORTED")


class StepFunctionsWorkflows:
    """`Workflows` on one standard state machine.

    Such a machine takes each name of an execution once, and keeps it for 90 days. In place of one
    that failed another is started: `<name>-2`, `<name>-3`. Redriving would not do, because one that
    ended in a Fail state only fails there again.
    https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
    https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
    """

    def __init__(self, client: "Callable[[], SFNClient]", arn: str | None) -> None:
        self._client = client
        self._arn = arn or ""

    def start(self, name: str, job: Job) -> None:
        """Start an execution of this name, unless one runs or has ended well."""
        again = replace(job, repeated=True)
        with translated():
            for number in count(1):
                attempt, work = (name, job) if number == 1 else (f"{name}-{number}", again)
                if self._starts(attempt, work) or not self._has_failed(attempt):
                    return

    def _starts(self, name: str, job: Job) -> bool:
        """Start it; False if this name is taken."""
        try:
            self._client().start_execution(
                stateMachineArn=self._arn, name=name, input=json.dumps(to_wire(job))
            )
        except ClientError as error:
            if code_of(error) != "ExecutionAlreadyExists":
                raise
            return False
        return True

    def _has_failed(self, name: str) -> bool:
        # arn:…:states:<region>:<account>:stateMachine:<machine> → …:execution:<machine>:<name>
        arn = f"{self._arn.replace(':stateMachine:', ':execution:')}:{name}"
        found = self._client().describe_execution(executionArn=arn)
        return found["status"] in _FAILED
