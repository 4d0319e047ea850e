"""Twenty photos from each phone as visitors send them: each phone has nothing but a slow line.

Our own pages and those of `slow_tus`, in turn, in the same browsers: two photos of a phone are
under way at a time on both sides, each phone on a line of its own. Of each photo is measured when
its screen could show something of it (ours: its preview, or itself if that was sooner; tus has no
previews) and when its screen has heard that all of it is there, by the clock of this machine. Where
`visits` measures what the servers take, this is what people wait for.
"""

import asyncio
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from bench import line_speed, slow_tus
from bench.figures import Figure
from bench.photographs import MEGAPIXELS_12, photograph
from bench.sending import numbered
from bench.slow_line import proxy, slow_line
from bench.tus.launch import TusServer
from devserver.launch import DevServer, launched
from tests.e2e import browser as browsers
from tests.e2e.pages import Phone

PHOTOS = 20
PHONES = (1, 4)
#: JPEG's quality, and how many rounds: of photos as phones take them, which take two minutes each;
#: and as small as those of 12 megapixels may be, of which what else we send is the largest part.
BATCHES = ((90, 1), (70, 3))
_WARM = 4
#: A page that has not noted what it shall by then never will.
_PATIENCE_MS = 300_000

#: A page of the site in which nothing runs but this: what a kiosk hears, not what it draws.
_SCREEN_PAGE = "favicon.svg"
_SCREEN = """async ([apiUrl, websocketUrl]) => {
    Object.assign(window, {first: {}, whole: {}, ready: {}});
    const arrived = ['STORED', 'READY'];
    const answer = await fetch(`${apiUrl}/sessions`, {method: 'POST'});
    const {sessionId, screenToken, uploadPageUrl} = await answer.json();
    const socket = new WebSocket(
        `${websocketUrl}?sessionId=${sessionId}`, ['scandrop', screenToken],
    );
    socket.onmessage = ({data}) => {
        const at = Date.now();
        const {type, photo} = JSON.parse(data);
        if (!photo) {
            return;
        }
        const isThere = arrived.includes(photo.state);
        const noted = {
            first: isThere || type === 'UPLOAD_PREVIEW',
            whole: isThere,
            ready: photo.state === 'READY',
        };
        for (const what of Object.keys(noted).filter((each) => noted[each])) {
            window[what][photo.photoId] ??= at;
        }
    };
    await new Promise((opened) => { socket.onopen = opened; });
    return uploadPageUrl;
}"""
_PHONE_NOTES = """
    document.addEventListener('change', () => { window.picked ??= Date.now(); }, true);
"""
_ALL_READY = "(count) => Object.keys(ready).length >= count"


@dataclass
class Waits:
    """What one round took, in seconds since the picking; one list for each phone."""

    #: Until each photo's first picture could be on the screen, and until it was there as a whole.
    first: list[list[float]] = field(default_factory=list)
    whole: list[list[float]] = field(default_factory=list)


@dataclass(frozen=True)
class _Bench:
    """A browser of screens and one of phones, lines, and what is sent."""

    near: Browser
    far: Browser
    #: The port of each phone's line.
    lines: Sequence[int]
    photos: Sequence[Path]

    @contextmanager
    def _pairs(self, phones: int) -> Iterator[list[tuple[BrowserContext, BrowserContext]]]:
        """A screen's and a phone's context for each, in which nothing was loaded before."""
        with ExitStack() as stack:
            yield [
                (
                    stack.enter_context(self.near.new_context()),
                    stack.enter_context(self.far.new_context(proxy=proxy(line), **browsers.PHONE)),
                )
                for line in self.lines[:phones]
            ]

    def ours(self, server: DevServer, phones: int) -> Waits:
        """A session for each; at the end nothing is left to be done for any."""
        waits = Waits()
        with self._pairs(phones) as contexts:
            visits = [_Visit(server, *pair) for pair in contexts]
            for visit in visits:
                visit.pick(self.photos)
            for visit in visits:
                visit.note(waits, len(self.photos))
        return waits

    def theirs(self, tus: TusServer, phones: int) -> Waits:
        """The same by tus, where the first of a photo that can be shown is the whole."""
        with self._pairs(phones) as contexts:
            visits = [slow_tus.Pair(tus, *pair) for pair in contexts]
            for visit in visits:
                visit.pick(self.photos)
            told = [visit.told_seconds(phones * len(self.photos)) for visit in visits]
        return Waits(told, told)


class _Visit:
    """A screen's socket, and the page of the phone that scanned its code."""

    def __init__(self, server: DevServer, near: BrowserContext, far: BrowserContext) -> None:
        far.add_init_script(_PHONE_NOTES)
        self._screen, self._hand = near.new_page(), far.new_page()
        self._screen.set_default_timeout(_PATIENCE_MS)
        self._screen.goto(f"{server.site_url}/{_SCREEN_PAGE}")
        self._hand.goto(self._screen.evaluate(_SCREEN, [server.api_url, server.websocket_url]))
        self._phone = Phone(self._hand)
        self._phone.is_ready()
        self._phone.has_everything()

    def pick(self, photos: Sequence[Path]) -> None:
        """Choose them; they are on their way then."""
        self._phone.pick(*map(str, photos))

    def note(self, waits: Waits, photos: int) -> None:
        """Wait until all are sharp, so that nothing of a round goes on in the next."""
        self._screen.wait_for_function(_ALL_READY, arg=photos)
        picked: float = self._hand.evaluate("picked")
        for what, into in (("first", waits.first), ("whole", waits.whole)):
            noted: dict[str, float] = self._screen.evaluate(what)
            into.append([(at - picked) / 1000 for at in noted.values()])


def figures() -> list[Figure]:
    """Ours and tus in turn, each with its own server.

    Raises:
        Unavailable: there is nothing to compare with.
    """
    with ExitStack() as stack:
        tus = stack.enter_context(slow_tus.server())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        settings = {"SCANDROP_MAX_PHOTOS": str(PHOTOS)}
        server = stack.enter_context(launched(folder / "data", environ=settings))
        lines = [stack.enter_context(slow_line()) for _ in range(max(PHONES))]
        found = asyncio.run(line_speed.figures(lines[0]))
        playwright = stack.enter_context(sync_playwright())
        near = stack.enter_context(browsers.start(playwright))
        far = stack.enter_context(browsers.start(playwright))
        for quality, rounds in BATCHES:
            photos = _photos(folder, quality)
            bench = _Bench(near, far, lines, photos)
            # Once unmeasured: a server that has just been started starts its decoders first.
            replace(bench, photos=photos[:_WARM]).ours(server, max(PHONES))
            for phones in PHONES:
                ours, theirs = [], []
                for _ in range(rounds):
                    ours.append(bench.ours(server, phones))
                    theirs.append(bench.theirs(tus, phones))
                found += _beside(phones, photos[0].stat().st_size, ours, theirs)
        return found


def _photos(folder: Path, quality: int) -> list[Path]:
    """The same photo, with another comment in each, as files."""
    paths = []
    for number, content in enumerate(
        numbered(photograph("JPEG", MEGAPIXELS_12, quality=quality), PHOTOS), 1
    ):
        path = folder / f"photo-{number}.jpg"
        path.write_bytes(content)
        paths.append(path)
    return paths


def _beside(
    phones: int, size_bytes: int, ours: Sequence[Waits], theirs: Sequence[Waits]
) -> list[Figure]:
    who = "1 phone" if phones == 1 else f"each of {phones} phones at once"
    many = f"{PHOTOS} photos ({size_bytes / 1e6:.1f} MB each) from {who}"
    rows = (
        (f"{many}, picked → a first picture of each, half of them", "first", _half, "≤ 1"),
        ("the same, of the last", "first", max, "≤ 1"),
        ("the same photos, picked → each whole, half of them", "whole", _half, "≤ 1"),
        ("the same, the last", "whole", max, "≤ 1"),
    )
    found = []
    for name, what, of, budget in rows:
        mine, tus = (
            statistics.median(of(times) for waits in rounds for times in getattr(waits, what))
            for rounds in (ours, theirs)
        )
        reference = f"tus: screen told {tus:.2f} s"
        found.append(Figure(name, f"{mine:.2f} s", reference, f"{mine / tus:.2f}", budget))
    return found


def _half(times: Sequence[float]) -> float:
    return statistics.median(times)
