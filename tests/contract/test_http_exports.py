"""Exports by HTTP: asked for, made by the queue's function on moto's S3, and had by their URLs."""

import io
import json
import zipfile
from dataclasses import replace

import boto3
import pytest

from chalicelib import tokens
from chalicelib.keys import upload_key
from chalicelib.people import Group
from chalicelib.ports import Services
from devserver import resources
from tests.builders import a_ready_photo
from tests.contract.http_client import Api
from tests.contract.http_refusals import Visit
from tests.contract.http_refusals_albums import ask, kept
from tests.contract.traffic import Traffic
from tests.events import an_sqs_event, an_sqs_record
from tests.id_tokens import an_id_token

pytest_plugins = ["tests.contract.http_fixtures"]

CONTENT = b"\xff\xd8 a photo"


@pytest.fixture
def visit(api: Api, services: Services, traffic: Traffic) -> Visit:
    return Visit(api, services, traffic)


def a_photo_of(visit: Visit, album_id: str) -> str:
    """A photo that came a moment ago; its id."""
    photo_id, session_id = tokens.new_id(), tokens.new_id()
    key = upload_key(session_id, photo_id, "image/jpeg")
    boto3.client("s3").put_object(Bucket=resources.UPLOADS_BUCKET, Key=key, Body=CONTENT)
    photo = a_ready_photo(photo_id=photo_id, session_id=session_id, key=key)
    stored = {"stored_at": visit.services.clock(), "size_bytes": len(CONTENT)}
    visit.services.photos.record(replace(photo, album_id=album_id, **stored))  # type: ignore[arg-type]
    return photo_id


def make_what_waits() -> None:
    """The queue's function takes what is in the queue."""
    import app

    sqs = boto3.client("sqs")
    url = sqs.get_queue_url(QueueName=resources.JOB_QUEUE)["QueueUrl"]
    for message in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]:
        event = an_sqs_event(an_sqs_record(message["Body"]))
        assert app.process_photos(event, None) == {"batchItemFailures": []}
        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


def test_a_host_exports_an_album_and_a_new_export_takes_its_place(visit: Visit) -> None:
    album = kept(visit)
    photo_id = a_photo_of(visit, album.album_id)
    target = f"/albums/{album.album_id}/exports"
    asked = ask(visit, "POST", target)
    assert (asked.status, asked.json["state"], asked.json["size"]) == (202, "MAKING", "original")
    one = f"{target}/{asked.json['exportId']}"
    assert ask(visit, "GET", one).json == asked.json
    make_what_waits()
    ready = ask(visit, "GET", one).json
    assert (ready["state"], ready["photosDone"], ready["photosLeftOut"]) == ("READY", 1, 0)
    assert ready["files"][0]["fileName"] == "Anna & Ben.zip"
    prefix = f"exports/{album.album_id}/{asked.json['exportId']}/"
    bucket = boto3.resource("s3").Bucket(resources.MEDIA_BUCKET)
    with zipfile.ZipFile(io.BytesIO(bucket.Object(f"{prefix}00001.zip").get()["Body"].read())) as z:
        assert z.testzip() is None
        assert [z.read(name) for name in z.namelist()] == [CONTENT]
    rows = json.loads(bucket.Object(f"{prefix}manifest.json").get()["Body"].read())["photos"]
    assert [row["photoId"] for row in rows] == [photo_id]
    assert ask(visit, "GET", one, token=an_id_token("other", Group.HOST)).code == "AlbumNotFound"
    assert ask(visit, "POST", target, {"size": "thumb"}).status == 202
    assert ask(visit, "GET", one).code == "ExportNotFound"
    assert not list(bucket.objects.filter(Prefix=prefix))
