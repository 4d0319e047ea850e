"""The triggers that work on jobs, called with events as SQS and Step Functions send them.

No picture is decoded: that the live renderer does its work is tested where it is.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from types import ModuleType
from typing import Any

import boto3
import pytest

from chalicelib import sessions, uploads, wiring
from chalicelib.inputs import TicketRequest
from chalicelib.jobs import Job
from chalicelib.keys import upload_key
from chalicelib.photo import Rejection
from chalicelib.watermarks import Watermark
from devserver import resources
from tests.builders import PHONE_TOKEN, an_announcement, an_id
from tests.events import a_step_event, an_s3_event, an_s3_record, an_sqs_event, an_sqs_record
from tests.fake_pictures import MemoryModerator, MemoryRenderer, refusal

BUCKET = resources.UPLOADS_BUCKET


@pytest.fixture
def app(
    tables: None, bucket: str, media_bucket: str, job_queue: str, monkeypatch: pytest.MonkeyPatch
) -> ModuleType:
    """The deployed module, whose services are the live ones but for pictures."""
    import app

    built = replace(
        wiring.services(), renderer=MemoryRenderer(), moderator=MemoryModerator(b"nude")
    )
    watermarks = {"*": Watermark(text="Scandrop")}
    built = replace(built, settings=replace(built.settings, watermarks=watermarks))
    monkeypatch.setattr(app, "services", lambda: built)
    return app


@pytest.fixture
def upload(app: ModuleType) -> Callable[[bytes], str]:
    """Something is uploaded and arrives; its key."""
    opened = sessions.open_session(wiring.services())

    def arrive(content: bytes) -> str:
        announced = an_announcement(size_bytes=len(content), request_id=f"request-{content.hex()}")
        request = TicketRequest(opened.session_id, announced, PHONE_TOKEN)
        ticket = uploads.issue_ticket(wiring.services(), request)
        key = upload_key(opened.session_id, ticket.photo_id, "image/jpeg")
        boto3.client("s3").put_object(Bucket=BUCKET, Key=key, Body=content)
        app.photo_uploaded(an_s3_event(an_s3_record(key, len(content), BUCKET)), None)
        return key

    return arrive


def states() -> dict[str, str]:
    """Of all photos, by their ids."""
    items = boto3.client("dynamodb").scan(TableName=resources.PHOTOS_TABLE)["Items"]
    return {item["photoId"]["S"]: item["state"]["S"] for item in items}


def renditions() -> dict[str, bytes]:
    s3 = boto3.client("s3")
    listed = s3.list_objects_v2(Bucket=resources.MEDIA_BUCKET).get("Contents", [])
    keys = [each["Key"] for each in listed]
    return {
        key: s3.get_object(Bucket=resources.MEDIA_BUCKET, Key=key)["Body"].read() for key in keys
    }


def messages() -> list[dict[str, Any]]:
    """What waits in the queue, as records of an event."""
    url = wiring.services().settings.job_queue_url
    received = boto3.client("sqs").receive_message(
        QueueUrl=url, MaxNumberOfMessages=10, MessageSystemAttributeNames=["All"]
    )
    return [
        an_sqs_record(message["Body"], message["MessageId"])
        | {"attributes": message["Attributes"], "receiptHandle": message["ReceiptHandle"]}
        for message in received["Messages"]
    ]


def as_json(answer: object) -> Any:
    """What Lambda makes of an answer; it takes nothing that is not JSON."""
    return json.loads(json.dumps(answer, allow_nan=False))


# SQS


def test_what_s3_tells_of_is_queued_and_made(
    app: ModuleType, upload: Callable[[bytes], str]
) -> None:
    keys = [upload(content) for content in (b"good", b"nude", refusal(Rejection.TRUNCATED))]
    answer = app.process_photos(an_sqs_event(*messages()), None)
    assert as_json(answer) == {"batchItemFailures": []}
    assert sorted(states().values()) == ["READY", "REJECTED", "REJECTED"]
    assert sorted(renditions().values()) == [
        b"large of good, marked Scandrop",
        b"medium of good, marked Scandrop",
        b"thumb of good, marked Scandrop",
    ]
    listed = boto3.client("s3").list_objects_v2(Bucket=BUCKET)["Contents"]
    assert [each["Key"] for each in listed] == keys[:1]


def test_only_what_failed_comes_again(app: ModuleType, upload: Callable[[bytes], str]) -> None:
    key = upload(b"good")
    event = an_sqs_event(
        an_sqs_record("no job", "first"),
        an_sqs_record(json.dumps({"key": key}), "second"),
        an_sqs_record(json.dumps({"key": "holiday.jpg"}), "third"),
    )
    assert as_json(app.process_photos(event, None)) == {
        "batchItemFailures": [{"itemIdentifier": "first"}, {"itemIdentifier": "third"}]
    }
    assert list(states().values()) == ["READY"]


def test_a_service_that_is_away_sends_the_message_back(
    app: ModuleType, upload: Callable[[bytes], str]
) -> None:
    key = upload(b"good")
    s3 = boto3.client("s3")
    s3.delete_bucket(Bucket=resources.MEDIA_BUCKET)
    event = an_sqs_event(an_sqs_record(json.dumps({"key": key}), "first"))
    failed = {"batchItemFailures": [{"itemIdentifier": "first"}]}
    assert as_json(app.process_photos(event, None)) == failed
    assert list(states().values()) == ["STORED"]
    s3.create_bucket(Bucket=resources.MEDIA_BUCKET)
    event = an_sqs_event(an_sqs_record(json.dumps({"key": key}), "first", receive_count=2))
    assert as_json(app.process_photos(event, None)) == {"batchItemFailures": []}
    assert list(states().values()) == ["READY"]


def test_what_it_does_not_know_of_a_message_does_not_matter(
    app: ModuleType, upload: Callable[[bytes], str]
) -> None:
    body = json.dumps({"key": upload(b"good"), "colour": "blue"})
    event = an_sqs_event(an_sqs_record(body) | {"another": 1}) | {"another": [2]}
    assert as_json(app.process_photos(event, None)) == {"batchItemFailures": []}
    assert list(states().values()) == ["READY"]


# Step Functions


def take(app: ModuleType, name: str, event: dict[str, Any]) -> dict[str, Any]:
    """Call the function of a step; its answer is the next one's job."""
    document: dict[str, Any] = as_json(getattr(app, name)(event, None))
    return {"job": document, "retries": 0}


def test_the_steps_hand_one_document_on(app: ModuleType, upload: Callable[[bytes], str]) -> None:
    key = upload(b"good")
    event = take(app, "validate_photo", a_step_event(Job(key)))
    facts = event["job"].pop("facts")
    assert event["job"] == {
        "key": key,
        "repeated": False,
        "watermarked": True,
        "moderated": True,
        "renditions": [],
        "rejection": None,
        "settled": False,
    }
    assert facts == {
        "format": "JPEG",
        "width": 4032,
        "height": 3024,
        "orientation": 6,
        "takenAt": "2026-11-21T14:03:05+01:00",
        "camera": "Apple iPhone 15",
        "position": None,
    }
    for name in ("watermark_photo", "moderate_photo", "publish_photo"):
        event = take(app, name, event)
        assert [each["name"] for each in event["job"]["renditions"]] == ["large", "medium", "thumb"]
    assert event["job"]["settled"] is True
    assert list(states().values()) == ["READY"]
    assert len(renditions()) == 3


def test_what_is_not_marked_is_rendered(app: ModuleType, upload: Callable[[bytes], str]) -> None:
    event = take(app, "render_photo", a_step_event(Job(upload(b"good"))))
    assert len(event["job"]["renditions"]) == 3
    assert b"large of good, unmarked" in renditions().values()


@pytest.mark.parametrize(
    ("content", "steps", "code"),
    [
        (refusal(Rejection.TRUNCATED), ["validate_photo"], "TRUNCATED"),
        (refusal(Rejection.DAMAGED, late=True), ["validate_photo", "render_photo"], "DAMAGED"),
        (b"nude", ["validate_photo", "render_photo", "moderate_photo"], "INAPPROPRIATE"),
    ],
)
def test_a_step_that_refuses_says_why_and_the_last_one_tells(
    app: ModuleType, upload: Callable[[bytes], str], content: bytes, steps: list[str], code: str
) -> None:
    key = upload(content)
    event = a_step_event(Job(key))
    for name in steps:
        assert event["job"]["rejection"] is None
        event = take(app, name, event)
    assert (event["job"]["rejection"], event["job"]["settled"]) == (code, False)
    assert take(app, "reject_photo", event)["job"]["settled"] is True
    assert list(states().values()) == ["REJECTED"]
    assert renditions() == {}


@pytest.mark.parametrize(
    "name", ["validate_photo", "render_photo", "watermark_photo", "publish_photo", "reject_photo"]
)
def test_a_step_about_a_photo_that_is_gone_ends_the_work(app: ModuleType, name: str) -> None:
    job = Job(upload_key(an_id(8), an_id(9), "image/jpeg"), rejection=Rejection.EMPTY)
    event = a_step_event(job)
    if name == "publish_photo":
        names = ("thumb", "medium", "large")
        event["job"]["renditions"] = [
            {"name": each, "key": "k", "width": 1, "height": 1, "sizeBytes": 1} for each in names
        ]
    assert take(app, name, event)["job"]["settled"] is True
    assert states() == {}


def test_a_step_that_is_tried_again_knows_it(
    app: ModuleType, upload: Callable[[bytes], str]
) -> None:
    event = a_step_event(Job(upload(b"good")), retries=1)
    event["unknown"], event["job"]["unknown"] = 1, 2
    answer = take(app, "validate_photo", event)
    assert answer["job"]["repeated"] is True
    assert "unknown" not in answer["job"]
