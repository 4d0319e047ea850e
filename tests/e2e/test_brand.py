"""A site with a brand of its own: its name, logo and colours on every page, and what it says."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from devserver.launch import DevServer
from tests.e2e import browser
from tests.e2e.brands import CONFIG, LIGHT, LUNE, NAME, WIDE, branded, color_of, drawn, wears
from tests.e2e.browser import Visits
from tests.e2e.guests import Host
from tests.e2e.pages import Phone, words
from tests.e2e.test_accessibility import NARROW
from tests.e2e.test_languages import Speaking

HOSTILE = '<img src=x onerror="document.title=1">'
#: What stood in the tab and in the masthead, and on which colour, whenever it could be seen.
WATCH = """
    const later = window.setTimeout;
    window.setTimeout = (act, ms, ...more) => later(act, ms === 3000 ? 60_000 : ms, ...more);
    window.seen = [];
    window.jumps = [];
    requestAnimationFrame(function look() {
        const mark = document.querySelector('.wordmark');
        const isSeen = mark && getComputedStyle(mark).visibility === 'visible';
        const {backgroundColor} = getComputedStyle(document.documentElement);
        seen.push([document.title, isSeen ? mark.textContent.trim() : '', backgroundColor]);
        requestAnimationFrame(look);
    });
    new PerformanceObserver((list) => {
        for (const {sources} of list.getEntries()) {
            jumps.push(...sources.map(({node}) => node?.outerHTML ?? node?.textContent ?? ''));
        }
    }).observe({type: 'layout-shift', buffered: true});
"""

wide_logo = drawn(300, 80)
square_logo = drawn(64, 64)


@pytest.fixture(scope="module")
def host(server: DevServer, data: Path) -> Host:
    return Host(server, data)


@pytest.mark.parametrize("logo", [wide_logo, square_logo, None], ids=["wide", "square", "none"])
def test_name_and_logo_are_on_every_page(
    visits: Visits, server: DevServer, host: Host, session: dict[str, Any], logo: str | None
) -> None:
    visits.tolerate("404")
    album = host.album(guests="ALL")
    for address in (
        server.site_url,
        session["uploadPageUrl"],
        f"{server.site_url}/wall.html",
        album["galleryUrl"],
        f"{server.site_url}/host.html",
        f"{server.site_url}/poster.html#album={album['albumId']}",
    ):
        page = visits.open(address, before=branded(LUNE, logo), **WIDE)
        expect(page.locator("main")).to_have_attribute("aria-busy", "false")
        wears(page, NAME)
        images = page.locator(".wordmark img")
        expect(images).to_have_count(0 if logo is None else 1)
        if logo is not None:
            expect(images).not_to_have_js_property("naturalWidth", 0)
            expect(images).to_have_attribute("alt", NAME if logo is wide_logo else "")


def test_where_there_is_no_page_the_site_is_still_its_own(
    visits: Visits, server: DevServer
) -> None:
    visits.tolerate("404")
    lost = visits.open(f"{server.site_url}/404.html", before=branded(LUNE, square_logo))
    expect(lost.locator("html")).to_have_attribute("data-brand", "here")
    expect(lost.locator(".wordmark")).to_have_text(NAME)
    assert "Scandrop" not in lost.evaluate("document.title + document.body.innerText")


@pytest.mark.parametrize("language", ["en-GB", "de-DE"])
def test_nothing_of_ours_is_seen_before_it_and_nothing_jumps(
    visits: Visits, server: DevServer, session: dict[str, Any], language: str
) -> None:
    def watched(page: Page) -> None:
        page.add_init_script(WATCH)
        page.route("**/styles/reset.css", _patient)

    for address, size in ((server.site_url, browser.KIOSK), (session["uploadPageUrl"], NARROW)):
        rig = branded(LUNE, wide_logo, watched)
        page = visits.open(address, before=rig, locale=language, color_scheme="light", **size)
        for _ in ("opened", "loaded again"):
            expect(page.locator("main")).to_have_attribute("aria-busy", "false")
            expect(page.locator(".language")).to_be_visible()
            seen = page.evaluate("seen")
            assert [title for title, _, _ in seen if "Scandrop" in title] == []
            assert {mark for _, mark, _ in seen} <= {"", NAME}
            # Before the brand is there nothing is drawn at all.
            assert {color for _, _, color in seen} <= {"rgba(0, 0, 0, 0)", "rgb(238, 244, 248)"}
            assert [each for each in page.evaluate("jumps") if "wordmark" in each] == []
            page.reload()


def test_without_a_brand_a_page_shows_our_name(visits: Visits, server: DevServer) -> None:
    page = visits.open(server.site_url, **browser.KIOSK)
    expect(page.locator("html")).to_have_attribute("data-brand", "none")
    expect(page.locator(".wordmark")).to_be_visible()
    expect(page.locator(".wordmark")).to_have_text("Scandrop")
    expect(page).to_have_title("Photos · Scandrop")
    loaded = page.evaluate("performance.getEntriesByType('resource').map(({name}) => name)")
    assert [name for name in loaded if re.search("brand|terms|after", name)] == []


def test_a_page_that_cannot_learn_whose_it_is_shows_itself_all_the_same(
    visits: Visits, server: DevServer, session: dict[str, Any]
) -> None:
    visits.tolerate("ERR_FAILED")
    phone = Phone(
        visits.open(
            session["uploadPageUrl"],
            before=lambda page: page.route(CONFIG, lambda route: route.abort()),
            **browser.PHONE,
        )
    )
    phone.says("phone.away.title")
    expect(phone.page.locator(".wordmark")).to_be_visible()
    phone.page.unroute(CONFIG)
    branded(LUNE, square_logo)(phone.page)
    phone.page.get_by_role("button", name=words("phone.away.again")).click()
    # Now it is known, and nothing was begun before.
    phone.is_ready()
    wears(phone.page, NAME)
    expect(phone.page.get_by_role("checkbox")).to_be_visible()


def test_a_page_whose_scripts_do_not_come_shows_itself_too(
    visits: Visits, session: dict[str, Any]
) -> None:
    # Nobody is there to use config.json, which came.
    visits.tolerate("ERR_FAILED", "config.json was preloaded using link preload but not used")
    page = visits.open(
        session["uploadPageUrl"],
        before=lambda page: page.route("**/lib/early.js", lambda route: route.abort()),
        **browser.PHONE,
    )
    expect(page.locator(".wordmark")).to_be_visible()
    assert page.locator("html").get_attribute("data-brand") is None


def test_a_part_of_it_that_does_not_come_is_asked_for_again(
    visits: Visits, session: dict[str, Any]
) -> None:
    visits.tolerate("ERR_FAILED")

    def rig(page: Page) -> None:
        page.route("**/lib/brand.js*", lambda route: route.abort(), times=2)

    before = branded(LUNE, square_logo, rig)
    phone = Phone(visits.open(session["uploadPageUrl"], before=before, **browser.PHONE))
    phone.is_ready()
    wears(phone.page, NAME)


def test_whatever_it_holds_is_text(visits: Visits, session: dict[str, Any]) -> None:
    brand = {
        "name": HOSTILE,
        "logo": "https://elsewhere.example/logo.svg",
        "colors": {"light": {**LIGHT, "ink": "red;} html {display: none"}, "dark": "none"},
        "attract": {"en": "no list"},
        "terms": {"version": "1", "url": {"en": "javascript:alert(1)"}},
        "after": {"message": {"en": HOSTILE}, "link": {"url": "data:,x", "label": {"en": "x"}}},
    }
    phone = Phone(visits.open(session["uploadPageUrl"], before=branded(brand), **browser.PHONE))
    phone.is_ready()
    wears(phone.page, HOSTILE)
    expect(phone.page.locator("img")).to_have_count(0)
    expect(phone.page.get_by_role("checkbox")).to_have_count(0)
    assert color_of(phone.page, "html") == "#f7f1e5"


def test_messages_are_said_in_the_language_of_the_visit(visits: Visits, server: DevServer) -> None:
    page = visits.open(server.site_url, before=branded(LUNE, wide_logo), **browser.KIOSK)
    message = page.locator("#message")
    expect(message).to_have_text("Coffee first.")
    speaking = Speaking(page)
    speaking.choose("de")
    expect(message).to_have_text("Erst der Kaffee.")
    speaking.choose("ar")
    expect(message).to_have_text("Coffee first.")
    expect(message).to_have_css("direction", "ltr")


def test_a_brand_of_nothing_but_a_name_keeps_all_else(visits: Visits, server: DevServer) -> None:
    def slow(page: Page) -> None:
        page.route(CONFIG, lambda route: _named(route))

    page = visits.open(server.site_url, before=slow, color_scheme="light", **browser.KIOSK)
    wears(page, "Lune")
    assert color_of(page, "html") == "#f7f1e5"
    expect(page.locator("#message")).not_to_have_text("")
    assert re.match(r"\w", page.locator("#message").inner_text())


def _patient(route: Route) -> None:
    """However slow this machine is, nothing comes because it was waited for too long."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace("3s step-end", "60s step-end"))


def _named(route: Route) -> None:
    route.fulfill(json={**route.fetch().json(), "brand": {"name": "Lune"}})
