"""Weight of the pages, by the browser's own account: all that a first visit loads, compressed."""

import os

from playwright.sync_api import Browser, sync_playwright

from bench.figures import Figure
from devserver.launch import DevServer

#: What the phone page loads, with all that it needs itself, once photos can be picked.
_LATER = "**/pages/phone-later.js*"
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
#: https://www.w3.org/TR/resource-timing/: bodies as they came over the line, and unpacked.
_BODIES = """() => [...performance.getEntriesByType("navigation"),
    ...performance.getEntriesByType("resource")]
    .filter(({ name }) => name.startsWith(location.origin))
    .map(({ encodedBodySize, decodedBodySize }) => [encodedBodySize, decodedBodySize])"""


def figures(server: DevServer) -> list[Figure]:
    """Kiosk and phone page, each with one language, in a browser that knows nothing of them."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["SCANDROP_BROWSER"], args=_FLAGS
        )
        kiosk = _figure(browser, "kiosk page", f"{server.site_url}/", "≤ 60 KB")
        # Of a session that is none: all is loaded, and nobody's code is claimed.
        phone_url = f"{server.site_url}/phone.html#{'A' * 22}"
        first = _figure(browser, "phone page, first load", phone_url, "≤ 40 KB", without=_LATER)
        phone = _figure(browser, "phone page, all of it", phone_url, "–")
        browser.close()
    return [kiosk, first, phone]


def _figure(
    browser: Browser, name: str, url: str, budget: str, without: str | None = None
) -> Figure:
    page = browser.new_page()
    if without:
        page.route(without, lambda route: route.abort())
    page.goto(url, wait_until="networkidle")
    bodies: list[tuple[int, int]] = page.evaluate(_BODIES)
    page.close()
    compressed = sum(encoded for encoded, _ in bodies)
    plain = sum(decoded for _, decoded in bodies)
    return Figure(
        name,
        f"{compressed / 1000:.1f} KB in {len(bodies)} files",
        f"uncompressed {plain / 1000:.1f} KB",
        f"{compressed / plain:.2f}",
        budget,
    )
