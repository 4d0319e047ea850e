"""The dev server's host, and guests who send photos into an album of his."""

import json
from pathlib import Path
from typing import Any

from devserver import resources
from devserver.launch import DevServer
from tests.e2e.api_client import Api, Phone, ask
from tests.e2e.waiting import eventually


class Host:
    """The dev server's host."""

    def __init__(self, server: DevServer, data: Path) -> None:
        self._api_url = server.api_url
        said = {"email": resources.HOST_EMAIL, "password": (data / "host-password").read_text()}
        self._headers = {"Content-Type": "application/json"}
        token = self.ask("POST", "/auth/signin", said)["idToken"]
        self._headers["Authorization"] = f"Bearer {token}"

    def ask(self, method: str, target: str, told: Any = None, status: int = 200) -> Any:
        body = None if told is None else json.dumps(told).encode()
        answer = ask(method, f"{self._api_url}{target}", self._headers, body)
        assert answer.status == status, answer.body
        return answer.json

    def ready(self, album_id: str) -> set[str]:
        """Ids of the photos of the album that are READY."""
        return set(self.listed(album_id))

    def listed(self, album_id: str) -> list[str]:
        """The same, the newest first."""
        page = self.ask("GET", f"/images?album={album_id}&state=READY")
        return [each["photoId"] for each in page["photos"]]

    def exported(self, exports: str, wanted: dict[str, str]) -> Any:
        """An export, when it is READY."""
        asked = self.ask("POST", exports, wanted, 202)
        one = f"{exports}/{asked['exportId']}"
        return eventually(lambda: _if_ready(self.ask("GET", one)))


def _if_ready(view: Any) -> Any:
    assert view["state"] in ("MAKING", "READY")
    return view if view["state"] == "READY" else None


def send(server: DevServer, code: str, name: str, content: bytes) -> str:
    """A guest joins and sends a photo; its id."""
    headers = {"Content-Type": "application/json"}
    url = f"{server.api_url}/albums/{code}/join"
    joined = ask("POST", url, headers, json.dumps({"name": "=Ada"}).encode()).json
    phone = Phone(Api(server), joined["sessionId"])
    phone.token = joined["phoneToken"]
    return phone.send(content, name)
