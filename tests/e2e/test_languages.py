"""Each page in the language of whoever looks at it, and in another one when he wants that."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from devserver.launch import DevServer
from tests.e2e import browser
from tests.e2e.browser import Visits
from tests.e2e.guests import Host
from tests.e2e.lines import UPLOADS
from tests.e2e.pages import Kiosk, Phone, words
from tests.e2e.pictures import Folder

LOCALES = Path(__file__).parents[2] / "static-site" / "locales"
LANGUAGES = sorted(path.name for path in LOCALES.iterdir())
NARROW: dict[str, Any] = {"viewport": {"width": 320, "height": 568}, "has_touch": True}
WIDE: dict[str, Any] = {"viewport": {"width": 1920, "height": 1080}}
#: What stands out of the window at a side, or of the button or label that it is in. A line of large
#: letters is taller than its box on purpose.
STANDS_OUT = """() => {
    const out = [];
    for (const el of document.querySelectorAll('body *')) {
        const isText = [...el.childNodes].some(({nodeType, data}) => nodeType === 3 && data.trim());
        const isElsewhere = el.closest('.unseen, .language, svg, figure, noscript');
        const isUnseen = el.getBoundingClientRect().width <= 1;
        if (!isText || isElsewhere || isUnseen || !el.checkVisibility()) {
            continue;
        }
        const range = document.createRange();
        range.selectNodeContents(el);
        const text = range.getBoundingClientRect();
        const key = el.closest('button, .key, .quiet');
        const box = (key ?? el).getBoundingClientRect();
        const isTall = key && (text.top < box.top - 1 || text.bottom > box.bottom + 1);
        const isWide = text.left < box.left - 1 || text.right > box.right + 1;
        if (isTall || isWide || text.left < -1 || text.right > innerWidth + 1) {
            out.push(el.textContent);
        }
    }
    return out;
}"""
#: Something of what is pressed or read on a screen would have to be scrolled to.
IS_CUT = """() => [...document.querySelectorAll('.counter button, h1, #code')]
    .filter((el) => el.checkVisibility())
    .some((el) => el.getBoundingClientRect().bottom > innerHeight + 1)"""


class Speaking:
    """A page whose language can be chosen."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.choice = page.locator(".language select")

    def choose(self, language: str) -> None:
        """Another one, and wait until the page speaks it."""
        self.choice.select_option(language, force=True)  # Some views hide it.
        self.speaks(language)

    def speaks(self, language: str) -> None:
        """It tells so, and offers this one as chosen."""
        root = self.page.locator("html")
        expect(root).to_have_attribute("lang", "zh-Hans" if language == "zh" else language)
        expect(root).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
        expect(self.choice).to_have_value(language)

    def in_each(self) -> Iterator[str]:
        """In one language after the other."""
        for language in LANGUAGES:
            self.choose(language)
            yield language

    def has_room(self, state: str) -> None:
        """In each language each text has room, in this state."""
        for language in self.in_each():
            assert self.page.evaluate(STANDS_OUT) == [], f"{state}, {language}"
            assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
                f"{state}, {language}: wider than its window"
            )

    @property
    def heading(self) -> Locator:
        return self.page.get_by_role("heading", level=1)


def said(language: str, key: str) -> str:
    """What the pages say in this language, by its key."""
    files = (LOCALES / language).glob("*.json")
    found = [json.loads(path.read_text(encoding="utf-8")).get(key) for path in files]
    (text,) = [each for each in found if each]
    return str(text).replace("{site}", "Scandrop")


@pytest.fixture(scope="module")
def host(server: DevServer, data: Path) -> Host:
    return Host(server, data)


def test_a_phone_that_speaks_arabic_reads_from_the_right(
    visits: Visits, session: dict[str, Any]
) -> None:
    asked: list[str] = []
    page = visits.open(
        session["uploadPageUrl"],
        before=lambda page: page.on("request", lambda request: asked.append(request.url)),
        **browser.PHONE,
        locale="ar-EG",
    )
    speaking = Speaking(page)
    speaking.speaks("ar")
    expect(speaking.heading).to_have_text(said("ar", "phone.empty.title"))
    picker = page.locator("#library")
    expect(picker).to_be_enabled()
    wordmark, choice = page.locator(".wordmark"), page.locator(".language")
    left = [part.evaluate("el => el.getBoundingClientRect().left") for part in (choice, wordmark)]
    assert left == sorted(left), "the masthead is not mirrored"
    page.wait_for_load_state("networkidle")
    of_words = [url for url in asked if "/locales/" in url]
    assert of_words
    assert [url for url in of_words if "/locales/ar/" not in url] == []


def test_another_language_in_the_middle_of_an_upload_loses_nothing(
    visits: Visits, kiosk: Kiosk, folder: Folder
) -> None:
    held: list[Route] = []
    let_go: list[str] = []
    page = visits.open(kiosk.show_code(), **browser.PHONE)
    phone, speaking = Phone(page), Speaking(page)
    phone.is_ready()
    page.route(UPLOADS, lambda route: route.continue_() if let_go else held.append(route))
    phone.pick(*folder.photos(2))
    phone.says("phone.sending.title")
    speaking.choose("de")
    expect(speaking.heading).to_have_text(said("de", "phone.sending.title"))
    expect(page.locator(".photo-row")).to_have_count(2)
    let_go.append("all")
    for route in held:
        route.continue_()
    kiosk.shows_all(2)
    expect(page.locator(".photo-row", has_text=said("de", "phone.row.shown"))).to_have_count(2)
    # The choice is this phone's from now on.
    page.reload()
    speaking.speaks("de")


def test_a_visitors_language_leaves_the_screen_with_him(visits: Visits, server: DevServer) -> None:
    page = visits.open(server.site_url, **browser.KIOSK, locale="de-DE")
    speaking = Speaking(page)
    speaking.speaks("de")
    speaking.choose("ar")
    upload = page.get_by_role("button", name=said("ar", "kiosk.attract.upload"))
    upload.click()
    expect(page.get_by_role("img", name=said("ar", "kiosk.code.alt"))).to_be_visible()
    speaking.speaks("ar")
    page.get_by_role("button", name=said("ar", "kiosk.cancel")).click()
    speaking.speaks("de")
    expect(page.get_by_role("button", name=said("de", "kiosk.attract.upload"))).to_be_visible()
    assert page.evaluate("localStorage.length") == 0


def test_words_that_a_language_has_not_got_are_english(visits: Visits, server: DevServer) -> None:
    visits.tolerate("404")
    page = visits.open(
        server.site_url,
        before=lambda page: page.route("**/locales/fr/*", lambda route: route.fulfill(status=404)),
        **browser.KIOSK,
        locale="fr-FR",
    )
    expect(page.get_by_role("button", name=words("kiosk.attract.upload"))).to_be_visible()


@pytest.mark.parametrize("size", [browser.KIOSK, WIDE], ids=["upright", "wide"])
def test_no_text_of_the_kiosk_stands_out(
    visits: Visits, server: DevServer, folder: Folder, size: dict[str, Any]
) -> None:
    kiosk = Kiosk(visits.open(server.site_url, **size))
    speaking = Speaking(kiosk.page)
    kiosk.is_at_the_start()
    for language in speaking.in_each():
        for message in json.loads((LOCALES / language / "kiosk.json").read_text())[
            "kiosk.messages"
        ]:
            kiosk.page.locator("#message").evaluate(
                "(el, words) => (el.textContent = words)", message
            )
            assert not kiosk.page.evaluate(IS_CUT), f"{language}: {message}"
            assert kiosk.page.evaluate(STANDS_OUT) == [], f"{language}: {message}"
    speaking.choose("en")
    phone = Phone(visits.open(kiosk.show_code(), **browser.PHONE))
    speaking.has_room("code")
    assert not kiosk.page.evaluate(IS_CUT)
    phone.is_ready()
    expect(kiosk.page.locator("#kiosk")).to_have_attribute("data-state", "connected")
    speaking.has_room("connected")
    phone.pick(*folder.photos(2))
    kiosk.shows_all(2)
    # Somebody who stays; and a wide screen has nothing beside the photos, not even the choice.
    kiosk.page.evaluate("setInterval(() => document.dispatchEvent(new Event('pointerdown')), 5000)")
    kiosk.page.locator(".masthead").evaluate("el => { el.style.display = 'flex'; }")
    speaking.has_room("photos")
    assert not kiosk.page.evaluate(IS_CUT)


def test_no_text_of_the_phone_stands_out(
    visits: Visits, kiosk: Kiosk, server: DevServer, host: Host, folder: Folder
) -> None:
    phone = Phone(visits.open(kiosk.show_code(), **NARROW))
    speaking = Speaking(phone.page)
    phone.is_ready()
    speaking.has_room("ready")
    speaking.choose("en")
    phone.pick(*folder.photos(2), folder.file("wrong.txt", b"1"))
    kiosk.shows_all(2)
    phone.has_shown("photo-1.jpg", "photo-2.jpg")
    speaking.has_room("sent")
    join = visits.open(f"{server.site_url}/phone.html", **NARROW)
    expect(join.locator(".join")).to_be_visible()
    Speaking(join).has_room("join")
    gallery = visits.open(host.album(guests="ALL")["galleryUrl"], **NARROW)
    expect(gallery.locator("#gallery")).to_have_attribute("data-state", "open")
    Speaking(gallery).has_room("gallery")


def test_what_a_host_has_typed_is_there_in_another_language(
    visits: Visits, server: DevServer
) -> None:
    page = visits.open(f"{server.site_url}/host.html", **NARROW)
    speaking = Speaking(page)
    page.get_by_label(words("sign-in.email")).fill("anna@example.com")
    speaking.has_room("sign-in")
    speaking.choose("ja")
    expect(speaking.heading).to_have_text(said("ja", "sign-in.sign-in.title"))
    expect(page.get_by_label(said("ja", "sign-in.email"))).to_have_value("anna@example.com")


def test_the_offer_of_languages_comes_late_and_pushes_nothing(
    server: DevServer, visits: Visits
) -> None:
    page = visits.open(server.site_url, **browser.KIOSK)
    expect(page.locator(".language")).to_be_visible()
    height = "document.querySelector('.masthead').getBoundingClientRect().height"
    with_it = page.evaluate(height)
    page.evaluate("document.querySelector('.language').remove()")
    assert page.evaluate(height) == with_it
