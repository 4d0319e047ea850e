"""Weight of the pages, by the browser's own account: all that a first visit loads, compressed.

The first load is what a page needs until its first scene works.
"""

import os

from playwright.sync_api import Browser, sync_playwright

from bench.figures import Figure
from devserver.launch import DevServer
from tests.e2e.weights import KIOSK_LATER, PHONE_LATER, leave_out, weigh

#: Of what a kiosk loads when it is at rest, the last: the words of its operator's panel.
_LAST = "/operator.json"
_HAS_LOADED = """(last) => performance.getEntriesByType("resource")
    .some(({ name }) => name.endsWith(last))"""
_PATIENCE_MS = 60_000
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def figures(server: DevServer) -> list[Figure]:
    """Kiosk and phone page, each with one language, in a browser that knows nothing of them."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["SCANDROP_BROWSER"], args=_FLAGS
        )
        # Of a session that is none: all is loaded, and nobody's code is claimed.
        kiosk_url, phone_url = server.site_url, f"{server.site_url}/phone.html#{'A' * 22}"
        found = [
            _figure(browser, "kiosk page, first load", kiosk_url, "≤ 60 KB", without=KIOSK_LATER),
            _figure(browser, "kiosk page, all of it", kiosk_url, "–", until=_LAST),
            _figure(browser, "phone page, first load", phone_url, "≤ 40 KB", without=PHONE_LATER),
            _figure(browser, "phone page, all of it", phone_url, "–"),
        ]
        browser.close()
    return found


def _figure(
    browser: Browser, name: str, url: str, budget: str, *, without: str = "", until: str = ""
) -> Figure:
    page = browser.new_page()
    if without:
        leave_out(page, without)
    page.goto(url)
    if until:
        page.wait_for_function(_HAS_LOADED, arg=until, timeout=_PATIENCE_MS)
    weight = weigh(page)
    page.close()
    compressed, plain = weight.compressed, weight.plain
    return Figure(
        name,
        f"{compressed / 1000:.1f} KB in {len(weight.files)} files",
        f"uncompressed {plain / 1000:.1f} KB",
        f"{compressed / plain:.2f}",
        budget,
    )
