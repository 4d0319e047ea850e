"""A visit in which everything happens that makes one of our functions call AWS."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import boto3
import pytest

from chalicelib import limits
from chalicelib.aws import clients
from chalicelib.keys import session_channel, upload_key
from chalicelib.model import Role
from chalicelib.ports import Services
from devserver.resources import UPLOADS_BUCKET
from tests.builders import CALLBACK_URL, CONNECTION_ID, PHONE_TOKEN, a_connection, an_id
from tests.contract.http_client import Gateway, cloud_in_memory
from tests.contract.policy_albums import AlbumVisit
from tests.contract.policy_library import Library
from tests.contract.policy_work import Work, make_room, without_decoding
from tests.contract.traffic import Traffic
from tests.contract.users import UserPool
from tests.events import (
    a_connect_event,
    a_disconnect_event,
    a_message_event,
    an_s3_event,
    an_s3_record,
)
from tests.films import an_mp4

FILM = an_mp4(1000)
JSON = {"Content-Type": "application/json"}
OWNER = {"email": "ada@example.org", "password": "a long enough one"}
INVITED = {"email": "ben@example.org", "password": "only lent to Ben"}
#: All that can be asked of accounts.
ACCOUNTS: tuple[tuple[str, dict[str, str]], ...] = (
    ("signup", OWNER),
    ("signup", OWNER),
    ("verify", {"email": "ada@example.org", "code": "000000"}),
    ("signin", OWNER),
    ("signin", {**INVITED, "newPassword": "another long enough one"}),
    ("refresh", {"refreshToken": "none"}),
    ("signout", {"refreshToken": "none"}),
    ("forgot-password", {"email": "ada@example.org"}),
    (
        "confirm-forgot-password",
        {"email": "ada@example.org", "code": "000000", "newPassword": "another long enough one"},
    ),
)
PHONE_CONNECTION_ID = "phone-connection="


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

    def shows(self, photo_id: str) -> None:
        """The kiosk says that it shows a photo."""
        said = {"action": "shown", "sessionId": self.session_id, "photoId": photo_id}
        self._app.message(a_message_event(json.dumps(said)), None)

    def tells(self, photo_id: str) -> None:
        """The phone tells of its photo, over a socket of its own, before it is there."""
        now = self._services.clock()
        self._services.connections.add(
            a_connection(
                channel=session_channel(self.session_id),
                connection_id=PHONE_CONNECTION_ID,
                role=Role.PHONE,
                connected_at=now - limits.HANDSHAKE_SECONDS,
                expires_at=now + limits.CONNECTION_SECONDS,
            )
        )
        for said in (
            {"action": "progress", "uploads": [{"photoId": photo_id, "percent": 0}]},
            {"action": "preview", "photoId": photo_id, "jpeg": "/9j/+w=="},
        ):
            text = json.dumps({**said, "sessionId": self.session_id})
            self._app.message(a_message_event(text, PHONE_CONNECTION_ID), None)

    def shows_without_a_socket(self, photo_id: str) -> None:
        """The kiosk says the same by HTTP."""
        said = json.dumps({"action": "shown", "photoId": photo_id}).encode()
        self._ask("POST", f"/sessions/{self.session_id}/messages", self._screen_token, said)

    def takes_back(self, photo_id: str) -> None:
        """The phone takes a photo back."""
        target = f"/uploads/{photo_id}?sessionId={self.session_id}"
        assert self._ask("DELETE", target, PHONE_TOKEN)["code"] == "WITHDRAWN"

    def film(self, *, completed: bool) -> str:
        """The phone sends a film in parts, as far as that; the id of the photo."""
        told = {
            "size": len(FILM),
            "contentType": "video/mp4",
            "requestId": f"film-{completed}-0001",
        }
        body = json.dumps({"sessionId": self.session_id, **told}).encode()
        photo_id = str(self._ask("POST", "/uploads", PHONE_TOKEN, body)["photoId"])
        target = f"/uploads/{photo_id}/parts?sessionId={self.session_id}"
        assert self._ask("GET", f"{target}&numbers=1", PHONE_TOKEN)["urls"]
        session = self._services.sessions.load(self.session_id)
        assert session is not None
        upload_id = session.photos[photo_id].upload_id
        assert upload_id is not None
        key = upload_key(self.session_id, photo_id, "video/mp4")
        boto3.client("s3").upload_part(
            Bucket=UPLOADS_BUCKET, Key=key, UploadId=upload_id, PartNumber=1, Body=FILM
        )
        assert self._ask("GET", target, PHONE_TOKEN)["arrived"] == [1]
        if completed:
            for _ in range(2):
                body = json.dumps({"sessionId": self.session_id}).encode()
                self._ask("POST", f"/uploads/{photo_id}/complete", PHONE_TOKEN, body)
        return photo_id

    def accounts(self) -> None:
        """People make accounts, and go through all that an account has."""
        UserPool().invite(INVITED["email"], INVITED["password"])
        for path, said in ACCOUNTS:
            answer = self._gateway.request("POST", f"/auth/{path}", JSON, json.dumps(said).encode())
            assert answer.status < 500, answer.body

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

    def _ask(self, method: str, target: str, token: str | None = None, body: bytes = b"") -> Any:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        headers["Content-Type"] = "application/json"
        answer = self._gateway.request(method, target, headers, body)
        assert answer.status in (200, 201), answer.body
        return answer.json


@contextmanager
def place() -> Iterator[tuple[ModuleType, Services, Traffic]]:
    """Tables, buckets and a queue for visits, and the way to the browsers, to be disturbed."""
    import app

    traffic = Traffic()
    with (
        cloud_in_memory() as live,
        traffic.watched(clients.connections_api(CALLBACK_URL)),
        pytest.MonkeyPatch.context() as patch,
    ):
        make_room()
        services = without_decoding(live)
        patch.setattr(app, "services", lambda: services)
        yield app, services, traffic


def everything_happens() -> None:
    """All branches that end at AWS: with browsers that are there, and with some that are gone."""
    with place() as (app, services, traffic):
        visit = _a_good_visit(app, services)
        visit.disconnect()
        visit.health()
        visit.accounts()
        traffic.refuse("PostToConnection", 410, "GoneException", "gone")
        _a_good_visit(app, services)
        _odd_arrivals(Visit(app, services))
        AlbumVisit(app, services).everything()
        work = Work(app, services)
        work.everything()
        Library(app, services, work).everything()


def _a_good_visit(app: ModuleType, services: Services) -> Visit:
    """One photo, announced, shown, made. Each step may lose the socket, and so opens it again."""
    visit = Visit(app, services)
    visit.connect()
    photo_id = visit.ticket("&size=1000&contentType=image/jpeg")
    visit.connect()
    visit.tells(photo_id)
    visit.connect()
    visit.arrival(photo_id, "image/jpeg", b"x" * 1000)
    visit.connect()
    visit.shows(photo_id)
    visit.connect()
    visit.shows_without_a_socket(photo_id)
    withdrawn = visit.ticket("&size=2000&contentType=image/jpeg&requestId=photo-0002")
    visit.takes_back(withdrawn)
    visit.arrival(withdrawn, "image/jpeg", b"x" * 2000)
    visit.arrival(visit.film(completed=True), "video/mp4", FILM)
    visit.takes_back(visit.film(completed=False))
    for _ in range(2):
        visit.connect()
        visit.sync()
        visit.connect()
        visit.read()
        photo = services.photos.load(photo_id)
        assert photo is not None
        Work(app, services).in_one_go(photo)
    return visit


def _odd_arrivals(visit: Visit) -> None:
    visit.arrival(visit.ticket(), None, b"")
    visit.arrival(an_id(1), None, None)
    visit.session_id = an_id(2)
    visit.arrival(an_id(3), None, b"after its session")
