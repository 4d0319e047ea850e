"""Open WebSocket connections, and API Gateway's management API over them (`/@connections/{id}`)."""

import asyncio
import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from devserver.websocket_events import Caller
from devserver.wire import Answer, Request

#: API Gateway quota of a message in either direction.
MAX_MESSAGE_BYTES = 128 * 1024
GOING_AWAY = 1001

#: A client that takes nothing for so long is gone: the poster must not wait for a dead screen.
_SEND_SECONDS = 10.0

log = logging.getLogger(__name__)


class ConnectionGone(Exception):
    """The client is no longer there."""


class Socket(Protocol):
    """One accepted WebSocket."""

    async def receive(self, seconds: float) -> str | bytes | None:
        """The next message; None once the client has closed or is lost.

        Raises:
            TimeoutError: nothing came within `seconds`.
        """

    async def send(self, data: str | bytes) -> None:
        """Raises ConnectionGone."""

    async def close(self, code: int) -> None:
        """Say goodbye; harmless when already closed."""

    @property
    def close_code(self) -> int | None:
        """How it ended: the code that either side said."""


@dataclass
class Connection:
    """One open socket. `opened` and `active` are on the monotonic clock."""

    caller: Caller
    socket: Socket
    opened: float
    active: float


class Connections:
    """Who is connected now. A connection is here after its handshake, never during it."""

    def __init__(self, clock: Callable[[], float], send_seconds: float = _SEND_SECONDS) -> None:
        self._clock = clock
        self._send_seconds = send_seconds
        self._open: dict[str, Connection] = {}

    def __len__(self) -> int:
        return len(self._open)

    def __iter__(self) -> Iterator[Connection]:
        return iter(list(self._open.values()))

    def add(self, connection: Connection) -> None:
        """A handshake has been answered."""
        self._open[connection.caller.connection_id] = connection

    def remove(self, connection: Connection) -> None:
        """It has ended; harmless when it is not here."""
        self._open.pop(connection.caller.connection_id, None)

    async def send(self, connection_id: str, data: str | bytes) -> None:
        """Send to one connection.

        Raises:
            ConnectionGone: it is unknown, closed, or does not take anything.
        """
        connection = self._open.get(connection_id)
        if connection is None:
            raise ConnectionGone(connection_id)
        try:
            async with asyncio.timeout(self._send_seconds):
                await connection.socket.send(data)
        except (ConnectionGone, TimeoutError) as error:
            self.remove(connection)
            raise ConnectionGone(connection_id) from error
        connection.active = self._clock()

    async def handle(self, connection_id: str, request: Request) -> Answer:
        """The management API: POST sends, GET tells, DELETE closes."""
        connection = self._open.get(connection_id)
        if request.method == "POST" and len(request.body) > MAX_MESSAGE_BYTES:
            return _error(413, "PayloadTooLargeException")
        if connection is None:
            return _error(410, "GoneException")
        if request.method == "DELETE":
            await connection.socket.close(GOING_AWAY)
            return Answer(204)
        if request.method == "GET":
            return _json(200, self._facts(connection))
        if request.method == "POST":
            try:
                await self.send(connection_id, _text_or_bytes(request.body))
            except ConnectionGone:
                return _error(410, "GoneException")
            return _json(200, {})
        return _error(403, "MissingAuthenticationTokenException")

    def _facts(self, connection: Connection) -> dict[str, object]:
        caller = connection.caller
        active = caller.connected_at + connection.active - connection.opened
        return {
            "connectedAt": _iso(caller.connected_at),
            "identity": {"sourceIp": caller.source_ip, "userAgent": caller.user_agent},
            "lastActiveAt": _iso(active),
        }


def _text_or_bytes(body: bytes) -> str | bytes:
    """API Gateway takes bytes without saying what they are; browsers want text as text."""
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body


def _iso(epoch_seconds: float) -> str:
    return datetime.fromtimestamp(epoch_seconds, UTC).isoformat(timespec="milliseconds")


def _error(status: int, name: str) -> Answer:
    # botocore takes the exception's name from this header.
    return _json(status, {"message": name}, ("x-amzn-ErrorType", name))


def _json(status: int, document: dict[str, object], *headers: tuple[str, str]) -> Answer:
    content = json.dumps(document, separators=(",", ":")).encode()
    return Answer(status, (("Content-Type", "application/json"), *headers), content)
