"""Guests look at an album's photos: by its link alone, as far as its host lets them."""

import zipfile
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from devserver.launch import DevServer
from tests.e2e import browser
from tests.e2e.browser import Visits
from tests.e2e.checked import Checked
from tests.e2e.guests import Guest, Host
from tests.e2e.lines import API
from tests.e2e.pages import words
from tests.e2e.pictures import Folder, jpeg
from tests.e2e.test_accessibility import NARROW, in_scheme
from tests.e2e.test_languages import Speaking
from tests.e2e.waiting import eventually

HOSTILE = "<b>Ada</b> \u202etxt.exe"
WRITTEN = "<img src=x onerror=alert(1)> " + "x" * 300


@pytest.fixture(scope="module")
def host(server: DevServer, data: Path) -> Host:
    return Host(server, data)


class Gallery:
    """The page of the photos."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.photos = page.get_by_role("list", name=words("gallery.photos")).get_by_role("button")
        self.box = page.get_by_role("dialog")
        self.take = page.get_by_role("button", name=words("gallery.take"))

    def says(self, title: str) -> None:
        expect(self.page.get_by_role("heading", name=title)).to_be_visible()

    def key(self, name: str) -> Locator:
        return self.box.get_by_role("button", name=words(f"gallery.{name}"))

    def looks_again(self) -> None:
        """As a page does that is seen again."""
        self.page.evaluate("window.dispatchEvent(new Event('online'))")


def sends(visits: Visits, host: Host, album: dict[str, Any], name: str, *paths: str) -> Guest:
    """A guest who has joined and sent these, all of which are ready."""
    guest = Guest(visits.open(host.link(album), **browser.PHONE))
    guest.name.fill(name)
    guest.join.click()
    guest.pick(*paths)
    ready = {"READY"}
    eventually(lambda: len(host.photos(album)) == len(paths))
    eventually(lambda: {photo["state"] for photo in host.photos(album)} == ready)
    return guest


def opened(visits: Visits, album: dict[str, Any], **options: Any) -> Gallery:
    return Gallery(visits.open(album["galleryUrl"], **(options or browser.PHONE)))


def test_who_has_joined_sees_what_others_sent(host: Host, visits: Visits, folder: Folder) -> None:
    album = host.album(guests="ALL")
    guest = sends(visits, host, album, "Ada", folder.photo("one.jpg"), folder.photo("two.jpg", 1))
    with guest.page.expect_popup() as popup:
        guest.page.get_by_role("link", name=words("join.gallery")).click()
    gallery = Gallery(popup.value)
    gallery.says("Anna & Ben")
    expect(gallery.photos).to_have_count(2)
    gallery.photos.first.click()
    picture = gallery.box.get_by_role("img")
    expect(picture).to_have_js_property("complete", value=True)
    expect(gallery.box).to_contain_text("Ada")
    expect(gallery.key("newer")).to_be_disabled()
    gallery.page.keyboard.press("ArrowRight")
    expect(gallery.key("older")).to_be_disabled()
    save = gallery.box.get_by_role("link", name=words("gallery.save"))
    with gallery.page.expect_download() as saving:
        save.click()
    assert saving.value.suggested_filename.endswith(".jpg")
    # By its buttons, too, and whoever is at the last photo is not thrown out of the dialog.
    for way in ("newer", "older"):
        gallery.key(way).focus()
        gallery.page.keyboard.press("Enter")
        expect(gallery.key(way)).to_be_disabled()
        expect(gallery.key(way)).to_be_focused()
    gallery.page.keyboard.press("Escape")
    expect(gallery.photos.last).to_be_focused()


def test_a_moderated_album_shows_what_its_host_has_approved(
    host: Host, visits: Visits, folder: Folder
) -> None:
    album = host.album(guests="ALL", moderated=True)
    sends(visits, host, album, "Ada", folder.photo("one.jpg"))
    gallery = opened(visits, album)
    expect(gallery.page.locator("#lead")).to_have_text(words("gallery.empty.lead"))
    (photo,) = host.photos(album)
    host.edit(photo["photoId"], visibility="SHOWN")
    gallery.looks_again()
    expect(gallery.photos).to_have_count(1)
    gallery.photos.first.click()
    host.edit(photo["photoId"], visibility="HIDDEN")
    gallery.looks_again()
    expect(gallery.photos).to_have_count(0)
    expect(gallery.box).to_be_hidden()


def test_all_photos_are_saved_in_one_file(
    host: Host, visits: Visits, folder: Folder, tmp_path: Path
) -> None:
    album = host.album(guests="APPROVED", name="Ann/Ben")
    sends(visits, host, album, "Ada", *(folder.photo(f"{n}.jpg", n) for n in range(3)))
    gallery = opened(visits, album)
    with gallery.page.expect_download() as saving:
        gallery.take.click()
    expect(gallery.page.locator("#taking")).to_have_text(words("gallery.take.done"))
    assert saving.value.suggested_filename == "Ann_Ben.zip"
    saving.value.save_as(tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as packed:
        assert packed.testzip() is None
        assert len(packed.namelist()) == 3
        assert all(packed.read(name).startswith(b"\xff\xd8\xff") for name in packed.namelist())


@pytest.mark.parametrize("size", [NARROW, browser.PHONE], ids=["320", "360"])
def test_the_keys_below_a_photo_are_as_wide_as_each_other_in_each_language(
    host: Host, visits: Visits, folder: Folder, size: dict[str, Any]
) -> None:
    album = host.album(guests="ALL")
    host.send(album, "one.jpg", jpeg())
    eventually(lambda: {photo["state"] for photo in host.photos(album)} == {"READY"})
    gallery = opened(visits, album, **size)
    gallery.photos.click()
    speaking = Speaking(gallery.page)
    for language in speaking.in_each():
        keys = gallery.box.locator(".lightbox-keys > *").all()
        boxes: list[Any] = [key.bounding_box() for key in keys]
        assert len({round(box["width"]) for box in boxes}) == 1, language
        assert [round(box["y"] - boxes[0]["y"]) > 0 for box in boxes] == [False, False, True, True]
        assert len({round(box["height"]) for box in boxes}) == 1, f"{language}: one has two lines"
        expect(keys[-1], language).to_be_in_viewport(ratio=1)
    speaking.has_room("one photo")


def test_a_link_that_was_replaced_and_an_album_that_is_closed(host: Host, visits: Visits) -> None:
    visits.tolerate("403")
    album = host.album(guests="ALL")
    gallery = opened(visits, album, **in_scheme(browser.PHONE, "light"))
    gallery.says("Anna & Ben")
    host.change(album, guests="NOTHING")
    gallery.looks_again()
    gallery.says(words("gallery.closed"))
    checked = Checked(gallery.page)
    checked.now("closed")
    host.change(album, guests="ALL")
    gallery.page.get_by_role("button", name=words("gallery.again")).click()
    gallery.says("Anna & Ben")
    host.change(album, newGalleryLink=True)
    gallery.looks_again()
    gallery.says(words("gallery.refused"))
    checked.now("refused")
    cut = opened(visits, {"galleryUrl": album["galleryUrl"][:-5]})
    cut.says(words("gallery.refused"))


def test_a_line_that_is_cut_is_told_and_comes_back(host: Host, visits: Visits) -> None:
    visits.tolerate("ERR_FAILED")
    album = host.album(guests="ALL")
    page = visits.open(
        album["galleryUrl"],
        before=lambda page: page.route(API, lambda route: route.abort()),
        **in_scheme(browser.PHONE, "dark"),
    )
    gallery = Gallery(page)
    gallery.says(words("gallery.away"))
    Checked(page).now("away")
    page.unroute(API)
    page.get_by_role("button", name=words("gallery.again")).click()
    gallery.says("Anna & Ben")


def test_every_state_with_names_and_comments_that_mean_harm(
    host: Host, visits: Visits, folder: Folder
) -> None:
    """They are text, and push nothing out of the page."""
    album = host.album(guests="ALL", name=f"{HOSTILE}"[:60])
    sends(visits, host, album, HOSTILE, folder.photo("one.jpg"))
    (photo,) = host.photos(album)
    host.edit(photo["photoId"], comment=WRITTEN)
    gallery = opened(visits, album, **in_scheme(NARROW))
    gallery.says("<b>Ada</b> txt.exe")
    expect(gallery.photos).to_have_count(1)
    checked = Checked(gallery.page)
    checked.now("open")
    gallery.photos.first.click()
    expect(gallery.box).to_contain_text(WRITTEN)
    expect(gallery.box).to_contain_text("<b>Ada</b> txt.exe")
    checked.now("one photo")
    assert gallery.page.locator("dialog b, dialog img[src=x]").count() == 0
