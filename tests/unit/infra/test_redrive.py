"""What failed for good is done again, and deleted only when that went well."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError

from infra import redrive
from infra.account import Account
from infra.addressees import Addressees
from infra.console import Console
from infra.queue import HIDDEN_SECONDS
from infra.redrive import Redrive
from infra.stage import Stage
from tests.unit.infra import cloud, letters
from tests.unit.infra.letters import ARN, EVENT, OUTPUTS, a_record


@pytest.fixture
def aws() -> letters.DeadLetters:
    """Three records, and a function that works again."""
    bodies = {name: a_record({**EVENT, "number": name}) for name in "abc"}
    return letters.DeadLetters(bodies, {"scandrop-dev-photo_uploaded": lambda _: None})


@pytest.fixture
def command(
    aws: letters.DeadLetters, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., int]:
    account = aws.account()
    monkeypatch.setattr(Account, "current", lambda: account)
    return lambda *arguments: redrive.main(arguments)


def a_run(aws: letters.DeadLetters, stage: Stage) -> Redrive:
    return Redrive(aws.account(), stage, OUTPUTS, Console(StringIO()), dry_run=False)


def numbers(aws: letters.DeadLetters) -> list[str]:
    return [event["number"] for _, event in aws.calls]


def test_each_event_goes_to_its_function_again_and_is_deleted(
    command: Callable[..., int], aws: letters.DeadLetters, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command() == 0
    assert numbers(aws) == ["a", "b", "c"]
    assert {name for name, _ in aws.calls} == {"scandrop-dev-photo_uploaded"}
    assert aws.calls[0][1] == {**EVENT, "number": "a"}
    assert not aws.bodies
    assert capsys.readouterr().out.endswith("3 done (events of functions: 3).\n")


def test_one_that_fails_again_stays_and_the_others_are_done(
    command: Callable[..., int], aws: letters.DeadLetters, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails_for_b(event: dict[str, object]) -> None:
        if event["number"] == "b":
            raise ValueError("still broken")

    aws.functions["scandrop-dev-photo_uploaded"] = fails_for_b
    assert command() == 1
    assert numbers(aws) == ["a", "b", "c"]
    assert list(aws.bodies) == aws.visible == ["b"]
    out = capsys.readouterr().out
    assert "failed again, left in the queue: ValueError: still broken" in out
    assert out.endswith("2 done, 1 left (events of functions: 3).\n")


def test_a_dry_run_calls_and_deletes_nothing(
    command: Callable[..., int], aws: letters.DeadLetters, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("--dry-run") == 0
    assert not aws.calls
    assert aws.visible == ["a", "b", "c"]
    out = capsys.readouterr().out
    assert "ObjectCreated:Put session-uploads/AbC/dEf.jpg" in out
    assert "after 3 attempts (RetriesExhausted): ServiceUnavailable: the table is gone" in out
    assert out.endswith("3 could be done (events of functions: 3).\n")


def test_only_keys_of_a_message_are_shown(
    command: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    command("--dry-run")
    assert "secret" not in capsys.readouterr().out


def test_it_stops_at_the_limit_and_says_so(
    command: Callable[..., int], aws: letters.DeadLetters, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("--limit", "2") == 0
    assert numbers(aws) == ["a", "b"]
    assert aws.visible == ["c"]
    assert "stopped after 2" in capsys.readouterr().out


def test_an_empty_queue_is_well(
    command: Callable[..., int], aws: letters.DeadLetters, capsys: pytest.CaptureFixture[str]
) -> None:
    aws.bodies.clear()
    assert command() == 0
    assert capsys.readouterr().out == "The dead-letter queue is empty.\n"


def test_what_is_not_ours_stays(
    command: Callable[..., int], aws: letters.DeadLetters, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor does it keep the others back."""
    foreign = ARN.replace("scandrop-dev", "scandrop-dev-2")
    aws.bodies = {"odd": "hello", "foreign": a_record(arn=foreign), "good": a_record()}
    assert command() == 1
    assert [name for name, _ in aws.calls] == ["scandrop-dev-photo_uploaded"]
    assert aws.visible == ["odd", "foreign"]
    out = capsys.readouterr().out
    assert "Message odd\n  ✗ left in the queue: it is not JSON" in out
    assert f"Message foreign\n  ✗ left in the queue: {foreign} is no function" in out


def test_a_dry_run_tells_by_its_exit_code_that_something_cannot_be_done(
    command: Callable[..., int], aws: letters.DeadLetters
) -> None:
    aws.bodies["odd"] = "hello"
    assert command("--dry-run") == 1


# Visibility


def test_nobody_else_gets_a_message_while_its_function_runs(
    command: Callable[..., int], aws: letters.DeadLetters
) -> None:
    """A function runs for 15 minutes at most."""

    def slow(_: object) -> None:
        aws.now += 900
        assert aws.calls[-1][1]["number"] not in aws.visible

    aws.functions["scandrop-dev-photo_uploaded"] = slow
    assert command() == 0
    assert numbers(aws) == ["a", "b", "c"]


def test_a_message_that_comes_round_in_a_long_run_is_not_tried_twice(
    command: Callable[..., int], aws: letters.DeadLetters
) -> None:
    def slow(_: object) -> None:
        aws.now += HIDDEN_SECONDS
        raise ValueError("still broken")

    aws.functions["scandrop-dev-photo_uploaded"] = slow
    assert command() == 1
    assert numbers(aws) == ["a", "b", "c"]
    assert aws.visible == ["a", "b", "c"]


def test_more_than_ten_are_released(command: Callable[..., int], aws: letters.DeadLetters) -> None:
    aws.bodies = {f"{number}": "?" for number in range(23)}
    assert command() == 1
    assert len(aws.visible) == 23


@pytest.mark.parametrize(
    "end", [KeyboardInterrupt(), EndpointConnectionError(endpoint_url="https://lambda.test")]
)
def test_an_interrupted_run_hides_nothing(
    aws: letters.DeadLetters, stage: Stage, end: BaseException
) -> None:
    def interrupted(event: dict[str, object]) -> None:
        if event["number"] == "b":
            raise end

    aws.functions["scandrop-dev-photo_uploaded"] = interrupted
    run = a_run(aws, stage)
    with pytest.raises(type(end)):
        run.run(limit=9)
    assert aws.visible == ["b", "c"]


# Lambda's refusals


def refuses(code: str, status: int) -> Callable[[object], None]:
    def refuse(_: object) -> None:
        raise cloud.Refused(code, status=status)

    return refuse


@pytest.mark.parametrize(
    ("code", "status"),
    [("TooManyRequestsException", 429), ("ServiceException", 500), ("RequestTooLarge", 413)],
)
def test_a_refused_call_leaves_the_message_and_goes_on(
    command: Callable[..., int], aws: letters.DeadLetters, code: str, status: int
) -> None:
    aws.functions["scandrop-dev-photo_uploaded"] = refuses(code, status)
    assert command() == 1
    assert len(aws.calls) == 3
    assert aws.visible == ["a", "b", "c"]


def test_no_answer_leaves_the_message_and_does_not_call_twice(
    command: Callable[..., int], aws: letters.DeadLetters
) -> None:
    def silent(_: object) -> None:
        raise ReadTimeoutError(endpoint_url="https://lambda.test")

    aws.functions["scandrop-dev-photo_uploaded"] = silent
    assert command() == 1
    assert numbers(aws) == ["a", "b", "c"]


def test_a_call_is_one_attempt_that_waits_as_long_as_a_function_may_run(
    aws: letters.DeadLetters, stage: Stage
) -> None:
    """By default botocore calls again after a minute without an answer."""
    config: Any = Addressees(aws.account(), stage, OUTPUTS)._lambda.meta.config
    assert config.read_timeout > 900
    assert config.retries["total_max_attempts"] == 1


def test_what_every_message_would_meet_ends_the_run(
    command: Callable[..., int], aws: letters.DeadLetters, capsys: pytest.CaptureFixture[str]
) -> None:
    aws.functions["scandrop-dev-photo_uploaded"] = refuses("AccessDeniedException", 403)
    assert command() == 1
    assert len(aws.calls) == 1
    assert capsys.readouterr().err.startswith("PermissionMissing: ")
    assert aws.visible == ["a", "b", "c"]


def test_a_function_that_is_gone_ends_the_run(aws: letters.DeadLetters, stage: Stage) -> None:
    aws.functions.clear()
    run = a_run(aws, stage)
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        run.run(limit=9)


@pytest.mark.parametrize("limit", ["0", "-1", "x", "1.5"])
def test_a_limit_is_a_number_above_zero(command: Callable[..., int], limit: str) -> None:
    with pytest.raises(SystemExit) as end:
        command(f"--limit={limit}")
    assert end.value.code == 2
