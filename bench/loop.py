"""The way to the screen: from the answer of the PUT to the kiosk's messages."""

import asyncio
import io
import time
from dataclasses import dataclass, field

from aiohttp import ClientSession, web

from bench.figures import Figure, milliseconds, spread
from bench.photographs import MEGAPIXELS_12, photograph
from bench.visitors import Kiosk, Phone, kiosk
from chalicelib.images.sandbox import Sandbox
from devserver.launch import DevServer

PHOTOS_PER_PHONE = 10
ROUNDS = 3
PHONES = 4


@dataclass
class _Waits:
    """Seconds of each photo. A message that overtakes the PUT's answer counts as 0."""

    told: list[float] = field(default_factory=list)
    ready: list[float] = field(default_factory=list)

    def add(self, other: "_Waits") -> None:
        self.told += other.told
        self.ready += other.ready


async def figures(server: DevServer) -> list[Figure]:
    """One phone, then four at once, each with its own kiosk.

    The first message beside a bare WebSocket echo, the second beside the renderer by itself.
    """
    photo = photograph("JPEG", MEGAPIXELS_12)
    rendering = await asyncio.to_thread(_rendering_seconds, photo)
    alone, together = _Waits(), _Waits()
    async with ClientSession() as http:
        echo = await _echo_seconds(http)
        for _ in range(ROUNDS):
            alone.add(await _visit(server, http, photo))
        for _ in range(ROUNDS):
            for visit in await asyncio.gather(
                *(_visit(server, http, photo) for _ in range(PHONES))
            ):
                together.add(visit)
    at_once = f"the same, {PHONES} phones at once"
    echoed, rendered = ("WebSocket echo", echo), ("the renderer alone", rendering)
    return [
        _figure("PUT answered → kiosk told, 1 phone", alone.told, *echoed, "p50 ≤ 20 ms"),
        _figure(at_once, together.told, *echoed, "p50 ≤ 60 ms"),
        _figure("PUT answered → PHOTO_READY, 1 phone", alone.ready, *rendered, "≤ 2"),
        _figure(at_once, together.ready, *rendered, f"≤ {2 * PHONES}"),
    ]


def _figure(
    name: str, seconds: list[float], beside: str, reference: list[float], budget: str
) -> Figure:
    ratio = milliseconds(seconds, 50) / milliseconds(reference, 50)
    return Figure(name, spread(seconds), f"{beside} {spread(reference)}", f"{ratio:.1f}", budget)


async def _visit(server: DevServer, http: ClientSession, photo: bytes) -> _Waits:
    """One photo after the other, each when the one before is ready."""
    waits = _Waits()
    async with kiosk(server, http) as screen:
        phone = Phone(server, http, screen.session["sessionId"])
        for _ in range(PHOTOS_PER_PHONE):
            heard = asyncio.create_task(_heard_at(screen))
            answered_at = await phone.send(photo)
            told_at, ready_at = await heard
            waits.told.append(max(0.0, told_at - answered_at))
            waits.ready.append(max(0.0, ready_at - answered_at))
    return waits


async def _heard_at(screen: Kiosk) -> tuple[float, float]:
    await screen.hears("UPLOAD_COMPLETED")
    told_at = time.perf_counter()
    await screen.hears("PHOTO_READY")
    return told_at, time.perf_counter()


def _rendering_seconds(photo: bytes) -> list[float]:
    """The same photo, by the same process that the application has for it, and nothing around."""
    sandbox = Sandbox()
    taken = []
    for _ in range(PHOTOS_PER_PHONE + 1):
        began = time.perf_counter()
        sandbox.render(io.BytesIO(photo), None)
        taken.append(time.perf_counter() - began)
    sandbox.close()
    # The first has started the worker.
    return taken[1:]


async def _echo_seconds(http: ClientSession) -> list[float]:
    async def echo(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async for message in socket:
            await socket.send_str(message.data)
        return socket

    app = web.Application()
    app.router.add_get("/", echo)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    taken = []
    async with http.ws_connect(f"http://{host}:{port}/") as socket:
        for _ in range(200):
            began = time.perf_counter()
            await socket.send_str("x" * 700)
            await socket.receive()
            taken.append(time.perf_counter() - began)
    await runner.cleanup()
    return taken
