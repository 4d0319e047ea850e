"""A visit in which everything happens that makes one of our functions call AWS."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import boto3

from chalicelib import limits
from chalicelib.aws import clients
from chalicelib.keys import session_channel, upload_key
from chalicelib.ports import Services
from devserver.resources import UPLOADS_BUCKET
from tests.builders import CALLBACK_URL, CONNECTION_ID, PHONE_TOKEN, a_connection, an_id
from tests.contract.http_client import Gateway, Traffic, cloud_in_memory
from tests.events import (
    a_connect_event,
    a_disconnect_event,
    a_message_event,
    an_s3_event,
    an_s3_record,
)


class Visit:
    """A kiosk, a phone and S3, on one session."""

    def __init__(self, app: ModuleType, services: Services) -> None:
        self._app, self._services = app, services
        self._gateway = Gateway(app.app)
        opened = self._ask("POST", "/sessions")
        self.session_id, self._screen_token = opened["sessionId"], opened["screenToken"]

    def connect(self) -> None:
        """The kiosk opens its socket, and the handshake is long over."""
        event = a_connect_event(CONNECTION_ID, self.session_id, self._screen_token)
        assert self._app.connect(event, None)["statusCode"] == 200
        now = self._services.clock()
        self._services.connections.add(
            a_connection(
                channel=session_channel(self.session_id),
                connected_at=now - limits.HANDSHAKE_SECONDS,
                expires_at=now + limits.CONNECTION_SECONDS,
            )
        )

    def sync(self) -> None:
        """The kiosk asks over its socket."""
        said = json.dumps({"action": "sync", "sessionId": self.session_id})
        self._app.message(a_message_event(said), None)

    def disconnect(self) -> None:
        """The kiosk closes its socket."""
        self._app.disconnect(a_disconnect_event(), None)

    def read(self) -> None:
        """The kiosk asks without a socket."""
        snapshot = self._ask("GET", f"/sessions/{self.session_id}", self._screen_token)
        assert snapshot["photos"][0]["url"]

    def health(self) -> None:
        """A monitor asks."""
        self._ask("GET", "/health")

    def ticket(self, facts: str = "") -> str:
        """The phone asks for leave to upload; the id of the photo."""
        target = f"/upload-url?sessionId={self.session_id}{facts}"
        return str(self._ask("GET", target, PHONE_TOKEN)["photoId"])

    def arrival(self, photo_id: str, content_type: str | None, body: bytes | None) -> None:
        """S3 tells of an upload, which may be gone already."""
        key = upload_key(self.session_id, photo_id, content_type)
        if body is not None:
            boto3.client("s3").put_object(Bucket=UPLOADS_BUCKET, Key=key, Body=body)
        record = an_s3_record(key, len(body or b""), UPLOADS_BUCKET)
        self._app.photo_uploaded(an_s3_event(record), None)

    def _ask(self, method: str, target: str, token: str | None = None) -> Any:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        answer = self._gateway.request(method, target, headers)
        assert answer.status in (200, 201), answer.body
        return answer.json


@contextmanager
def place() -> Iterator[tuple[ModuleType, Services, Traffic]]:
    """Tables and a bucket for visits, and the way to the browsers, to be disturbed."""
    import app

    traffic = Traffic()
    with cloud_in_memory() as services, traffic.watched(clients.connections_api(CALLBACK_URL)):
        yield app, services, traffic


def everything_happens() -> None:
    """All branches that end at AWS: with browsers that are there, and with some that are gone."""
    with place() as (app, services, traffic):
        visit = _a_good_visit(app, services)
        visit.disconnect()
        visit.health()
        traffic.refuse("PostToConnection", 410, "GoneException", "gone")
        _a_good_visit(app, services)
        _odd_arrivals(Visit(app, services))


def _a_good_visit(app: ModuleType, services: Services) -> Visit:
    """One photo, announced and shown. Each step may lose the socket, and so opens it again."""
    visit = Visit(app, services)
    visit.connect()
    photo_id = visit.ticket("&size=1000&contentType=image/jpeg")
    visit.connect()
    visit.arrival(photo_id, "image/jpeg", b"x" * 1000)
    visit.connect()
    visit.sync()
    visit.connect()
    visit.read()
    return visit


def _odd_arrivals(visit: Visit) -> None:
    visit.arrival(visit.ticket(), None, b"")
    visit.arrival(an_id(1), None, None)
    visit.session_id = an_id(2)
    visit.arrival(an_id(3), None, b"after its session")
