"""Each state as axe sees it; narrow windows; people whom motion makes ill."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from devserver.launch import DevServer
from tests.e2e import browser
from tests.e2e.api_client import Api
from tests.e2e.browser import Visits
from tests.e2e.checked import Checked
from tests.e2e.conftest import Launch
from tests.e2e.guests import Guest, Host
from tests.e2e.lines import API, TICKETS, UPLOADS, over
from tests.e2e.pages import Kiosk, Phone
from tests.e2e.pictures import Folder

NARROW: dict[str, Any] = {"viewport": {"width": 320, "height": 568}, "has_touch": True}

schemes = pytest.mark.parametrize("scheme", ["light", "dark"])


def test_every_state_of_the_kiosk(server: DevServer, visits: Visits, folder: Folder) -> None:
    visits.tolerate("ERR_FAILED")
    kiosk = Kiosk(visits.open(server.site_url, **in_scheme(browser.KIOSK)))
    kiosk.is_at_the_start()
    checked = Checked(kiosk.page)
    checked.now("attract")
    kiosk.hold_corner()
    checked.now("operator")
    kiosk.page.keyboard.press("Escape")
    address = kiosk.show_code()
    checked.now("code")
    phone = Phone(visits.open(address, **browser.PHONE))
    kiosk.says("kiosk.connected.title")
    checked.now("connected")
    phone.is_ready()
    phone.pick(folder.photo("one.jpg"))
    kiosk.shows("one.jpg")
    checked.now("one photo")
    phone.pick(*(folder.photo(f"more-{number}.jpg", number) for number in range(1, 10)))
    phone.says("phone.complete.title")
    kiosk.shows_all(10)
    checked.now("ten photos")
    kiosk.done.click()
    kiosk.is_at_the_start()
    kiosk.page.route(API, lambda route: route.abort())
    kiosk.upload.click()
    kiosk.says("kiosk.away.title")
    checked.now("away")


def test_what_has_run_out(launch: Launch, visits: Visits) -> None:
    visits.tolerate("410")
    hasty = launch(environ={"SCANDROP_SESSION_SECONDS": "1"})
    kiosk = Kiosk(visits.open(hasty.site_url, **in_scheme(browser.KIOSK)))
    kiosk.upload.click()
    address = Api(hasty).open_session()["uploadPageUrl"]
    kiosk.says("kiosk.expired.title")
    Checked(kiosk.page).now("kiosk, expired")
    phone = Phone(visits.open(address, **in_scheme(browser.PHONE)))
    phone.says("phone.expired.title")
    Checked(phone.page).now("phone, expired")


def test_every_state_of_the_phone(visits: Visits, session: dict[str, Any], folder: Folder) -> None:
    visits.tolerate("ERR_FAILED", "409")
    phone = Phone(visits.open(session["uploadPageUrl"], **in_scheme(NARROW)))
    phone.is_ready()
    checked = Checked(phone.page)
    checked.now("nothing picked")
    phone.page.route(UPLOADS, lambda _: None)
    phone.pick(*folder.photos(3))
    phone.says("phone.sending.title")
    checked.now("sending")
    phone.advises("phone.sending-kept.lead")
    phone.page.unroute(UPLOADS)
    phone.page.reload()
    checked = Checked(phone.page)
    phone.has_sent("photo-1.jpg", "photo-2.jpg", "photo-3.jpg")
    checked.now("sent")
    phone.asks_before_it_deletes("photo-1.jpg")
    checked.now("asked whether to delete")
    phone.page.keyboard.press("Escape")
    phone.delete("photo-1.jpg")
    phone.tells("photo-1.jpg", "phone.row.deleted")
    checked.now("deleted")
    phone.pick(folder.file(f"{'long' * 40}.txt", b"no photo"))
    phone.says("phone.partly.title")
    checked.now("not a photo")
    other = Phone(visits.open(phone.page.url, **in_scheme(NARROW)))
    other.says("phone.claimed.title")
    Checked(other.page).now("claimed by another")


def test_every_state_of_a_guest(
    server: DevServer, data: Path, visits: Visits, folder: Folder
) -> None:
    visits.tolerate("404", "410")
    host = Host(server, data)
    album = host.album(name="Anna-Sophia & Bartholomew’s wedding, Saturday afternoon")
    guest = Guest(visits.open(host.link(album | {"code": "2" * 10}), **in_scheme(NARROW)))
    guest.says("phone.join.title")
    checked = Checked(guest.page)
    checked.now("asked for a name")
    guest.join.click()
    guest.is_told("join.refused.AlbumNotFound")
    checked.now("told that there is no such album")
    guest.code.fill(album["code"])
    guest.join.click()
    guest.says("album.empty.title")
    checked.now("joined")
    guest.pick(folder.photo())
    guest.says("album.sent.title")
    checked.now("sent")
    guest.page.route(TICKETS, over)
    guest.page.reload()
    guest.says("album.expired.title")
    Checked(guest.page).now("over")


def test_every_way_not_to_get_in(
    server: DevServer, visits: Visits, session: dict[str, Any]
) -> None:
    visits.tolerate("ERR_FAILED", "404")
    page_url = f"{server.site_url}/phone.html"
    for address, key in (
        (page_url, "phone.join-code.title"),
        (f"{page_url}#{'A' * 22}", "phone.not-found.title"),
    ):
        phone = Phone(visits.open(address, **in_scheme(NARROW)))
        phone.says(key)
        Checked(phone.page).now(key)

    def without_api(page: Page) -> None:
        page.route(API, lambda route: route.abort())

    away = visits.open(session["uploadPageUrl"], before=without_api, **in_scheme(NARROW))
    Phone(away).says("phone.away.title")
    Checked(away).now("away")


@pytest.mark.parametrize("width", [320, 640])
def test_a_kiosk_page_in_a_narrow_window_needs_no_scrolling_sideways(
    server: DevServer, visits: Visits, width: int
) -> None:
    size = {"width": width, "height": 480}
    kiosk = Kiosk(visits.open(server.site_url, viewport=size))
    kiosk.is_at_the_start()
    assert _fits(kiosk.page)
    kiosk.upload.click()
    expect(kiosk.code).to_be_visible()
    assert _fits(kiosk.page)


def test_nothing_moves_for_who_wants_no_motion(
    server: DevServer, visits: Visits, folder: Folder
) -> None:
    still: dict[str, Any] = {"reduced_motion": "reduce"}
    kiosk = Kiosk(visits.open(server.site_url, before=_count_motions, **browser.KIOSK, **still))
    address = kiosk.show_code()
    phone = Phone(visits.open(address, before=_count_motions, **browser.PHONE, **still))
    phone.is_ready()
    phone.pick(*folder.photos(2))
    for name in ("photo-1.jpg", "photo-2.jpg"):
        kiosk.shows(name)
    phone.has_sent("photo-1.jpg", "photo-2.jpg")
    for page in (kiosk.page, phone.page):
        assert page.evaluate("motions") == []


def test_a_print_drops_in_for_everybody_else(
    visits: Visits, server: DevServer, folder: Folder
) -> None:
    """Or the test above would be about nothing."""
    kiosk = Kiosk(visits.open(server.site_url, before=_count_motions, **browser.KIOSK))
    phone = Phone(visits.open(kiosk.show_code(), **browser.PHONE))
    phone.is_ready()
    phone.pick(folder.photo())
    kiosk.shows("beach.jpg")
    assert kiosk.page.evaluate("motions.length > 0")


def _count_motions(page: Page) -> None:
    """Note every animation and transition that moves something for longer than a blink."""
    page.add_init_script("""
        window.motions = [];
        const note = ({target, type, animationName, propertyName}) => {
            const seconds = getComputedStyle(target)[
                type === 'animationstart' ? 'animationDuration' : 'transitionDuration'];
            // Words that are waited for do not move.
            const isLong = Math.max(...seconds.split(',').map(parseFloat)) > 0.01;
            if (isLong && animationName !== 'words-come') {
                motions.push(`${animationName ?? propertyName} of ${target.className}`);
            }
        };
        for (const type of ['animationstart', 'transitionrun']) {
            document.addEventListener(type, note, true);
        }
    """)


def in_scheme(size: dict[str, Any], scheme: str = "light") -> dict[str, Any]:
    # The site's policy lets no script of others in, and axe is one.
    return {**size, "color_scheme": scheme, "bypass_csp": True}


def _fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
