"""A host's albums: made, said otherwise, deleted; how they look."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from devserver.launch import DevServer
from tests.e2e import browser
from tests.e2e.album_pages import MARKUP, AlbumPage, album_page
from tests.e2e.browser import Visits
from tests.e2e.checked import Checked
from tests.e2e.guests import Host
from tests.e2e.host_pages import signed_in
from tests.e2e.lines import API
from tests.e2e.pages import words
from tests.e2e.pictures import jpeg
from tests.e2e.test_accessibility import NARROW
from tests.e2e.test_languages import Speaking
from tests.e2e.waiting import eventually


@pytest.fixture(scope="module")
def host(server: DevServer, data: Path) -> Host:
    return Host(server, data)


def test_an_album_is_made_and_found_again(visits: Visits, server: DevServer, data: Path) -> None:
    page = visits.open("about:blank", **browser.PHONE)
    signed_in(page, server, data, "#albums")
    shown = AlbumPage(page)
    shown.is_at("albums")
    page.get_by_role("button", name=words("albums.new")).click()
    create = page.get_by_role("button", name=words("albums.create.do"))
    name = page.get_by_label(words("albums.create.name"))
    expect(name).to_be_focused()
    create.click()
    expect(page.locator("#album-new-name-told")).to_have_text(words("albums.wrong.name.empty"))
    name.fill(MARKUP)
    page.get_by_label(words("albums.create.moderated")).check()
    create.click()
    shown.is_of(MARKUP)
    here = page.get_by_role("navigation").get_by_role("link", name=words("host.albums"))
    expect(here).to_have_attribute("aria-current", "true")
    expect(shown.setting("moderated")).to_be_checked()
    shown_to_guests = page.get_by_label(words("hosted.settings.guests.APPROVED"), exact=True)
    expect(shown_to_guests).to_be_checked()
    page.get_by_role("link", name=words("hosted.back")).click()
    shown.is_at("albums")
    page.get_by_role("link", name=MARKUP).first.click()
    shown.is_of(MARKUP)


def test_an_album_that_is_begun_waits_until_it_is_made_or_called_off(
    visits: Visits, server: DevServer, data: Path
) -> None:
    page = visits.open("about:blank", **browser.PHONE)
    signed_in(page, server, data, "#albums")
    new = page.get_by_role("button", name=words("albums.new"))
    name, guests = page.locator("#album-new-name"), page.locator("#album-new-guests")
    new.click()
    name.fill("Carla's wed")
    guests.uncheck()
    Speaking(page).choose("de")
    expect(name).to_have_value("Carla's wed")
    Speaking(page).choose("en")
    expect(new).to_be_hidden()
    page.get_by_role("link", name=words("host.library")).click()
    expect(name).to_be_hidden()
    page.get_by_role("link", name=words("host.albums")).click()
    expect(name).to_have_value("Carla's wed")
    expect(guests).not_to_be_checked()
    page.get_by_role("button", name=words("albums.create.cancel")).click()
    new.click()
    expect(name).to_have_value("")
    expect(guests).to_be_checked()


def test_each_setting_is_saved_when_it_is_left(
    visits: Visits, server: DevServer, data: Path, host: Host
) -> None:
    visits.tolerate("400")
    album = host.album()
    shown = album_page(visits, server, data, album)
    for name, value in (
        ("name", "Carla's party"),
        ("maxPhotos", "50"),
        ("retentionDays", "30"),
        ("opensAt", "2026-01-02T18:30"),
        ("webhookUrl", "https://print.example.com/photos"),
    ):
        shown.setting(name).fill(value)
        shown.setting(name).blur()
        shown.tells(name, "hosted.settings.saved")
    shown.is_of("Carla's party")
    shown.setting("moderated").check()
    shown.tells("moderated", "hosted.settings.saved")
    shown.page.get_by_label(words("hosted.settings.attract.PHOTOS")).check()
    shown.tells("attract", "hosted.settings.saved")
    secret = shown.page.locator(".secret")
    expect(secret).not_to_contain_text("whsec")
    shown.page.get_by_role("button", name=words("hosted.settings.secret.show")).click()
    expect(secret).to_have_text(re.compile("^whsec_"))
    shown.page.reload()
    shown.is_of("Carla's party")
    for name, value in (("maxPhotos", "50"), ("opensAt", "2026-01-02T18:30")):
        expect(shown.setting(name)).to_have_value(value)
    expect(shown.setting("moderated")).to_be_checked()
    expect(shown.page.get_by_label(words("hosted.settings.attract.PHOTOS"))).to_be_checked()


def test_what_is_wrong_is_told_below_it_and_stays_to_be_put_right(
    visits: Visits, server: DevServer, data: Path, host: Host
) -> None:
    visits.tolerate("400", "ERR_FAILED")
    shown = album_page(visits, server, data, host.album(opensAt=2_000_000_000))
    for name, value, key in (
        ("name", " ", "name.empty"),
        ("maxPhotos", "0", "maxPhotos"),
        ("closesAt", "2020-01-01T00:00", "order"),
        ("webhookUrl", "ftp://print.example.com", "webhookUrl"),
        ("webhookUrl", "https://10.0.0.1/x", "InvalidRequest.webhookUrl"),
    ):
        shown.setting(name).fill(value)
        shown.setting(name).blur()
        shown.tells(name, f"hosted.wrong.{key}")
        expect(shown.setting(name)).to_have_value(value)
        expect(shown.setting(name)).to_have_attribute("aria-invalid", "true")
    shown.page.route(API, lambda route: route.abort())
    shown.setting("maxPhotos").fill("77")
    shown.setting("maxPhotos").blur()
    shown.tells("maxPhotos", "hosted.refused.ServiceAway")
    shown.page.unroute(API)
    shown.setting("maxPhotos").fill("78")
    shown.setting("maxPhotos").blur()
    shown.tells("maxPhotos", "hosted.settings.saved")


def test_a_sign_in_that_runs_out_in_the_middle_loses_nothing(
    visits: Visits, server: DevServer, data: Path, host: Host
) -> None:
    visits.tolerate("401")
    shown = album_page(visits, server, data, host.album())
    shown.forget_sign_in()
    shown.setting("name").fill("Later")
    shown.setting("name").blur()
    shown.sign_in.password.fill((data / "host-password").read_text())
    shown.sign_in.password.press("Enter")
    shown.tells("name", "hosted.settings.saved")
    shown.is_of("Later")


def test_only_an_empty_album_is_deleted(
    visits: Visits, server: DevServer, data: Path, host: Host
) -> None:
    full, empty = host.album(), host.album(name=MARKUP)
    host.send(full, "sea.jpg", jpeg())
    shown = album_page(visits, server, data, full)
    panel = shown.panel("delete")
    delete = panel.get_by_role("button", name=words("hosted.delete.do"))
    expect(delete).to_have_attribute("aria-disabled", "true")
    expect(panel).to_contain_text(words("hosted.delete.full.one", count=1))
    shown = album_page(visits, server, data, empty)
    shown.panel("delete").get_by_role("button", name=words("hosted.delete.do")).click()
    expect(shown.page.get_by_role("dialog")).to_contain_text(MARKUP)
    shown.answers("hosted.delete.sure.yes")
    shown.is_at("albums")
    assert empty["albumId"] not in [each["albumId"] for each in host.albums()]


def test_every_state_of_albums(visits: Visits, server: DevServer, data: Path, host: Host) -> None:
    visits.tolerate("404", "ERR_FAILED")
    album = host.album(name="W" * 60, moderated=True, webhookUrl="https://print.example.com/x")
    host.send(album, "bad.jpg", b"no picture at all")
    eventually(lambda: host.rejected(album))
    look: dict[str, Any] = {**NARROW, "color_scheme": "light", "bypass_csp": True}
    shown = album_page(visits, server, data, album, **look)
    expect(shown.number("rejected")).to_have_text("1")
    checked = Checked(shown.page)
    checked.now("album")
    kiosks = shown.panel("kiosks")
    kiosks.get_by_label(words("hosted.kiosks.name")).fill("W" * 60)
    kiosks.get_by_role("button", name=words("hosted.kiosks.add")).click()
    expect(kiosks.get_by_label(words("hosted.kiosks.kiosk.link"))).to_be_visible()
    shown.panel("export").get_by_role("button", name=words("hosted.export.start")).click()
    expect(shown.panel("export").get_by_role("listitem")).to_have_count(2)
    shown.setting("name").fill("")
    shown.setting("name").blur()
    shown.tells("name", "hosted.wrong.name.empty")
    checked.now("a screen shown once, files, a wrong name")
    shown.panel("join").get_by_role("button", name=words("hosted.join.renew")).click()
    checked.now("asked for a new code")
    shown.answers("hosted.cancel")
    shown.page.goto(f"{server.site_url}/host.html#album={'A' * 22}")
    shown.is_of(words("hosted.gone.title"))
    checked.now("gone")
    shown.page.get_by_role("link", name=words("hosted.back")).click()
    shown.is_at("albums")
    checked.now("albums")
    shown.page.get_by_role("button", name=words("albums.new")).click()
    checked.now("a new one")


def test_names_that_no_service_of_ours_would_tell_are_text(
    visits: Visits, server: DevServer, data: Path, host: Host
) -> None:
    album = host.album()
    hostile = f"\u202egnp.exe<script>alert(1)</script>{'🎉' * 5000}"

    def rename(route: Route) -> None:
        answer = route.fetch()
        said = answer.json()
        for each in (said, *said.get("albums", ()), *said.get("kiosks", ())):
            if "name" in each:
                each["name"] = hostile
        route.fulfill(response=answer, json=said)

    page: Page = visits.open("about:blank", **browser.PHONE)
    signed_in(page, server, data)
    page.route(re.compile(r"/(albums|kiosks)(/[\w-]+)?(\?.*)?$"), rename)
    page.goto(f"{server.site_url}/host.html#albums")
    shown = AlbumPage(page)
    shown.is_at("albums")
    link = page.locator(".album-card a").first
    assert link.evaluate("el => el.textContent") == hostile
    page.goto(f"{server.site_url}/host.html#album={album['albumId']}")
    expect(shown.panel("numbers")).to_be_visible()
    assert page.locator("h1").evaluate("el => el.textContent") == hostile
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
