"""The photo of `previews` once more, by tus: from its picking until its screen has heard of it.

In the same two browsers, so by the same slow line; in pages of the tus server's own origin that do
what tus-js-client does by default: an upload is created, and all of it sent in one PATCH.
https://tus.io/protocols/resumable-upload
"""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

from bench.tus import launch
from bench.tus.client import FROM_THE_START, VERSION
from bench.tus.launch import TusServer

_PATIENCE_MS = 60_000

_SCREEN = """(url) => new Promise((resolve) => {
    window.told = new Promise((told) => {
        const socket = new WebSocket(url);
        socket.onopen = resolve;
        socket.onmessage = () => told(Date.now());
    });
})"""
_PHONE = """([version, begin]) => {
    document.body.innerHTML = '<input type="file">';
    window.picked = new Promise((picked) => {
        document.querySelector('input').addEventListener('change', async ({target}) => {
            picked(Date.now());
            const [file] = target.files;
            const headers = {...version, 'Upload-Length': String(file.size)};
            const created = await fetch('/files', {method: 'POST', headers});
            const url = created.headers.get('Location');
            await fetch(url, {method: 'PATCH', headers: begin, body: file});
        });
    });
}"""


def told_seconds(near: Browser, far: Browser, photo: Path, runs: int) -> list[float]:
    """Of each of so many visits.

    Raises:
        Unavailable: there is nothing to compare with.
    """
    launch.install()
    with (
        tempfile.TemporaryDirectory() as folder,
        launch.launched(Path(folder) / "files") as server,
    ):
        return [_visit(server, near, far, photo) for _ in range(runs)]


def _visit(server: TusServer, near: Browser, far: Browser, photo: Path) -> float:
    screen, phone = _page(server, near), _page(server, far)
    screen.evaluate(_SCREEN, server.websocket_url)
    phone.evaluate(_PHONE, [VERSION, FROM_THE_START])
    phone.set_input_files("input", photo)
    picked: float = phone.evaluate("picked")
    told: float = screen.evaluate("told")
    for page in (screen, phone):
        page.context.close()
    return (told - picked) / 1000


def _page(server: TusServer, browser: Browser) -> Page:
    """A page of the server's origin; it has none of its own, and what it says instead will do."""
    page = browser.new_context().new_page()
    page.set_default_timeout(_PATIENCE_MS)
    page.goto(f"{server.url}/files")
    return page
