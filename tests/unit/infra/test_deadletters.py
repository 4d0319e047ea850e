"""What lies in the dead-letter queue: which of it is ours, and what is shown of it."""

import json

import pytest

from infra.deadletters import (
    DeadLetter,
    FailedEvent,
    FailedJob,
    Function,
    NotOurs,
    UndeliveredEvent,
    dead_letter,
)
from infra.stage import Stage
from tests.unit.infra import cloud, letters
from tests.unit.infra.letters import ARN, EVENT, KEY, a_job, a_record, an_event, an_execution


def a_failed_event(body: str) -> FailedEvent:
    letter = dead_letter(body)
    assert isinstance(letter, FailedEvent)
    return letter


def a_failed_job(body: str) -> FailedJob:
    letter = dead_letter(body)
    assert isinstance(letter, FailedJob)
    return letter


# Events of functions


def test_a_record_is_read() -> None:
    letter = a_failed_event(a_record())
    assert letter.function_arn == f"{ARN}:$LATEST"
    assert json.loads(letter.payload) == EVENT
    assert letter.contents == ("ObjectCreated:Put session-uploads/AbC/dEf.jpg",)
    assert letter.history == (
        "failed at 2026-11-14T18:16:05.568Z after 3 attempts (RetriesExhausted): "
        "ServiceUnavailable: the table is gone"
    )


UNKNOWN = {
    "text": "hello",
    "a list": "[]",
    "an object of another kind": '{"Records": []}',
    "no event": json.dumps({"requestContext": {"functionArn": ARN}}),
    "no function": json.dumps({"requestContext": {}, "requestPayload": {}}),
    "a context that is none": json.dumps({"requestContext": ARN, "requestPayload": {}}),
    "a function that is no text": json.dumps(
        {"requestContext": {"functionArn": [ARN]}, "requestPayload": {}}
    ),
    "a success": a_record(condition="Success"),
    "deep": "[" * 100_000,
    "a job of another form": json.dumps({"key": KEY, "more": 1}),
    "a job on what is no upload": json.dumps({"key": "renditions/x/large.jpg"}),
    "a job on no text": json.dumps({"key": [KEY]}),
    "an execution without its input": an_execution(input=None),
    "an execution on what is no upload": an_execution(input='{"key": "watermarks/logo.png"}'),
    "an execution of no job": an_execution(input="[]"),
    "an event of another source": an_event().replace('"scandrop"', '"shop"'),
    "an event of another type": an_event().replace("Photo Ready", "Photo Gone"),
}


@pytest.mark.parametrize("body", UNKNOWN.values(), ids=list(UNKNOWN))
def test_a_message_of_another_form_is_not_ours(body: str) -> None:
    with pytest.raises(NotOurs):
        dead_letter(body)


def test_the_rest_of_a_record_may_be_missing_or_odd() -> None:
    """Shown as far as it is understood: only the function and its event are needed."""
    bare = {"requestContext": {"functionArn": ARN}, "requestPayload": [1, {"Records": 3}]}
    letter = a_failed_event(json.dumps(bare))
    assert json.loads(letter.payload) == [1, {"Records": 3}]
    assert letter.history == "failed at an unknown time (no condition)"
    assert letter.contents == ()


def test_long_events_and_errors_are_shown_in_part() -> None:
    record = json.loads(a_record({"Records": [{"eventName": "e\nf", "s3": 1}] * 5}))
    record["responsePayload"]["errorMessage"] = "x" * 9000
    letter = a_failed_event(json.dumps(record))
    assert letter.contents == ("e f", "e f", "e f", "and 2 more")
    assert len(letter.history) < 500


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b'{"errorType": "E", "errorMessage": "m"}', "E: m"),
        (b'{"errorMessage": "m"}', "m"),
        (b"[]", ""),
        (b"gone", ""),
        (b"\xff", ""),
    ],
)
def test_what_a_function_says_of_its_failure(answer: bytes, said: str) -> None:
    assert a_failed_event(a_record()).error_in(answer) == said


@pytest.mark.parametrize("suffix", ["", ":$LATEST", ":7"])
def test_a_version_in_the_arn_does_not_matter(stage: Stage, suffix: str) -> None:
    """The event is for the code that is there now, which is where the mistake was mended."""
    found = Function.named(ARN + suffix, letters.DeadLetters().account(), stage)
    assert found == Function("photo_uploaded", "scandrop-dev-photo_uploaded")


FOREIGN = {
    "another stage": ARN.replace("scandrop-dev", "scandrop-dev-2"),
    "another application": ARN.replace("scandrop", "shop"),
    "another account": ARN.replace(cloud.ACCOUNT_ID, "210987654321"),
    "another region": ARN.replace(cloud.REGION, "us-east-1"),
    "another partition": ARN.replace("arn:aws:", "arn:aws-cn:"),
    "no function of the application": ARN.replace("photo_uploaded", "backdoor"),
    "only a part of a name": ARN.removesuffix("_uploaded"),
    "a name without its account": "scandrop-dev-photo_uploaded",
    "another resource": ARN.replace(":function:", ":layer:"),
    "nothing": "",
}


@pytest.mark.parametrize("arn", FOREIGN.values(), ids=list(FOREIGN))
def test_a_function_that_is_not_of_this_stage_is_not_ours(stage: Stage, arn: str) -> None:
    with pytest.raises(NotOurs, match="no function of stage dev"):
        Function.named(arn, letters.DeadLetters().account(), stage)


# Jobs


def test_a_job_that_the_queue_gave_up_is_read(stage: Stage) -> None:
    letter = a_failed_job(a_job())
    assert (letter.key, letter.contents) == (KEY, (KEY,))
    letter.require_of(letters.DeadLetters().account(), stage)


@pytest.mark.parametrize("status", ["FAILED", "TIMED_OUT", "ABORTED"])
def test_a_job_whose_execution_ended_badly_is_read(stage: Stage, status: str) -> None:
    letter = a_failed_job(an_execution(status=status))
    assert letter.key == KEY
    assert letter.history == (
        f"execution {status} at 2026-11-14T18:16:05Z: ServiceUnavailable: the table is gone"
    )
    letter.require_of(letters.DeadLetters().account(), stage)


def test_an_execution_may_end_without_a_word() -> None:
    letter = a_failed_job(an_execution(status="ABORTED", error=None, cause=None))
    assert letter.history == "execution ABORTED at 2026-11-14T18:16:05Z"


@pytest.mark.parametrize(
    ("ours", "others"),
    [
        ("scandrop-dev-", "scandrop-dev-2-"),
        (cloud.ACCOUNT_ID, "210987654321"),
        (cloud.REGION, "us-east-1"),
        ("-processing", "-other"),
    ],
)
def test_an_execution_of_another_state_machine_is_not_ours(
    stage: Stage, ours: str, others: str
) -> None:
    arn = letters.STATE_MACHINE.replace(ours, others)
    letter = a_failed_job(an_execution(stateMachineArn=arn))
    with pytest.raises(NotOurs, match="not of stage dev"):
        letter.require_of(letters.DeadLetters().account(), stage)


# Events that were not delivered


def test_an_event_that_was_not_delivered_is_read() -> None:
    letter = dead_letter(an_event())
    assert isinstance(letter, UndeliveredEvent)
    assert letter.detail == {"photoId": "p" * 22, "sessionId": "s" * 22}
    assert letter.contents == (f"photo {'p' * 22}",)


@pytest.mark.parametrize("body", [a_record(), a_job(), an_execution(), an_event()])
def test_nothing_secret_is_shown_of_any(body: str) -> None:
    letter: DeadLetter = dead_letter(body)
    assert "secret" not in f"{letter.history} {letter.contents}"
