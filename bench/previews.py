"""The first picture on the screen of a photo that takes its time on a slow line.

A kiosk page in one browser, and a phone page in another that has nothing but the slow line. Both
note when things happen by the clock of this machine (`Date.now()`, exact to a millisecond); a
picture is drawn when the frame after the first one that has it begins, so up to 17 ms late.
"""

import asyncio
import os
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from bench import line_speed, slow_tus
from bench.figures import Figure
from bench.photographs import MEGAPIXELS_12, photograph
from bench.slow_line import arguments, slow_line
from bench.tus.launch import Unavailable
from devserver.launch import DevServer, launched
from tests.e2e import browser as browsers
from tests.e2e.pages import Kiosk, Phone

RUNS = 5
COLD_RUNS = 3
_QUALITY = 93
_NAME = "beach.jpg"
#: A page that has not noted what it shall by then never will.
_PATIENCE_MS = 60_000

#: Keeps the first time of everything.
_NOTES = """
    window.noted = {};
    window.note = (what) => { noted[what] ??= Date.now(); };
"""
_KIOSK_NOTES = """
    window.WebSocket = class extends WebSocket {
        constructor(...how) {
            super(...how);
            this.addEventListener('message', ({data}) => note(JSON.parse(data).type));
        }
    };
    let drawn = '';
    requestAnimationFrame(function look() {
        if (drawn) {
            note(drawn);
        }
        const figure = document.querySelector('#newest .print');
        const image = figure?.querySelector('img');
        const seen = image?.complete && image.naturalWidth > 0
            && getComputedStyle(image).visibility === 'visible';
        drawn = seen ? figure.dataset.state : '';
        requestAnimationFrame(look);
    });
"""
_PHONE_NOTES = """
    document.addEventListener('change', () => note('picked'), true);
    const {open} = XMLHttpRequest.prototype;
    XMLHttpRequest.prototype.open = function (method, ...rest) {
        if (method === 'PUT') {
            this.upload.addEventListener('loadstart', () => {
                note('begun' in noted ? 'begun again' : 'begun');
            });
            this.addEventListener('loadend', () => note('ended'));
        }
        return open.call(this, method, ...rest);
    };
"""
_ALL_NOTED = """([wanted, patience]) => new Promise((resolve, reject) => {
    setTimeout(() => {
        reject(new Error(`only ${JSON.stringify(noted)}; it says: ${document.body.innerText}`));
    }, patience);
    (function look() {
        if (wanted.every((what) => what in noted)) {
            resolve(noted);
        } else {
            setTimeout(look, 50);
        }
    })();
})"""


@dataclass(frozen=True)
class Visit:
    """What became of one photo, in seconds since it was picked."""

    preview: float
    #: The PUT begins, and ends: it is answered, or the page, which has heard by its socket that the
    #: photo is there, waits for the answer no longer.
    begun: float
    ended: float
    #: The screen has heard that it is there; shows it itself.
    told: float
    shown: float


class Bench:
    """Two browsers and a photo."""

    def __init__(self, near: Browser, far: Browser, photo: Path) -> None:
        self._near, self._far, self._photo = near, far, photo

    def by_tus(self) -> list[float]:
        """The same photo by tus until its screen has heard of it; none where there is no tus."""
        try:
            return slow_tus.told_seconds(self._near, self._far, self._photo, RUNS)
        except Unavailable as unavailable:
            print(f"\nThe rows beside tus are left out: {unavailable}", flush=True)
            return []

    def visit(self, server: DevServer) -> Visit:
        """One session, opened by the kiosk, and one photo."""
        with _page(self._near, _KIOSK_NOTES, browsers.KIOSK) as screen:
            screen.goto(server.site_url)
            address = Kiosk(screen).show_code()
            with _page(self._far, _PHONE_NOTES, browsers.PHONE) as hand:
                hand.goto(address)
                phone = Phone(hand)
                phone.is_ready()
                phone.has_everything()
                phone.pick(str(self._photo))
                here = _noted(screen, "previewed", "UPLOAD_COMPLETED", "shown")
                there = _noted(hand, "picked", "begun", "ended")
        if "begun again" in there:
            raise RuntimeError(f"the photo was sent twice: {there}")
        picked = there["picked"]
        return Visit(
            preview=(here["previewed"] - picked) / 1000,
            begun=(there["begun"] - picked) / 1000,
            ended=(there["ended"] - picked) / 1000,
            told=(here["UPLOAD_COMPLETED"] - picked) / 1000,
            shown=(here["shown"] - picked) / 1000,
        )


def figures() -> list[Figure]:
    """Of a server that has seen a preview before, and of one that has just been started."""
    photo = photograph("JPEG", MEGAPIXELS_12, quality=_QUALITY)
    with _bench(photo) as (bench, line):
        with _server() as server:
            bench.visit(server)
            warm = [bench.visit(server) for _ in range(RUNS)]
        cold = []
        for _ in range(COLD_RUNS):
            with _server() as server:
                cold.append(bench.visit(server))
        theirs = bench.by_tus()
    name = f"12 MP JPEG ({len(photo) / 1e6:.1f} MB) picked → its preview on the screen"
    return [
        *line,
        _sooner(name, warm, "≥ 10"),
        _sooner("the same, the server's first", cold, "–"),
        _beside("the same photo picked → its PUT begins", warm, "begun"),
        _beside("the same photo picked → kiosk told", warm, "told"),
        _beside("the same photo picked → itself on the screen", warm, "shown"),
        *_beside_tus(warm, theirs),
    ]


def _sooner(name: str, visits: Sequence[Visit], budget: str) -> Figure:
    """The ratio is of each visit by itself."""
    previews = sorted(visit.preview for visit in visits)
    times = statistics.median(visit.ended / visit.preview for visit in visits)
    return Figure(
        name,
        f"{statistics.median(previews):.2f} s ({previews[0]:.2f} to {previews[-1]:.2f})",
        f"PUT ended {statistics.median(visit.ended for visit in visits):.2f} s",
        f"{times:.1f}× sooner",
        budget,
    )


def _beside(name: str, visits: Sequence[Visit], what: str) -> Figure:
    mine = statistics.median(getattr(visit, what) for visit in visits)
    ended = statistics.median(visit.ended for visit in visits)
    return Figure(name, f"{mine:.2f} s", f"PUT ended {ended:.2f} s", f"{mine / ended:.2f}", "–")


def _beside_tus(ours: Sequence[Visit], theirs: Sequence[float]) -> list[Figure]:
    if not theirs:
        return []
    tus = statistics.median(theirs)
    rows = (("its preview on the screen", "preview", "≤ 1"), ("kiosk told", "told", "–"))
    found = []
    for name, what, budget in rows:
        mine = statistics.median(getattr(visit, what) for visit in ours)
        name = f"the same photo picked → {name}"
        reference = f"tus: screen told {tus:.2f} s"
        found.append(Figure(name, f"{mine:.2f} s", reference, f"{mine / tus:.2f}", budget))
    return found


@contextmanager
def _bench(photo: bytes) -> Iterator[tuple[Bench, list[Figure]]]:
    if not os.environ.get("SCANDROP_BROWSER"):
        raise RuntimeError("SCANDROP_BROWSER names no browser; `make bench` finds one")
    with tempfile.TemporaryDirectory() as folder, slow_line() as port:
        path = Path(folder) / _NAME
        path.write_bytes(photo)
        line = asyncio.run(line_speed.figures(port))
        with sync_playwright() as playwright:
            near = browsers.start(playwright)
            far = browsers.start(playwright, *arguments(port))
            yield Bench(near, far, path), line
            far.close()
            near.close()


@contextmanager
def _server() -> Iterator[DevServer]:
    with tempfile.TemporaryDirectory() as folder, launched(Path(folder) / "data") as server:
        yield server


@contextmanager
def _page(browser: Browser, notes: str, options: dict[str, object]) -> Iterator[Page]:
    context = browser.new_context(**options)  # type: ignore[arg-type]
    context.add_init_script(_NOTES + notes)
    yield context.new_page()
    context.close()


def _noted(page: Page, *wanted: str) -> dict[str, float]:
    found: dict[str, float] = page.evaluate(_ALL_NOTED, [list(wanted), _PATIENCE_MS])
    return found
