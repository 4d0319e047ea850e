"""What screen readers say of everything on the pages, in each language; and which voice says it."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from devserver.launch import DevServer
from tests.e2e import browser
from tests.e2e.browser import Visits
from tests.e2e.guests import Host
from tests.e2e.host_event import Event
from tests.e2e.host_pages import signed_in
from tests.e2e.pages import Kiosk, Phone
from tests.e2e.pictures import Folder, jpeg
from tests.e2e.test_host_detail import Detail
from tests.e2e.test_host_moderate import Sorter
from tests.e2e.test_languages import LANGUAGES, LOCALES, Speaking
from tests.e2e.test_poster import opened as poster_of
from tests.e2e.waiting import eventually

pytest_plugins = ["tests.e2e.host_fixtures"]

#: Names in an aria snapshot, and what is written there without a role of its own.
_NAMES = re.compile(r'"((?:[^"\\]|\\.)*)"|(?<=: )([^"\s].*)')
#: Written by strangers, or the same in each language.
_OURS_NOT = re.compile(r"Scandrop|Anna(</i>)? & Ben|host@|\.(jpg|txt)|^[\d\W]*$|^#|^host\.html")


def _names(page: Page) -> set[str]:
    # What was announced was announced; it is not said again.
    lines = page.locator("body").aria_snapshot().splitlines()
    found = _NAMES.findall("\n".join(line for line in lines if "- status" not in line))
    return {name or text for name, text in found} - _languages(page)


def _languages(page: Page) -> set[str]:
    named: list[str] = page.locator(".language option").all_text_contents()
    return set(named)


def _is_said(name: str, language: str) -> bool:
    """The pages say this in it, too, which may be as in English (tests/unit/js/alike.js)."""
    files = (LOCALES / language).glob("*.json")
    said = [json.loads(path.read_text(encoding="utf-8")).values() for path in files]
    texts = [text for texts in said for text in texts if isinstance(text, str)]
    # Of a text that is nothing but values nothing is to be known.
    patterns = [re.split(r"\{\w+\}", text) for text in texts if re.sub(r"\{\w+\}|\W", "", text)]
    return any(re.fullmatch(".+".join(map(re.escape, parts)), name) for parts in patterns)


def _are_translated(page: Page, state: str) -> None:
    """In each language no name is English, but where its word for that is an English one."""
    speaking = Speaking(page)
    expect(speaking.choice).to_have_count(1)
    speaking.choose("en")
    english = _names(page)
    assert len(english) > 3, state
    for language in LANGUAGES:
        if language != "en":
            speaking.choose(language)
            left = {name for name in _names(page) & english if not _OURS_NOT.search(name)}
            english_still = [name for name in left if not _is_said(name, language)]
            assert english_still == [], f"{state}, {language}"


def test_of_a_kiosk(visits: Visits, server: DevServer) -> None:
    kiosk = Kiosk(visits.open(server.site_url, **browser.KIOSK))
    kiosk.is_at_the_start()
    expect(kiosk.page.locator(".reach").first).to_be_visible()
    _are_translated(kiosk.page, "attract")
    Speaking(kiosk.page).choose("en")
    kiosk.show_code()
    _are_translated(kiosk.page, "code")


def test_of_a_phone(visits: Visits, lone_phone: Phone, folder: Folder, server: DevServer) -> None:
    lone_phone.pick(*folder.photos(2), folder.file("wrong.txt", b"1"))
    lone_phone.has_sent("photo-1.jpg", "photo-2.jpg")
    _are_translated(lone_phone.page, "sent")
    join = visits.open(f"{server.site_url}/phone.html", **browser.PHONE)
    expect(join.locator(".join")).to_be_visible()
    _are_translated(join, "join")


def test_of_a_gallery(visits: Visits, server: DevServer, data: Path) -> None:
    host = Host(server, data)
    album = host.album(guests="ALL")
    host.send(album, "one.jpg", jpeg(1))
    eventually(lambda: [each for each in host.photos(album) if each["state"] == "READY"])
    page = visits.open(album["galleryUrl"], **browser.PHONE)
    expect(page.locator("#photos button")).to_have_count(1)
    _are_translated(page, "gallery")


@pytest.mark.parametrize("place", ["", "#albums", "#upload", "#library"])
def test_of_the_hosts_page(visits: Visits, server: DevServer, data: Path, place: str) -> None:
    page = visits.open(f"{server.site_url}/host.html", **browser.PHONE)
    if place:
        signed_in(page, server, data, place)
    expect(page.locator("#host")).to_have_attribute("aria-busy", "false")
    _are_translated(page, place or "sign-in")


def test_of_what_waits_for_the_host_and_of_one_photo(event: Event) -> None:
    event.sent("one.jpg")
    sorting, _ = event.open("moderate", **browser.PHONE)
    Sorter(sorting).counts(1)
    _are_translated(sorting.page, "moderate")
    host, library = event.open(**browser.PHONE)
    library.cells.first.click()
    expect(Detail(host.page).comment).to_be_visible()
    _are_translated(host.page, "one photo")


def test_of_a_poster(visits: Visits, server: DevServer, data: Path) -> None:
    poster = poster_of(visits, server, data, Host(server, data).album())
    poster.shows("Anna & Ben")
    _are_translated(poster.page, "poster")


def test_each_language_is_named_by_a_voice_of_its_own(visits: Visits, server: DevServer) -> None:
    """And the page itself is read by that of the language that it speaks (3.1.1, 3.1.2)."""
    page = visits.open(server.site_url, **browser.KIOSK)
    options = page.locator(".language option")
    expect(options).to_have_count(len(LANGUAGES))
    voices = options.evaluate_all("all => all.map(({lang, value}) => [lang, value])")
    assert [lang for lang, value in voices if lang != value] == []
    wall = visits.open(f"{server.site_url}/wall.html", locale="ar-EG")
    expect(wall.locator("html")).to_have_attribute("lang", "ar")
