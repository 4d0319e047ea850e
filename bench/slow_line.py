"""A slow line for one browser: a SOCKS5 proxy on loopback through which little comes at a time.

As of a phone with a poor radio: 5 Mbit/s up, 20 down, and a round trip of 100 ms, half of it each
way. All connections share the line and take turns packet by packet, as in a router with a fair
queue (RFC 8290). Each begins with ten full packets on their way (RFC 6928), and as much more as is
acknowledged (RFC 5681), so slow start is in it; loss and what a radio does of itself are not. What
fits into a window is all that is kept here; whoever sends more has to wait.
"""

import asyncio
import os
import socket
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import ProxySettings

from bench import socks
from bench.socks import LOOPBACK

UP_BITS_PER_SECOND = 5_000_000
DOWN_BITS_PER_SECOND = 20_000_000
#: One way; a round trip takes twice as long.
DELAY_SECONDS = 0.05

_PACKET_BYTES = 1500
#: Bytes, as both RFCs have it: of small packets there are more.
_FIRST_WINDOW = 10 * _PACKET_BYTES
#: A line that stood still for longer was idle, and what it could have carried is lost; for less, a
#: timer was late, which is made up for.
_IDLE_SECONDS = 0.05
#: What the kernel takes from the browser before it has to wait.
_KERNEL_BYTES = 32 * 1024
#: As on a phone's line. Loopback's are 64 KB, and the kernel takes twenty of them from the browser
#: before that has to wait: a megabyte would count as sent that has not left.
_SEGMENT_BYTES = 1460
_STOP_SECONDS = 10
_PRIORITY = 10


@dataclass(frozen=True)
class Shape:
    """How fast a line is, and how far."""

    up_bits_per_second: int = UP_BITS_PER_SECOND
    down_bits_per_second: int = DOWN_BITS_PER_SECOND
    delay_seconds: float = DELAY_SECONDS


#: A phone's with a poor radio.
PHONE = Shape()


class _Way:
    """One direction of the line, which all connections share."""

    def __init__(self, bits_per_second: int, delay_seconds: float) -> None:
        self.delay_seconds = delay_seconds
        self._seconds_per_byte = 8 / bits_per_second
        self._free_at = 0.0
        round_trip_bytes = bits_per_second / 8 * 2 * delay_seconds
        #: Of one connection: what fills the line, and as much again in the queue before it.
        self.widest_bytes = int(2 * round_trip_bytes)

    async def carry(self, size_bytes: int) -> None:
        """Wait until the packet has left; whoever asked before goes before."""
        now = asyncio.get_running_loop().time()
        if now - self._free_at > _IDLE_SECONDS:
            self._free_at = now
        self._free_at += size_bytes * self._seconds_per_byte
        await _until(self._free_at)


class _Lane:
    """One connection in one direction."""

    def __init__(self, way: _Way) -> None:
        self._way = way
        self._window_bytes = _FIRST_WINDOW
        self._unacknowledged_bytes = 0
        self._has_room = asyncio.Event()
        #: Never more than the window.
        self._under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

    async def load(self, source: asyncio.StreamReader) -> None:
        """Take one packet after the other, the next when this one has left."""
        packet = b"."
        while packet:
            packet = await source.read(_PACKET_BYTES)
            await self._room_for(packet)
            await self._way.carry(len(packet))
            due = asyncio.get_running_loop().time() + self._way.delay_seconds
            self._under_way.put_nowait((due, packet))

    async def unload(self, target: asyncio.StreamWriter) -> None:
        """Hand over what has arrived; an empty packet is the end."""
        while True:
            due, packet = await self._under_way.get()
            await _until(due)
            if not packet:
                target.write_eof()
                return
            target.write(packet)
            await target.drain()
            asyncio.get_running_loop().call_later(
                self._way.delay_seconds, self._acknowledged, len(packet)
            )

    async def _room_for(self, packet: bytes) -> None:
        while self._unacknowledged_bytes + len(packet) > self._window_bytes:
            self._has_room.clear()
            await self._has_room.wait()
        self._unacknowledged_bytes += len(packet)

    def _acknowledged(self, size_bytes: int) -> None:
        self._unacknowledged_bytes -= size_bytes
        self._window_bytes = min(self._window_bytes + size_bytes, self._way.widest_bytes)
        self._has_room.set()


@dataclass
class _Line:
    """The proxy."""

    shape: Shape
    _server: asyncio.Server | None = None
    _open: set["asyncio.Task[None]"] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.up = _Way(self.shape.up_bits_per_second, self.shape.delay_seconds)
        self.down = _Way(self.shape.down_bits_per_second, self.shape.delay_seconds)

    async def open(self) -> int:
        """Listen; the port."""
        listener = socket.create_server((LOOPBACK, 0))
        # Connections inherit it.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _KERNEL_BYTES)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, _SEGMENT_BYTES)
        # asyncio sets it where a socket names its protocol, which those of a listener do not: each
        # second packet would wait for the kernel, which acknowledges the first one after 40 ms.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._server = await asyncio.start_server(self._serve, sock=listener, limit=_PACKET_BYTES)
        return int(listener.getsockname()[1])

    async def close(self) -> None:
        """Hang up."""
        if self._server:
            self._server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # What this was called in is a task that asyncio would complain of if it were cancelled.
        task = asyncio.create_task(self._connect(reader, writer))
        self._open.add(task)
        with suppress(asyncio.CancelledError):
            await task
        self._open.discard(task)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._agree(reader, writer)
        except* (OSError, EOFError):
            # Either side has turned away, as pages do.
            pass
        finally:
            writer.close()

    async def _agree(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            port = await socks.requested(reader, writer)
            there = await asyncio.open_connection(LOOPBACK, port, limit=_PACKET_BYTES)
        except socks.Unwanted as unwanted:
            writer.write(socks.reply(unwanted.args[0]))
            return
        except ConnectionRefusedError:
            writer.write(socks.reply(socks.REFUSED))
            return
        # A handshake of TCP is a round trip.
        await asyncio.sleep(2 * self.shape.delay_seconds)
        writer.write(socks.reply(socks.GRANTED))
        try:
            up, down = _Lane(self.up), _Lane(self.down)
            async with asyncio.TaskGroup() as group:
                group.create_task(up.load(reader))
                group.create_task(up.unload(there[1]))
                group.create_task(down.load(there[0]))
                group.create_task(down.unload(writer))
        finally:
            there[1].close()


async def _until(at: float) -> None:
    wait = at - asyncio.get_running_loop().time()
    if wait > 0:
        await asyncio.sleep(wait)


def _ahead_of_all() -> None:
    """A line waits for no processor: where it may, its thread goes before what is measured."""
    with suppress(PermissionError):
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(_PRIORITY))


@contextmanager
def slow_line(shape: Shape = PHONE) -> Iterator[int]:
    """The proxy's port; it runs in a thread of its own."""
    loop = asyncio.new_event_loop()
    loop.call_soon(_ahead_of_all)
    thread = threading.Thread(target=loop.run_forever, name="slow line", daemon=True)
    thread.start()

    def run(work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, loop).result(_STOP_SECONDS)

    line = _Line(shape)
    try:
        yield int(run(line.open()))
    finally:
        run(line.close())
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def arguments(port: int) -> tuple[str, str]:
    """What sends all of Chromium's requests through it, those to this machine too."""
    return (f"--proxy-server=socks5://{LOOPBACK}:{port}", "--proxy-bypass-list=<-loopback>")


def proxy(port: int) -> ProxySettings:
    """The same for what Playwright opens one of several contexts with."""
    return {"server": f"socks5://{LOOPBACK}:{port}", "bypass": "<-loopback>"}
