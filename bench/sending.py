"""A phone that sends many photos, and the screen that hears of them: ours, and one of tus."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from aiohttp import ClientSession

from bench.tus import client
from bench.tus.launch import TusServer
from bench.visitors import Kiosk, Phone

#: Photos of one phone that are under way, as static-site/lib/upload-state.js has it.
AT_ONCE = 2

#: When something happened, by the photo's id.
Times = dict[str, float]


@dataclass(frozen=True)
class Photo:
    """One of many that differ."""

    content: bytes
    sha256: str


def numbered(photo: bytes, count: int) -> list[bytes]:
    """The same JPEG with another comment in each: no server may take two for one."""
    photos = []
    for number in range(count):
        words = b"photo %d" % number
        comment = b"\xff\xfe" + (len(words) + 2).to_bytes(2, "big") + words
        photos.append(photo[:2] + comment + photo[2:])
    return photos


class Visit(Protocol):
    """One phone and its screen."""

    async def send(self, photos: Sequence[Photo]) -> Times:
        """Send them all; when each was answered."""

    async def hear(self, count: int) -> Times:
        """Hear of so many photos; when, of each."""

    async def rest(self) -> None:
        """Wait until the server has nothing left to do for it."""


class OurVisit:
    """A phone and a kiosk of ours."""

    def __init__(self, screen: Kiosk, phone: Phone) -> None:
        self._screen, self._phone = screen, phone
        self._ready = 0
        self._sent = 0

    async def send(self, photos: Sequence[Photo]) -> Times:
        """Tickets ahead, one after the other; PUTs side by side."""
        answered: Times = {}
        tickets: asyncio.Queue[tuple[dict[str, Any], bytes] | None] = asyncio.Queue()
        self._sent = len(photos)

        async def announce() -> None:
            for photo in photos:
                ticket = await self._phone.ticket(len(photo.content), photo.sha256)
                tickets.put_nowait((ticket, photo.content))
            for _ in range(AT_ONCE):
                tickets.put_nowait(None)

        async def put() -> None:
            while ready := await tickets.get():
                answered[ready[0]["photoId"]] = await self._phone.put(*ready)

        await asyncio.gather(announce(), *(put() for _ in range(AT_ONCE)))
        return answered

    async def hear(self, count: int) -> Times:
        """By its socket."""
        heard: Times = {}
        while len(heard) < count:
            message = await self._message()
            if message["type"] == "UPLOAD_COMPLETED":
                heard[message["photo"]["photoId"]] = time.perf_counter()
        return heard

    async def rest(self) -> None:
        """Every photo is READY."""
        while self._ready < self._sent:
            await self._message()

    async def _message(self) -> dict[str, Any]:
        message: dict[str, Any] = await self._screen.socket.receive_json(timeout=30)
        self._ready += message["type"] == "PHOTO_READY"
        return message


class TusVisit:
    """A phone and a screen at the tus server."""

    def __init__(self, server: TusServer, http: ClientSession, screen: client.TusScreen) -> None:
        self._server, self._http, self._screen = server, http, screen
        self._mine: set[str] = set()

    async def send(self, photos: Sequence[Photo]) -> Times:
        """Each is created and then sent, side by side."""
        answered: Times = {}
        waiting = iter(photos)

        async def put() -> None:
            for photo in waiting:
                url = await client.create(self._server, self._http, len(photo.content))
                upload_id = url.rpartition("/")[2]
                self._mine.add(upload_id)
                answered[upload_id] = await client.send(self._http, url, photo.content)

        await asyncio.gather(*(put() for _ in range(AT_ONCE)))
        return answered

    async def hear(self, count: int) -> Times:
        """Of those that are its own."""
        heard: Times = {}
        while len(heard) < count:
            upload_id = await self._screen.hears()
            if upload_id in self._mine:
                heard[upload_id] = time.perf_counter()
        return heard

    async def rest(self) -> None:
        """It does nothing more."""
