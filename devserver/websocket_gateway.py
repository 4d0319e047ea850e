"""API Gateway's WebSocket API, without sockets: who may connect, what is called, when it ends."""

import asyncio
import json
import logging
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Protocol

from devserver.connections import GOING_AWAY, Connection, ConnectionGone, Connections, Socket
from devserver.websocket_events import (
    Caller,
    connect_event,
    connection_id,
    disconnect_event,
    message_event,
)
from devserver.wire import Answer, Request

#: API Gateway quotas, in seconds: a socket without a message, and any socket.
IDLE_SECONDS = 10 * 60.0
LIFE_SECONDS = 2 * 60 * 60.0
MAX_FRAME_BYTES = 32 * 1024

#: Messages of one client that are handled at a time; further ones wait in its socket.
_AT_A_TIME = 4
_LOST = 1006

log = logging.getLogger(__name__)


class Handlers(Protocol):
    """The functions `connect`, `message` and `disconnect` of app.py."""

    async def invoke(self, handler: str, event: dict[str, Any]) -> Any:
        """Call one; raises what it raises."""


def is_handshake(request: Request) -> bool:
    """Whether a request asks for a WebSocket (RFC 6455, 4.2.1)."""
    connection = (request.header("Connection") or "").lower().split(",")
    return (
        request.method == "GET"
        and "upgrade" in (each.strip() for each in connection)
        and (request.header("Upgrade") or "").lower() == "websocket"
        and request.header("Sec-WebSocket-Version") == "13"
        and request.header("Sec-WebSocket-Key") is not None
    )


@dataclass(frozen=True)
class Accepted:
    """A handshake that `$connect` let pass."""

    caller: Caller
    subprotocol: str | None


class WebSocketGateway:
    """Everything behind `/ws`."""

    def __init__(
        self,
        handlers: Handlers,
        connections: Connections,
        *,
        time_scale: float = 1.0,
        clock: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._handlers = handlers
        self._connections = connections
        self._idle_seconds = IDLE_SECONDS / time_scale
        self._life_seconds = LIFE_SECONDS / time_scale
        self._clock = clock
        self._monotonic = monotonic
        self._running: set[asyncio.Task[Any]] = set()

    async def connect(self, handshake: Request) -> Accepted | Answer:
        """Ask `$connect` before the handshake is answered; an Answer refuses it."""
        now = self._clock()
        host = handshake.header("Host") or ""
        caller = Caller(
            connection_id=connection_id(),
            domain_name=host.rpartition(":")[0] or host,
            source_ip=handshake.peer,
            user_agent=handshake.header("User-Agent") or "",
            connected_at=now,
        )
        try:
            response = await self._handlers.invoke(
                "connect", connect_event(caller, handshake, now=now)
            )
            status = int(response["statusCode"])
            headers = {name.lower(): value for name, value in response.get("headers", {}).items()}
        except Exception:
            log.exception("$connect failed")
            return Answer(502)
        if not 200 <= status < 300:
            # API Gateway passes the status on, and nothing else of the answer.
            return Answer(status)
        return Accepted(caller, headers.get("sec-websocket-protocol"))

    async def serve(self, accepted: Accepted, socket: Socket) -> None:
        """Live through an open connection, to its end; then call `$disconnect`, once."""
        now = self._monotonic()
        connection = Connection(accepted.caller, socket, opened=now, active=now)
        if task := asyncio.current_task():
            self._running.add(task)
            task.add_done_callback(self._running.discard)
        self._connections.add(connection)
        log.info("socket %s opened", accepted.caller.connection_id)
        try:
            await self._receive_all(connection)
        finally:
            self._connections.remove(connection)
            await self.disconnected(accepted, socket.close_code)
            log.info("socket %s closed, %s", accepted.caller.connection_id, socket.close_code)

    async def disconnected(self, accepted: Accepted, code: int | None) -> None:
        """Call `$disconnect`; also where a client left between `$connect` and the handshake."""
        event = disconnect_event(accepted.caller, code or _LOST, now=self._clock())
        try:
            await self._handlers.invoke("disconnect", event)
        except Exception:
            log.exception("$disconnect failed")

    async def close_all(self, seconds: float) -> None:
        """Close every connection as a gateway that goes away, and let `$disconnect` be called."""
        for each in self._connections:
            self._start(each.socket.close(GOING_AWAY))
        if self._running:
            await asyncio.wait(set(self._running), timeout=seconds)

    async def _receive_all(self, connection: Connection) -> None:
        # API Gateway promises no order between messages of one connection; so they overlap here
        # too, and a handler that needs an order shows it.
        slots = asyncio.Semaphore(_AT_A_TIME)
        while (left := self._seconds_left(connection)) > 0:
            try:
                data = await connection.socket.receive(left)
            except TimeoutError:
                continue
            if data is None:
                return
            connection.active = self._monotonic()
            await slots.acquire()
            handling = self._start(self._message(connection, data))
            handling.add_done_callback(lambda _: slots.release())
        await connection.socket.close(GOING_AWAY)

    def _start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    def _seconds_left(self, connection: Connection) -> float:
        """Until the connection is cut, if nothing more happens on it."""
        idle_until = connection.active + self._idle_seconds
        lives_until = connection.opened + self._life_seconds
        return min(idle_until, lives_until) - self._monotonic()

    async def _message(self, connection: Connection, data: str | bytes) -> None:
        event = message_event(connection.caller, data, now=self._clock())
        try:
            await self._handlers.invoke("message", event)
        except Exception:
            log.exception("a message's handler failed")
            await self._tell_failure(connection, event["requestContext"])

    async def _tell_failure(self, connection: Connection, context: dict[str, Any]) -> None:
        """The frame that API Gateway sends when a handler raised."""
        failure = {
            "message": "Internal server error",
            "connectionId": context["connectionId"],
            "requestId": context["requestId"],
        }
        try:
            await self._connections.send(
                connection.caller.connection_id, json.dumps(failure, separators=(",", ":"))
            )
        except ConnectionGone:
            log.info("a client left before it was told of a failure")
