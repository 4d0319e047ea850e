"""The slow line by itself: how fast and how far it is, as a program behind it finds."""

import asyncio
import time

from bench.figures import Figure
from bench.slow_line import PHONE, Shape

_SENT_BYTES = 1_500_000
_ROUND_TRIPS = 5
_ACKNOWLEDGED = b"."


async def figures(port: int, shape: Shape = PHONE) -> list[Figure]:
    """Of one connection that sends, and of single bytes there and back."""
    server = await asyncio.start_server(_answer, "127.0.0.1", 0)
    async with server:
        reader, writer = await _connected(port, server.sockets[0].getsockname()[1])
        trips = [await _round_trip(reader, writer) for _ in range(_ROUND_TRIPS)]
        began = time.perf_counter()
        writer.write(bytes(_SENT_BYTES))
        writer.write_eof()
        while await reader.read(_SENT_BYTES):
            pass
        # The last byte's answer comes a round trip after it has left.
        seconds = time.perf_counter() - began - min(trips)
        writer.close()
    speed, told = _SENT_BYTES * 8 / seconds / 1e6, shape.up_bits_per_second / 1e6
    trip, meant = min(trips) * 1000, 2000 * shape.delay_seconds
    return [
        Figure("the line: up", f"{speed:.2f} Mbit/s", f"set {told:g}", f"{speed / told:.2f}", "1"),
        Figure("the line: there and back", f"{trip:.0f} ms", f"set {meant:g} ms", "–", "–"),
    ]


async def _connected(proxy: int, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", proxy)
    writer.write(bytes([5, 1, 0]))
    await reader.readexactly(2)
    writer.write(bytes([5, 1, 0, 1, 127, 0, 0, 1]) + port.to_bytes(2, "big"))
    answer = await reader.readexactly(10)
    if answer[1]:
        raise RuntimeError(f"the line refuses: {answer[1]}")
    return reader, writer


async def _round_trip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> float:
    began = time.perf_counter()
    writer.write(_ACKNOWLEDGED)
    await reader.readexactly(1)
    return time.perf_counter() - began


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A byte for what comes at once, so that little goes back while much comes."""
    while await reader.read(_SENT_BYTES):
        writer.write(_ACKNOWLEDGED)
    writer.close()
