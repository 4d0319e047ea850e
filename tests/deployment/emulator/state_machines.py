"""What the state machines of stock MiniStack do without asking."""

from contextvars import ContextVar
from typing import Any

from ministack.services import lambda_svc, stepfunctions

from tests.deployment.emulator.rights import may

_execute = stepfunctions._execute_task
_call = stepfunctions._invoke_resource
#: The role of the state machine whose task is being done.
_role: ContextVar[str] = ContextVar("role")


def repair() -> None:
    """Wrap its functions."""
    stepfunctions._execute_task = _with_the_role
    stepfunctions._invoke_resource = _call_what_the_role_may


def _with_the_role(
    state: dict[str, Any], given: Any, execution: dict[str, Any], context: dict[str, Any]
) -> Any:
    machine = stepfunctions._state_machines[context["StateMachine"]["Id"]]
    token = _role.set(machine["roleArn"])
    try:
        return _execute(state, given, execution, context)
    finally:
        _role.reset(token)


def _call_what_the_role_may(resource: str, given: dict[str, Any]) -> Any:
    """Stock calls functions whether or not the state machine's role may."""
    if not resource.endswith(":lambda:invoke"):
        raise stepfunctions._ExecutionError("States.Runtime", f"{resource} is not known here")
    function = lambda_svc._functions[given["FunctionName"].rpartition(":")[2]]
    arn = function["config"]["FunctionArn"]
    if not may(_role.get(), "lambda:InvokeFunction", arn):
        raise stepfunctions._ExecutionError("Lambda.AWSLambdaException", f"may not call {arn}")
    return _call(resource, given)
