"""One screen on a stage, and an exit code that says whether a person is needed."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from infra import status
from infra.account import Account
from infra.condition import MISSING, StackState, condition
from infra.stage import Stage
from tests.unit.infra import cloud, deployed
from tests.unit.infra.running import NOW, OUTPUTS, Running, a_function


@pytest.fixture
def aws() -> Running:
    return Running()


@pytest.fixture
def command(aws: Running, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    account = aws.account()
    monkeypatch.setattr(Account, "current", lambda: account)
    return lambda *arguments: status.main(arguments)


def test_all_is_well(
    command: Callable[..., int], aws: Running, capsys: pytest.CaptureFixture[str]
) -> None:
    aws.sums = {
        ("Count", "scandrop/dev"): [1000.0, 234.0],
        ("5XXError", "scandrop/dev"): [2.0],
        ("Errors", "scandrop-dev"): [1.0],
        ("Errors", "scandrop-dev-photo_uploaded"): [3.0],
        ("Invocations", "scandrop-dev-photo_uploaded"): [37.0],
        ("Count", "scandrop/dev-2"): [9999.0],
    }
    assert command() == 0
    out = capsys.readouterr().out
    for line in (
        "Scandrop dev in eu-central-1, account 123456789012",
        "Site          https://d111.cloudfront.net",
        "API           https://rest1.execute-api.eu-central-1.amazonaws.com/dev",
        "WebSocket     wss://ws1.execute-api.eu-central-1.amazonaws.com/dev",
        "  Requests    1,234, of which failed 2",
        "  Uploads     37",
        "  Errors      4 in functions",
        "Alarms        none",
        "Dead letters  none",
        "All is well.",
    ):
        assert line in out.splitlines()
    assert "photo_uploaded  Active      512 MB memory    6.8 MB code  2026-11-20" in out


def test_figures_are_of_the_last_day(aws: Running, stage: Stage) -> None:
    condition(aws.account(), stage, NOW)
    assert aws.asked_from == NOW - timedelta(days=1)


def test_the_age_of_the_last_change_is_told(aws: Running, stage: Stage) -> None:
    state = condition(aws.account(), stage, NOW)
    assert "(3 hours ago)" in "\n".join(status.screen(state, NOW))
    for passed, said in ((45, "45 minutes"), (1, "1 minute"), (0, "just now"), (3000, "2 days")):
        lines = status.screen(state, state.stack.changed + timedelta(minutes=passed))
        assert said in "\n".join(lines)


def test_a_stage_that_is_not_there_is_not_deployed(
    command: Callable[..., int], aws: Running, capsys: pytest.CaptureFixture[str]
) -> None:
    aws.stack = None
    assert command() == 1
    err = capsys.readouterr().err
    assert err.startswith("NotDeployed: ")
    assert "make deploy STAGE=dev" in err


# What needs a person


def problems(command: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> list[str]:
    assert command() == 1
    out = capsys.readouterr().out
    assert "All is well" not in out
    return [line[4:] for line in out.splitlines() if line.startswith("  · ")]


def test_an_alarm_does(
    command: Callable[..., int], aws: Running, capsys: pytest.CaptureFixture[str]
) -> None:
    """Beyond the first hundred too; of another stage that begins like ours, not."""
    aws.ringing = {"scandrop-dev-149": "Threshold crossed.", "scandrop-dev-2-errors": "x"}
    (problem,) = problems(command, capsys)
    assert problem.startswith("Alarm scandrop-dev-149: Threshold crossed. docs/operations.md")


def test_dead_letters_do(
    command: Callable[..., int], aws: Running, capsys: pytest.CaptureFixture[str]
) -> None:
    aws.dead = 3
    (problem,) = problems(command, capsys)
    assert "failed for good: 3." in problem
    assert "make redrive STAGE=dev" in problem


@pytest.mark.parametrize(
    "state",
    [
        "CREATE_FAILED",
        "ROLLBACK_COMPLETE",
        "ROLLBACK_FAILED",
        "DELETE_FAILED",
        "UPDATE_FAILED",
        "UPDATE_ROLLBACK_FAILED",
        "UPDATE_ROLLBACK_COMPLETE",
    ],
)
def test_a_stack_that_failed_does(
    command: Callable[..., int],
    aws: Running,
    capsys: pytest.CaptureFixture[str],
    state: str,
) -> None:
    aws.stack = cloud.a_stack("scandrop-dev", state, **OUTPUTS)
    (problem,) = problems(command, capsys)
    assert "make deploy STAGE=dev" in problem


@pytest.mark.parametrize(
    "state",
    [
        "CREATE_COMPLETE",
        "UPDATE_COMPLETE",
        "IMPORT_COMPLETE",
        "CREATE_IN_PROGRESS",
        "UPDATE_IN_PROGRESS",
        "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
        "UPDATE_ROLLBACK_IN_PROGRESS",
    ],
)
def test_a_stack_that_is_well_or_at_work_does_not(state: str) -> None:
    assert StackState("scandrop-dev", state, "", NOW).problem("dev") is None


def test_a_function_that_is_missing_does(
    command: Callable[..., int], aws: Running, capsys: pytest.CaptureFixture[str]
) -> None:
    del aws.configurations["scandrop-dev-photo_uploaded"]
    (problem,) = problems(command, capsys)
    assert problem == f"Function photo_uploaded is {MISSING}. Run make deploy STAGE=dev."


@pytest.mark.parametrize(
    "mappings",
    [
        [],
        [deployed.a_mapping("scandrop-dev-process_photos")],
        [
            deployed.a_mapping(
                "scandrop-dev-process_photos",
                State="Disabled",
                FunctionResponseTypes=["ReportBatchItemFailures"],
            )
        ],
    ],
    ids=["missing", "does not report", "disabled"],
)
def test_a_queue_whose_jobs_nobody_gets_or_that_forgets_them_does(
    command: Callable[..., int],
    aws: Running,
    capsys: pytest.CaptureFixture[str],
    mappings: list[dict[str, object]],
) -> None:
    aws.mappings = mappings
    (problem,) = problems(command, capsys)
    assert problem.startswith("The queue does not give its jobs to process_photos as it should.")


def test_an_api_that_is_missing_does(
    command: Callable[..., int], aws: Running, capsys: pytest.CaptureFixture[str]
) -> None:
    """A deployment that stopped half-way."""
    aws.rest_apis.clear()
    aws.websocket_apis.clear()
    assert problems(command, capsys) == [
        "There is no API. Run make deploy STAGE=dev.",
        "There is no WebSocket. Run make deploy STAGE=dev.",
    ]


def test_nothing_is_missed_while_the_stack_is_being_made(
    command: Callable[..., int], aws: Running
) -> None:
    aws.configurations.clear()
    aws.rest_apis.clear()
    aws.stack = cloud.a_stack("scandrop-dev", "CREATE_IN_PROGRESS")
    assert command() == 0


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"State": "Failed", "StateReason": "no network"}, "is Failed: no network."),
        ({"State": "Deactivated"}, "is Deactivated."),
        (
            {"LastUpdateStatus": "Failed", "LastUpdateStatusReason": "The role is gone."},
            "is not updated: The role is gone.",
        ),
    ],
)
def test_a_function_that_failed_does(
    command: Callable[..., int],
    aws: Running,
    capsys: pytest.CaptureFixture[str],
    facts: dict[str, str],
    said: str,
) -> None:
    aws.configurations["scandrop-dev"] = a_function(**facts)
    (problem,) = problems(command, capsys)
    assert f"Function api_handler {said}" in problem


@pytest.mark.parametrize("state", ["Inactive", "Pending"])
def test_a_function_that_sleeps_or_wakes_does_not(
    command: Callable[..., int], aws: Running, state: str
) -> None:
    aws.configurations["scandrop-dev"] = a_function(State=state)
    assert command() == 0


def test_a_stage_that_was_taken_down_is_well_and_says_so(
    command: Callable[..., int], aws: Running, capsys: pytest.CaptureFixture[str]
) -> None:
    aws.stack = cloud.a_stack("scandrop-dev", UploadsBucketName="uploads")
    aws.configurations.clear()
    aws.rest_apis.clear()
    assert command() == 0
    out = capsys.readouterr().out
    assert "the photos are kept" in out
    assert MISSING not in out
