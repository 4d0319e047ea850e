"""Sites with a brand, as their config.json would tell of it."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Route, expect

WIDE: dict[str, Any] = {"viewport": {"width": 1920, "height": 1080}}

NAME = "Café Lune"
CONFIG = "**/config.json"
LOGOS = "**/brand/logo-*"

LIGHT = {
    "ground": "#eef4f8",
    "counter": "#dbe7ef",
    "ink": "#10222e",
    "inkSoft": "#47606f",
    "action": "#0f6ab0",
    "onAction": "#ffffff",
}
DARK = {
    "ground": "#0c1820",
    "counter": "#081218",
    "ink": "#e8f1f6",
    "inkSoft": "#a9c0cd",
    "action": "#6cc0ff",
    "onAction": "#06121a",
}
LUNE: dict[str, Any] = {
    "name": NAME,
    "logo": "brand/logo-0123abcd.svg",
    "colors": {"light": LIGHT, "dark": DARK},
    "attract": {"en": ["Coffee first."], "de": ["Erst der Kaffee."]},
    "terms": {
        "version": "2026-11",
        "url": {"en": "https://lune.example/terms", "de": "https://lune.example/agb"},
    },
    "after": {
        "message": {"en": "Your print waits at the counter.", "de": "Ihr Abzug wartet."},
        "link": {"url": "https://lune.example/shop", "label": {"en": "Our shop", "de": "Laden"}},
        "seconds": 600,
    },
}


def drawn(width: int, height: int) -> str:
    """A logo of this form."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<rect width="{width}" height="{height}" fill="#a06a10"/></svg>'
    )


def branded(
    brand: Any, logo: str | None = None, before: Callable[[Page], object] | None = None
) -> Callable[[Page], None]:
    """Make a page's site one of this brand, before it loads; without `logo` there is no such file.

    `before`: what else is to be done to the page.
    """

    def told(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(json={**answer.json(), "brand": brand})

    def shown(route: Route) -> None:
        if logo is None:
            route.fulfill(status=404)
        else:
            route.fulfill(body=logo, content_type="image/svg+xml")

    def rig(page: Page) -> None:
        page.route(CONFIG, told)
        page.route(LOGOS, shown)
        if before is not None:
            before(page)

    return rig


def wears(page: Page, name: str) -> None:
    """The page says whose it is, and nothing says that it is ours."""
    expect(page.locator("html")).to_have_attribute("data-brand", "here")
    mark = page.locator(".wordmark")
    expect(mark).not_to_have_attribute("data-logo", "coming")
    expect(mark).to_have_accessible_description("")
    said = mark.evaluate("el => el.innerText + [...el.querySelectorAll('img')].map(i => i.alt)")
    assert said.strip() == name
    expect(page).to_have_title(re.compile(f"{re.escape(name)}$"))
    assert "Scandrop" not in page.evaluate("document.title + document.body.innerText")


def color_of(page: Page, selector: str, name: str = "background-color") -> str:
    """How it is drawn, as #rrggbb."""
    drawn_as = page.locator(selector).first.evaluate(
        "(el, name) => getComputedStyle(el).getPropertyValue(name)", name
    )
    return "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", drawn_as)[:3])
