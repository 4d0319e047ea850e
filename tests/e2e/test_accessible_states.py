"""The states that other tests of accessibility do not come by, as axe and our measures see them."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from devserver.launch import DevServer
from tests.e2e.browser import Visits
from tests.e2e.checked import Checked
from tests.e2e.guests import Host
from tests.e2e.lines import API
from tests.e2e.pages import Kiosk, Phone, words
from tests.e2e.pictures import Folder, jpeg
from tests.e2e.test_accessibility import NARROW, in_scheme
from tests.e2e.waiting import eventually
from tests.e2e.walls import TV, Party, Wall

LANDSCAPE: dict[str, Any] = {"viewport": {"width": 1920, "height": 1080}}


def test_an_address_where_nothing_is(server: DevServer, visits: Visits) -> None:
    visits.tolerate("404")
    page = visits.open(f"{server.site_url}/nothing/here", **in_scheme(NARROW))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    Checked(page).now("404")


def test_a_kiosk_that_is_refused(server: DevServer, visits: Visits) -> None:
    visits.tolerate("403")
    look = in_scheme(LANDSCAPE)
    kiosk = Kiosk(visits.open(f"{server.site_url}/#key=aaa.bbb.ccc", **look))
    kiosk.upload.click()
    kiosk.says("kiosk.refusal.title")
    Checked(kiosk.page).now("refused")


def test_a_phone_whose_code_is_full(
    visits: Visits, session: dict[str, Any], folder: Folder
) -> None:
    phone = Phone(visits.open(session["uploadPageUrl"], **in_scheme(NARROW)))
    phone.is_ready()
    phone.pick(*folder.photos(10))
    phone.says("phone.complete.title")
    Checked(phone.page).now("full")


def test_a_phone_with_a_code_of_which_a_part_is_missing(server: DevServer, visits: Visits) -> None:
    visits.tolerate("400")
    address = f"{server.site_url}/phone.html#{'A' * 23}"
    phone = Phone(visits.open(address, **in_scheme(NARROW, "light")))
    phone.says("phone.no-code.title")
    Checked(phone.page).now("no code")


def test_a_gallery_that_is_empty_and_one_that_is_taken(
    server: DevServer, data: Path, visits: Visits
) -> None:
    host = Host(server, data)
    album = host.album(guests="ALL")
    page = visits.open(album["galleryUrl"], **in_scheme(NARROW))
    expect(page.locator("#lead")).to_have_text(words("gallery.empty.lead"))
    checked = Checked(page)
    checked.now("empty")
    host.send(album, "one.jpg", jpeg(1))
    eventually(lambda: [each for each in host.photos(album) if each["state"] == "READY"])
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.route("**/renditions/**", lambda _: None)
    page.get_by_role("button", name=words("gallery.take")).click()
    expect(page.get_by_role("button", name=words("gallery.take.cancel"))).to_be_visible()
    checked.now("taking")


def test_a_wall_whose_service_is_away(server: DevServer, data: Path, visits: Visits) -> None:
    visits.tolerate("ERR_FAILED")

    def without_api(page: Page) -> None:
        page.route(API, lambda route: route.abort())

    address = Party(server, data).screen()["wallUrl"]
    page = visits.open(address, before=without_api, **in_scheme(TV))
    Wall(page).says("wall.away")
    Checked(page).now("away")
