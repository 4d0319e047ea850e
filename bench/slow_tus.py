"""Photos of a phone on a slow line by tus: from their picking until its screen has heard of each.

In browsers as ours are measured in, by the same line; in pages of the tus server's own origin, so
that no request has to be asked for first, which do what tus-js-client does by default: an upload is
created, and all of it sent in one PATCH. https://tus.io/protocols/resumable-upload
"""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

from bench.sending import AT_ONCE
from bench.tus import launch
from bench.tus.client import FROM_THE_START, VERSION
from bench.tus.launch import TusServer

_PATIENCE_MS = 300_000

_SCREEN = """(url) => new Promise((resolve) => {
    window.told = {};
    const socket = new WebSocket(url);
    socket.onopen = resolve;
    socket.onmessage = ({data}) => { told[JSON.parse(data).id] ??= Date.now(); };
})"""
_PHONE = """([version, begin, atOnce]) => {
    document.body.innerHTML = '<input type="file" multiple>';
    window.ids = [];
    document.querySelector('input').addEventListener('change', ({target}) => {
        window.picked = Date.now();
        const waiting = [...target.files].values();
        const send = async () => {
            for (const file of waiting) {
                const headers = {...version, 'Upload-Length': String(file.size)};
                const created = await fetch('/files', {method: 'POST', headers});
                const url = created.headers.get('Location');
                ids.push(url.split('/').at(-1));
                await fetch(url, {method: 'PATCH', headers: begin, body: file});
            }
        };
        for (let sender = 0; sender < atOnce; sender += 1) {
            void send();
        }
    });
}"""
_ALL_TOLD = "(count) => Object.keys(told).length >= count"


@contextmanager
def server() -> Iterator[TusServer]:
    """One that keeps its files for as long as it is used.

    Raises:
        Unavailable: there is nothing to compare with.
    """
    launch.install()
    with tempfile.TemporaryDirectory() as folder, launch.launched(Path(folder) / "files") as ready:
        yield ready


class Pair:
    """A screen, and a phone on its line, each a page in a context of its own."""

    def __init__(self, tus: TusServer, near: BrowserContext, far: BrowserContext) -> None:
        self._screen, self._phone = _page(tus, near), _page(tus, far)
        self._screen.evaluate(_SCREEN, tus.websocket_url)
        self._phone.evaluate(_PHONE, [VERSION, FROM_THE_START, AT_ONCE])

    def pick(self, photos: Sequence[Path]) -> None:
        """Choose them; they are on their way then."""
        self._phone.set_input_files("input", photos)

    def told_seconds(self, count: int) -> list[float]:
        """Since the picking, of each of the phone's own; `count`: of all phones at this server."""
        self._screen.wait_for_function(_ALL_TOLD, arg=count)
        told: dict[str, float] = self._screen.evaluate("told")
        picked: float = self._phone.evaluate("picked")
        mine: list[str] = self._phone.evaluate("ids")
        return [(told[upload_id] - picked) / 1000 for upload_id in mine]


def told_seconds(near: Browser, far: Browser, photo: Path, runs: int) -> list[float]:
    """Of one photo, in each of so many visits.

    Raises:
        Unavailable: there is nothing to compare with.
    """
    with server() as tus:
        return [_visit(tus, near, far, photo) for _ in range(runs)]


def _visit(tus: TusServer, near: Browser, far: Browser, photo: Path) -> float:
    with near.new_context() as screen, far.new_context() as phone:
        pair = Pair(tus, screen, phone)
        pair.pick([photo])
        (told,) = pair.told_seconds(1)
        return told


def _page(tus: TusServer, context: BrowserContext) -> Page:
    """A page of the server's origin; it has none of its own, and what it says instead will do."""
    page = context.new_page()
    page.set_default_timeout(_PATIENCE_MS)
    page.goto(f"{tus.url}/files")
    return page
