"""A guest joins an album by its printed code, without a kiosk: by its link, or as he types it."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from devserver.launch import DevServer
from tests.e2e import browser
from tests.e2e.browser import Visits
from tests.e2e.conftest import Launch
from tests.e2e.guests import Guest, Host
from tests.e2e.lines import API, TICKETS, over
from tests.e2e.pages import Phone, words
from tests.e2e.pictures import Folder
from tests.e2e.test_never_lost import NOTHING_KEPT
from tests.e2e.waiting import eventually

#: The year 2242.
LATE = 2**33


@pytest.fixture(scope="module")
def host(server: DevServer, data: Path) -> Host:
    return Host(server, data)


def opened(visits: Visits, url: str, **options: Any) -> Guest:
    return Guest(visits.open(url, **browser.PHONE, **options))


def test_by_its_link_under_a_name(host: Host, visits: Visits, folder: Folder) -> None:
    album = host.album()
    guest = opened(visits, host.link(album))
    guest.says("phone.join.title")
    expect(guest.code).to_be_hidden()
    guest.name.fill("Ada")
    with guest.page.expect_request("**/join") as joining:
        guest.join.click()
    assert joining.value.post_data_json == {"name": "Ada"}
    guest.says("album.empty.title")
    expect(guest.page.locator("#lead")).to_contain_text("Anna & Ben")
    guest.pick(folder.photo("sea.jpg"))
    guest.says("album.sent.title")
    guest.tells("sea.jpg", "album.row.sent")
    (photo,) = eventually(lambda: host.photos(album))
    assert photo["fileName"] == "sea.jpg"
    guest.delete("sea.jpg")
    eventually(lambda: not host.photos(album))


def test_typed_as_people_write_it(server: DevServer, host: Host, visits: Visits) -> None:
    album = host.album()
    guest = opened(visits, f"{server.site_url}/phone.html")
    guest.says("phone.join-code.title")
    written = f" {album['code'][:4].lower()}-{album['code'][4:].lower()} "
    guest.code.fill(written)
    guest.code.press("Enter")
    guest.says("album.empty.title")
    assert guest.page.url == host.link(album)


def test_a_reload_goes_on_and_another_phone_begins(
    host: Host, visits: Visits, folder: Folder
) -> None:
    album = host.album()
    guest = opened(visits, host.link(album))
    guest.join.click()
    guest.pick(folder.photo("sea.jpg"))
    guest.tells("sea.jpg", "album.row.sent")
    guest.page.reload()
    guest.tells("sea.jpg", "album.row.sent")
    guest.pick(folder.photo("more.jpg", seed=1))
    guest.tells("more.jpg", "album.row.sent")
    eventually(lambda: len(host.photos(album)) == 2)
    other = opened(visits, guest.page.url)
    other.join.click()
    other.says("album.empty.title")
    expect(other.rows).to_have_count(0)


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ({"opensAt": LATE}, "join.refused.early"),
        ({"opensAt": 1, "closesAt": 2}, "join.refused.late"),
        ({"maxPhotos": 1}, "join.refused.AlbumFull"),
    ],
)
def test_who_is_not_let_in_is_told_why(
    host: Host, visits: Visits, folder: Folder, said: dict[str, int], key: str
) -> None:
    visits.tolerate("409")
    album = host.album(**said)
    if "maxPhotos" in said:
        first = opened(visits, host.link(album))
        first.join.click()
        first.pick(folder.photo("sea.jpg"))
        first.tells("sea.jpg", "album.row.sent")
    guest = opened(visits, host.link(album), locale="en-GB", timezone_id="Europe/Berlin")
    guest.name.fill("Ada")
    guest.join.click()
    when = {"join.refused.early": "16 March 2242", "join.refused.late": "1 January 1970"}.get(
        key, ""
    )
    pattern = re.escape(words(key, when="WHEN")).replace("WHEN", rf".*{when}.*")
    expect(guest.page.get_by_role("alert")).to_have_text(re.compile(f"^{pattern}$"))
    expect(guest.name).to_have_value("Ada")
    host.change(album, opensAt=None, closesAt=None, maxPhotos=9)
    guest.join.click()
    guest.says("album.empty.title")


def test_a_code_that_finds_nothing_can_be_put_right(host: Host, visits: Visits) -> None:
    visits.tolerate("404")
    album = host.album()
    guest = opened(visits, host.link({**album, "code": "2222222222"}))
    guest.join.click()
    guest.is_told("join.refused.AlbumNotFound")
    expect(guest.code).to_have_value("22222-22222")
    expect(guest.code).to_be_focused()
    guest.code.fill("no such code")
    guest.join.click()
    guest.is_told("join.refused.InvalidRequest")
    guest.code.fill(album["code"])
    guest.join.click()
    guest.says("album.empty.title")


def test_a_line_that_is_cut_lets_in_later(host: Host, visits: Visits) -> None:
    visits.tolerate("ERR_FAILED")
    guest = opened(visits, host.link(host.album()))
    guest.page.route(API, lambda route: route.abort())
    guest.join.click()
    guest.is_told("join.refused.ServiceAway")
    guest.page.unroute(API)
    guest.join.click()
    guest.says("album.empty.title")


def test_when_his_visit_is_over_he_joins_again_with_one_tap(
    launch: Launch, own_data: Path, visits: Visits, folder: Folder
) -> None:
    visits.tolerate("410")
    host = Host(launch(environ={"SCANDROP_MAX_PHOTOS": "1"}), own_data)
    album = host.album()
    guest = opened(visits, host.link(album))
    guest.name.fill("Ada")
    guest.page.route(TICKETS, over)
    guest.join.click()
    guest.says("album.expired.title")
    guest.page.unroute(TICKETS)
    with guest.page.expect_request("**/join") as joining:
        guest.again.click()
    assert joining.value.post_data_json == {"name": "Ada"}
    guest.says("album.empty.title")
    # What one visit takes is not all that he may send.
    guest.pick(folder.photo("one.jpg"))
    guest.says("album.complete.title")
    guest.more.click()
    guest.says("album.empty.title")
    guest.pick(folder.photo("two.jpg", seed=1))
    guest.says("album.complete.title")
    eventually(lambda: len(host.photos(album)) == 2)


def test_where_nothing_can_be_kept_he_joins_all_the_same(
    host: Host, visits: Visits, folder: Folder
) -> None:
    guest = opened(
        visits,
        host.link(host.album()),
        before=lambda page: page.add_init_script(NOTHING_KEPT),
    )
    guest.join.click()
    guest.pick(folder.photo("sea.jpg"))
    guest.tells("sea.jpg", "album.row.sent")
    guest.page.reload()
    guest.says("phone.join.title")


def test_by_keyboard_alone(server: DevServer, host: Host, visits: Visits) -> None:
    album = host.album()
    guest = Guest(
        visits.open(f"{server.site_url}/phone.html", viewport={"width": 360, "height": 640})
    )
    guest.says("phone.join-code.title")
    keyboard = guest.page.keyboard
    keyboard.press("Tab")
    expect(guest.page.get_by_role("combobox", name="Language")).to_be_focused()
    keyboard.press("Tab")
    keyboard.type(album["code"].lower())
    keyboard.press("Tab")
    keyboard.type("Ada")
    keyboard.press("Tab")
    expect(guest.join).to_be_focused()
    keyboard.press("Enter")
    guest.says("album.empty.title")


def test_a_phone_at_a_kiosk_loads_none_of_it(visits: Visits, session: dict[str, Any]) -> None:
    asked: list[str] = []

    def rig(page: Page) -> None:
        page.on("request", lambda request: asked.append(request.url))

    phone = Phone(visits.open(session["uploadPageUrl"], before=rig, **browser.PHONE))
    phone.is_ready()
    phone.has_everything()
    assert not [url for url in asked if "join" in url]
    assert [url for url in asked if "phone-later" in url]
