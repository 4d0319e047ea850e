"""Each state of a wall as axe sees it, on each screen; and that it may run for months."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import CDPSession, Page, Request, Route, expect

from devserver.launch import DevServer
from tests.e2e import browser
from tests.e2e.browser import Visits
from tests.e2e.checked import Checked
from tests.e2e.test_accessibility import NARROW, in_scheme
from tests.e2e.walls import TV, Party, Wall

#: How much more may be in use after hundreds of photos: what the browser itself keeps of requests.
SLACK_BYTES = 500_000
#: Shows so many photos, one after the other, as fast as they come.
GO_ON = """async (count) => {
    const seen = new Set();
    for (let shown = 0; shown < count; shown += 1) {
        const before = document.querySelector('.wall-sheet[data-on=true] img')?.src;
        do {
            document.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight' }));
            await new Promise((resolve) => setTimeout(resolve, 1));
        } while (document.querySelector('.wall-sheet[data-on=true] img')?.src === before);
        seen.add(document.querySelector('.wall-sheet[data-on=true] img').src.split('#')[1]);
    }
    return seen.size;
}"""


def test_every_state_of_a_wall(server: DevServer, data: Path, visits: Visits) -> None:
    visits.tolerate("401", "403")
    party = Party(server, data)
    screen = party.screen()
    wall = Wall(visits.open(screen["wallUrl"], **in_scheme(TV)))
    wall.is_empty()
    checked = Checked(wall.page)
    checked.now("empty")
    wall.shows(party.sends())
    checked.now("a print")
    wall.shows(party.sends(width=320, height=180))
    checked.now("a full picture")
    party.leads(paused=True)
    wall.says("wall.paused")
    checked.now("paused")
    party.remove(screen)
    wall.stops("refused")
    checked.now("refused")
    unset = Wall(visits.open(f"{server.site_url}/wall.html", **in_scheme(TV)))
    unset.stops("unset")
    Checked(unset.page).now("unset")


def test_on_small_windows(server: DevServer, data: Path, visits: Visits) -> None:
    party = Party(server, data)
    walls = [
        Wall.hung(visits, party, **in_scheme(each, "dark"))
        for each in (NARROW, browser.PHONE, browser.KIOSK)
    ]
    checks = [Checked(wall.page) for wall in walls]
    for wall, checked in zip(walls, checks, strict=True):
        wall.is_empty()
        checked.as_it_is("empty")
    photo = party.keeps("Words " * 40)
    for wall, checked in zip(walls, checks, strict=True):
        wall.shows(photo)
        checked.as_it_is("a print")


def test_nothing_moves_for_whom_that_makes_ill(
    server: DevServer, data: Path, visits: Visits
) -> None:
    party = Party(server, data)
    wall = Wall.hung(visits, party, **TV, reduced_motion="reduce")
    wall.shows(party.sends())
    wall.shows(party.sends())
    assert wall.page.evaluate("document.getAnimations().length") == 0
    assert wall.page.evaluate(
        "getComputedStyle(document.querySelector('.wall-sheet')).transitionDuration"
    ) in ("0s", "0ms")


class ManyPhotos:
    """An album of a thousand: each is the same file by another address."""

    COUNT = 1000

    def __init__(self, page: Page) -> None:
        self._real: dict[str, Any] = {}
        page.route("**/api/wall?**", self._answer)

    def _answer(self, route: Route) -> None:
        if not self._real:
            # What the service says, once: its URLs are good for longer than this takes.
            answer = route.fetch()
            self._real, self._headers = answer.json(), answer.headers
        asked = _parameter(route.request, "photoIds")
        cursor = int(_parameter(route.request, "cursor") or 0)
        numbers = range(cursor, min(cursor + 100, self.COUNT))
        ids = asked.split(",") if asked else [f"many-{number:017d}" for number in numbers]
        following = None if asked or numbers.stop >= self.COUNT else str(numbers.stop)
        photos = [self._photo(each) for each in ids if each.startswith("many-")]
        told = {**self._real, "photos": photos, "cursor": following}
        route.fulfill(json=told, headers=self._headers)

    def _photo(self, photo_id: str) -> dict[str, Any]:
        (real,) = self._real["photos"]
        renditions = {
            name: {**each, "url": f"{each['url']}#{photo_id}"}
            for name, each in real["renditions"].items()
        }
        return {**real, "photoId": photo_id, "renditions": renditions}


def _parameter(request: Request, name: str) -> str:
    return dict(parse_qsl(urlsplit(request.url).query)).get(name, "")


def in_use(session: CDPSession) -> int:
    """Bytes of the heap that are in use, when all that is not has been collected."""
    for _ in range(2):
        session.send("HeapProfiler.collectGarbage")
    return int(session.send("Runtime.getHeapUsage")["usedSize"])


def test_a_thousand_photos_and_memory_stays_flat(
    server: DevServer, data: Path, visits: Visits
) -> None:
    party = Party(server, data)
    party.sends()
    url = party.screen()["wallUrl"]
    page = visits.open(url, before=ManyPhotos, **TV)
    expect(page.locator(".wall-sheet[data-on=true]")).to_have_count(1)
    session = page.context.new_cdp_session(page)
    page.evaluate(GO_ON, 200)
    nodes, before = page.evaluate("document.querySelectorAll('*').length"), in_use(session)
    page.evaluate(GO_ON, 400)
    middle = in_use(session)
    page.evaluate(GO_ON, 400)
    after = in_use(session)
    assert page.locator(".wall-sheet img").count() == 2
    assert page.evaluate("document.querySelectorAll('*').length") == nodes
    assert after - before < SLACK_BYTES, (before, middle, after)
