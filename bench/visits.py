"""Twenty photos from each phone, one phone and four at once, until every screen has heard of all.

Beside a tus server from npm with a WebSocket, in turn on the same machine, by clients as plain as
each other: two photos of a phone are under way at a time, as our page does it. Ours asks for its
tickets ahead, one after the other, with checksums; on a phone they are not this machine's work, so
they are reckoned before. What is not in it: previews, and a browser. What is: while photos come,
ours makes the renditions of those that are there; the tus server has nothing more to do.
"""

import asyncio
import base64
import hashlib
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import ClientSession, TCPConnector

from bench.figures import Figure, spread
from bench.photographs import MEGAPIXELS_12, photograph
from bench.sending import OurVisit, Photo, TusVisit, Visit, numbered
from bench.tus import client, launch
from bench.tus.launch import TusServer
from bench.visitors import Phone, kiosk
from devserver.launch import DevServer, launched

PHOTOS = 20
PHONES = (1, 4)
ROUNDS = 3


@dataclass(frozen=True)
class Round:
    """What one round took, in seconds."""

    total: float
    #: Of each photo, from the answer to its last request until its screen heard of it; 0 if that
    #: came first.
    known: list[float]


def figures() -> list[Figure]:
    """Ours and tus in turn, each with its own server.

    Raises:
        Unavailable: there is nothing to compare with.
    """
    launch.install()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        settings = {"SCANDROP_MAX_PHOTOS": str(PHOTOS)}
        ours = stack.enter_context(launched(folder / "data", environ=settings))
        theirs = stack.enter_context(launch.launched(folder / "files"))
        return asyncio.run(_figures(ours, theirs))


async def _figures(server: DevServer, tus: TusServer) -> list[Figure]:
    photos = _photos()
    found = []
    async with ClientSession(connector=TCPConnector(limit=0)) as http:
        for phones in PHONES:
            ours, theirs = [], []
            for _ in range(ROUNDS):
                async with _our_visits(server, http, phones) as visits:
                    ours.append(await _round(visits, photos))
                async with _tus_visits(tus, http, phones) as visits:
                    theirs.append(await _round(visits, photos))
            found += _beside(phones, ours, theirs)
    return found


async def _round(visits: Sequence[Visit], photos: Sequence[Photo]) -> Round:
    began = time.perf_counter()
    hearing = asyncio.gather(*(visit.hear(len(photos)) for visit in visits))
    answered = await asyncio.gather(*(visit.send(photos) for visit in visits))
    heard = await hearing
    total = max(max(times.values()) for times in heard) - began
    known = [
        max(0.0, told - before[photo_id])
        for before, after in zip(answered, heard, strict=True)
        for photo_id, told in after.items()
    ]
    await asyncio.gather(*(visit.rest() for visit in visits))
    return Round(total, known)


@asynccontextmanager
async def _our_visits(
    server: DevServer, http: ClientSession, phones: int
) -> AsyncIterator[list[Visit]]:
    async with AsyncExitStack() as stack:
        screens = [await stack.enter_async_context(kiosk(server, http)) for _ in range(phones)]
        yield [
            OurVisit(screen, Phone(server, http, screen.session["sessionId"])) for screen in screens
        ]


@asynccontextmanager
async def _tus_visits(
    server: TusServer, http: ClientSession, phones: int
) -> AsyncIterator[list[Visit]]:
    async with AsyncExitStack() as stack:
        yield [
            TusVisit(server, http, await stack.enter_async_context(client.screen(server, http)))
            for _ in range(phones)
        ]


def _photos() -> list[Photo]:
    return [
        Photo(content, base64.b64encode(hashlib.sha256(content).digest()).decode())
        for content in numbered(photograph("JPEG", MEGAPIXELS_12), PHOTOS)
    ]


def _beside(phones: int, ours: Sequence[Round], theirs: Sequence[Round]) -> list[Figure]:
    mine, reference = (
        statistics.median(each.total for each in rounds) for rounds in (ours, theirs)
    )
    my_known, their_known = (
        [seconds for each in rounds for seconds in each.known] for rounds in (ours, theirs)
    )
    who = "1 phone" if phones == 1 else f"each of {phones} phones at once"
    return [
        Figure(
            f"{PHOTOS} photos from {who} → every screen told",
            f"{mine:.2f} s",
            f"tus {reference:.2f} s",
            f"{mine / reference:.2f}",
            "≤ 1",
        ),
        Figure(
            "of each of these photos, upload answered → its screen told",
            spread(my_known),
            f"tus {spread(their_known)}",
            "–",
            "–",
        ),
    ]
