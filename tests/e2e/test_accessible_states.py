"""The states that other tests of accessibility do not come by, as axe and our measures see them."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from devserver.launch import DevServer
from tests.e2e.browser import Visits
from tests.e2e.checked import Checked
from tests.e2e.guests import Host
from tests.e2e.large_files import MIB, PARTS, PATIENCE, film
from tests.e2e.lines import API, SOON, TICKETS, UPLOADS, over
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


def test_a_phone_whose_large_file_is_cut_off(
    visits: Visits, session: dict[str, Any], tmp_path: Path
) -> None:
    visits.tolerate("ERR_INTERNET_DISCONNECTED")
    phone = _opened(visits, session, SOON)
    film(tmp_path / "film.mp4", 24 * MIB)
    sent: list[str] = []

    def one_only(route: Route) -> None:
        sent.append(route.request.url)
        if len(sent) == 1:
            route.continue_()

    phone.page.route(PARTS, one_only)
    phone.pick(str(tmp_path / "film.mp4"))
    expect(phone.rows).to_contain_text("33%", timeout=PATIENCE)
    checked = Checked(phone.page)
    checked.now("in parts")
    phone.page.context.set_offline(True)
    phone.page.unroute(PARTS)
    phone.says("phone.cut.title")
    checked.now("cut")


def test_a_phone_without_a_line(visits: Visits, session: dict[str, Any]) -> None:
    visits.tolerate("ERR_FAILED", "ERR_INTERNET_DISCONNECTED")

    def without_api(page: Page) -> None:
        page.route(API, lambda route: route.abort())

    page = visits.open(session["uploadPageUrl"], before=without_api, **in_scheme(NARROW))
    phone = Phone(page)
    phone.says("phone.away.title")
    checked = Checked(page)
    page.context.set_offline(True)
    phone.says("phone.offline.title")
    checked.now("offline")


def test_a_phone_with_a_photo_that_does_not_get_through(
    visits: Visits, session: dict[str, Any], folder: Folder
) -> None:
    visits.tolerate("ERR_FAILED")
    phone = _opened(visits, session, SOON)
    phone.page.route(UPLOADS, lambda route: route.abort())
    phone.pick(folder.photo())
    phone.says("phone.trouble.title")
    Checked(phone.page).now("trouble")


def test_a_phone_whose_time_is_up(visits: Visits, session: dict[str, Any], folder: Folder) -> None:
    visits.tolerate("410")
    phone = _opened(visits, session)
    phone.pick(folder.photo("first.jpg"))
    phone.has_sent("first.jpg")
    phone.page.route(TICKETS, over)
    phone.pick(folder.photo("second.jpg", 1))
    phone.says("phone.expired-after.title")
    Checked(phone.page).now("time is up")


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("AlbumFull", "phone.album-full.title"),
        ("AlbumClosed", "phone.album-closed.title"),
        ("AlbumNotFound", "phone.album-gone.title"),
    ],
)
def test_a_phone_whose_album_lets_nobody_in(
    visits: Visits, session: dict[str, Any], code: str, key: str
) -> None:
    visits.tolerate("409")
    answer = {"Code": code, "Message": "Not now."}
    head = {"Access-Control-Allow-Origin": "*"}

    def shut(page: Page) -> None:
        page.route(TICKETS, lambda route: route.fulfill(json=answer, status=409, headers=head))

    page = visits.open(session["uploadPageUrl"], before=shut, **in_scheme(NARROW))
    Phone(page).says(key)
    Checked(page).now(code)


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


def _opened(visits: Visits, session: dict[str, Any], script: str = "") -> Phone:
    """The phone of a session, in whose page this script runs first."""
    phone = Phone(
        visits.open(
            session["uploadPageUrl"],
            before=lambda page: page.add_init_script(script),
            **in_scheme(NARROW),
        )
    )
    phone.is_ready()
    return phone
