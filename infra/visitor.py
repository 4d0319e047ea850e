"""What a visitor's browser does on the wire, and how we speak of the answers."""

import asyncio
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from aiohttp import (
    ClientConnectionError,
    ClientSession,
    ClientWebSocketResponse,
    ClientWSTimeout,
    WSMsgType,
)
from yarl import URL

from infra.console import printable

_EXCERPT = 200
#: The other end may agree to the end of a socket; it need not.
_CLOSE_SECONDS = 1.0
#: Tokens, signatures and keys are longer than any id that we would want to read, and all but hex
#: digits has capitals; names of buckets are long as well, and have none.
_SECRET = re.compile(r"(?=[\w+=%~-]*[A-Z])[\w+=%~-]{32,}|[0-9a-f]{32,}")


@dataclass(frozen=True)
class Patience:
    """Seconds that we wait at most."""

    #: Until a first answer is right: of a CDN that was just made, of functions nobody has called.
    first: float = 20
    #: From one question for it to the next.
    again: float = 1
    #: A photo that a state machine works on meets six functions that nobody has called, one by one.
    step: float = 60
    whole: float = 180


class Unexpected(Exception):
    """Something answered otherwise than it should. Neither text tells a secret."""

    def __init__(self, expected: str, got: str) -> None:
        super().__init__(f"expected {expected}, got {got}")
        self.expected = expected
        self.got = got


def excerpt(text: str) -> str:
    """The beginning of a text from outside, without anything that could be a secret.

    Cut afterwards: the first half of a token would not look like one.
    """
    shown = printable(_SECRET.sub("…", text)).strip()
    return shown if len(shown) <= _EXCERPT else f"{shown[:_EXCERPT]} …"


def origin_of(url: str) -> str:
    """Scheme, host and port, as a browser compares them."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


@dataclass(frozen=True)
class Answer:
    """What came back, read to its end."""

    status: int
    #: Names in lower case.
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    def __str__(self) -> str:
        if self.content_type.startswith("image/"):
            return f"{self.status}, {len(self.body)} bytes of {excerpt(self.content_type)}"
        return excerpt(f"{self.status} {self.body.decode(errors='replace')}")

    @property
    def content_type(self) -> str:
        """The media type alone."""
        return self.headers.get("content-type", "").partition(";")[0].strip()

    def expect(self, holds: bool, expected: str) -> None:
        """Raise Unexpected, with this answer, unless `holds`."""
        if not holds:
            raise Unexpected(expected, str(self))

    def expect_header(self, name: str, expected: str) -> None:
        """Raise Unexpected unless a header has this very value."""
        got = self.headers.get(name)
        if got != expected:
            raise Unexpected(f"{name}: {expected}", excerpt(got) if got else f"none, with {self}")

    def json(self, status: int, *names: str) -> dict[str, Any]:
        """The JSON object that it must be, with this status and at least these names."""
        self.expect(self.status == status, f"status {status}")
        try:
            value = json.loads(self.body)
        except ValueError:
            value = None
        missing = [name for name in names if not isinstance(value, dict) or name not in value]
        self.expect(isinstance(value, dict) and not missing, f"JSON with {', '.join(names)}")
        found: dict[str, Any] = value
        return found


class Visitor:
    """A browser with a page of the site: its requests say so, and follow no redirect by themselves.

    URLs go out as they came: a signature holds for these very characters.
    """

    def __init__(self, site_url: str, patience: Patience) -> None:
        self._origin = {"Origin": site_url}
        self._patience = patience
        # A proxy of the deployer's network, as boto3 takes it.
        self._http = ClientSession(trust_env=True)
        self._sockets: list[ClientWebSocketResponse] = []

    async def __aenter__(self) -> "Visitor":
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for socket in self._sockets:
            await socket.close()
        await self._http.close()

    async def ask(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Answer:
        """One request of a script of the page."""
        sent = {**self._origin, **(headers or {})}
        async with self._http.request(
            method, URL(url, encoded=True), headers=sent, data=body, allow_redirects=False
        ) as got:
            names = {name.lower(): value for name, value in got.headers.items()}
            return Answer(got.status, names, await got.read())

    async def first(self, url: str) -> Answer:
        """GET what may not be awake yet: what comes when it is 200, or patience is at its end."""
        loop = asyncio.get_running_loop()
        until = loop.time() + self._patience.first
        while True:
            late = loop.time() >= until
            try:
                answer = await self.ask("GET", url)
                if answer.status == 200 or late:
                    return answer
            except ClientConnectionError:
                if late:
                    raise
            await asyncio.sleep(self._patience.again)

    async def expect_leave(self, method: str, url: str, *headers: str) -> None:
        """Ask, as a browser does, whether the site's pages may send these headers there.

        Raises:
            Unexpected: they may not.
        """
        asked = {
            "Access-Control-Request-Method": method,
            "Access-Control-Request-Headers": ",".join(sorted(map(str.lower, headers))),
        }
        answer = await self.ask("OPTIONS", url, asked)
        answer.expect(answer.status in (200, 204), f"leave for the site's pages to {method}")
        self.expect_to_read(answer)
        allowed = _names(answer, "access-control-allow-headers")
        missing = [name for name in headers if name.lower() not in allowed]
        answer.expect(not missing, f"leave to send {', '.join(missing)}")
        if method not in ("GET", "HEAD", "POST"):
            methods = _names(answer, "access-control-allow-methods")
            answer.expect(method.lower() in methods, f"leave to {method}")

    def expect_to_read(self, answer: Answer) -> None:
        """Raise Unexpected unless a browser would give this answer to the site's page."""
        answer.expect_header("access-control-allow-origin", self._origin["Origin"])

    async def listen(self, url: str, token: str) -> "Socket":
        """Open a WebSocket as the page does.

        Raises:
            WSServerHandshakeError: it was refused.
        """
        socket = await self._http.ws_connect(
            url,
            protocols=("scandrop", token),
            headers=self._origin,
            timeout=ClientWSTimeout(ws_close=_CLOSE_SECONDS),
        )
        self._sockets.append(socket)
        return Socket(socket)


class Socket:
    """A WebSocket of a page."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._socket = socket
        #: The types of all messages so far.
        self.heard: list[str] = []

    @property
    def protocol(self) -> str | None:
        """The subprotocol that the server has chosen."""
        return self._socket.protocol

    async def say(self, **message: str) -> None:
        """Send a message."""
        await self._socket.send_json(message)

    async def hear(self, kind: str) -> dict[str, Any]:
        """The next message of this type; others are passed over. Waits as long as it is let.

        Raises:
            Unexpected: the server has closed the socket, or does not speak JSON.
        """
        while True:
            message = await self._socket.receive()
            if message.type is not WSMsgType.TEXT:
                # What the server said; answering it may already have found the line cut (1006).
                said = message.data if message.type is WSMsgType.CLOSE else self._socket.close_code
                raise Unexpected(kind, f"the end of the socket, code {said}")
            try:
                told = json.loads(message.data)
                self.heard.append(excerpt(str(told["type"])))
            except (ValueError, TypeError, KeyError):
                raise Unexpected(kind, excerpt(message.data)) from None
            if told["type"] == kind:
                found: dict[str, Any] = told
                return found


def _names(answer: Answer, header: str) -> set[str]:
    return {name.strip().lower() for name in answer.headers.get(header, "").split(",")}
