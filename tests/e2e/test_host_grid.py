"""A grid of photos, however many: by keyboard, and what of it is in the page."""

import json
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, Route, expect

from tests.e2e import browser
from tests.e2e.browser import Visits
from tests.e2e.host_event import Event
from tests.e2e.host_pages import Library
from tests.e2e.pages import words

pytest_plugins = ["tests.e2e.host_fixtures"]


def test_by_keyboard_alone(event: Event) -> None:
    names = [f"{letter}.jpg" for letter in "abcdefg"]
    event.sent(*names)
    _, library = event.open(viewport={"width": 520, "height": 900})
    library.has(*names)
    keyboard = library.page.keyboard
    library.cells.first.focus()

    def at(index: int) -> None:
        expect(library.cells.nth(index)).to_be_focused()

    keyboard.press("ArrowRight")
    at(1)
    keyboard.press("ArrowDown")
    at(1 + _columns(library))
    keyboard.press("End")
    at(6)
    keyboard.press("Home")
    at(0)
    keyboard.press(" ")
    expect(library.chosen).to_have_count(1)
    keyboard.press("Shift+ArrowRight")
    keyboard.press("Shift+ArrowRight")
    expect(library.chosen).to_have_count(3)
    keyboard.press("Shift+ArrowLeft")
    expect(library.chosen).to_have_count(2)
    keyboard.press("ControlOrMeta+a")
    expect(library.chosen).to_have_count(7)
    keyboard.press("Escape")
    expect(library.chosen).to_have_count(0)
    at(1)
    library.cells.nth(2).click(modifiers=["ControlOrMeta"])
    library.cells.nth(4).click(modifiers=["Shift"])
    expect(library.chosen).to_have_count(3)


def test_with_fingers_a_tap_opens_and_one_that_rests_chooses(event: Event) -> None:
    event.sent("a.jpg", "b.jpg")
    _, library = event.open(**browser.PHONE)
    first = library.cells.first
    size = first.bounding_box() or {"width": 0}
    # Also where, with a mouse, the sign is that chooses.
    first.tap(position={"x": size["width"] - 12, "y": 12})
    detail = library.page.get_by_role("dialog", name=words("library.detail"))
    expect(detail).to_be_visible()
    library.page.keyboard.press("Escape")
    finger = {"pointerType": "touch", "clientX": 9, "clientY": 9}
    first.dispatch_event("pointerdown", finger)
    expect(library.chosen).to_have_count(1)
    first.dispatch_event("pointerup", finger)
    first.dispatch_event("click")
    library.cells.nth(1).tap()
    expect(library.chosen).to_have_count(2)
    expect(detail).to_be_hidden()


def test_ten_thousand_photos_are_few_in_the_page(event: Event) -> None:
    def rig(page: Page) -> None:
        page.route("**/api/images?**", partial(_many, 10_000))

    host, library = event.open(before=rig)
    page = host.page
    expect(library.cells.first).to_be_visible()
    most = 0
    for _ in range(80):
        page.keyboard.press("End")
        page.mouse.wheel(0, 20_000)
        most = max(most, library.cells.count())
    assert 10 < most < 200
    library.cells.first.focus()
    page.keyboard.press("ControlOrMeta+a")
    chosen = words("library.bulk.count.other", count="10,000")
    expect(page.get_by_text(chosen, exact=True)).to_be_visible()
    page.keyboard.press("End")
    expect(library.cell("9999.jpg")).to_be_focused()
    assert library.cells.count() < 200
    expect(library.grid).to_have_attribute("aria-rowcount", str(-(-10_000 // _columns(library))))


def test_urls_that_have_run_out_are_fetched_anew(event: Event, visits: Visits) -> None:
    event.sent("sea.jpg")
    host, library = event.open()
    expect(library.cell("sea.jpg").locator("img[data-shown]")).to_be_visible()
    visits.tolerate("403", "ERR_BLOCKED_BY_ORB")
    answers: list[int] = []

    def stale(route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        answers.append(len(body["photos"]))
        if len(answers) == 1:
            for photo in body["photos"]:
                photo["thumbUrl"] = photo["thumbUrl"].replace(
                    "X-Amz-Signature=", "X-Amz-Signature=0"
                )
        route.fulfill(response=answer, json=body)

    host.page.route("**/api/images?**", stale)
    host.page.reload()
    expect(library.cell("sea.jpg").locator("img[data-shown]")).to_be_visible()


def _columns(library: Library) -> int:
    return int(library.grid.get_attribute("aria-colcount") or "0")


def _many(count: int, route: Route) -> None:
    """As the service answers that has so many photos."""
    query = parse_qs(urlsplit(route.request.url).query)
    begin = int(query.get("cursor", ["0"])[0])
    end = min(begin + int(query["limit"][0]), count)
    photos = [_photo(number, query["album"][0]) for number in range(begin, end)]
    body = {
        "photos": photos,
        "cursor": str(end) if end < count else None,
        "expiresAt": 4_000_000_000,
    }
    headers = {"Access-Control-Allow-Origin": "*"}
    route.fulfill(body=json.dumps(body), content_type="application/json", headers=headers)


def _photo(number: int, album_id: str) -> dict[str, Any]:
    return {
        "photoId": f"photo-{number:016d}",
        "state": "READY",
        "code": None,
        "type": "image",
        "fileName": f"{number}.jpg",
        "contentType": "image/jpeg",
        "sizeBytes": 1,
        "storedAt": 1_800_000_000 - number,
        "readyAt": 1_800_000_000,
        "ownerId": None,
        "albumId": album_id,
        "comment": None,
        "visibility": "SHOWN",
        "facts": None,
        "sizes": [],
        "thumbUrl": None,
    }
