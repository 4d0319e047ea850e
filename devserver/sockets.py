"""One WebSocket of aiohttp, as the gateway knows it, and its frames measured on the way in."""

import asyncio

from aiohttp import WSMsgType, web

from devserver.connections import ConnectionGone
from devserver.frames import FrameMeter

_TOO_BIG = 1009


class AiohttpSocket:
    """A WebSocket of aiohttp as the gateway knows it."""

    def __init__(self, response: web.WebSocketResponse, meter: FrameMeter) -> None:
        self._response = response
        self._meter = meter
        self._closed_with: int | None = None

    @property
    def close_code(self) -> int | None:
        """How it was closed, by us or by the client; None while it is open."""
        return self._closed_with or self._response.close_code

    async def receive(self, seconds: float) -> str | bytes | None:
        """The next message; None at the end. Raises TimeoutError after so many seconds."""
        message = await self._response.receive(timeout=seconds)
        if self._meter.exceeded:
            await self.close(_TOO_BIG)
            return None
        if message.type in (WSMsgType.TEXT, WSMsgType.BINARY):
            data: str | bytes = message.data
            return data
        return None

    async def send(self, data: str | bytes) -> None:
        """Send one message; raises ConnectionGone."""
        try:
            if isinstance(data, str):
                await self._response.send_str(data)
            else:
                await self._response.send_bytes(data)
        except ConnectionError as error:
            raise ConnectionGone from error

    async def close(self, code: int) -> None:
        """Close it; the first code is the one that counts."""
        self._closed_with = self._closed_with or code
        await self._response.close(code=code)


class _Measured(asyncio.Protocol):
    """Stands before aiohttp's protocol and lets the meter read along."""

    def __init__(self, protocol: asyncio.Protocol, meter: FrameMeter) -> None:
        self._protocol = protocol
        self._meter = meter

    def data_received(self, data: bytes) -> None:
        self._meter.feed(data)
        self._protocol.data_received(data)

    def eof_received(self) -> bool | None:
        return self._protocol.eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        self._protocol.connection_lost(exc)

    def pause_writing(self) -> None:
        self._protocol.pause_writing()

    def resume_writing(self) -> None:
        self._protocol.resume_writing()


def measure(request: web.BaseRequest, meter: FrameMeter) -> None:
    """From here on everything that comes is frames: a client waits for its handshake."""
    transport = request.transport
    if isinstance(transport, asyncio.Transport):
        transport.set_protocol(_Measured(request.protocol, meter))
