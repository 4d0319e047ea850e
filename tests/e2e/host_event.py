"""An event: its host's album, the guests who send photos into it, and the host's page at it."""

from pathlib import Path
from typing import Any

from devserver.launch import DevServer
from tests.e2e import hosts
from tests.e2e.browser import Visits
from tests.e2e.host_pages import HostPage, Library, signed_in
from tests.e2e.pictures import Folder
from tests.e2e.waiting import eventually

DESK: dict[str, Any] = {"viewport": {"width": 1000, "height": 700}}


class Event:
    """One moderated album."""

    def __init__(
        self, server: DevServer, data: Path, owner: hosts.Host, visits: Visits, folder: Folder
    ) -> None:
        self.owner = owner
        self.album = self.another("<i>Anna</i> & Ben", moderated=True)
        self._server, self._data = server, data
        self._visits, self._folder = visits, folder

    def another(self, name: str, **said: Any) -> dict[str, Any]:
        """Another album of the host."""
        made: dict[str, Any] = self.owner.ask("POST", "/albums", {"name": name, **said}, 201)
        return made

    def sent(self, *names: str) -> list[str]:
        """Guests send photos of these names, the first one first; their ids, once all are ready."""
        ids: list[str] = []
        for seed, name in enumerate(names):
            ids.append(hosts.send(self._server, self.album["code"], name, self.file(seed)))
            eventually(lambda: ids[-1] in self.owner.ready(self.album["albumId"]))
        return ids

    def file(self, seed: int) -> bytes:
        """What the guests have sent, by the place of its name."""
        return Path(self._folder.photo(f"{seed}.jpg", seed)).read_bytes()

    def say(self, photo_id: str, **said: Any) -> None:
        """The host says this of a photo, elsewhere."""
        self.owner.ask("PATCH", f"/image/{photo_id}", said)

    def seen_as(self, photo_id: str) -> str:
        """Who sees the photo."""
        answer = self.owner.ask("GET", f"/image/{photo_id}?size=original")
        return str(answer["photo"]["visibility"])

    def open(
        self, view: str = "library", album: dict[str, Any] | None = None, **options: Any
    ) -> tuple[HostPage, Library]:
        """The host signs in and is at the album, or at another."""
        page = self._visits.open("about:blank", **{**DESK, **options})
        place = f"#{view}?album={(album or self.album)['albumId']}"
        host = signed_in(page, self._server, self._data, place)
        return host, Library(host)
