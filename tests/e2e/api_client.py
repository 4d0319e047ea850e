"""A client of the HTTP API and of the storage, as small as both allow."""

import base64
import hashlib
import http.client
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlencode, urlsplit

_SECONDS = 30


class Service(Protocol):
    """Where Scandrop is, on this machine or on AWS."""

    @property
    def site_url(self) -> str:
        """Origin of the site, without a slash at its end."""

    @property
    def api_url(self) -> str: ...

    @property
    def websocket_url(self) -> str: ...


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    #: Names in lower case.
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """The `Code` of our refusal, or of S3's."""
        if self.body.startswith(b"<?xml"):
            return self.body.split(b"<Code>")[1].split(b"</Code>")[0].decode()
        return str(self.json["Code"])


def ask(
    method: str, url: str, headers: Mapping[str, str] | None = None, body: bytes | None = None
) -> Answer:
    """One request on a connection of its own."""
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.netloc, timeout=_SECONDS)
    try:
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        connection.request(method, target, body=body, headers=dict(headers or {}))
        got = connection.getresponse()
        names = {name.lower(): value for name, value in got.getheaders()}
        return Answer(got.status, names, got.read())
    finally:
        connection.close()


def bearer(token: str) -> dict[str, str]:
    """The header that carries a token."""
    return {"Authorization": f"Bearer {token}"}


def sha256(content: bytes) -> str:
    """As S3 and the API take it."""
    return base64.b64encode(hashlib.sha256(content).digest()).decode()


class Api:
    """The API of one Scandrop, as pages use it. Refusals are answers, not exceptions."""

    def __init__(self, server: Service) -> None:
        self.server = server

    def open_session(self) -> dict[str, Any]:
        """What a kiosk gets for `POST /sessions`."""
        answer = ask("POST", f"{self.server.api_url}/sessions")
        assert answer.status == 201, answer
        session: dict[str, Any] = answer.json
        return session

    def read_session(self, session_id: str, token: str) -> Answer:
        """`GET /sessions/{sessionId}`."""
        return ask("GET", f"{self.server.api_url}/sessions/{session_id}", bearer(token))

    def snapshot(self, session: Mapping[str, Any]) -> dict[str, Any]:
        """What the session's screen sees."""
        answer = self.read_session(session["sessionId"], session["screenToken"])
        assert answer.status == 200, answer
        snapshot: dict[str, Any] = answer.json
        return snapshot

    def stored_photos(self, session: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The photos that its screen has to show, whether or not they have been made light."""
        return self.photos(session, "STORED", "READY")

    def photos(self, session: Mapping[str, Any], *states: str) -> list[dict[str, Any]]:
        """The photos of its screen that are in one of these states."""
        return [each for each in self.snapshot(session)["photos"] if each["state"] in states]

    def ask_for_ticket(self, session_id: str, token: str | None, **facts: object) -> Answer:
        """`GET /upload-url`."""
        query = urlencode({"sessionId": session_id, **facts})
        headers = bearer(token) if token else None
        return ask("GET", f"{self.server.api_url}/upload-url?{query}", headers)


class Phone:
    """One phone, which brings a token of its own."""

    def __init__(self, api: Api, session_id: str) -> None:
        self.api = api
        self.session_id = session_id
        self.token = secrets.token_urlsafe(32)

    def claim(self) -> None:
        """Open the page, pick nothing yet."""
        answer = self.api.ask_for_ticket(self.session_id, self.token)
        assert answer.status == 200, answer

    def ticket(self, photo: bytes, name: str = "photo.jpg", **facts: object) -> dict[str, Any]:
        """Leave to send this photo."""
        announced = {
            "size": len(photo),
            "contentType": "image/jpeg",
            "filename": name,
            "sha256": sha256(photo),
            "requestId": secrets.token_urlsafe(12),
            **facts,
        }
        answer = self.api.ask_for_ticket(self.session_id, self.token, **announced)
        assert answer.status == 200, answer
        ticket: dict[str, Any] = answer.json
        return ticket

    def send(self, photo: bytes, name: str = "photo.jpg") -> str:
        """Ticket and PUT; the photo's id."""
        ticket = self.ticket(photo, name)
        answer = put(ticket, photo)
        assert answer.status == 200, answer
        return str(ticket["photoId"])


class Film:
    """A large file that a phone sends in parts."""

    def __init__(self, phone: Phone, content: bytes, content_type: str = "video/mp4") -> None:
        self._phone = phone
        self.content = content
        self._told = {
            "sessionId": phone.session_id,
            "requestId": secrets.token_urlsafe(12),
            "size": len(content),
            "contentType": content_type,
            "filename": "film.mp4",
            "checksum": "SHA256",
        }
        self.upload = self.begin()
        self.photo_id = str(self.upload["photoId"])

    def begin(self) -> dict[str, Any]:
        """`POST /uploads`: the same upload each time."""
        answer = self.say("", self._told)
        assert answer.status == 201, answer
        upload: dict[str, Any] = answer.json
        return upload

    def part(self, number: int) -> bytes:
        """Its bytes."""
        size = int(self.upload["partBytes"])
        return self.content[(number - 1) * size : number * size]

    def numbers(self) -> range:
        """Of all its parts."""
        return range(1, int(self.upload["partCount"]) + 1)

    def parts(self, **wanted: str) -> Answer:
        """`GET /uploads/{photoId}/parts`."""
        query = urlencode({"sessionId": self._phone.session_id, **wanted})
        url = f"{self._phone.api.server.api_url}/uploads/{self.photo_id}/parts?{query}"
        return ask("GET", url, bearer(self._phone.token))

    def arrived(self) -> list[int]:
        """Numbers of the parts that are there."""
        answer = self.parts()
        assert answer.status == 200, answer
        arrived: list[int] = answer.json["arrived"]
        return arrived

    def url_for(self, number: int) -> dict[str, Any]:
        """Where this part goes."""
        answer = self.parts(numbers=str(number), sha256=sha256(self.part(number)))
        assert answer.status == 200, answer
        (url,) = answer.json["urls"]
        return dict(url)

    def send(self, number: int) -> int:
        """A fresh URL and the part: the storage's status."""
        return put(self.url_for(number), self.part(number)).status

    def complete(self) -> Answer:
        """`POST /uploads/{photoId}/complete`."""
        return self.say(f"/{self.photo_id}/complete", {"sessionId": self._phone.session_id})

    def withdraw(self) -> Answer:
        """`DELETE /uploads/{photoId}`."""
        query = urlencode({"sessionId": self._phone.session_id})
        url = f"{self._phone.api.server.api_url}/uploads/{self.photo_id}?{query}"
        return ask("DELETE", url, bearer(self._phone.token))

    def say(self, path: str, told: Mapping[str, object]) -> Answer:
        """A POST to one of its routes."""
        headers = {"Content-Type": "application/json"} | bearer(self._phone.token)
        url = f"{self._phone.api.server.api_url}/uploads{path}"
        return ask("POST", url, headers, json.dumps(told).encode())


def put(ticket: Mapping[str, Any], photo: bytes, **changed: str) -> Answer:
    """The PUT of a ticket.

    `changed`: headers that are sent otherwise, `_` for `-`; an empty one is left out.
    """
    headers = dict(ticket["headers"])
    for name, value in changed.items():
        headers[name.replace("_", "-")] = value
    wanted = {name: value for name, value in headers.items() if value}
    return ask(ticket["method"], ticket["url"], wanted, photo)
