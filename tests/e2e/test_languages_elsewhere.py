"""The visitor's language where there is no choice: on walls, at no address, and without scripts."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from devserver.launch import DevServer
from tests.e2e import browser
from tests.e2e.browser import Visits
from tests.e2e.pages import Kiosk
from tests.e2e.test_languages import LANGUAGES, STANDS_OUT, said
from tests.e2e.walls import TV, Party

SITE = Path(__file__).parents[2] / "static-site"
NARROW: dict[str, Any] = {"viewport": {"width": 320, "height": 568}}


def speaks(page: Page, language: str, key: str) -> None:
    """The page is in this language, and its heading says so."""
    expect(page.get_by_role("heading", level=1)).to_have_text(said(language, key))
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")


@pytest.mark.parametrize("page", ["index.html", "wall.html"])
def test_a_screen_speaks_what_its_link_says_and_from_then_on(
    server: DevServer, data: Path, visits: Visits, page: str
) -> None:
    party = Party(server, data)
    key = party.screen()["wallUrl"].partition("#key=")[2]
    screen = visits.open(f"{server.site_url}/{page}#key={key}&language=de", **TV, locale="fr-FR")
    root = screen.locator("html")
    expect(root).to_have_attribute("lang", "de")
    expect(screen.get_by_text(said("de", _says(page)), exact=True).first).to_be_visible()
    # The key is nobody's business; its language may be seen.
    expect(screen).to_have_url(f"{server.site_url}/{page}#language=de")
    screen.goto("about:blank")
    screen.goto(f"{server.site_url}/{page}")
    expect(root).to_have_attribute("lang", "de")
    screen.goto("about:blank")
    screen.goto(f"{server.site_url}/{page}#language=")
    expect(root).to_have_attribute("lang", "fr")


def _says(page: str) -> str:
    return "wall.empty.lead" if page == "wall.html" else "kiosk.attract.upload"


def test_a_wall_speaks_its_browser_otherwise(server: DevServer, visits: Visits) -> None:
    page = visits.open(f"{server.site_url}/wall.html", **TV, locale="ar-EG")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")


def test_a_visitor_chooses_on_a_screen_that_was_told_its_language(
    server: DevServer, visits: Visits
) -> None:
    page = visits.open(f"{server.site_url}/#language=ja", **browser.KIOSK, locale="en-GB")
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    choice = page.locator(".language select")
    choice.select_option("en")
    Kiosk(page).is_at_the_start()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "ja")


@pytest.mark.parametrize(("locale", "language"), [("de-AT", "de"), ("ar", "ar"), ("sv", "en")])
def test_at_no_address_it_says_so_in_the_visitors_language(
    server: DevServer, visits: Visits, locale: str, language: str
) -> None:
    visits.tolerate("404")
    page = visits.open(f"{server.site_url}/photos/2019/old", **NARROW, locale=locale)
    speaks(page, language, "missing.heading")
    expect(page).to_have_title(said(language, "missing.title"))
    assert page.evaluate(STANDS_OUT) == []


def test_where_its_words_cannot_be_had_it_says_so_in_english(
    server: DevServer, visits: Visits
) -> None:
    visits.tolerate("404", "ERR_FAILED", "request")
    page = visits.open(
        f"{server.site_url}/old",
        before=lambda page: page.route("**/locales/**", lambda route: route.abort()),
        **NARROW,
        locale="de",
    )
    speaks(page, "en", "missing.heading")


@pytest.mark.parametrize("name", sorted(path.name for path in SITE.glob("*.html")))
def test_without_scripts_each_page_leads_to_what_says_so_in_all_languages(
    server: DevServer, visits: Visits, name: str
) -> None:
    if "<noscript>" not in (SITE / name).read_text(encoding="utf-8"):
        # They can be read as they are.
        assert name in ("404.html", "no-script.html")
        return
    visits.tolerate("csp")  # Chromium's word for a module that it fetches and may not run
    page = visits.open(f"{server.site_url}/{name}", **NARROW, java_script_enabled=False)
    page.get_by_role("link", name=re.compile("Deutsch")).click()
    expect(page).to_have_url(f"{server.site_url}/no-script.html")
    told = page.locator("main > section")
    expect(told).to_have_count(len(LANGUAGES))
    languages = [each.get_attribute("lang") for each in told.all()]
    assert sorted(str(each).removesuffix("-Hans") for each in languages) == LANGUAGES
    expect(page.locator("[lang=ar]")).to_have_attribute("dir", "rtl")
    for each in told.all():
        expect(each).to_contain_text("JavaScript")
