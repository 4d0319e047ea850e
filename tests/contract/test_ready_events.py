"""What the bus is told when a photo is READY, by the pipe of infra/template.yaml.

The records are moto's, of what our own store does to its table; moto's is the matcher of patterns.
How a pipe fills its template: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-input-transformation.html
"""

import json
import re
from dataclasses import replace
from typing import Any

import boto3
import pytest
from jsonpath_ng.parser import parse
from moto.events.models import EventPattern

from chalicelib.aws import clients
from chalicelib.aws.photo_table import DynamoPhotoStore
from chalicelib.keys import rendition_key
from chalicelib.photo import Photo, Rejection, Rendition, RenditionName
from devserver import resources
from tests.builders import PHOTO_ID, SESSION_ID, a_stored_photo, an_id
from tests.contract import template
from tests.fake_pictures import FACTS
from tests.fakes import START

READY_AT = START + 9
RENDITIONS = tuple(
    Rendition(name, rendition_key(PHOTO_ID, name), 40, 30, 1000) for name in RenditionName
)
STORED = a_stored_photo(album_id="wedding")
READY = STORED.ready(RENDITIONS, FACTS, READY_AT)


@pytest.fixture(scope="module")
def made() -> template.Made:
    return template.make()


@pytest.fixture
def photos(mocked_aws: None, made: template.Made) -> DynamoPhotoStore:
    """The store of photos, on a table with the template's stream."""
    (definition,) = (
        each.definition for each in resources.TABLES if each.name == resources.PHOTOS_TABLE
    )
    stream = {"StreamEnabled": True, **made["PhotosTable"]["StreamSpecification"]}
    client: Any = boto3.client("dynamodb")
    client.create_table(**definition, StreamSpecification=stream)
    return DynamoPhotoStore(clients.dynamodb, resources.PHOTOS_TABLE)


def told(made: template.Made) -> list[Any]:
    """The details of the events that the pipe makes of all that has happened to the table."""
    pipe = made["PhotosPipe"]
    patterns = [
        EventPattern(None, json.loads(each["Pattern"]))
        for each in pipe["SourceParameters"]["FilterCriteria"]["Filters"]
    ]
    text = pipe["TargetParameters"]["InputTemplate"]
    return [
        json.loads(_filled(text, record))
        for record in _records()
        if any(pattern.matches_event(record) for pattern in patterns)
    ]


def _records() -> list[Any]:
    client: Any = boto3.client("dynamodbstreams")
    (stream,) = client.list_streams(TableName=resources.PHOTOS_TABLE)["Streams"]
    arn = stream["StreamArn"]
    (shard,) = client.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
    iterator = client.get_shard_iterator(
        StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
    )["ShardIterator"]
    records = client.get_records(ShardIterator=iterator)["Records"]
    return list(json.loads(json.dumps(records, default=str)))


def _filled(text: str, record: Any) -> str:
    """Each place is in quotes: it gets the value's text, or none where there is no value."""

    def value(place: re.Match[str]) -> str:
        found = parse(place[1]).find(record)
        return json.dumps(str(found[0].value))[1:-1] if found else ""

    return re.sub(r"<(\$[^>]*)>", value, text)


def happens(photos: DynamoPhotoStore, stored: Photo, outcome: Photo) -> None:
    photos.record(stored)
    photos.settle(outcome)


def test_a_photo_that_becomes_ready_is_told_of_once(
    photos: DynamoPhotoStore, made: template.Made
) -> None:
    happens(photos, STORED, READY)
    photos.settle(READY)
    # What else is written into its record later is no news.
    clients.dynamodb().update_item(
        TableName=resources.PHOTOS_TABLE,
        Key={"photoId": {"S": PHOTO_ID}},
        UpdateExpression="SET album = :album",
        ExpressionAttributeValues={":album": {"S": "other"}},
    )
    assert told(made) == [
        {
            "photoId": PHOTO_ID,
            "sessionId": SESSION_ID,
            "albumId": "wedding",
            "contentType": "image/jpeg",
            "storedAt": str(STORED.stored_at),
            "readyAt": str(READY_AT),
            "upload": {"bucket": made["UploadsBucket"]["BucketName"], "key": STORED.key},
            "renditions": {
                "bucket": made["MediaBucket"]["BucketName"],
                **{each.name.value: each.key for each in RENDITIONS},
            },
        }
    ]


def test_nobody_is_told_where_it_was_taken_or_what_the_visitor_called_it(
    photos: DynamoPhotoStore, made: template.Made
) -> None:
    happens(photos, STORED, READY)
    (record,) = (each for each in _records() if each["eventName"] == "MODIFY")
    (detail,) = told(made)
    for secret in (FACTS.position, STORED.announced.file_name, STORED.announced.sha256):
        assert secret is not None
        assert secret in json.dumps(record)
        assert secret not in json.dumps(detail)


def test_a_photo_without_album_and_type_is_told_of_too(
    photos: DynamoPhotoStore, made: template.Made
) -> None:
    stored = replace(STORED, album_id=None, content_type=None)
    happens(photos, stored, stored.ready(RENDITIONS, None, READY_AT))
    (detail,) = told(made)
    assert (detail["albumId"], detail["contentType"]) == ("", "")


def test_a_video_is_told_of_without_renditions(
    photos: DynamoPhotoStore, made: template.Made
) -> None:
    key = f"session-uploads/{SESSION_ID}/{PHOTO_ID}.mp4"
    stored = replace(STORED, content_type="video/mp4", key=key)
    happens(photos, stored, stored.ready((), None, READY_AT))
    (detail,) = told(made)
    assert (detail["contentType"], detail["upload"]["key"]) == ("video/mp4", key)
    assert detail["renditions"] == {
        "bucket": made["MediaBucket"]["BucketName"],
        **dict.fromkeys(("thumb", "medium", "large"), ""),
    }


def test_nothing_else_is_told(photos: DynamoPhotoStore, made: template.Made) -> None:
    photos.record(STORED)
    other = replace(STORED, photo_id=an_id(2))
    happens(photos, other, other.rejected(Rejection.DAMAGED))
    # As a backup brings it back.
    photos.record(replace(READY, photo_id=an_id(3)))
    clients.dynamodb().delete_item(
        TableName=resources.PHOTOS_TABLE, Key={"photoId": {"S": PHOTO_ID}}
    )
    assert told(made) == []


def test_the_example_rule_takes_what_the_pipe_brings() -> None:
    made = template.make(WebhookUrl="https://example.org/photos", WebhookSecretName="webhook")
    target = made["PhotosPipe"]["TargetParameters"]["EventBridgeEventBusParameters"]
    event: Any = {"source": target["Source"], "detail-type": target["DetailType"], "detail": {}}
    rule = made["WebhookRule"]
    assert EventPattern(None, rule["EventPattern"]).matches_event(event)
    assert rule["EventBusName"] == made["EventBus"]["Name"] or rule["EventBusName"] == "EventBus"
