"""A phone that speaks tus, and a screen that hears of what has come.

As tus-js-client does by default: an upload is created, and all of it sent in one PATCH.
https://tus.io/protocols/resumable-upload
"""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse

from bench.tus.launch import TusServer

VERSION = {"Tus-Resumable": "1.0.0"}
#: Of a PATCH that begins a file.
FROM_THE_START = {
    **VERSION,
    "Upload-Offset": "0",
    "Content-Type": "application/offset+octet-stream",
}


@dataclass(frozen=True)
class TusScreen:
    """A socket to the server."""

    socket: ClientWebSocketResponse

    async def hears(self) -> str:
        """The id of the next upload that has arrived, of whomever."""
        message: dict[str, Any] = await self.socket.receive_json(timeout=30)
        return str(message["id"])


@asynccontextmanager
async def screen(server: TusServer, http: ClientSession) -> AsyncIterator[TusScreen]:
    """Connect."""
    async with http.ws_connect(server.websocket_url) as socket:
        yield TusScreen(socket)


async def create(server: TusServer, http: ClientSession, size_bytes: int) -> str:
    """The URL of a new upload; what follows its last slash is its id."""
    headers = {**VERSION, "Upload-Length": str(size_bytes)}
    async with http.post(server.files_url, headers=headers) as answer:
        answer.raise_for_status()
        return str(answer.headers["Location"])


async def send(http: ClientSession, url: str, content: bytes) -> float:
    """Send all of it; when the server had answered, by `time.perf_counter`."""
    async with http.patch(url, data=content, headers=FROM_THE_START) as answer:
        answer.raise_for_status()
        return time.perf_counter()
