"""infra/template.yaml: how photos are worked on step by step."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

import app
from chalicelib import messages
from chalicelib.jobs import Job, job_of
from chalicelib.photo import Rejection
from infra.stage import Stage, chalice_config
from tests.contract.template import ACCOUNT, REGION, STACK, make
from tests.contract.template_variants import VARIANTS

PLAIN = make()
STEPS = make(**VARIANTS["step functions"])
STAGE = Stage(STACK.removeprefix("scandrop-"))
STATES: dict[str, dict[str, Any]] = STEPS["StateMachine"]["Definition"]["States"]
TASKS = {name: state for name, state in STATES.items() if state["Type"] == "Task"}
CHOICES = {name: state for name, state in STATES.items() if state["Type"] == "Choice"}
HANDLERS = {function.name for function in app.app.pure_lambda_functions}
MACHINE = f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:{STACK}-processing"

each_task = pytest.mark.parametrize("name", TASKS)


# The state machine


def test_there_is_one_only_where_the_team_has_chosen_so() -> None:
    assert not PLAIN.of_type("StepFunctions::StateMachine")
    assert not PLAIN.of_type("Logs::LogGroup")
    assert list(STEPS.of_type("StepFunctions::StateMachine")) == ["StateMachine"]
    assert "StateMachineArn" not in PLAIN.outputs


def test_an_execution_of_a_name_runs_once() -> None:
    """Only of the standard kind; and its name is what the rule below goes by."""
    assert STEPS["StateMachine"]["StateMachineType"] == "STANDARD"
    assert MACHINE.endswith(f":{STEPS['StateMachine']['StateMachineName']}")


def test_each_step_is_a_function_and_each_function_a_step() -> None:
    called = [state["Parameters"]["FunctionName"] for state in TASKS.values()]
    assert sorted(called) == sorted(STAGE.function_name(name) for name in HANDLERS)


@each_task
def test_a_step_gets_the_job_and_how_often_it_was_tried_and_answers_the_job(name: str) -> None:
    task = TASKS[name]
    assert task["Resource"] == "arn:aws:states:::lambda:invoke"
    assert task["Parameters"]["Payload"] == {"job.$": "$", "retries.$": "$$.State.RetryCount"}
    assert task["OutputPath"] == "$.Payload"
    assert not {"InputPath", "ResultPath", "ResultSelector"} & set(task)


@each_task
def test_a_step_that_fails_is_repeated_for_minutes_and_not_by_all_at_once(name: str) -> None:
    (retry,) = TASKS[name]["Retry"]
    assert retry["ErrorEquals"] == ["States.TaskFailed", "States.Timeout"], "each error there is"
    assert retry["JitterStrategy"] == "FULL"
    waits = [
        min(retry["IntervalSeconds"] * retry["BackoffRate"] ** number, retry["MaxDelaySeconds"])
        for number in range(retry["MaxAttempts"])
    ]
    assert 300 <= sum(waits) <= 900


@each_task
def test_a_step_has_longer_than_its_function(name: str) -> None:
    handler = TASKS[name]["Parameters"]["FunctionName"].removeprefix(f"{STACK}-")
    for stage in chalice_config()["stages"].values():
        seconds = stage["lambda_functions"][handler]["lambda_timeout"]
        assert seconds < TASKS[name]["TimeoutSeconds"] <= seconds + 15


def test_what_fails_for_good_fails_where_it_can_go_on() -> None:
    """A redrive starts the state that failed again; a Fail state would only fail again."""
    assert not [name for name, state in STATES.items() if state["Type"] == "Fail"]
    assert "TimeoutSeconds" not in STEPS["StateMachine"]["Definition"]


def _run(*answers: Mapping[str, object]) -> list[str]:
    """The states of an execution whose steps answer so, one after the other."""
    job, left = dict(messages.to_wire(Job(key="k"))), list(answers)
    seen, name = [], STEPS["StateMachine"]["Definition"]["StartAt"]
    while True:
        state = STATES[name]
        if state["Type"] == "Task":
            seen.append(name)
            job |= left.pop(0) if left else {}
        if state["Type"] == "Succeed" or state.get("End"):
            return seen
        name = _next(state, job)


def _next(state: Mapping[str, Any], job: Mapping[str, object]) -> str:
    for choice in state.get("Choices", ()):
        value = job[choice["Variable"].removeprefix("$.")]
        holds = value if "BooleanEquals" in choice else (value is None) is choice["IsNull"]
        if holds:
            return str(choice["Next"])
    return str(state.get("Default") or state["Next"])


@pytest.mark.parametrize(
    ("answers", "states"),
    [
        ([], "Validate Render Publish"),
        ([{"watermarked": True}], "Validate Watermark Publish"),
        ([{"moderated": True}], "Validate Render Moderate Publish"),
        ([{"watermarked": True, "moderated": True}], "Validate Watermark Moderate Publish"),
        ([{"rejection": "DAMAGED"}], "Validate Reject"),
        ([{}, {"rejection": "DAMAGED"}], "Validate Render Reject"),
        (
            [{"moderated": True}, {}, {"rejection": "INAPPROPRIATE"}],
            "Validate Render Moderate Reject",
        ),
        ([{"settled": True}], "Validate"),
        ([{}, {"settled": True}], "Validate Render"),
        ([{"watermarked": True}, {"settled": True}], "Validate Watermark"),
        ([{"moderated": True}, {}, {"settled": True}], "Validate Render Moderate"),
    ],
)
def test_steps_follow_each_other_by_what_they_answer(
    answers: list[dict[str, object]], states: str
) -> None:
    assert _run(*answers) == states.split()


def test_choices_are_made_by_what_every_answer_has() -> None:
    """Else an execution would end at a choice: a job on the wire leaves nothing out."""
    asked = {each["Variable"] for state in CHOICES.values() for each in state["Choices"]}
    empty = messages.to_wire(Job(key=f"session-uploads/{'s' * 22}/{'p' * 22}.jpg"))
    assert asked <= {f"$.{name}" for name in empty}
    assert empty["rejection"] is None
    refused = messages.to_wire(Job(key=empty["key"], rejection=Rejection.DAMAGED))
    assert job_of(json.loads(json.dumps(refused))).rejection is Rejection.DAMAGED


def test_its_role_calls_the_steps_and_nothing_else() -> None:
    role = STEPS["StateMachineRole"]
    (trust,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": "states.amazonaws.com"}
    assert trust["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT}}
    (policy,) = role["Policies"]
    call, log = policy["PolicyDocument"]["Statement"]
    assert call["Action"] == ["lambda:InvokeFunction"]
    arn = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:"
    assert sorted(call["Resource"]) == sorted(arn + STAGE.function_name(name) for name in HANDLERS)
    assert {action.partition(":")[0] for action in log["Action"]} == {"logs"}
    assert not {"logs:PutLogEvents", "logs:CreateLogGroup"} & set(log["Action"])


def test_errors_are_logged_for_a_while_without_what_they_are_about() -> None:
    logging = STEPS["StateMachine"]["LoggingConfiguration"]
    assert (logging["Level"], logging["IncludeExecutionData"]) == ("ERROR", False)
    (destination,) = logging["Destinations"]
    assert destination == {"CloudWatchLogsLogGroup": {"LogGroupArn": "StateMachineLogs.Arn"}}
    group = STEPS["StateMachineLogs"]
    assert 0 < group["RetentionInDays"] <= 90
    assert group["LogGroupName"] == f"/aws/vendedlogs/states/{STACK}-processing"


@pytest.mark.parametrize("made", [PLAIN, STEPS], ids=["queue", "step functions"])
def test_an_execution_that_fails_becomes_a_dead_letter(made: Any) -> None:
    """Also without a state machine: its executions are stopped when it is deleted."""
    rule = made["FailedExecutions"]
    assert "EventBusName" not in rule, "where AWS itself tells"
    assert rule["EventPattern"] == {
        "source": ["aws.states"],
        "detail-type": ["Step Functions Execution Status Change"],
        "detail": {"status": ["FAILED", "TIMED_OUT", "ABORTED"], "stateMachineArn": [MACHINE]},
    }
    (target,) = rule["Targets"]
    assert target["Arn"] == "DeadLetterQueue.Arn"
    assert not {"Input", "InputPath", "InputTransformer"} & set(target)
