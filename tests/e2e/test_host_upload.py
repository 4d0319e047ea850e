"""Files of a host: chosen, dropped, pasted; sent once, whatever happens; what becomes of them."""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from devserver.launch import DevServer
from tests.e2e import browser
from tests.e2e.browser import Visits
from tests.e2e.guests import Host
from tests.e2e.lines import API, SOON, UPLOADS
from tests.e2e.pages import words
from tests.e2e.pictures import Folder, jpeg
from tests.e2e.test_picking import HAND_OVER
from tests.e2e.upload_pages import Gate, upload_page
from tests.e2e.waiting import eventually
from tests.films import an_mp4
from tests.papers import a_pdf
from tests.recordings import an_mp3

MB = 1024 * 1024
#: Steers writing, looks like markup, and is as long as names of files may be.
HOSTILE = f"\u202egpj.<b>{'x' * 200}.jpg"


@pytest.fixture(scope="module")
def host(server: DevServer, data: Path) -> Host:
    return Host(server, data)


def names(host: Host, album: dict[str, Any]) -> list[str]:
    return sorted(photo["fileName"] for photo in host.photos(album))


def test_files_of_every_kind_go_into_an_album_with_a_comment(
    visits: Visits, server: DevServer, data: Path, host: Host, folder: Folder
) -> None:
    album = host.album(name="<b>Anna</b> & Ben")
    page = upload_page(visits, server, data, f"?album={album['albumId']}")
    expect(page.place).to_have_value(album["albumId"])
    page.comment.fill("At the <i>sea</i>")
    sent = {
        "sea.jpg": jpeg(),
        "film.mp4": an_mp4(),
        "speech.mp3": an_mp3(),
        "menu.pdf": a_pdf(),
        "long speech.mp3": an_mp3() + os.urandom(17 * MB),
    }
    page.pick(*(folder.file(name, content) for name, content in sent.items()))
    for name in sent:
        page.tells(name, "mine.row.shown")
    assert names(host, album) == sorted(sent)
    assert {photo["comment"] for photo in host.photos(album)} == {"At the <i>sea</i>"}
    page.page.get_by_role("link", name=words("upload.see")).click()
    page.page.wait_for_url(f"**/host.html#library?album={album['albumId']}")


@pytest.mark.parametrize("kind", ["drop", "paste"])
def test_files_are_dropped_or_pasted(
    visits: Visits, server: DevServer, data: Path, kind: str
) -> None:
    page = upload_page(visits, server, data)
    page.page.evaluate(HAND_OVER, [kind, list(jpeg())])
    page.tells("sea.jpg", "mine.row.shown")
    page.page.get_by_role("link", name=words("upload.see")).click()
    page.page.wait_for_url("**/host.html#library?album=own")


def test_a_reload_in_the_middle_goes_on_and_sends_each_once(
    visits: Visits, server: DevServer, data: Path, host: Host, folder: Folder
) -> None:
    visits.tolerate("ERR_FAILED")
    album = host.album()
    page = upload_page(visits, server, data, f"?album={album['albumId']}")
    page.page.add_init_script(SOON)
    gate = Gate(page.page)
    files = folder.photo("sea.jpg"), folder.file("long.mp3", an_mp3() + os.urandom(17 * MB))
    gate.stops(2, lambda: page.pick(*files))
    expect(page.page.get_by_text(words("upload.kept"))).to_be_visible()
    # It goes on wherever on the page one is.
    page.page.goto(f"{server.site_url}/host.html#albums")
    page.is_at("albums")
    page.page.reload()
    page.is_at("albums")
    page.page.unroute(UPLOADS)
    eventually(lambda: names(host, album) == ["long.mp3", "sea.jpg"])
    page.page.get_by_role("link", name=words("host.upload")).click()
    page.is_at("upload")
    page.tells("sea.jpg", "mine.row.shown")
    page.tells("long.mp3", "mine.row.shown")
    assert names(host, album) == ["long.mp3", "sea.jpg"]


def test_other_views_are_looked_at_meanwhile(
    visits: Visits, server: DevServer, data: Path, folder: Folder
) -> None:
    visits.tolerate("ERR_FAILED")
    page = upload_page(visits, server, data)
    gate = Gate(page.page)
    gate.stops(1, lambda: page.pick(folder.photo("sea.jpg")))
    page.page.get_by_role("link", name=words("host.albums")).click()
    page.is_at("albums")
    expect(page.page.locator("html")).to_have_attribute("data-uploading", "")
    gate.open()
    expect(page.page.locator("html")).not_to_have_attribute("data-uploading", "")
    page.page.get_by_role("link", name=words("host.upload")).click()
    page.tells("sea.jpg", "mine.row.shown")


def test_what_is_taken_back_on_its_way_never_comes(
    visits: Visits, server: DevServer, data: Path, host: Host, folder: Folder
) -> None:
    visits.tolerate("ERR_FAILED")
    album = host.album()
    page = upload_page(visits, server, data, f"?album={album['albumId']}")
    gate = Gate(page.page)
    gate.stops(1, lambda: page.pick(folder.photo("sea.jpg")))
    with page.page.expect_response(lambda answer: answer.request.method == "DELETE") as told:
        page.press("sea.jpg", "remove")
    assert told.value.ok
    expect(page.rows).to_have_count(0)
    assert host.photos(album) == []


def test_who_signs_out_leaves_no_file_behind(
    visits: Visits, server: DevServer, data: Path, host: Host, folder: Folder
) -> None:
    visits.tolerate("ERR_FAILED")
    album = host.album()
    page = upload_page(visits, server, data, f"?album={album['albumId']}")
    gate = Gate(page.page)
    gate.stops(1, lambda: page.pick(folder.photo("sea.jpg")))
    page.sign_out()
    sheet = page.page.get_by_role("dialog", name=words("host.leave.title"))
    sheet.get_by_role("button", name=words("host.leave.no")).click()
    expect(page.row("sea.jpg")).to_be_visible()
    page.sign_out()
    sheet.get_by_role("button", name=words("host.leave.yes")).click()
    page.sign_in.says("sign-in")
    kept = """async () => {
        const asked = indexedDB.open('scandrop-uploads', 1);
        await new Promise((done) => { asked.onsuccess = done; });
        const counted = asked.result.transaction('files').objectStore('files').count();
        await new Promise((done) => { counted.onsuccess = done; });
        asked.result.close();
        return counted.result;
    }"""
    assert page.page.evaluate(kept) == 0
    assert host.photos(album) == []


def test_a_sign_in_that_runs_out_meanwhile_loses_no_file(
    visits: Visits, server: DevServer, data: Path, folder: Folder
) -> None:
    visits.tolerate("401")
    page = upload_page(visits, server, data)
    page.forget_sign_in()
    page.pick(folder.photo("sea.jpg"))
    page.sign_in.password.fill((data / "host-password").read_text())
    page.sign_in.password.press("Enter")
    page.tells("sea.jpg", "mine.row.shown")


def test_a_line_that_is_cut_goes_on_by_itself(
    visits: Visits, server: DevServer, data: Path, host: Host, folder: Folder
) -> None:
    visits.tolerate("ERR_FAILED")
    album = host.album()
    page = upload_page(visits, server, data, f"?album={album['albumId']}", **browser.PHONE)
    page.page.evaluate(SOON)
    for pattern in (API, UPLOADS):
        page.page.route(pattern, lambda route: route.abort(), times=2)
    page.pick(folder.photo("sea.jpg"))
    page.tells("sea.jpg", "mine.row.shown")
    assert names(host, album) == ["sea.jpg"]
