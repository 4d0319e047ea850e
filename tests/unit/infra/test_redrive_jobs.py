"""Jobs and events that failed for good go where they came from, and nothing is lost on the way."""

import json
from collections.abc import Callable

import pytest

from infra import redrive
from infra.account import Account
from infra.stage import Stage
from tests.unit.infra import letters
from tests.unit.infra.cloud import Refused
from tests.unit.infra.letters import KEY, STATE_MACHINE, a_job, a_record, an_event, an_execution


@pytest.fixture
def aws() -> letters.DeadLetters:
    """One of each, and somebody for each."""
    bodies = {"job": a_job(), "execution": an_execution(), "event": an_event(), "mine": a_record()}
    return letters.DeadLetters(bodies, {"scandrop-dev-photo_uploaded": lambda _: None})


@pytest.fixture
def command(
    aws: letters.DeadLetters, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., int]:
    account = aws.account()
    monkeypatch.setattr(Account, "current", lambda: account)
    return lambda *arguments: redrive.main(arguments)


def test_each_goes_to_whom_it_was_for(
    command: Callable[..., int], aws: letters.DeadLetters, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command() == 0
    assert [json.loads(job) for job in aws.jobs] == [{"key": KEY}] * 2
    (event,) = aws.events
    assert json.loads(event["Detail"]) == {"photoId": "p" * 22, "sessionId": "s" * 22}
    assert (event["Source"], event["DetailType"]) == ("scandrop", "Photo Ready")
    assert event["EventBusName"] == letters.OUTPUTS["EventBusName"]
    assert [name for name, _ in aws.calls] == ["scandrop-dev-photo_uploaded"]
    assert not aws.bodies
    said = "4 done (jobs: 2, undelivered events: 1, events of functions: 1).\n"
    assert capsys.readouterr().out.endswith(said)


def test_a_dry_run_tells_how_many_of_which_kind(
    command: Callable[..., int], aws: letters.DeadLetters, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("--dry-run") == 0
    assert not aws.jobs + aws.events + aws.calls
    assert len(aws.visible) == 4
    out = capsys.readouterr().out
    assert "jobs: 2, undelivered events: 1, events of functions: 1" in out
    why = "execution FAILED at 2026-11-14T18:16:05Z: ServiceUnavailable: the table is gone"
    assert f"job, {why}\n  {KEY}\n" in out


def test_a_job_that_cannot_be_queued_stays(
    command: Callable[..., int], aws: letters.DeadLetters, capsys: pytest.CaptureFixture[str]
) -> None:
    aws.refusal = Refused("ThrottlingException", status=400)
    assert command() == 1
    assert aws.visible == ["job", "execution"]
    assert "failed again, left in the queue: " in capsys.readouterr().out


def test_what_every_job_would_meet_ends_the_run(
    command: Callable[..., int], aws: letters.DeadLetters, capsys: pytest.CaptureFixture[str]
) -> None:
    aws.refusal = Refused("AccessDenied", status=403)
    assert command() == 1
    assert len(aws.visible) == 4
    assert capsys.readouterr().err.startswith("PermissionMissing: ")


def test_an_event_that_the_bus_refuses_stays(
    command: Callable[..., int], aws: letters.DeadLetters, capsys: pytest.CaptureFixture[str]
) -> None:
    aws.fault = "the bus is full"
    assert command() == 1
    assert aws.visible == ["event"]
    assert "left in the queue: the bus is full" in capsys.readouterr().out


def test_a_job_of_another_stage_stays(
    command: Callable[..., int], aws: letters.DeadLetters
) -> None:
    foreign = STATE_MACHINE.replace("scandrop-dev", "scandrop-dev-2")
    aws.bodies = {"foreign": an_execution(stateMachineArn=foreign), "job": a_job()}
    assert command() == 1
    assert aws.visible == ["foreign"]
    assert len(aws.jobs) == 1


@pytest.mark.parametrize(
    "message",
    [
        {"export": {"albumId": "a", "exportId": "e", "volume": 2}},
        {"webhook": {"albumId": "a", "photoId": "p"}},
    ],
)
def test_exports_and_webhooks_wait_in_their_queue_again(
    command: Callable[..., int],
    aws: letters.DeadLetters,
    capsys: pytest.CaptureFixture[str],
    message: dict[str, object],
) -> None:
    aws.bodies = {"errand": json.dumps(message), "odd": json.dumps({"webhook": "p"})}
    assert command() == 1
    assert [json.loads(job) for job in aws.jobs] == [message]
    assert aws.visible == ["odd"]
    assert "1 done, 1 left (exports and webhooks: 1)" in capsys.readouterr().out
