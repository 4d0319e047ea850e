"""A host with albums, and guests who join them on the phone page."""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from devserver.launch import DevServer
from devserver.resources import HOST_EMAIL
from tests.e2e.api_client import Answer, ask, bearer, put
from tests.e2e.pages import Phone, words


class Host:
    """Who makes albums, by the password that the dev server prints."""

    def __init__(self, server: DevServer, data: Path) -> None:
        self._server = server
        password = (data / "host-password").read_text(encoding="utf-8")
        said = {"email": HOST_EMAIL, "password": password}
        self._token = ""
        self._token = self._ask("POST", "/auth/signin", said).json["idToken"]

    def album(self, **said: Any) -> dict[str, Any]:
        """A new album, as the host sees it."""
        answer = self._ask("POST", "/albums", {"name": "Anna & Ben", **said})
        assert answer.status == 201, answer
        album: dict[str, Any] = answer.json
        return album

    def change(self, album: dict[str, Any], **said: Any) -> None:
        """Say something else of it."""
        answer = self._ask("PATCH", f"/albums/{album['albumId']}", said)
        assert answer.status == 200, answer

    def edit(self, photo_id: str, **said: Any) -> None:
        """Say something else of a photo."""
        answer = self._ask("PATCH", f"/image/{photo_id}", said)
        assert answer.status == 200, answer

    def photos(self, album: dict[str, Any]) -> list[dict[str, Any]]:
        """The photos that are there, newest first."""
        listed = self._ask("GET", f"/images?album={album['albumId']}", None).json["photos"]
        return [photo for photo in listed if photo["state"] in ("STORED", "READY")]

    def rejected(self, album: dict[str, Any]) -> list[dict[str, Any]]:
        """The photos that were not taken."""
        target = f"/images?album={album['albumId']}&state=REJECTED"
        found: list[dict[str, Any]] = self._ask("GET", target, None).json["photos"]
        return found

    def albums(self) -> list[dict[str, Any]]:
        """His first albums."""
        found: list[dict[str, Any]] = self._ask("GET", "/albums", None).json["albums"]
        return found

    def send(self, album: dict[str, Any], name: str, content: bytes) -> None:
        """A photo of his own, into this album."""
        said = {"filename": name, "content_type": "image/jpeg", "size": len(content)}
        ticket = self._ask("POST", "/upload", {**said, "album": album["albumId"]}).json
        assert put(ticket, content).status == 200

    def link(self, album: dict[str, Any]) -> str:
        """What the printed QR code of this album says."""
        return f"{self._server.site_url}/phone.html#join={album['code']}"

    def _ask(self, method: str, target: str, said: Any) -> Answer:
        headers = {"Content-Type": "application/json", **bearer(self._token)}
        body = None if said is None else json.dumps(said).encode()
        return ask(method, f"{self._server.api_url}{target}", headers, body)


class Guest(Phone):
    """The phone page of a guest."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.code = page.get_by_label(words("join.code"))
        self.name = page.get_by_label(words("join.guest"))
        self.join = page.get_by_role("button", name=words("join.join"))
        self.again = page.get_by_role("button", name=words("join.again"))
        self.more = page.get_by_role("button", name=words("join.more"))

    def is_told(self, key: str) -> None:
        """Why he is not let in."""
        expect(self.page.get_by_role("alert")).to_have_text(words(key))
