"""The state machine of infra/template.yaml, executed by an interpreter that is not ours.

Moto brings LocalStack's interpreter of the Amazon States Language. What it calls as Lambda is here:
the functions of app.py, by the names that Chalice gives them, on services in memory.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError
from moto import mock_aws
from moto.events.models import EventPattern
from moto.stepfunctions.parser.asl.component.common.retry import retrier_decl
from moto.stepfunctions.parser.asl.component.state.exec.state_task import lambda_eval_utils
from moto.stepfunctions.parser.utils import TMP_THREADS

from chalicelib.aws import clients
from chalicelib.aws.stepfunctions import StepFunctionsWorkflows
from chalicelib.errors import ServiceUnavailable
from chalicelib.jobs import Job
from infra.stage import Stage
from tests.contract import template
from tests.contract.template import REGION, Json
from tests.fakes import MemoryServices

STAGE = Stage(template.STACK.removeprefix("scandrop-"))
_MACHINE = "StepFunctions::StateMachine"
_ROLE = "arn:aws:iam::123456789012:role/any"


def definition() -> Json:
    """As CloudFormation would hand it to Step Functions."""
    (machine,) = template.make(Processing="step-functions").of_type(_MACHINE).values()
    return dict(machine["Definition"])


def function_of(state: Mapping[str, Any]) -> str | None:
    """The handler that a state calls, by its name in app.py."""
    arn: str = state.get("Parameters", {}).get("FunctionName", "")
    return arn.rpartition(":")[2].removeprefix(STAGE.function_name("")) or None


@dataclass
class Fault:
    """What is wrong with a function for some of its calls."""

    times: int
    #: `before` it has done anything, `after` it has done everything, `refused` by Lambda itself, or
    #: the name of an error with which Lambda tells that it has ended.
    when: str = "before"


@dataclass
class Functions:
    """Lambda, with the functions of app.py."""

    app: ModuleType
    faults: dict[str, Fault] = field(default_factory=dict)
    #: Name, and how often the state was repeated by its own account.
    calls: list[tuple[str, int]] = field(default_factory=list)

    def names(self) -> list[str]:
        """Which were called, in their order."""
        return [name for name, _ in self.calls]

    def invoke(self, parameters: Json, region: str, state_credentials: object) -> Json:
        """As Step Functions calls a function.

        Raises:
            ClientError: there is no such function, or Lambda refuses to call it.
        """
        name = function_of({"Parameters": parameters})
        handlers = {each.name: each for each in self.app.app.pure_lambda_functions}
        if name is None or name not in handlers:
            raise _refused("ResourceNotFoundException")
        event = json.loads(parameters["Payload"])
        self.calls.append((name, event["retries"]))
        return {"StatusCode": 200, **self._answer(name, lambda: handlers[name](event, None))}

    def _answer(self, name: str, call: Callable[[], object]) -> Json:
        fault = self.faults.get(name, Fault(0))
        fault.times -= 1
        if fault.times >= 0 and fault.when == "refused":
            raise _refused("TooManyRequestsException")
        if fault.times >= 0 and "." in fault.when:
            ended = {"errorType": fault.when, "errorMessage": "signal: killed"}
            return {"FunctionError": "Unhandled", "Payload": ended}
        try:
            if fault.times >= 0 and fault.when == "before":
                raise ServiceUnavailable
            answer = call()
            if fault.times >= 0:
                raise ServiceUnavailable
        except ServiceUnavailable as error:
            told = {"errorType": type(error).__name__, "errorMessage": str(error), "stackTrace": []}
            return {"FunctionError": "Unhandled", "Payload": told}
        return {"Payload": json.loads(json.dumps(answer))}


def _refused(code: str) -> ClientError:
    response: Any = {
        "Error": {"Code": code, "Message": code},
        "ResponseMetadata": {"HTTPStatusCode": 429, "RequestId": "none"},
    }
    return ClientError(response, "Invoke")


@dataclass
class Machine:
    """The state machine, ready."""

    functions: Functions
    arn: str
    #: Seconds that it would have waited before each repetition.
    waits: list[float]

    def start(self, job: Job) -> None:
        """Have it work on a job, as `process_photos` does, and wait until it has ended."""
        StepFunctionsWorkflows(clients.stepfunctions, self.arn).start(job.ids.photo_id, job)
        while TMP_THREADS:
            TMP_THREADS.pop().join()

    def ended(self) -> Counter[str]:
        """How its executions have ended, and how many of each."""
        return Counter(each["status"] for each in self._executions())

    def dead_letters(self) -> list[Json]:
        """What the rule for failed executions puts into the dead-letter queue: whole events."""
        rule = template.make(Processing="step-functions")["FailedExecutions"]
        pattern = EventPattern(None, rule["EventPattern"])
        events = (_status_change(each) for each in self._executions())
        return [event for event in events if pattern.matches_event(event)]

    def _executions(self) -> list[Json]:
        client: Any = clients.stepfunctions()
        listed = client.list_executions(stateMachineArn=self.arn)["executions"]
        found = (client.describe_execution(executionArn=each["executionArn"]) for each in listed)
        return sorted(found, key=lambda each: str(each["name"]))


def _status_change(execution: Json) -> Any:
    """What Step Functions tells the default bus of an execution.

    https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
    """
    told = ("executionArn", "stateMachineArn", "name", "status", "input", "error", "cause")
    times = {name: int(execution[name].timestamp() * 1000) for name in ("startDate", "stopDate")}
    return {
        "version": "0",
        "id": "315c1398-40ff-a850-213b-158f73e60175",
        "detail-type": "Step Functions Execution Status Change",
        "source": "aws.states",
        "account": template.ACCOUNT,
        "time": "2027-01-15T08:00:00Z",
        "region": REGION,
        "resources": [execution["executionArn"]],
        "detail": {name: execution.get(name) for name in told}
        | times
        | {"inputDetails": {"included": True}, "output": None, "outputDetails": None},
    }


@contextmanager
def running(app: ModuleType, services: MemoryServices) -> Iterator[Machine]:
    """The machine, its functions on these services, and AWS in memory."""
    functions, waits = Functions(app), list[float]()
    (named,) = template.make(Processing="step-functions").of_type(_MACHINE).values()
    TMP_THREADS.clear()
    interpreted = mock_aws(config={"stepfunctions": {"execute_state_machine": True}})
    with interpreted, pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_DEFAULT_REGION", REGION)
        patch.setenv("MOTO_ACCOUNT_ID", template.ACCOUNT)
        patch.setattr(app, "services", lambda: services)
        patch.setattr(lambda_eval_utils, "_invoke_lambda_function", functions.invoke)
        patch.setattr(retrier_decl, "time", SimpleNamespace(sleep=waits.append))
        clients.forget()
        created = clients.stepfunctions().create_state_machine(
            name=named["StateMachineName"], definition=json.dumps(definition()), roleArn=_ROLE
        )
        yield Machine(functions, created["stateMachineArn"], waits)
        clients.forget()
