"""Whatever goes wrong in a page of a test fails that test: each kind of it is made to happen."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from devserver.launch import DevServer
from tests.e2e import browser as browsers
from tests.e2e.browser import Visits
from tests.e2e.waiting import eventually

ELSEWHERE = "https://elsewhere.example"
#: Runs in a worker whose policy allows it nothing.
WORK = f"onmessage = () => fetch('{ELSEWHERE}/').catch(() => {{}});"
WORKER_POLICY = {"content-type": "text/javascript", "content-security-policy": "default-src 'none'"}


@pytest.fixture
def watched(browser: Browser) -> Iterator[Visits]:
    """Visits that nobody but the test itself asks what went wrong."""
    opened = Visits(browser)
    yield opened
    opened.close()


def heard(page: Page, watched: Visits, told: str) -> list[str]:
    """What was told by now; what a page tells is heard only while it is asked for something."""
    page.evaluate("0")
    return [problem for problem in watched.unexpected() if told in problem]


def evaluated(script: str) -> Callable[[Page], object]:
    return lambda page: page.evaluate(script)


def works_in_a_worker(page: Page) -> None:
    page.route("**/work.js", lambda route: route.fulfill(headers=WORKER_POLICY, body=WORK))
    with page.expect_worker():
        page.evaluate("() => { window.worker = new Worker('/work.js'); }")
    page.evaluate("worker.postMessage('begin')")


def asks_elsewhere(page: Page) -> None:
    page.evaluate(f"fetch('{ELSEWHERE}/tracker', {{mode: 'no-cors'}}).catch(() => {{}})")


def listens_elsewhere(page: Page) -> None:
    page.evaluate(f"() => {{ new WebSocket('{ELSEWHERE.replace('https', 'wss')}/'); }}")


@pytest.mark.parametrize(
    ("trouble", "told", "options"),
    [
        (evaluated("console.error('broken')"), "error: broken", {}),
        (evaluated("console.warn('odd')"), "warning: odd", {}),
        (
            evaluated("() => { setTimeout(() => { throw Error('thrown'); }); }"),
            "script: thrown",
            {},
        ),
        (evaluated("() => { void Promise.reject(Error('lost')); }"), "script: lost", {}),
        (evaluated("fetch('/nothing.json').then(() => {})"), "404", {}),
        (
            evaluated("document.body.setAttribute('style', 'color: red')"),
            "policy: style-src-attr refuses inline",
            {},
        ),
        (
            evaluated(f"fetch('{ELSEWHERE}/').catch(() => {{}})"),
            f"policy: connect-src refuses {ELSEWHERE}",
            {},
        ),
        (works_in_a_worker, f"policy: connect-src refuses {ELSEWHERE}", {}),
        (asks_elsewhere, f"request: GET {ELSEWHERE}/tracker net::ERR_NAME", {"bypass_csp": True}),
        (listens_elsewhere, "'wss://elsewhere.example/' failed", {"bypass_csp": True}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_it_is_told_and_only_what_is_named_is_tolerated(
    watched: Visits,
    server: DevServer,
    trouble: Callable[[Page], object],
    told: str,
    options: dict[str, Any],
) -> None:
    page = watched.open(f"{server.site_url}/404.html", **browsers.PHONE, **options)
    page.wait_for_load_state("networkidle")
    assert watched.unexpected() == []
    trouble(page)
    eventually(lambda: heard(page, watched, told))
    watched.tolerate("something else")
    assert watched.unexpected()
    watched.tolerate(".*")
    assert watched.unexpected() == []


def test_a_page_that_another_one_opens_is_watched_too(watched: Visits, server: DevServer) -> None:
    page = watched.open(server.site_url, **browsers.KIOSK)
    with page.expect_popup() as opened:
        page.evaluate("() => { open('/404.html'); }")
    opened.value.evaluate("console.error('broken')")
    eventually(lambda: heard(page, watched, "broken"))
    assert opened.value in watched.pages


def test_no_test_opens_a_page_that_is_not_watched() -> None:
    """A page of a context that is watched is, too; so `context.new_page` is not in question."""
    raw = re.compile(r"\.new_context\(|(?<!context)\.new_page\(|launch_persistent_context\(")
    files = {
        path.name: path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("*.py")
    }
    opened = {name for name, source in files.items() if raw.search(source)}
    # A test of a made-up page; what takes README's pictures; a browser that is killed.
    assert opened - {"browser.py"} == {"test_checked.py", "readme.py", "test_never_lost.py"}
    assert "visits.watch(self._context)" in files["test_never_lost.py"]
