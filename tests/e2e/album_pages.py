"""One album on the host's page, as a host knows it."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, expect

from devserver.launch import DevServer
from tests.e2e.browser import Visits
from tests.e2e.host_pages import HostPage, signed_in
from tests.e2e.pages import words

#: As a name of an album or of a screen: it is text wherever it is shown.
MARKUP = "<img src=x onerror=alert(1)> & <b>Ben</b>"


class AlbumPage(HostPage):
    """One album on the host's page."""

    def is_of(self, name: str) -> None:
        """It is there."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(name)
        expect(self.page.locator("#host")).to_have_attribute("aria-busy", "false")

    def panel(self, name: str) -> Locator:
        """The part of the page that is called so."""
        return self.page.get_by_role("region", name=words(f"hosted.{name}.title"))

    def setting(self, name: str) -> Locator:
        return self.page.get_by_label(words(f"hosted.settings.{name}"), exact=True)

    def tells(self, name: str, key: str) -> None:
        """What stands below a setting."""
        expect(self.page.locator(f"#setting-{name}-told")).to_have_text(words(key))

    def answers(self, key: str) -> None:
        """Press this in the sheet that asks."""
        sheet = self.page.get_by_role("dialog")
        sheet.get_by_role("button", name=words(key), exact=True).click()
        expect(sheet).to_have_count(0)

    def number(self, name: str) -> Locator:
        return self.page.locator(f"[data-number={name}] dd")


def album_page(
    visits: Visits, server: DevServer, data: Path, album: dict[str, Any], **options: Any
) -> AlbumPage:
    """The page of this album."""
    page = visits.open("about:blank", **options)
    signed_in(page, server, data, f"#album={album['albumId']}")
    shown = AlbumPage(page)
    shown.is_of(album["name"])
    return shown
