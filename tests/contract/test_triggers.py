"""The triggers of app.py that are no routes, called with events as AWS sends them."""

import json
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import boto3
import pytest
from moto.apigatewaymanagementapi.models import apigatewaymanagementapi_backends
from moto.core.models import DEFAULT_ACCOUNT_ID

from chalicelib import sessions, uploads, wiring
from chalicelib.answers import OpenedSession, UploadTicket
from chalicelib.aws import clients
from chalicelib.errors import ServiceUnavailable
from chalicelib.inputs import TicketRequest
from chalicelib.photo import Announcement
from devserver import resources
from tests.builders import CONNECTION_ID, OTHER_TOKEN, PHONE_TOKEN, an_announcement, an_id
from tests.events import (
    a_connect_event,
    a_disconnect_event,
    a_message_event,
    an_s3_event,
    an_s3_record,
    an_s3_test_event,
)
from tests.fakes import SITE

BUCKET = resources.UPLOADS_BUCKET
OPEN = Announcement()


@pytest.fixture
def app(tables: None, bucket: str, job_queue: str) -> ModuleType:
    """The deployed module; imported when AWS is mocked and not before."""
    import app

    return app


@pytest.fixture
def opened(app: ModuleType) -> OpenedSession:
    """A kiosk has opened a session."""
    return sessions.open_session(wiring.services())


def connect(app: ModuleType, opened: OpenedSession, name: str = CONNECTION_ID) -> dict[str, Any]:
    answer: dict[str, Any] = app.connect(
        a_connect_event(name, opened.session_id, opened.screen_token), None
    )
    return answer


def ticket_for(opened: OpenedSession, announced: Announcement) -> UploadTicket:
    request = TicketRequest(opened.session_id, announced, PHONE_TOKEN)
    return uploads.issue_ticket(wiring.services(), request)


def upload(opened: OpenedSession, ticket: UploadTicket, body: bytes = b"x" * 1000) -> str:
    """The phone uploads; the key of the object."""
    suffix = "jpg" if "content-type" in ticket.headers else "bin"
    key = f"session-uploads/{opened.session_id}/{ticket.photo_id}.{suffix}"
    content_type = ticket.headers.get("content-type", "image/png")
    boto3.client("s3").put_object(Bucket=BUCKET, Key=key, Body=body, ContentType=content_type)
    return key


def told(name: str = CONNECTION_ID) -> list[dict[str, Any]]:
    """The frames that API Gateway has passed on; moto keeps them in one piece."""
    backend = apigatewaymanagementapi_backends[DEFAULT_ACCOUNT_ID]["us-east-1"]
    text = backend.connections[name.replace("=", "%3D")].data.decode()
    return list(_frames(text))


def _frames(text: str) -> Iterator[dict[str, Any]]:
    decoder = json.JSONDecoder()
    while text:
        message, end = decoder.raw_decode(text)
        yield message
        text = text[end:]


def rows(table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = boto3.client("dynamodb").scan(TableName=table)["Items"]
    return found


# WebSocket


def test_a_screen_connects_syncs_and_leaves(app: ModuleType, opened: OpenedSession) -> None:
    assert connect(app, opened) == {
        "statusCode": 200,
        "headers": {"Sec-WebSocket-Protocol": "scandrop"},
    }
    assert len(rows(resources.CONNECTIONS_TABLE)) == 1
    for action in ("sync", "ping"):
        body = json.dumps({"action": action, "sessionId": opened.session_id})
        app.message(a_message_event(body), None)
    assert [message["type"] for message in told()] == ["SESSION_STATE", "PONG"]
    app.disconnect(a_disconnect_event(), None)
    assert rows(resources.CONNECTIONS_TABLE) == []


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"origin": "https://evil.example"}, 403),
        ({"token": OTHER_TOKEN}, 403),
        ({"token": "short"}, 403),
        ({"token": ""}, 401),
        ({"session_id": an_id(9)}, 404),
        ({"session_id": "../../etc"}, 400),
        ({"queryStringParameters": None}, 400),
        ({"headers": None}, 401),
    ],
)
def test_a_refused_handshake_has_its_status_and_leaves_no_trace(
    app: ModuleType, opened: OpenedSession, changes: dict[str, Any], status: int
) -> None:
    good = {"session_id": opened.session_id, "token": opened.screen_token, "origin": SITE}
    answer = app.connect(a_connect_event(CONNECTION_ID, **good | changes), None)
    assert answer == {"statusCode": status}
    assert rows(resources.CONNECTIONS_TABLE) == []


def test_an_expired_session_refuses_the_handshake(app: ModuleType, opened: OpenedSession) -> None:
    boto3.client("dynamodb").update_item(
        TableName=resources.SESSIONS_TABLE,
        Key={"sessionId": {"S": opened.session_id}},
        UpdateExpression="SET expiresAt = :past",
        ExpressionAttributeValues={":past": {"N": "1"}},
    )
    assert connect(app, opened) == {"statusCode": 410}


def test_a_handshake_while_the_service_is_away_is_refused_for_now(
    app: ModuleType, opened: OpenedSession
) -> None:
    boto3.client("dynamodb").delete_table(TableName=resources.SESSIONS_TABLE)
    assert connect(app, opened) == {"statusCode": 503}


@pytest.mark.parametrize("body", ["", "null", "[]", "{", "[" * 30_000, '{"action":"sync"}'])
def test_a_message_that_makes_no_sense_is_answered(
    app: ModuleType, opened: OpenedSession, body: str
) -> None:
    connect(app, opened)
    app.message(a_message_event(body), None)
    (error,) = told()
    assert (error["type"], error["Code"]) == ("ERROR", "InvalidRequest")


def test_a_binary_message_without_text_is_answered(app: ModuleType, opened: OpenedSession) -> None:
    """API Gateway passes binary frames on in base64, which is no JSON of ours."""
    connect(app, opened)
    app.message(a_message_event("/wD/AA==") | {"isBase64Encoded": True}, None)
    assert told()[0]["Code"] == "InvalidRequest"


def test_a_socket_that_closes_twice_or_was_never_known_is_no_error(app: ModuleType) -> None:
    app.disconnect(a_disconnect_event(), None)
    app.disconnect(a_disconnect_event(), None)


# S3


def test_an_upload_reaches_every_screen(app: ModuleType, opened: OpenedSession) -> None:
    connect(app, opened, "one")
    connect(app, opened, "two")
    ticket = ticket_for(opened, an_announcement())
    app.photo_uploaded(an_s3_event(an_s3_record(upload(opened, ticket), 1000, BUCKET)), None)
    for name in ("one", "two"):
        connected, completed = told(name)
        assert connected["type"] == "PHONE_CONNECTED"
        assert completed["type"] == "UPLOAD_COMPLETED"
        assert completed["photo"]["photoId"] == ticket.photo_id
        assert ticket.photo_id in completed["photo"]["url"]
    (photo,) = rows(resources.PHOTOS_TABLE)
    assert photo["state"] == {"S": "STORED"}


def test_several_records_duplicates_and_strangers_in_one_event(
    app: ModuleType, opened: OpenedSession
) -> None:
    connect(app, opened)
    keys = [
        upload(opened, ticket_for(opened, an_announcement(request_id=f"request-{n}")))
        for n in range(3)
    ]
    records = [an_s3_record(key, 1000, BUCKET) for key in keys]
    others = [
        an_s3_record(keys[0], 1000, "another-bucket"),
        an_s3_record("a+b c%25d.jpg", 1000, BUCKET),
        an_s3_record(keys[0], 1000, BUCKET, "ObjectRemoved:Delete"),
    ]
    app.photo_uploaded(an_s3_event(records[2], *others, records[0], records[1], records[2]), None)
    completed = [m["photo"]["photoId"] for m in told() if m["type"] == "UPLOAD_COMPLETED"]
    assert len(completed) == 4
    assert {f"session-uploads/{opened.session_id}/{photo}.jpg" for photo in completed} == set(keys)
    assert len(rows(resources.PHOTOS_TABLE)) == 3


def test_what_an_open_ticket_brought_is_looked_at(app: ModuleType, opened: OpenedSession) -> None:
    connect(app, opened)
    key = upload(opened, ticket_for(opened, OPEN), b"")
    event = an_s3_event(an_s3_record(key, 0, BUCKET))
    app.photo_uploaded(event, None)
    app.photo_uploaded(event, None)
    types = [message["type"] for message in told()]
    assert types == ["PHONE_CONNECTED", "PHOTO_REJECTED", "PHOTO_REJECTED"]
    assert "Contents" not in boto3.client("s3").list_objects_v2(Bucket=BUCKET)


def test_the_test_event_of_a_new_trigger_is_taken(app: ModuleType) -> None:
    app.photo_uploaded(an_s3_test_event(), None)
    assert rows(resources.PHOTOS_TABLE) == []


def test_an_event_that_could_not_be_handled_comes_again(
    app: ModuleType, opened: OpenedSession
) -> None:
    """Lambda tries an event again when its function fails, and only then."""
    key = upload(opened, ticket_for(opened, an_announcement()))
    boto3.client("dynamodb").delete_table(TableName=resources.PHOTOS_TABLE)
    with pytest.raises(ServiceUnavailable):
        app.photo_uploaded(an_s3_event(an_s3_record(key, 1000, BUCKET)), None)


def test_no_table_holds_a_token(app: ModuleType, opened: OpenedSession) -> None:
    """Whoever reads the tables or a backup of them can open no session."""
    connect(app, opened)
    key = upload(opened, ticket_for(opened, an_announcement()))
    app.photo_uploaded(an_s3_event(an_s3_record(key, 1000, BUCKET)), None)
    stored = str([rows(table.name) for table in resources.TABLES])
    assert opened.session_id in stored
    assert opened.screen_token not in stored
    assert PHONE_TOKEN not in stored


def test_the_application_makes_its_clients_once(app: ModuleType, opened: OpenedSession) -> None:
    before = clients.dynamodb()
    connect(app, opened)
    app.disconnect(a_disconnect_event(), None)
    assert clients.dynamodb() is before
