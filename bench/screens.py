"""Memory of the dev server for screens that only wait."""

import asyncio
from contextlib import AsyncExitStack

import psutil
from aiohttp import ClientSession, TCPConnector

from bench.figures import Figure
from bench.visitors import kiosk
from devserver.launch import DevServer

SCREENS = 500


async def figures(server: DevServer) -> list[Figure]:
    """Resident memory of the dev server and its embedded AWS, before and with 500 sockets."""
    async with ClientSession(connector=TCPConnector(limit=0)) as http, AsyncExitStack() as open_:
        before = _resident_bytes(server)
        for _ in range(SCREENS // 20):
            batch = (open_.enter_async_context(kiosk(server, http)) for _ in range(20))
            await asyncio.gather(*batch)
        more = _resident_bytes(server) - before
    return [
        Figure(
            f"memory for {SCREENS} idle screens",
            f"{more / 2**20:.0f} MiB more",
            f"{before / 2**20:.0f} MiB before",
            f"{more / before:.2f}",
            "≤ 100 MiB",
        )
    ]


def _resident_bytes(server: DevServer) -> int:
    process = psutil.Process(server.process.pid)
    family = [process, *process.children(recursive=True)]
    return sum(member.memory_info().rss for member in family)
