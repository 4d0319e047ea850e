"""Walls of an album, their host, and guests who send photos to them."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from devserver.launch import DevServer
from tests.e2e.api_client import put
from tests.e2e.browser import Visits
from tests.e2e.hosts import Host, send
from tests.e2e.pages import words
from tests.e2e.pictures import jpeg
from tests.e2e.waiting import eventually

TV: dict[str, Any] = {"viewport": {"width": 1280, "height": 720}}


class Party:
    """An album, with what its host and its guests do."""

    def __init__(self, server: DevServer, data: Path, **said: Any) -> None:
        self._server, self.data = server, data
        self._host = Host(server, data)
        album = self._host.ask("POST", "/albums", {"name": "Anna & Ben", **said}, 201)
        self.album_id, self._code = album["albumId"], album["code"]
        self._seed = 0

    def screen(self) -> dict[str, Any]:
        """A new key for a wall."""
        told = {"album": self.album_id, "name": "Hall"}
        made: dict[str, Any] = self._host.ask("POST", "/kiosks", told, 201)
        return made

    def remove(self, screen: dict[str, Any]) -> None:
        """Take its key away."""
        self._host.ask("DELETE", f"/kiosks/{screen['kioskId']}?album={self.album_id}")

    def removes_all(self) -> None:
        """Take the keys of all its screens away."""
        for screen in self._host.ask("GET", f"/kiosks?album={self.album_id}")["kiosks"]:
            self.remove(screen)

    def ready(self) -> set[str]:
        """Ids of its photos that are ready."""
        return self._host.ready(self.album_id)

    def sends(self, *, width: int = 320, height: int = 240) -> str:
        """A guest's photo is ready; its id."""
        known = self._host.ready(self.album_id)
        self._seed += 1
        content = jpeg(self._seed, width=width, height=height)
        send(self._server, self._code, f"photo-{self._seed}.jpg", content)
        return eventually(lambda: next(iter(self._host.ready(self.album_id) - known), ""))

    def sends_some(self, count: int) -> list[str]:
        """As many of guests' photos are ready; their ids as lists have them, the newest first.

        Lists know when by the second: of two that came in one, either may be told first.
        """
        for _ in range(count):
            self.sends()
        return self._host.listed(self.album_id)

    def keeps(self, comment: str) -> str:
        """The host himself sends a photo, and says this of it; its id."""
        known = self._host.ready(self.album_id)
        self._seed += 1
        content = jpeg(self._seed)
        facts = {"filename": "own.jpg", "content_type": "image/jpeg", "size": len(content)}
        ticket = self._host.ask("POST", "/upload", {**facts, "album": self.album_id}, 201)
        assert put(ticket, content).status == 200
        photo_id = eventually(lambda: next(iter(self._host.ready(self.album_id) - known), ""))
        self.says(photo_id, comment=comment)
        return photo_id

    def says(self, photo_id: str, **said: Any) -> None:
        """The host says something else of a photo."""
        self._host.ask("PATCH", f"/image/{photo_id}", said)

    def deletes(self, photo_id: str) -> None:
        """He deletes it."""
        self._host.ask("DELETE", f"/image/{photo_id}")

    def leads(self, **said: Any) -> None:
        """He leads the walls."""
        self._host.ask("POST", f"/albums/{self.album_id}/wall", said)

    def change(self, **said: Any) -> None:
        """He says something else of the album."""
        self._host.ask("PATCH", f"/albums/{self.album_id}", said)


class Wall:
    """The page of a wall."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.sheet = page.locator(".wall-sheet[data-on=true]")
        self.code = page.get_by_role("img", name=words("wall.join.alt"))
        self.note = page.get_by_role("status")

    @classmethod
    def hung(cls, visits: Visits, party: Party, **options: Any) -> "Wall":
        """A new one, with a key of its own."""
        return cls(visits.open(party.screen()["wallUrl"], **(options or TV)))

    def is_empty(self) -> None:
        """There is nothing to be shown yet, but a code to change that."""
        expect(self.page.locator("#wall")).to_have_attribute("data-state", "empty")
        expect(self.page.get_by_role("heading", name="Anna & Ben")).to_be_visible()
        expect(self.code).to_be_visible()

    def shows(self, *photo_ids: str) -> None:
        """One of these is seen."""
        ids = "|".join(re.escape(each) for each in photo_ids)
        picture = self.sheet.locator("img")
        expect(picture).to_have_attribute("src", re.compile(f"/renditions/({ids})/"))
        expect(picture).to_have_js_property("complete", value=True)

    def shown(self) -> str:
        """Which photo is seen."""
        source = self.sheet.locator("img").get_attribute("src") or ""
        found = re.search(r"/renditions/([^/]+)/", source)
        assert found, source
        return found[1]

    def says(self, key: str) -> None:
        """The note at its edge."""
        expect(self.note).to_have_text(words(key) if key else "")

    def stops(self, name: str) -> None:
        """It shows nothing any more, and says what to do."""
        expect(self.page.get_by_role("heading", name=words(f"wall.{name}"))).to_be_visible()
        expect(self.page.get_by_text(words(f"wall.{name}.lead"))).to_be_visible()
        expect(self.sheet).to_have_count(0)
