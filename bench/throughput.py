"""Requests per second of the API, with keep-alive."""

import asyncio
import time
from collections.abc import Awaitable, Iterable

from aiohttp import ClientSession, TCPConnector, web

from bench.figures import Figure
from bench.visitors import Phone, open_session
from devserver.launch import DevServer

#: Clients at once, each with a connection that it keeps.
CLIENTS = 8
REQUESTS_PER_CLIENT = 150
#: What one session takes; so each client of the second figure is many phones, one after the other.
TICKETS_PER_SESSION = 10


async def figures(server: DevServer) -> list[Figure]:
    """`POST /sessions` and tickets, beside an HTTP server that does nothing."""
    async with ClientSession(connector=TCPConnector(limit=CLIENTS)) as http:
        floor = await _floor(http)
        opened = await _per_second(_open_sessions(server, http) for _ in range(CLIENTS))
        phones = [
            [await _phone(server, http) for _ in range(REQUESTS_PER_CLIENT // TICKETS_PER_SESSION)]
            for _ in range(CLIENTS)
        ]
        tickets = await _per_second(_ask_tickets(each) for each in phones)
    reference = f"an empty aiohttp handler {floor:.0f}/s"
    return [
        Figure("POST /sessions", f"{opened:.0f}/s", reference, f"{opened / floor:.2f}", "≥ 150/s"),
        Figure(
            "GET /upload-url", f"{tickets:.0f}/s", reference, f"{tickets / floor:.2f}", "≥ 200/s"
        ),
    ]


async def _per_second(clients: Iterable[Awaitable[None]]) -> float:
    began = time.perf_counter()
    await asyncio.gather(*clients)
    return CLIENTS * REQUESTS_PER_CLIENT / (time.perf_counter() - began)


async def _open_sessions(server: DevServer, http: ClientSession) -> None:
    for _ in range(REQUESTS_PER_CLIENT):
        await open_session(server, http)


async def _phone(server: DevServer, http: ClientSession) -> Phone:
    return Phone(server, http, (await open_session(server, http))["sessionId"])


async def _ask_tickets(phones: list[Phone]) -> None:
    for phone in phones:
        for _ in range(TICKETS_PER_SESSION):
            await phone.ticket(3_000_000)


async def _floor(http: ClientSession) -> float:
    async def nothing(_: web.Request) -> web.Response:
        return web.json_response({})

    app = web.Application()
    app.router.add_post("/", nothing)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]

    async def client() -> None:
        for _ in range(REQUESTS_PER_CLIENT):
            async with http.post(f"http://{host}:{port}/") as answer:
                await answer.read()

    rate = await _per_second(client() for _ in range(CLIENTS))
    await runner.cleanup()
    return rate
