"""What a host is told of his files: refused, ready, deleted, or too many at once."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from devserver.launch import DevServer
from tests.e2e.browser import Visits
from tests.e2e.checked import Checked
from tests.e2e.guests import Host
from tests.e2e.pages import words
from tests.e2e.pictures import Folder, jpeg
from tests.e2e.test_accessibility import NARROW
from tests.e2e.upload_pages import Gate, UploadPage, upload_page

MB = 1024 * 1024
#: Steers writing, looks like markup, and is as long as names of files may be.
HOSTILE = f"\u202egpj.<b>{'x' * 200}.jpg"


@pytest.fixture(scope="module")
def host(server: DevServer, data: Path) -> Host:
    return Host(server, data)


def test_what_cannot_be_kept_is_told_and_why(
    visits: Visits, server: DevServer, data: Path, host: Host, folder: Folder
) -> None:
    visits.tolerate("409")
    album = host.album(maxPhotos=1)
    page = upload_page(visits, server, data, f"?album={album['albumId']}")
    page.pick(
        folder.file("setup.exe", b"MZ"),
        folder.file("empty.jpg", b""),
        folder.file("fake.pdf", jpeg()),
    )
    page.tells("setup.exe", "mine.row.refused.UnsupportedContentType")
    page.tells("empty.jpg", "mine.row.refused.PhotoEmpty")
    page.tells("fake.pdf", "mine.row.refused.TYPE_MISMATCH")
    page.pick(folder.photo("one.jpg"))
    page.tells("one.jpg", "mine.row.shown")
    page.pick(folder.photo("two.jpg", seed=1))
    page.tells("two.jpg", "mine.row.failed.AlbumFull")
    host.change(album, maxPhotos=2)
    page.press("two.jpg", "retry")
    page.tells("two.jpg", "mine.row.shown")


def test_who_listens_is_told_what_has_arrived_each_time_and_on_no_other_view(
    visits: Visits, server: DevServer, data: Path, folder: Folder
) -> None:
    page = upload_page(visits, server, data)
    said = page.page.locator("#announcer")
    page.pick(folder.photo("one.jpg"), folder.photo("two.jpg", seed=1))
    expect(said).to_have_text(words("upload.say.done.other", count=2))
    page.pick(folder.photo("three.jpg", seed=2))
    expect(said).to_have_text(words("upload.say.done.one", count=1))
    page.page.goto(f"{server.site_url}/host.html#albums")
    page.is_at("albums")
    expect(said).to_have_text("")
    page.page.goto(f"{server.site_url}/host.html#upload")
    page.is_at("upload")
    expect(page.rows).to_have_count(3)
    expect(said).to_have_text("")


def test_one_that_has_arrived_is_deleted_after_asking(
    visits: Visits, server: DevServer, data: Path, host: Host, folder: Folder
) -> None:
    album = host.album()
    page = upload_page(visits, server, data, f"?album={album['albumId']}")
    page.pick(folder.photo("sea.jpg"))
    page.tells("sea.jpg", "mine.row.shown")
    page.press("sea.jpg", "delete")
    sheet = page.page.get_by_role("dialog", name=words("mine.delete.title"))
    sheet.get_by_role("button", name=words("phone.delete.yes")).click()
    page.tells("sea.jpg", "phone.row.deleted")
    assert host.photos(album) == []


def test_much_is_not_sent_without_a_word(
    visits: Visits, server: DevServer, data: Path, tmp_path: Path
) -> None:
    film = tmp_path / "film.mp4"
    with film.open("wb") as file:
        file.truncate(101 * MB)
    page = upload_page(visits, server, data)
    # What asks is loaded after the page.
    page.page.wait_for_load_state("networkidle")
    page.pick(str(film))
    sheet = page.page.get_by_role("dialog", name=words("choice.large.title", size="101"))
    sheet.get_by_role("button", name=words("choice.cancel")).click()
    expect(page.rows).to_have_count(0)


def test_every_state_of_uploads(
    visits: Visits, server: DevServer, data: Path, folder: Folder
) -> None:
    visits.tolerate("ERR_FAILED")
    look: dict[str, Any] = {**NARROW, "color_scheme": "light", "bypass_csp": True}
    page: UploadPage = upload_page(visits, server, data, **look)
    checked = Checked(page.page)
    checked.now("empty")
    gate = Gate(page.page)
    files = (
        folder.photo(name, number) for number, name in enumerate((HOSTILE, "two.jpg", "3.jpg"))
    )
    gate.stops(2, lambda: page.pick(*files))
    checked.now("sending")
    shown = page.rows.first.locator("bdi").text_content()
    assert shown == HOSTILE.replace("\u202e", "")
    gate.open()
    page.tells("two.jpg", "mine.row.shown")
    page.tells("3.jpg", "mine.row.shown")
    page.pick(folder.file("fake.pdf", b"no document"))
    page.tells("fake.pdf", "mine.row.refused.TYPE_MISMATCH")
    checked.now("ready and refused")
    page.press("two.jpg", "delete")
    checked.now("asked whether to delete")
