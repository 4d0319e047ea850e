"""A real browser that tells of everything that went wrong in its pages."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    Worker,
    expect,
)

#: Two pages, several servers and other tests share two cores. Who waits longer learns the same.
expect.set_options(timeout=20_000)

_ARGUMENTS = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Who is not on this machine cannot be asked for anything: such a request fails, and is told.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)
#: A page may break off what it no longer wants, of which Chromium warns where it is a handshake.
_BROKEN_OFF = "net::ERR_ABORTED"
_GIVEN_UP = "WebSocket is closed before the connection is established"

#: Said on the console, where it is heard with all else. Chromium says some of it there by itself.
_TELL = """addEventListener('securitypolicyviolation', ({effectiveDirective, blockedURI}) => {
    console.error(`policy: ${effectiveDirective} refuses ${blockedURI}`);
});"""

ARTEFACTS = Path(__file__).parents[2] / ".artifacts" / "e2e"

KIOSK: dict[str, Any] = {"viewport": {"width": 1080, "height": 1920}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 640},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}


def options(*more: str) -> dict[str, Any]:
    """How to launch the browser that SCANDROP_BROWSER names; `more`: for its command line."""
    path = os.environ.get("SCANDROP_BROWSER")
    if not path:
        pytest.fail("SCANDROP_BROWSER names no browser; `make e2e` finds one")
    # Chromium's sandbox refuses to run for root, which containers are.
    arguments = [*_ARGUMENTS, *more, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    return {"executable_path": path, "args": arguments}


def start(playwright: Playwright, *more: str) -> Browser:
    """The browser, with pages of nobody in it."""
    return playwright.chromium.launch(**options(*more))


def keep_log(name: str, log: Path) -> Path:
    """Write down what the server of a test has said; the folder of what is kept of it."""
    folder = ARTEFACTS / re.sub(r"[^\w.-]+", "-", name)[:120]
    folder.mkdir(parents=True, exist_ok=True)
    if log.exists():
        (folder / "server.log").write_bytes(log.read_bytes())
    return folder


class Visits:
    """The pages of one test, each in a browser profile of its own, and what went wrong in them.

    Wrong is what a page says on its console as a warning or an error, an exception that nobody
    catches, what the site's policy refuses (in workers, once they are running), and a request that
    fails, as one to anybody beyond this machine does.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self._tolerated: list[re.Pattern[str]] = []
        self.pages: list[Page] = []
        self.problems: list[str] = []

    def open(
        self, url: str, before: Callable[[Page], object] | None = None, **options: Any
    ) -> Page:
        """Open a page; `before`: what to do to it before it loads."""
        context = self._browser.new_context(**options)
        self._contexts.append(context)
        self.watch(context)
        page = context.new_page()
        if before is not None:
            before(page)
        page.goto(url)
        return page

    def watch(self, context: BrowserContext) -> None:
        """Hear of all that goes wrong in its pages, those to come too."""
        context.add_init_script(_TELL)
        for page in context.pages:
            self._watch(page)
        context.on("page", self._watch)
        context.on("requestfailed", self._failed)

    def tolerate(self, *patterns: str) -> None:
        """Trouble that the test itself makes."""
        self._tolerated += [re.compile(pattern) for pattern in patterns]

    def unexpected(self) -> list[str]:
        """All that went wrong and that the test has not said would."""
        return [
            problem
            for problem in self.problems
            if not any(pattern.search(problem) for pattern in self._tolerated)
        ]

    def keep(self, name: str, log: Path) -> None:
        """Write down what can be seen of each page, and what the server said."""
        folder = keep_log(name, log)
        for number, page in enumerate(self._open_pages()):
            page.screenshot(path=folder / f"{number}.png")
            (folder / f"{number}.html").write_text(page.content(), encoding="utf-8")
        (folder / "problems.txt").write_text("\n".join(self.problems), encoding="utf-8")

    def close(self) -> None:
        for page in self._open_pages():
            # What a test has put between page and service may be in the middle of an answer.
            page.unroute_all(behavior="ignoreErrors")
        for context in self._contexts:
            context.close()

    def _open_pages(self) -> list[Page]:
        """Those of contexts of its own: others may have been killed, which is not told."""
        mine = [page for page in self.pages if page.context in self._contexts]
        return [page for page in mine if not page.is_closed()]

    def _watch(self, page: Page) -> None:
        self.pages.append(page)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        page.on("worker", self._employs)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and _GIVEN_UP not in message.text:
            where = message.location.get("url", "")
            self.problems.append(f"{message.type}: {message.text} ({where})")

    def _employs(self, worker: Worker) -> None:
        # What it says is heard on its page's console; how it is refused something, only if asked.
        worker.evaluate(_TELL)

    def _failed(self, request: Request) -> None:
        if request.failure != _BROKEN_OFF:
            self.problems.append(f"request: {request.method} {request.url} {request.failure}")
