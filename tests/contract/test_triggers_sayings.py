"""What browsers say, in events as API Gateway sends them, with the decoders that are live."""

import base64
import io
import json
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from moto.apigatewaymanagementapi.models import apigatewaymanagementapi_backends
from PIL import Image

from chalicelib import limits, sessions, uploads, wiring
from chalicelib.answers import OpenedSession
from chalicelib.inputs import TicketRequest
from chalicelib.photo import Announcement
from tests.builders import CONNECTION_ID, PHONE_TOKEN
from tests.contract.test_triggers import connect, told
from tests.events import a_connect_event, a_message_event
from tests.unit.images import hostile, pictures

PHONE = "phone-connection="


@pytest.fixture
def app(tables: None, bucket: str) -> Iterator[ModuleType]:
    """The deployed module; its connections are gone afterwards."""
    import app

    yield app
    apigatewaymanagementapi_backends.reset()


@pytest.fixture
def opened(app: ModuleType) -> OpenedSession:
    """A kiosk and a phone listen."""
    opened = sessions.open_session(wiring.services())
    connect(app, opened)
    return opened


@pytest.fixture
def photo_id(app: ModuleType, opened: OpenedSession) -> str:
    """Of a photo that is on its way; the phone listens too."""
    request = TicketRequest(opened.session_id, Announcement(size_bytes=1000), PHONE_TOKEN)
    found = uploads.issue_ticket(wiring.services(), request).photo_id
    app.connect(a_connect_event(PHONE, opened.session_id, PHONE_TOKEN), None)
    return found


def say(app: ModuleType, opened: OpenedSession, **said: Any) -> None:
    body = json.dumps({"sessionId": opened.session_id, **said})
    assert len(body) <= limits.FRAME_BYTES
    app.message(a_message_event(body, PHONE), None)


def preview(app: ModuleType, opened: OpenedSession, photo_id: str, content: bytes) -> None:
    jpeg = base64.b64encode(content).decode()
    say(app, opened, action="preview", photoId=photo_id, jpeg=jpeg)


def test_a_screen_sees_what_is_on_its_way(
    app: ModuleType, opened: OpenedSession, photo_id: str
) -> None:
    uploads_said = [{"photoId": photo_id, "percent": 0}]
    say(app, opened, action="progress", uploads=uploads_said, secondsLeft=None)
    sent = pictures.file("JPEG", exif=pictures.exif(6, main={0x010F: "SECRET"}, gps={1: "N"}))
    preview(app, opened, photo_id, sent)
    connected, progress, seen = told(CONNECTION_ID)
    assert connected["type"] == "PHONE_CONNECTED"
    assert progress["type"] == "UPLOAD_PROGRESS"
    assert [(each["photoId"], each["percent"]) for each in progress["photos"]] == [(photo_id, 0)]
    assert (seen["type"], seen["photo"]["photoId"]) == ("UPLOAD_PREVIEW", photo_id)
    made = base64.b64decode(seen["jpeg"], validate=True)
    assert b"SECRET" not in made
    with Image.open(io.BytesIO(made)) as image:
        image.load()
        assert image.size == (seen["width"], seen["height"]) == (64, 96)


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xd8\xff\xe0nonsense",
        hostile.jpeg_of_pixels(65_500, 65_500),
        pictures.many_scans(limits.MAX_SCANS + 1),
        pictures.file("PNG"),
    ],
    ids=["nonsense", "pixels", "scans", "png"],
)
def test_a_preview_that_means_harm_is_refused_and_nobody_sees_it(
    app: ModuleType, opened: OpenedSession, photo_id: str, content: bytes
) -> None:
    preview(app, opened, photo_id, content)
    assert [each["Code"] for each in told(PHONE)] == ["PreviewRefused"]
    assert [each["type"] for each in told(CONNECTION_ID)] == ["PHONE_CONNECTED"]
