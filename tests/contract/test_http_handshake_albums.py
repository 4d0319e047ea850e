"""The WebSocket handshake of walls and hosts, from the route that gives leave to the table."""

import json
from typing import Any

import pytest

from chalicelib import tokens
from chalicelib.keys import album_channel
from chalicelib.model import Role
from chalicelib.people import Group
from chalicelib.ports import Services
from tests.builders import HOST_ID
from tests.contract.http_client import Api
from tests.events import a_message_event, an_album_connect_event
from tests.fakes import SITE
from tests.id_tokens import an_id_token

pytest_plugins = ["tests.contract.http_fixtures"]

HOST = an_id_token(HOST_ID, Group.HOST)


class Album:
    """An album of the host, and those who want to listen to it."""

    def __init__(self, api: Api, services: Services) -> None:
        self._api, self._services = api, services
        self.album_id = self.ask("POST", "/albums", {"name": "Party"})["albumId"]
        told = {"album": self.album_id, "name": "Hall"}
        self.kiosk: dict[str, str] = self.ask("POST", "/kiosks", told)
        self.leave: str = self.ask("POST", f"/albums/{self.album_id}/listen", {})["token"]

    def ask(self, method: str, target: str, told: Any = None) -> Any:
        headers = {"Authorization": f"Bearer {HOST}", "Content-Type": "application/json"}
        body = b"" if told is None else json.dumps(told).encode()
        return self._api.request(method, target, headers, body).json

    def connects(self, token: str, album_id: str | None = None, origin: str = SITE) -> int:
        import app

        event = an_album_connect_event("socket=", album_id or self.album_id, token)
        event["headers"]["Origin"] = origin
        answer = app.connect(event, None)
        accepted = {"statusCode": 200, "headers": {"Sec-WebSocket-Protocol": "scandrop"}}
        assert answer == accepted or answer["statusCode"] != 200
        return int(answer["statusCode"])

    def listeners(self) -> list[tuple[Role, str | None]]:
        channel, now = album_channel(self.album_id), self._services.clock()
        return [
            (each.role, each.kiosk_id)
            for each in self._services.connections.listening(channel, now)
        ]


@pytest.fixture
def album(api: Api, services: Services) -> Album:
    return Album(api, services)


def test_a_wall_comes_by_its_key_and_is_answered(album: Album, services: Services) -> None:
    import app

    assert album.connects(album.kiosk["kioskKey"]) == 200
    assert album.listeners() == [(Role.WALL, album.kiosk["kioskId"])]
    said = json.dumps({"action": "sync", "albumId": album.album_id})
    app.message(a_message_event(said, "socket="), None)


def test_a_host_comes_by_his_leave(album: Album) -> None:
    assert album.connects(album.leave) == 200
    assert album.listeners() == [(Role.HOST, None)]


def test_a_refused_handshake_stores_nothing(album: Album) -> None:
    key = album.kiosk["kioskKey"]
    assert album.connects(key, tokens.new_id()) == 403
    assert album.connects(album.leave, tokens.new_id()) == 403
    assert album.connects(key, "x") == 400
    assert album.connects(key, origin="https://evil.example") == 403
    assert album.connects("a.b.c") == 403
    assert album.connects(HOST) == 403
    assert album.connects("") == 401
    album.ask("DELETE", f"/kiosks/{album.kiosk['kioskId']}?album={album.album_id}")
    assert album.connects(key) == 403
    assert album.listeners() == []


def test_what_lets_somebody_listen_is_in_no_log(
    album: Album, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"):
        album.connects(album.leave)
        album.connects(album.kiosk["kioskKey"])
        album.connects(album.leave, tokens.new_id())
    told = " ".join(record.getMessage() for record in caplog.records if "chalicelib" in record.name)
    assert album.leave not in told
    assert album.kiosk["kioskKey"] not in told
