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
)
#: A page may break off what it no longer wants.
_BROKEN_OFF = "net::ERR_ABORTED"

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
    """The pages of one test, each in a browser profile of its own, and what went wrong in them."""

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
        context.on("page", self._watch)
        page = context.new_page()
        if before is not None:
            before(page)
        page.goto(url)
        return page

    def tolerate(self, *patterns: str) -> None:
        """Trouble that the test itself makes."""
        self._tolerated += [re.compile(pattern) for pattern in patterns]

    def unexpected(self) -> list[str]:
        """Errors on the console and in scripts, refusals by the CSP, requests that failed."""
        return [
            problem
            for problem in self.problems
            if not any(pattern.search(problem) for pattern in self._tolerated)
        ]

    def keep(self, name: str, log: Path) -> None:
        """Write down what can be seen of each page, and what the server said."""
        folder = keep_log(name, log)
        for number, page in enumerate(self.pages):
            if not page.is_closed():
                page.screenshot(path=folder / f"{number}.png")
                (folder / f"{number}.html").write_text(page.content(), encoding="utf-8")
        (folder / "problems.txt").write_text("\n".join(self.problems), encoding="utf-8")

    def close(self) -> None:
        for page in (page for page in self.pages if not page.is_closed()):
            # What a test has put between page and service may be in the middle of an answer.
            page.unroute_all(behavior="ignoreErrors")
        for context in self._contexts:
            context.close()

    def _watch(self, page: Page) -> None:
        self.pages.append(page)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        page.on("requestfailed", self._failed)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            where = message.location.get("url", "")
            self.problems.append(f"{message.type}: {message.text} ({where})")

    def _failed(self, request: Request) -> None:
        if request.failure != _BROKEN_OFF:
            self.problems.append(f"request: {request.method} {request.url} {request.failure}")
