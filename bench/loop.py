"""The way to the screen: from the answer of the PUT to the kiosk's message."""

import asyncio
import os
import time

from aiohttp import ClientSession, web

from bench.figures import Figure, milliseconds, spread
from bench.visitors import PHOTO_BYTES, Kiosk, Phone, kiosk
from devserver.launch import DevServer

PHOTOS_PER_PHONE = 10
ROUNDS = 3


async def figures(server: DevServer) -> list[Figure]:
    """One phone, then four at once, each with its own kiosk; beside a bare WebSocket echo."""
    async with ClientSession() as http:
        echo = await _echo_seconds(http)
        alone = [s for _ in range(ROUNDS) for s in await _visit(server, http)]
        together = []
        for _ in range(ROUNDS):
            visits = await asyncio.gather(*(_visit(server, http) for _ in range(4)))
            together += [seconds for visit in visits for seconds in visit]
    return [
        _figure("PUT answered → kiosk told, 1 phone", alone, echo, "p50 ≤ 20 ms"),
        _figure("the same, 4 phones at once", together, echo, "p50 ≤ 60 ms"),
    ]


def _figure(name: str, seconds: list[float], echo: list[float], budget: str) -> Figure:
    ratio = milliseconds(seconds, 50) / milliseconds(echo, 50)
    reference = f"WebSocket echo {spread(echo)}"
    return Figure(name, spread(seconds), reference, f"{ratio:.0f}", budget)


async def _visit(server: DevServer, http: ClientSession) -> list[float]:
    """Seconds of each photo of one visit. A message that overtakes the PUT's answer counts as 0."""
    photo = os.urandom(PHOTO_BYTES)
    taken = []
    async with kiosk(server, http) as screen:
        phone = Phone(server, http, screen.session["sessionId"])
        for _ in range(PHOTOS_PER_PHONE):
            heard = asyncio.create_task(_heard_at(screen))
            answered_at = await phone.send(photo)
            taken.append(max(0.0, await heard - answered_at))
    return taken


async def _heard_at(screen: Kiosk) -> float:
    await screen.hears("UPLOAD_COMPLETED")
    return time.perf_counter()


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
