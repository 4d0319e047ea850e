"""A kiosk of an album that waits for somebody, and what it shows meanwhile."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e import browser
from tests.e2e.browser import Visits
from tests.e2e.pages import Kiosk, words
from tests.e2e.waiting import eventually
from tests.e2e.walls import Party

#: Whether the browser has all of it and can paint it.
PAINTED = "all => all.every(({complete, naturalWidth}) => complete && naturalWidth > 0)"


class WaitingKiosk(Kiosk):
    """With a key, before anybody has touched it."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.drawing = page.locator(".rack")
        self.prints = page.locator(".attract-print[data-on=true][data-photo]")
        self.label = page.locator(".attract-album")
        #: What it has asked of the album, and fetched of its photos, so far.
        self.asked: list[str] = []
        self.fetched: list[str] = []
        self._told = 0
        page.on("request", lambda request: self._note(request.url))
        page.on("response", lambda answer: self._hear(answer.url))

    @classmethod
    def put_up(
        cls,
        visits: Visits,
        party: Party,
        rig: Callable[[Page], object] = bool,
        **options: Any,
    ) -> "WaitingKiosk":
        """A new one, with a key of its own; it can be told that time has passed.

        `rig`: what to do to its page before it loads.
        """
        made: list[WaitingKiosk] = []

        def before(page: Page) -> None:
            page.clock.install()
            rig(page)
            made.append(cls(page))

        visits.open(party.screen()["enrolmentUrl"], before, **(options or browser.KIOSK))
        return made[0]

    def attracts_by(self, *photo_ids: str) -> None:
        """These photos are seen, in whatever order, and the drawing is not."""
        expect(self.prints).to_have_count(len(photo_ids))
        for photo_id in photo_ids:
            self.sees(photo_id)
        assert self.prints.locator("img").evaluate_all(PAINTED)
        expect(self.drawing).to_have_css("opacity", "0")
        expect(self.label).to_have_text(words("attract.album", album="Anna & Ben"))
        self.is_at_the_start()

    def sees(self, photo_id: str) -> None:
        """This photo is among those that are seen."""
        picture = self.page.locator(f".attract-print[data-on=true][data-photo='{photo_id}'] img")
        expect(picture).to_have_attribute("src", re.compile(f"/renditions/{photo_id}/"))
        expect(picture).to_be_visible()

    def shows_the_drawing(self) -> None:
        """And nothing of the album, not even out of sight."""
        expect(self.prints).to_have_count(0)
        expect(self.page.locator("img[src*='/renditions/']")).to_have_count(0)
        expect(self.drawing).to_have_css("opacity", "1")
        self.is_at_the_start()

    def has_asked(self) -> None:
        """It was told what it may show."""
        # What has happened in the browser is heard of when something is asked of it.
        eventually(lambda: self.page.evaluate("true") and self._told > 0)

    def passes(self, seconds: int) -> None:
        """Nobody comes for so long."""
        self.page.clock.run_for(seconds * 1000)

    def _hear(self, url: str) -> None:
        self._told += "/api/wall" in url

    def _note(self, url: str) -> None:
        if "/api/wall" in url:
            self.asked.append(url)
        elif "/renditions/" in url:
            self.fetched.append(url)
