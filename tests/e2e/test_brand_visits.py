"""What a brand asks of visitors before they pick photos, and says when these have arrived."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FileChooser, Locator, Page, expect

from devserver.launch import DevServer
from tests.e2e import browser
from tests.e2e.api_client import Api
from tests.e2e.brands import LUNE, branded, drawn
from tests.e2e.browser import Visits
from tests.e2e.checked import Checked
from tests.e2e.guests import Guest, Host
from tests.e2e.lines import UPLOADS
from tests.e2e.pages import Kiosk, Phone, words
from tests.e2e.pictures import Folder, jpeg
from tests.e2e.test_accessibility import NARROW, in_scheme
from tests.e2e.test_languages import Speaking
from tests.e2e.test_picking import DESKTOP, HAND_OVER
from tests.e2e.waiting import eventually

LOGO = drawn(300, 80)
LATER = {**LUNE, "terms": {**LUNE["terms"], "version": "2027-01"}}
#: As in a browser that keeps nothing for a page.
NO_STORAGE = """
    Object.defineProperty(window, 'localStorage', {
        get() { throw new DOMException('denied', 'SecurityError'); },
    });
"""


class Terms:
    """What is to be accepted, on a phone's page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.box = page.get_by_role("checkbox")
        self.link = page.get_by_role("link", name=words("terms.link"))
        self.note: Locator = page.get_by_role("alert")

    def are_missing(self, key: str, **values: object) -> None:
        """The page says so, and leads to where they are accepted."""
        expect(self.note).to_have_text(words(key, **values))
        expect(self.box).to_be_focused()
        expect(self.box).to_have_accessible_description(words(key, **values))


def opened(visits: Visits, address: str, brand: Any = LUNE, **size: Any) -> tuple[Phone, Terms]:
    """A phone on a branded site, ready for photos."""
    size = size or browser.PHONE
    phone = Phone(visits.open(address, before=branded(brand, LOGO), **size))
    phone.is_ready()
    phone.has_everything()
    return phone, Terms(phone.page)


def opens(page: Page) -> list[FileChooser]:
    """What the page opens from now on to choose photos by."""
    choosers: list[FileChooser] = []
    page.on("filechooser", lambda chooser: choosers.append(chooser))
    return choosers


def test_terms_are_accepted_by_touch_before_photos_are_picked(
    visits: Visits, session: dict[str, Any], folder: Folder
) -> None:
    phone, terms = opened(visits, session["uploadPageUrl"])
    expect(terms.box).to_have_accessible_name(
        words("terms.accept", terms=words("terms.link"), site="Café Lune")
    )
    expect(terms.link).to_have_attribute("href", "https://lune.example/terms")
    expect(terms.link).to_have_attribute("target", "_blank")
    expect(terms.link).to_have_attribute("rel", "noopener")
    choosers = opens(phone.page)
    for way in ("#library", "#camera"):
        phone.page.locator(way).tap()
        terms.are_missing("terms.missing")
    assert choosers == []
    terms.box.tap()
    expect(terms.note).to_be_hidden()
    with phone.page.expect_file_chooser() as chooser:
        phone.page.locator("#library").tap()
    chooser.value.set_files(folder.photo("sea.jpg"))
    phone.has_sent("sea.jpg")
    expect(terms.box).to_be_hidden()


def test_terms_are_accepted_by_the_keyboard(visits: Visits, session: dict[str, Any]) -> None:
    phone, terms = opened(visits, session["uploadPageUrl"], **DESKTOP)
    choosers = opens(phone.page)
    phone.page.locator("#library").focus()
    phone.page.keyboard.press("Enter")
    terms.are_missing("terms.missing")
    assert choosers == []
    phone.page.keyboard.press("Tab")
    expect(terms.link).to_be_focused()
    phone.page.keyboard.press("Shift+Tab")
    phone.page.keyboard.press("Space")
    expect(terms.box).to_be_checked()
    phone.page.keyboard.press("Space")
    expect(terms.box).not_to_be_checked()
    phone.page.locator("#library").focus()
    phone.page.keyboard.press("Enter")
    terms.are_missing("terms.missing")


@pytest.mark.parametrize("kind", ["drop", "paste"])
def test_what_is_handed_over_before_waits_and_is_sent_then(
    api: Api, visits: Visits, session: dict[str, Any], kind: str
) -> None:
    phone, terms = opened(visits, session["uploadPageUrl"], **DESKTOP)
    phone.page.evaluate(HAND_OVER, [kind, list(jpeg())])
    terms.are_missing("terms.waiting.one", count=1)
    expect(phone.rows).to_have_count(0)
    assert api.stored_photos(session) == []
    terms.box.check()
    phone.has_sent("sea.jpg")
    eventually(lambda: len(api.stored_photos(session)) == 1)


def test_terms_are_accepted_once_for_each_version(visits: Visits, api: Api) -> None:
    phone, terms = opened(visits, api.open_session()["uploadPageUrl"])
    terms.box.check()
    page = phone.page
    page.goto("about:blank")
    page.goto(api.open_session()["uploadPageUrl"])
    phone.is_ready()
    expect(terms.box).to_have_count(0)
    assert page.evaluate("Object.keys(localStorage)") == ["scandrop.terms"]
    branded(LATER, LOGO)(page)
    page.goto("about:blank")
    page.goto(api.open_session()["uploadPageUrl"])
    phone.is_ready()
    expect(terms.box).not_to_be_checked()


def test_where_nothing_is_kept_terms_are_accepted_for_the_visit(
    visits: Visits, session: dict[str, Any], folder: Folder
) -> None:
    rig = branded(LUNE, LOGO, lambda page: page.add_init_script(NO_STORAGE))
    phone = Phone(visits.open(session["uploadPageUrl"], before=rig, **browser.PHONE))
    phone.is_ready()
    terms = Terms(phone.page)
    terms.box.check()
    phone.pick(folder.photo("sea.jpg"))
    phone.has_sent("sea.jpg")


def test_guests_who_join_accept_them_too(
    visits: Visits, server: DevServer, data: Path, folder: Folder
) -> None:
    host = Host(server, data)
    link = host.link(host.album())
    guest = Guest(visits.open(link, before=branded(LUNE, LOGO), **browser.PHONE))
    terms = Terms(guest.page)
    expect(guest.join).to_be_visible()
    expect(terms.box).to_be_hidden()
    guest.join.click()
    guest.is_ready()
    guest.pick(folder.photo("sea.jpg"))
    terms.are_missing("terms.waiting.one", count=1)
    terms.box.check()
    guest.tells("sea.jpg", "album.row.sent")


def test_terms_are_told_in_the_language_of_the_page(
    visits: Visits, session: dict[str, Any]
) -> None:
    phone, terms = opened(visits, session["uploadPageUrl"])
    phone.page.locator("#library").tap()
    speaking = Speaking(phone.page)
    speaking.has_room("terms are missing")
    speaking.choose("de")
    link = phone.page.get_by_role("link", name="Nutzungsbedingungen")
    expect(link).to_have_attribute("href", "https://lune.example/agb")
    expect(terms.box).to_have_accessible_name(
        "Ich stimme den Nutzungsbedingungen von \u2068Café Lune\u2069 zu."
    )
    speaking.choose("ja")
    expect(phone.page.locator(".terms a")).to_have_attribute("href", "https://lune.example/terms")


def test_when_all_has_arrived_the_brand_says_what_now(
    visits: Visits, server: DevServer, folder: Folder
) -> None:
    def clocked(page: Page) -> None:
        page.clock.install()

    page = visits.open(server.site_url, before=branded(LUNE, LOGO, clocked), **browser.KIOSK)
    kiosk = Kiosk(page)
    phone, terms = opened(visits, kiosk.show_code())
    terms.box.check()
    thanks = page.locator(".thanks")
    after = phone.page.locator(".after")
    phone.page.route(UPLOADS, lambda _: None)
    phone.pick(folder.photo("sea.jpg"))
    phone.says("phone.sending.title")
    expect(after).to_be_empty()
    expect(thanks).to_be_hidden()
    phone.page.unroute(UPLOADS)
    phone.page.reload()
    phone.has_shown("sea.jpg")
    kiosk.shows("sea.jpg")
    expect(thanks).to_have_text("Your print waits at the counter.")
    expect(thanks).to_be_visible()
    expect(after).to_contain_text("Your print waits at the counter.")
    shop = after.get_by_role("link", name="Our shop")
    expect(shop).to_have_attribute("href", "https://lune.example/shop")
    expect(shop).to_have_attribute("target", "_blank")
    expect(shop).to_have_attribute("rel", "noopener")
    Speaking(phone.page).choose("de")
    expect(after).to_contain_text("Ihr Abzug wartet.")
    # Ours would have gone by now; theirs stays for ten minutes.
    page.clock.fast_forward("01:30")
    kiosk.shows("sea.jpg")
    page.clock.fast_forward("09:00")
    kiosk.is_at_the_start()


def test_what_it_adds_is_accessible(visits: Visits, server: DevServer, folder: Folder) -> None:
    before = branded(LUNE, LOGO)
    size = in_scheme(browser.KIOSK)
    kiosk = Kiosk(visits.open(server.site_url, before=before, **size))
    expect(kiosk.page.locator(".wordmark img")).to_be_visible()
    checked = Checked(kiosk.page)
    checked.now("kiosk, attract")
    address = kiosk.show_code()
    checked.now("kiosk, code")
    phone = Phone(visits.open(address, before=before, **in_scheme(NARROW)))
    phone.is_ready()
    phone.has_everything()
    terms = Terms(phone.page)
    checked_phone = Checked(phone.page)
    checked_phone.now("phone, terms")
    phone.page.locator("#library").tap()
    terms.are_missing("terms.missing")
    checked_phone.now("phone, terms are missing")
    phone.pick(*folder.photos(2))
    terms.are_missing("terms.waiting.other", count=2)
    terms.box.tap()
    phone.has_shown("photo-1.jpg", "photo-2.jpg")
    expect(phone.page.locator(".after")).not_to_be_empty()
    checked_phone.now("phone, sent")
    kiosk.shows_all(2)
    checked.now("kiosk, photos")
