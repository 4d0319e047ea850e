"""What a brand looks like: its colours in both schemes, and names and messages of any length."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from devserver.launch import DevServer
from tests.e2e import browser
from tests.e2e.brands import DARK, LIGHT, LUNE, NAME, WIDE, branded, color_of, drawn, wears
from tests.e2e.browser import Visits
from tests.e2e.test_accessibility import NARROW, schemes
from tests.e2e.test_languages import IS_CUT, STANDS_OUT

LONG = "Internationale Gartenausstellung Rostock"
#: What browsers have learnt since the oldest that a screen may have.
OLD = """
    delete URL.canParse;
    delete URL.parse;
    delete AbortSignal.any;
    delete Document.prototype.adoptedStyleSheets;
    window.CSSStyleSheet = function () { throw new TypeError('Illegal constructor'); };
"""

wide_logo = drawn(300, 80)


@schemes
def test_colours_are_the_brands_in_both_schemes(
    visits: Visits, server: DevServer, scheme: str
) -> None:
    chosen = LIGHT if scheme == "light" else DARK
    page = visits.open(
        server.site_url, before=branded(LUNE, wide_logo), color_scheme=scheme, **browser.KIOSK
    )
    wears(page, NAME)
    assert color_of(page, "html") == chosen["ground"]
    assert color_of(page, ".key") == chosen["action"]
    assert color_of(page, ".key", "color") == chosen["onAction"]
    assert color_of(page, "h1", "color") == chosen["ink"]
    assert color_of(page, ".counter-note", "color") == chosen["inkSoft"]
    assert color_of(page, "[data-scene=attract] .counter") == chosen["counter"]
    theme = page.locator(f"meta[name=theme-color][media*={scheme}]")
    expect(theme).to_have_attribute("content", chosen["ground"])


def test_a_screen_of_four_years_ago_wears_it_too(visits: Visits, server: DevServer) -> None:
    def old(page: Page) -> None:
        page.add_init_script(OLD)

    page = visits.open(
        server.site_url,
        before=branded(LUNE, wide_logo, old),
        color_scheme="light",
        **browser.KIOSK,
    )
    wears(page, NAME)
    assert color_of(page, "html") == LIGHT["ground"]
    expect(page.locator("#upload")).to_be_enabled()


def test_a_scheme_without_colours_is_ours_and_forced_colours_are_nobodys(
    visits: Visits, server: DevServer
) -> None:
    ours = visits.open(server.site_url, color_scheme="dark", **browser.KIOSK)
    brand = {**LUNE, "colors": {"light": LIGHT}}
    half = visits.open(
        server.site_url, before=branded(brand, wide_logo), color_scheme="dark", **browser.KIOSK
    )
    wears(half, NAME)
    for selector in ("html", ".key", "[data-scene=attract] .counter"):
        assert color_of(half, selector) == color_of(ours, selector)
    theme = "document.querySelector('meta[name=theme-color][media*=dark]').content"
    assert half.evaluate(theme) == ours.evaluate(theme)
    forced = visits.open(
        server.site_url,
        before=branded(LUNE, wide_logo),
        forced_colors="active",
        color_scheme="light",
        **browser.KIOSK,
    )
    wears(forced, NAME)
    ground = "getComputedStyle(document.documentElement).getPropertyValue('--ground')"
    assert forced.evaluate(ground) == "#f7f1e5"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_long_name_has_room_on_a_narrow_phone(
    visits: Visits, session: dict[str, Any], language: str
) -> None:
    brand = {**LUNE, "name": LONG, "logo": None}
    page = visits.open(session["uploadPageUrl"], before=branded(brand), locale=language, **NARROW)
    expect(page.locator(".language")).to_be_visible()
    expect(page.locator("#library")).to_be_enabled()
    wears(page, LONG)
    assert page.evaluate(STANDS_OUT) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    side = page.locator(".wordmark").evaluate("el => el.getBoundingClientRect().left")
    assert (side > 100) == (language == "ar"), "the masthead is not mirrored"


@pytest.mark.parametrize("size", [browser.KIOSK, WIDE], ids=["upright", "wide"])
def test_the_longest_message_has_room_on_a_kiosk(
    visits: Visits, server: DevServer, size: dict[str, Any]
) -> None:
    longest = "One photograph, one print, one espresso, all on us till ten."
    brand = {**LUNE, "name": LONG, "attract": {"en": [longest]}}
    page = visits.open(server.site_url, before=branded(brand, wide_logo), **size)
    expect(page.locator("#message")).to_have_text(longest)
    assert not page.evaluate(IS_CUT)
    assert page.evaluate(STANDS_OUT) == []
