"""The host's page where files are uploaded, as a host knows it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, Request, Route, expect

from devserver.launch import DevServer
from tests.e2e.browser import Visits
from tests.e2e.host_pages import HostPage, signed_in
from tests.e2e.lines import UPLOADS
from tests.e2e.pages import words


class Gate:
    """Between a page and the storage: nothing passes until it is opened."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._held: list[Route] = []
        self._is_open = False
        page.route(UPLOADS, self._meet)

    def stops(self, count: int, begin: Callable[[], object]) -> None:
        """So many requests come to it, once this is done."""
        came: list[Request] = []

        def is_last(request: Request) -> bool:
            came.extend([request] if "/session-uploads/" in request.url else [])
            return len(came) == count

        with self._page.expect_event("request", is_last):
            begin()

    def open(self) -> None:
        self._is_open = True
        for route in self._held:
            route.continue_()

    def _meet(self, route: Route) -> None:
        if self._is_open:
            route.continue_()
        else:
            self._held.append(route)


class UploadPage(HostPage):
    """The view of uploads."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.files = page.get_by_label(words("upload.choose"))
        self.rows = page.get_by_role("list", name=words("mine.photos")).get_by_role("listitem")
        self.place = page.get_by_label(words("upload.to"))
        self.comment = page.get_by_label(words("upload.comment"))

    def pick(self, *paths: str) -> None:
        self.files.set_input_files(list(paths))

    def row(self, name: str) -> Locator:
        """The line of this file."""
        return self.rows.filter(has=self.page.get_by_text(name, exact=True))

    def tells(self, name: str, key: str) -> None:
        """What stands beside it."""
        expect(self.row(name).locator(".photo-status")).to_have_text(words(key))

    def press(self, name: str, what: str) -> None:
        """One of the buttons of its line."""
        label = words(f"phone.row.{what}.label", name=name)
        self.row(name).get_by_role("button", name=label).click()


def upload_page(
    visits: Visits, server: DevServer, data: Path, query: str = "", **options: Any
) -> UploadPage:
    """Opened by the host."""
    page = visits.open("about:blank", **options)
    signed_in(page, server, data, f"#upload{query}")
    shown = UploadPage(page)
    shown.is_at("upload")
    return shown
