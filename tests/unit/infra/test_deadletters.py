"""Records of failed invocations: which are ours, and what is shown of them."""

import json

import pytest

from infra.deadletters import Function, NotOurs, dead_letter
from infra.stage import Stage
from tests.unit.infra import cloud
from tests.unit.infra.cloud import ARN, EVENT, a_record


def test_a_record_is_read() -> None:
    letter = dead_letter(a_record())
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
}


@pytest.mark.parametrize("body", UNKNOWN.values(), ids=list(UNKNOWN))
def test_a_message_of_another_form_is_not_ours(body: str) -> None:
    with pytest.raises(NotOurs):
        dead_letter(body)


def test_the_rest_of_a_record_may_be_missing_or_odd() -> None:
    """Shown as far as it is understood: only the function and its event are needed."""
    bare = {"requestContext": {"functionArn": ARN}, "requestPayload": [1, {"Records": 3}]}
    letter = dead_letter(json.dumps(bare))
    assert json.loads(letter.payload) == [1, {"Records": 3}]
    assert letter.history == "failed at an unknown time (no condition)"
    assert letter.contents == ()


def test_long_events_and_errors_are_shown_in_part() -> None:
    record = json.loads(a_record({"Records": [{"eventName": "e\nf", "s3": 1}] * 5}))
    record["responsePayload"]["errorMessage"] = "x" * 9000
    letter = dead_letter(json.dumps(record))
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
    assert dead_letter(a_record()).error_in(answer) == said


@pytest.mark.parametrize("suffix", ["", ":$LATEST", ":7"])
def test_a_version_in_the_arn_does_not_matter(stage: Stage, suffix: str) -> None:
    """The event is for the code that is there now, which is where the mistake was mended."""
    found = Function.named(ARN + suffix, cloud.DeadLetters().account(), stage)
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
        Function.named(arn, cloud.DeadLetters().account(), stage)
