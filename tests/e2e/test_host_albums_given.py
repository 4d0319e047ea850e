"""What an album gives to guests and screens, and to its host: links, keys, numbers, files."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from devserver.launch import DevServer
from tests.e2e import browser
from tests.e2e.album_pages import MARKUP, album_page
from tests.e2e.browser import Visits
from tests.e2e.guests import Guest, Host
from tests.e2e.pages import Kiosk, words
from tests.e2e.pictures import Folder, jpeg
from tests.e2e.waiting import eventually


@pytest.fixture(scope="module")
def host(server: DevServer, data: Path) -> Host:
    return Host(server, data)


def test_guests_send_by_the_code_until_there_is_another(
    visits: Visits, server: DevServer, data: Path, host: Host, folder: Folder
) -> None:
    visits.tolerate("404")
    album = host.album()
    shown = album_page(visits, server, data, album)
    join = shown.panel("join")
    link = join.get_by_label(words("hosted.join.link"))
    expect(link).to_have_value(album["joinUrl"])
    guest = Guest(visits.open(album["joinUrl"], **browser.PHONE))
    guest.join.click()
    guest.pick(folder.photo())
    guest.says("album.sent.title")
    join.get_by_role("button", name=words("hosted.join.renew")).click()
    shown.answers("hosted.cancel")
    expect(link).to_have_value(album["joinUrl"])
    join.get_by_role("button", name=words("hosted.join.renew")).click()
    shown.answers("hosted.join.renew.yes")
    expect(link).not_to_have_value(album["joinUrl"])
    late = Guest(visits.open(album["joinUrl"], **browser.PHONE))
    late.join.click()
    late.is_told("join.refused.AlbumNotFound")
    shown.page.get_by_role("link", name=words("hosted.join.poster")).click()
    expect(shown.page.get_by_role("button", name=words("poster.print"))).to_be_visible()


def test_the_link_to_the_photos_is_there_as_far_as_guests_see_any(
    visits: Visits, server: DevServer, data: Path, host: Host
) -> None:
    album = host.album(guests="NOTHING")
    shown = album_page(visits, server, data, album)
    gallery = shown.panel("gallery")
    link = gallery.get_by_label(words("hosted.gallery.link"))
    expect(link).to_be_hidden()
    gallery.get_by_role("button", name=words("hosted.gallery.choose")).click()
    shown.page.get_by_label(words("hosted.settings.guests.ALL")).check()
    expect(link).to_be_visible()
    first = link.input_value()
    assert f"#album={album['albumId']}&key=" in first
    gallery.get_by_role("button", name=words("hosted.gallery.renew")).click()
    shown.answers("hosted.gallery.renew.yes")
    expect(link).not_to_have_value(first)


def test_a_link_is_copied(visits: Visits, server: DevServer, data: Path, host: Host) -> None:
    album = host.album()
    shown = album_page(
        visits, server, data, album, permissions=["clipboard-read", "clipboard-write"]
    )
    copy = shown.panel("join").get_by_role("button", name=words("hosted.copy"))
    copy.click()
    expect(shown.panel("join").get_by_role("button", name=words("hosted.copied"))).to_be_visible()
    assert shown.page.evaluate("navigator.clipboard.readText()") == album["joinUrl"]


def test_a_screen_is_added_shown_once_and_removed(
    visits: Visits, server: DevServer, data: Path, host: Host
) -> None:
    visits.tolerate("403")
    shown = album_page(visits, server, data, host.album())
    kiosks = shown.panel("kiosks")
    kiosks.get_by_label(words("hosted.kiosks.name")).fill(MARKUP)
    kiosks.get_by_role("button", name=words("hosted.kiosks.add")).click()
    link = kiosks.get_by_label(words("hosted.kiosks.kiosk.link"))
    expect(link).to_have_value(re.compile(r"index\.html#key="))
    kiosk = Kiosk(visits.open(link.input_value(), **browser.KIOSK))
    kiosk.show_code()
    kiosk.page.get_by_role("button", name=words("kiosk.cancel")).click()
    kiosk.is_at_the_start()
    kiosks.get_by_role("button", name=words("hosted.kiosks.done")).click()
    expect(link).to_have_count(0)
    shown.page.reload()
    shown.is_of("Anna & Ben")
    expect(kiosks.get_by_role("listitem")).to_contain_text(MARKUP)
    expect(link).to_have_count(0)
    kiosks.get_by_role("button", name=words("hosted.kiosks.remove.label", name=MARKUP)).click()
    shown.answers("hosted.kiosks.remove.yes")
    expect(kiosks.get_by_role("listitem")).to_have_count(0)
    kiosk.upload.click()
    kiosk.says("kiosk.refusal.title")


def test_walls_are_led(visits: Visits, server: DevServer, data: Path, host: Host) -> None:
    album = host.album()
    shown = album_page(visits, server, data, album)
    wall = shown.panel("wall")
    wall.get_by_role("button", name=words("hosted.wall.pause")).click()
    expect(wall.get_by_role("button", name=words("hosted.wall.go-on"))).to_be_visible()
    wall.get_by_role("slider").fill("30")
    expect(shown.page.locator("#announcer")).to_have_text(words("hosted.wall.said.speed"))
    with shown.page.expect_response("**/wall") as led:
        wall.get_by_role("button", name=words("hosted.wall.next")).click()
    assert led.value.request.post_data_json == {"next": True}
    assert led.value.ok
    shown.page.reload()
    expect(wall.get_by_role("button", name=words("hosted.wall.go-on"))).to_be_visible()
    expect(wall.get_by_role("slider")).to_have_value("30")


def test_how_it_goes_is_told_in_numbers(
    visits: Visits, server: DevServer, data: Path, host: Host
) -> None:
    album = host.album(moderated=True)
    host.send(album, "sea.jpg", jpeg())
    host.send(album, "bad.jpg", b"no picture at all")
    eventually(lambda: [p for p in host.photos(album) if p["state"] == "READY"])
    eventually(lambda: host.rejected(album))
    shown = album_page(visits, server, data, album)
    for name, count in {"today": 1, "total": 1, "waiting": 1, "hidden": 0, "rejected": 1}.items():
        expect(shown.number(name)).to_have_text(str(count))
    why = words("hosted.rejected.one", count=1, why=words("hosted.why.NOT_AN_IMAGE"))
    expect(shown.panel("numbers").get_by_role("listitem")).to_have_text(why)
    shown.page.get_by_role("link", name=words("hosted.numbers.review")).click()
    shown.page.wait_for_url(f"**/host.html#moderate?album={album['albumId']}")


def test_photos_are_taken_home_and_found_again_after_a_reload(
    visits: Visits, server: DevServer, data: Path, host: Host
) -> None:
    album = host.album(name=MARKUP)
    host.send(album, "sea.jpg", jpeg())
    eventually(lambda: [p for p in host.photos(album) if p["state"] == "READY"])
    shown = album_page(visits, server, data, album)
    panel = shown.panel("export")
    panel.get_by_label(words("hosted.export.size.large")).check()
    panel.get_by_role("button", name=words("hosted.export.start")).click()
    files = panel.get_by_role("listitem")
    expect(files).to_have_count(3)
    shown.page.reload()
    expect(files).to_have_count(3)
    with shown.page.expect_download() as saving:
        files.first.get_by_role("link").click()
    assert saving.value.suggested_filename.endswith(".zip")


def test_what_comes_in_is_seen_and_counted_at_once(
    visits: Visits, server: DevServer, data: Path, host: Host, folder: Folder
) -> None:
    album = host.album()
    shown = album_page(visits, server, data, album)
    expect(shown.number("total")).to_have_text("0")
    guest = Guest(visits.open(album["joinUrl"], **browser.PHONE))
    guest.join.click()
    guest.pick(folder.photo("<b>sea</b>.jpg".replace("/", "-")), folder.file("bad.jpg", b"nothing"))
    coming = shown.panel("coming")
    expect(coming.get_by_role("listitem").filter(has_text="<b>sea")).to_contain_text(
        words("hosted.coming.ready")
    )
    refused = words("hosted.coming.rejected", why=words("hosted.why.NOT_AN_IMAGE"))
    expect(coming.get_by_role("listitem").filter(has_text="bad.jpg")).to_contain_text(refused)
    expect(shown.number("total")).to_have_text("1")
    expect(shown.number("rejected")).to_have_text("1")
