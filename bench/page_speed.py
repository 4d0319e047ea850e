"""How soon the pages work on a slow line, in a browser that has never seen them.

Kiosk and phone page, 1.6 Mbit/s down, 750 kbit/s up and 150 ms there and back, as Lighthouse has
for phones (https://github.com/GoogleChrome/lighthouse/blob/main/docs/throttling.md): as the dev
server serves them, by HTTP/1.1, and as the CDN does, by HTTP/2 over TLS. Each visit has a browser
of its own, with a profile in which nothing was before: in what Playwright calls a context, an
incognito window, Chromium opens no connections ahead. The phone's visit claims a session that was
just opened; that counts.
"""

import asyncio
import statistics
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Playwright, sync_playwright

from bench import line_speed, page_marks
from bench.cdn import launch as cdn
from bench.figures import Figure
from bench.page_marks import Marks
from bench.slow_line import Shape, arguments, slow_line
from devserver.launch import DevServer, launched
from tests.e2e import browser as browsers
from tests.e2e.api_client import Api
from tests.e2e.axe import violations
from tests.e2e.pages import Kiosk, Phone

RUNS = 5
LINE = Shape(up_bits_per_second=750_000, down_bits_per_second=1_600_000, delay_seconds=0.075)
#: Where a phone can begin to pick, and a kiosk says that it no longer comes up.
_PHONE_WORKS = "#library:not(:disabled)"
_KIOSK_WORKS = "#kiosk[aria-busy=false]"
#: What the budget of the phone is for is what visitors load: the deployed site.
_USABLE_SECONDS = 1.5


@dataclass(frozen=True)
class _Site:
    """How the pages are served."""

    name: str
    server: DevServer
    playwright: Playwright
    #: For the browser's command line.
    arguments: tuple[str, ...]
    url: str

    def kiosk(self) -> tuple[str, dict[str, Any]]:
        return self.url, browsers.KIOSK

    def phone(self) -> tuple[str, dict[str, Any]]:
        opened = Api(self.server).open_session()
        return str(opened["uploadPageUrl"]).replace(self.server.site_url, self.url), browsers.PHONE

    @contextmanager
    def _page(self, options: dict[str, Any]) -> Iterator[Page]:
        with tempfile.TemporaryDirectory() as profile:
            context = self.playwright.chromium.launch_persistent_context(
                profile, **browsers.options(*self.arguments), **options
            )
            yield context.new_page()
            context.close()

    def visit(self, which: str) -> tuple[Marks, Counter[str]]:
        """One first visit, and what is wrong with the page."""
        url, options = getattr(self, which)()
        faults: Counter[str] = Counter()
        with self._page(options) as page:
            page.on("console", lambda said: faults.update([f"console: {said.text}"]))
            page.on("pageerror", lambda error: faults.update([f"script: {error}"]))
            page_marks.prepare(page, _PHONE_WORKS if which == "phone" else _KIOSK_WORKS)
            page.goto(url, wait_until="commit")
            marks = page_marks.read(page)
            faults.update(marks.faults)
            faults.update(f"axe: {found}" for found in violations(page))
            if which == "phone":
                Phone(page).is_ready()
            else:
                Kiosk(page).show_code()
        return marks, +faults


def figures() -> list[Figure]:
    """Each page, as it is served here and as the CDN serves it."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(launched(folder / "data"))
        line = stack.enter_context(slow_line(LINE))
        found = asyncio.run(line_speed.figures(line, LINE))
        playwright = stack.enter_context(sync_playwright())
        for site in _sites(stack, playwright, server, folder, line):
            # What the server does for the first time it does for nobody who is measured.
            for which in ("phone", "kiosk"):
                site.visit(which)
                visits = [site.visit(which) for _ in range(RUNS)]
                found += _figures(f"{which} page, {site.name}", which, visits)
    return found


def _sites(
    stack: ExitStack, playwright: Playwright, server: DevServer, folder: Path, line: int
) -> Iterator[_Site]:
    front = stack.enter_context(cdn.launched(server, folder))
    how = (*arguments(line), *front.arguments)
    yield _Site("HTTP/2", server, playwright, how, front.site_url)
    yield _Site("HTTP/1.1", server, playwright, how, server.site_url)


def _figures(
    name: str, which: str, visits: Sequence[tuple[Marks, Counter[str]]]
) -> Iterator[Figure]:
    def median(of: Callable[[Marks], float]) -> float:
        return statistics.median(of(marks) for marks, _ in visits)

    usable = sorted(marks.usable for marks, _ in visits)
    answered = median(lambda marks: marks.answered)
    rows: tuple[tuple[str, float], ...] = (
        ("first contentful paint", median(lambda marks: marks.first_paint)),
        ("largest contentful paint", median(lambda marks: marks.largest_paint)),
        ("DOMContentLoaded", median(lambda marks: marks.loaded)),
    )
    budget = f"≤ {_USABLE_SECONDS} s" if which == "phone" else "–"
    reference = f"its first byte {answered:.2f} s"
    yield Figure(
        f"{name}: usable",
        f"{median(lambda marks: marks.usable):.2f} s ({usable[0]:.2f} to {usable[-1]:.2f})",
        reference,
        f"{median(lambda marks: marks.usable) / answered:.1f}",
        budget,
    )
    for what, seconds in rows:
        yield Figure(
            f"the same: {what}", f"{seconds:.2f} s", reference, f"{seconds / answered:.1f}", "–"
        )
    yield Figure(
        "the same: blocked by long tasks, layout shift",
        f"{median(lambda marks: marks.blocked) * 1000:.0f} ms, "
        f"{max(marks.layout_shift for marks, _ in visits):.3f}",
        "good: 200 ms, 0.1",
        "–",
        "–",
    )
    faults: Counter[str] = sum((found for _, found in visits), Counter())
    yield Figure(
        "the same: found wrong by axe, console, policy, listeners, picture sizes, foreign requests",
        str(faults.total()),
        "; ".join(faults) or "–",
        "–",
        "0",
    )
