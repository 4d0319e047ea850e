"""That the state machine's definition is valid, whole, and agrees with the functions that it calls.

What it does is in test_state_machine.py; what no execution shows is here.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from cfnlint.api import lint_all
from moto.events.models import EventPattern
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser

from chalicelib import limits
from tests.contract import template
from tests.contract.state_machine import STAGE, definition, function_of

#: Seconds. Whoever waits for a photo has gone home; whoever mends something wants to see it work.
LONGEST_WAIT = 300
ROUTES = ("Next", "Default")


@pytest.fixture(scope="module")
def machine() -> Mapping[str, Any]:
    return definition()


@pytest.fixture(scope="module")
def states(machine: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = machine["States"]
    return found


@pytest.fixture(scope="module")
def tasks(states: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: state for name, state in states.items() if state["Type"] == "Task"}


def test_two_parsers_take_it(machine: Mapping[str, Any]) -> None:
    AmazonStateLanguageParser.parse(json.dumps(machine))
    resource = {
        "Type": "AWS::StepFunctions::StateMachine",
        "Properties": {"RoleArn": "arn:aws:iam::111122223333:role/any", "Definition": machine},
    }
    found = lint_all(json.dumps({"Resources": {"Machine": resource}}))
    assert [each for each in found if not each.rule.id.startswith("I")] == []


def _successors(state: Mapping[str, Any]) -> Iterator[str]:
    for each in (state, *state.get("Choices", ()), *state.get("Catch", ())):
        yield from (each[route] for route in ROUTES if route in each)


def test_every_state_is_reached_and_leads_to_an_end(
    machine: Mapping[str, Any], states: Mapping[str, Any]
) -> None:
    reached, open_ends = set(), [machine["StartAt"]]
    while open_ends:
        name = open_ends.pop()
        if name not in reached:
            reached.add(name)
            open_ends.extend(_successors(states[name]))
    assert reached == set(states)
    for name, state in states.items():
        assert list(_successors(state)) or state.get("End") or state["Type"] in ("Fail", "Succeed")
        if state["Type"] == "Choice":
            assert "Default" in state, f"{name}: no way out for what fits no choice"


def test_each_function_of_the_steps_is_called_by_one_state(tasks: Mapping[str, Any]) -> None:
    called = [function for state in tasks.values() if (function := function_of(state))]
    steps = {
        "validate_photo",
        "render_photo",
        "watermark_photo",
        "moderate_photo",
        "publish_photo",
        "reject_photo",
    }
    assert sorted(called) == sorted(steps)
    assert steps <= set(STAGE.handlers)


def test_every_task_is_repeated_with_growing_random_waits(tasks: Mapping[str, Any]) -> None:
    for name, task in tasks.items():
        (retrier,) = task["Retry"]
        # Both: the first is everything but the second, and what no repetition helps.
        assert set(retrier["ErrorEquals"]) == {"States.TaskFailed", "States.Timeout"}, name
        assert retrier["JitterStrategy"] == "FULL", name
        assert retrier["BackoffRate"] > 1, name
        assert retrier["MaxAttempts"] >= 5, name
        assert retrier["MaxDelaySeconds"] <= LONGEST_WAIT, name


def test_a_task_that_fails_for_good_fails_its_execution_there(
    states: Mapping[str, Any],
) -> None:
    """Whoever lets a failed execution go on does so at the state that failed it.

    But for a file that ends the function: that it can read a file is what these states are for.
    """
    caught = {name: state["Catch"] for name, state in states.items() if "Catch" in state}
    assert set(caught) == {"Validate", "Render", "Watermark"}
    for (catcher,) in caught.values():
        assert set(catcher["ErrorEquals"]) == {"Runtime.ExitError", "Runtime.OutOfMemory"}
        assert catcher["ResultPath"] is None, "the job goes on to Reject"
    assert [name for name, state in states.items() if state["Type"] == "Fail"] == []


@pytest.mark.parametrize("processing", ["queue", "step-functions"])
def test_whatever_ends_an_execution_but_success_leaves_a_dead_letter(processing: str) -> None:
    made = template.make(Processing=processing)
    rule = made["FailedExecutions"]
    assert [target["Arn"] for target in rule["Targets"]] == ["DeadLetterQueue.Arn"]
    pattern = EventPattern(None, rule["EventPattern"])
    ended = {
        status
        for status in ("RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PENDING_REDRIVE")
        if pattern.matches_event(_told(status, f"{template.STACK}-processing"))
    }
    assert ended == {"FAILED", "TIMED_OUT", "ABORTED"}
    assert not pattern.matches_event(_told("FAILED", "scandrop-prod-processing"))


def _told(status: str, machine: str) -> Any:
    arn = f"arn:aws:states:{template.REGION}:{template.ACCOUNT}:stateMachine:{machine}"
    return {
        "source": "aws.states",
        "detail-type": "Step Functions Execution Status Change",
        "detail": {"status": status, "stateMachineArn": arn},
    }


def test_a_task_waits_for_its_function_and_not_for_ever(tasks: Mapping[str, Any]) -> None:
    functions = STAGE.settings["lambda_functions"]
    for name, task in tasks.items():
        takes = functions[function_of(task)]["lambda_timeout"]
        # A function needs a moment to start; a task that waits longer waits for nobody.
        assert takes < task["TimeoutSeconds"] <= takes + 30, name
        assert takes >= 3 * limits.DECODE_WALL_SECONDS, name
