"""Calling an ASGI application: by hand, and for aiohttp's server.

MiniStack brings a server written in Python; aiohttp, which we have anyway, parses in C.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import unquote

from aiohttp import web

from devserver.wire import Answer, Headers

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
AsgiApp = Callable[[Scope, Receive, Send], Awaitable[None]]

_CHUNK_BYTES = 256 * 1024


async def call(app: AsgiApp, scope: Scope, body: bytes) -> Answer:
    """Give an application one request whose body is at hand; wait for the whole answer."""
    status = 500
    headers: Headers = ()
    content = bytearray()
    received = False

    async def receive() -> Message:
        nonlocal received
        if received:
            # It asks again only to learn whether the client is still there: it is.
            await asyncio.Event().wait()
        received = True
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status, headers
        if message["type"] == "http.response.start":
            status = message["status"]
            headers = _decoded(message["headers"])
        else:
            content.extend(message.get("body", b""))

    await app(scope, receive, send)
    return Answer(status, headers, bytes(content))


async def reply(answer: Answer, send: Send) -> None:
    """Send an answer through an ASGI server."""
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body, "more_body": False})


def scope_of(method: str, path: str, headers: Headers, query: str = "") -> Scope:
    """The ASGI description of a request."""
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "http",
        "method": method,
        "path": unquote(path),
        "raw_path": path.encode("ascii"),
        "query_string": query.encode("ascii"),
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers],
        "client": ("127.0.0.1", 0),
        "server": ("127.0.0.1", 0),
    }


def aiohttp_handler(
    app: AsgiApp,
) -> Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]:
    """An aiohttp handler that serves an ASGI application's HTTP side."""

    async def handle(request: web.BaseRequest) -> web.StreamResponse:
        raw_path, _, query = request.raw_path.partition("?")
        scope = scope_of(request.method, raw_path, (), query)
        scope["headers"] = [(name.lower(), value) for name, value in request.raw_headers]
        exchange = _Exchange(request)
        await app(scope, exchange.receive, exchange.send)
        return exchange.response

    return handle


class _Exchange:
    """One request and its answer, between aiohttp and ASGI."""

    def __init__(self, request: web.BaseRequest) -> None:
        self._request = request
        self.response = web.StreamResponse()
        self._sent = 0

    async def receive(self) -> Message:
        try:
            body = await self._request.content.readany()
        except (ConnectionError, web.RequestPayloadError):
            return {"type": "http.disconnect"}
        more = not self._request.content.at_eof()
        return {"type": "http.request", "body": body, "more_body": more}

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.response.set_status(message["status"])
            for name, value in _decoded(message["headers"]):
                self.response.headers.add(name, value)
            return
        if not self.response.prepared:
            await self.response.prepare(self._request)
        # ASGI applications may send a body to HEAD; it is for the server to keep it back.
        body = b"" if self._request.method == "HEAD" else message.get("body", b"")
        for start in range(0, len(body), _CHUNK_BYTES):
            await self.response.write(body[start : start + _CHUNK_BYTES])
        self._sent += len(body)
        if message.get("more_body", False):
            return
        if self._sent < self._announced() and self._request.transport:
            # Its receiver would wait for the rest.
            self._request.transport.abort()
        await self.response.write_eof()

    def _announced(self) -> int:
        bodiless = self._request.method == "HEAD" or self.response.status in (204, 304)
        return 0 if bodiless else self.response.content_length or 0


def _decoded(headers: list[tuple[bytes, bytes]]) -> Headers:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in headers)
