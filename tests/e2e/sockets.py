"""WebSockets for tests that are not coroutines.

Playwright's synchronous API keeps an event loop running in the main thread, where no other can run;
so the sockets live in a thread of their own.
"""

import asyncio
import ssl
import threading
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from aiohttp import (
    ClientSession,
    ClientWebSocketResponse,
    TCPConnector,
    WSMsgType,
    WSServerHandshakeError,
)

from tests.e2e.api_client import Service

Result = TypeVar("Result")

_SECONDS = 30


class Closed(Exception):
    """The server has closed the socket."""


class SocketClient:
    """An event loop in a thread, and a client in it."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="sockets")
        self._thread.start()
        self._http = self.run(_client())

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Do something in the loop and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_SECONDS)

    def close(self) -> None:
        """Close every socket, end the thread."""
        self.run(self._http.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def refused(self, server: Service, session_id: str | None, **how: Any) -> int:
        """The status with which a handshake is refused."""
        try:
            with self.connected(server, session_id, **how):
                raise AssertionError("the handshake was accepted")
        except WSServerHandshakeError as refusal:
            return refusal.status

    @contextmanager
    def connected(
        self,
        server: Service,
        session_id: str | None,
        token: str | None,
        *,
        origin: str | None = None,
    ) -> Iterator["Screen"]:
        """A socket of the session, of a page of the site unless another origin is given."""
        query = f"?sessionId={session_id}" if session_id is not None else ""
        protocols = ("scandrop", token) if token is not None else ("scandrop",)
        headers = {"Origin": server.site_url if origin is None else origin}
        if origin == "":
            del headers["Origin"]
        connecting = self._http.ws_connect(
            server.websocket_url + query, protocols=protocols, headers=headers, max_msg_size=0
        )
        socket = self.run(_entered(connecting))
        screen = Screen(self, socket, session_id or "")
        try:
            yield screen
        finally:
            self.run(_left(socket))

    @contextmanager
    def screen(self, server: Service, session: Mapping[str, Any]) -> Iterator["Screen"]:
        """The session's screen, connected and synced."""
        with self.connected(server, session["sessionId"], session["screenToken"]) as screen:
            screen.first_snapshot = screen.sync()
            yield screen


class Screen:
    """One open socket."""

    def __init__(
        self, client: SocketClient, socket: ClientWebSocketResponse, session_id: str
    ) -> None:
        self._client = client
        self._socket = socket
        self.session_id = session_id
        self.first_snapshot: dict[str, Any] = {}
        #: Everything that has come, in its order.
        self.heard: list[dict[str, Any]] = []

    @property
    def subprotocol(self) -> str | None:
        return self._socket.protocol

    def say(self, message: Mapping[str, Any]) -> None:
        self._client.run(self._socket.send_json(message))

    def say_text(self, text: str) -> None:
        self._client.run(self._socket.send_str(text))

    def hear(self) -> dict[str, Any]:
        """The next message.

        Raises:
            Closed: with the close code.
        """
        message = self._client.run(self._socket.receive(_SECONDS))
        if message.type is not WSMsgType.TEXT:
            raise Closed(self._socket.close_code)
        heard: dict[str, Any] = message.json()
        self.heard.append(heard)
        return heard

    def hears(self, kind: str) -> dict[str, Any]:
        """The next message of this type."""
        while True:
            message = self.hear()
            if message["type"] == kind:
                return message

    def sync(self) -> dict[str, Any]:
        """Ask for the snapshot."""
        self.say({"action": "sync", "sessionId": self.session_id})
        return self.hears("SESSION_STATE")

    def has_heard_all(self) -> list[dict[str, Any]]:
        """Every push so far: what was sent before this question is heard before its answer."""
        self.sync()
        return [message for message in self.heard if message["type"] != "SESSION_STATE"]

    def ping(self) -> dict[str, Any]:
        self.say({"action": "ping", "sessionId": self.session_id})
        return self.hears("PONG")

    def ended_with(self) -> int:
        """The code with which the server closes; what it says before is passed over."""
        try:
            while True:
                self.hear()
        except Closed as closed:
            return int(closed.args[0])


async def _client() -> ClientSession:
    # Made now, it trusts whom the environment names; aiohttp's own is made when it is imported.
    return ClientSession(connector=TCPConnector(ssl=ssl.create_default_context()))


async def _entered(connecting: Any) -> ClientWebSocketResponse:
    socket: ClientWebSocketResponse = await connecting
    return socket


async def _left(socket: ClientWebSocketResponse) -> None:
    await socket.close()
