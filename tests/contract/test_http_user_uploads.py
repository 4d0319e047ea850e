"""`POST /upload` as clients meet it, from the request to the file in a library."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest

from app import photo_uploaded, process_photos
from chalicelib import limits
from chalicelib.people import Group
from chalicelib.ports import Services
from devserver.resources import JOB_QUEUE, MEDIA_BUCKET, UPLOADS_BUCKET
from tests.contract.http_client import Api
from tests.contract.http_refusals_library import token_of
from tests.events import an_s3_event, an_s3_record
from tests.papers import DOCX, a_pdf, a_zip, open_xml_parts
from tests.recordings import an_mp3

pytest_plugins = ["tests.contract.http_fixtures"]

ADA, BOB = "ada-0001", "bob-0002"


@pytest.fixture(scope="module", autouse=True)
def places_of_module(services: Services) -> None:
    boto3.client("s3").create_bucket(Bucket=MEDIA_BUCKET)
    boto3.client("sqs").create_queue(QueueName=JOB_QUEUE)


def sent(upload: dict[str, Any], content: bytes) -> None:
    """As by the signed URL, which is not verified here; then everything happens."""
    key = urlsplit(upload["url"]).path.lstrip("/").removeprefix(f"{UPLOADS_BUCKET}/")
    said = upload["headers"]["content-type"]
    boto3.client("s3").put_object(Bucket=UPLOADS_BUCKET, Key=key, Body=content, ContentType=said)
    photo_uploaded(an_s3_event(an_s3_record(key, len(content), UPLOADS_BUCKET)), None)
    record = {
        "messageId": "1",
        "body": json.dumps({"key": key}),
        "attributes": {"ApproximateReceiveCount": "1"},
    }
    assert process_photos({"Records": [record]}, None) == {"batchItemFailures": []}


def query(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def test_the_request_of_the_reference(api: Api) -> None:
    """Without a size, as its example has it."""
    answer = api.upload(token_of(ADA), filename="image.jpg", content_type="image/jpeg")
    assert answer.status == 201
    assert answer.json["headers"] == {"if-none-match": "*", "content-type": "image/jpeg"}
    signed = query(answer.json["url"])
    assert signed["X-Amz-SignedHeaders"] == "content-type;host;if-none-match"
    assert signed["X-Amz-Expires"] == str(limits.TICKET_SECONDS)


@pytest.mark.parametrize(
    ("content_type", "name", "content", "category"),
    [
        ("audio/mpeg", "Speech.mp3", an_mp3(), "audio"),
        ("application/pdf", "Menu.pdf", a_pdf(), "document"),
        (DOCX, "Guests.docx", a_zip(open_xml_parts()), "document"),
    ],
)
def test_a_file_is_found_and_saved_by_its_owner(
    api: Api, content_type: str, name: str, content: bytes, category: str
) -> None:
    me = f"{ADA}-{category}-{len(content)}"
    upload = api.upload(
        token_of(me), filename=name, content_type=content_type, size=len(content), comment="Hi"
    ).json
    sent(upload, content)
    (found,) = api.images(token_of(me), type=category).json["photos"]
    assert (found["state"], found["fileName"], found["comment"]) == ("READY", name, "Hi")
    assert (found["type"], found["sizes"], found["thumbUrl"]) == (category, ["original"], None)
    assert api.images(token_of(me), type="image").json["photos"] == []
    asked = query(api.image(upload["photoId"], token_of(me)).json["url"])
    assert asked["response-content-type"] == "application/octet-stream"
    assert asked["response-content-disposition"].startswith(f'attachment; filename="{name}"')
    assert api.image(upload["photoId"], token_of(BOB)).code == "PhotoNotFound"
    assert api.image(upload["photoId"], token_of(me), size="medium").code == "SizeNotFound"


def test_what_is_no_such_thing_is_refused_after_all(api: Api) -> None:
    upload = api.upload(token_of(ADA), filename="a.pdf", content_type="application/pdf").json
    sent(upload, b"<svg onload=alert(1)>")
    session = api.read(upload["sessionId"], upload["phoneToken"]).json
    assert [each["code"] for each in session["photos"]] == ["TYPE_MISMATCH"]
    assert api.image(upload["photoId"], token_of(ADA), size="original").code == "SizeNotFound"


def test_a_large_file_goes_in_parts_by_the_routes_of_phones(api: Api) -> None:
    upload = api.upload(
        token_of(ADA), filename="a.wav", content_type="audio/x-wav", size=17 * 1024**2
    ).json
    assert upload["partCount"] == 3
    who = upload["sessionId"], upload["photoId"], upload["phoneToken"]
    assert len(api.parts(*who, numbers="1,2,3").json["urls"]) == 3
    assert api.parts(*who).json["arrived"] == []
    assert api.complete(*who).code == "PartsMissing"
    assert api.withdraw(*who).json["code"] == "WITHDRAWN"


def test_who_has_sent_enough_is_told_when_to_go_on(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "USER_FILES_PER_DAY", 1)
    said = {"filename": "a.txt", "content_type": "text/plain", "size": 5}
    assert api.upload(token_of("carl-0003"), **said).status == 201
    refused = api.upload(token_of("carl-0003"), **said)
    assert (refused.status, refused.code) == (429, "QuotaExceeded")
    assert 0 < int(refused.headers["retry-after"]) <= 86_400
    assert api.upload(token_of(BOB), **said).status == 201


def test_no_token_of_a_session_and_no_kiosk_sends_into_a_library(api: Api) -> None:
    opened = api.open().json
    for token in (None, opened["screenToken"], "made.up.token"):
        answer = api.upload(token, filename="a.jpg", content_type="image/jpeg")
        assert answer.code == "SignInRequired"


def test_a_visitor_sends_no_audio_and_no_document(api: Api) -> None:
    opened = api.open().json
    for content_type in ("audio/mpeg", "application/pdf", "video/x-msvideo"):
        asked = api.ticket(opened["sessionId"], None, contentType=content_type)
        assert asked.code == "UnsupportedContentType"
        begun = api.start(
            "p" * 43,
            sessionId=opened["sessionId"],
            requestId="request-1",
            size=5,
            contentType=content_type,
        )
        assert begun.code == "UnsupportedContentType"


def test_a_host_sends_into_an_album_of_his_own_and_of_nobody_else(api: Api) -> None:
    headers = {"Content-Type": "application/json"}
    host = token_of("host-0004", Group.HOST)
    said = json.dumps({"name": "Party", "moderated": True}).encode()
    album = api.request(
        "POST", "/albums", headers | {"Authorization": f"Bearer {host}"}, said
    ).json["albumId"]
    file = {"filename": "a.txt", "content_type": "text/plain", "size": 5, "album": album}
    for stranger in (token_of(ADA), token_of("host-0005", Group.HOST)):
        assert api.upload(stranger, **file).code == "AlbumNotFound"
    sent(api.upload(host, **file).json, b"words")
    (found,) = api.images(host, album=album).json["photos"]
    assert (found["albumId"], found["visibility"]) == (album, "WAITING")
