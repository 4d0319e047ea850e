"""Sockets, and nothing else: aiohttp requests to the gateways, their answers back."""

import logging
import socket
import time
from collections.abc import Awaitable, Callable
from urllib.parse import unquote

from aiohttp import web
from multidict import CIMultiDict

from devserver.access_log import Paths, ServerLog
from devserver.addresses import BACKLOG, Addresses
from devserver.application import request_id
from devserver.connections import MAX_MESSAGE_BYTES, Connections
from devserver.frames import FrameMeter
from devserver.http_gateway import (
    MAX_BODY_BYTES,
    HttpGateway,
    forbidden,
    missing_authentication_token,
)
from devserver.site import Site
from devserver.sockets import AiohttpSocket, measure
from devserver.websocket_gateway import MAX_FRAME_BYTES, WebSocketGateway, is_handshake
from devserver.wire import Answer, Request

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]

#: API Gateway's quota for the request line and all headers together; here, for each of them.
MAX_LINE_BYTES = 10_240
#: How long a client may take to answer a close frame.
_CLOSE_SECONDS = 2.0

log = logging.getLogger(__name__)


async def listen(listener: socket.socket, handler: Handler) -> web.ServerRunner:
    """Serve a bound socket. The low-level server keeps paths as they came, encoded."""
    server = web.Server(
        handler,
        access_log=None,
        logger=ServerLog(),
        max_line_size=MAX_LINE_BYTES,
        max_field_size=MAX_LINE_BYTES,
    )
    runner = web.ServerRunner(server, shutdown_timeout=0.5)
    await runner.setup()
    await web.SockSite(runner, listener, backlog=BACKLOG).start()
    return runner


def logged(handler: Handler, paths: Paths) -> Handler:
    """One line per request; without the query string, where signatures are.

    Sockets and the posts to them are no requests of anybody's; the gateway tells of sockets.
    """

    async def handle(request: web.BaseRequest) -> web.StreamResponse:
        started = time.perf_counter()
        response = await handler(request)
        quiet = response.status == 101 or request.raw_path.startswith("/@connections/")
        log.log(
            logging.DEBUG if quiet else logging.INFO,
            "%s %s %d %.0f ms",
            request.method,
            paths.shown(request.raw_path.partition("?")[0]),
            response.status,
            (time.perf_counter() - started) * 1000,
        )
        return response

    return handle


def described(request: web.BaseRequest, body: bytes = b"") -> Request:
    """A request as the gateways know it."""
    raw_path, _, query = request.raw_path.partition("?")
    return Request(
        method=request.method,
        raw_path=raw_path,
        query=query,
        headers=tuple((name, value) for name, value in request.headers.items()),
        body=body,
        peer=request.remote or "",
    )


def answered(answer: Answer) -> web.Response:
    """An answer as aiohttp sends it."""
    headers = CIMultiDict(answer.headers)
    return web.Response(status=answer.status, headers=headers, body=answer.body)


def site_handler(site: Site) -> Handler:
    """The site's port."""

    async def handle(request: web.BaseRequest) -> web.StreamResponse:
        return answered(site.handle(described(request)))

    return handle


class GatewayServer:
    """The port of the HTTP API, the WebSocket API and the connections' management API."""

    def __init__(
        self,
        addresses: Addresses,
        http: HttpGateway,
        websockets: WebSocketGateway,
        connections: Connections,
    ) -> None:
        self._addresses = addresses
        self._origins = (addresses.gateway, addresses.callbacks)
        self._http = http
        self._websockets = websockets
        self._connections = connections

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Find out which of the three APIs is meant."""
        path = request.raw_path.partition("?")[0]
        if f"http://{request.headers.get('Host')}" not in self._origins:
            # A name that was made to point here must not make a foreign page our own.
            return answered(forbidden(request_id()))
        if path == "/ws":
            return await self._websocket(request)
        if path == "/api" or path.startswith("/api/"):
            return await self._api(request, path.removeprefix("/api") or "/")
        if path.startswith("/@connections/"):
            return await self._management(request, unquote(path.removeprefix("/@connections/")))
        return answered(missing_authentication_token(request_id()))

    async def _api(self, request: web.BaseRequest, path: str) -> web.Response:
        body = await _read(request, MAX_BODY_BYTES)
        described_request = described(request, body)
        without_stage = Request(
            method=request.method,
            raw_path=path,
            query=described_request.query,
            headers=described_request.headers,
            body=body,
            peer=described_request.peer,
        )
        return answered(await self._http.handle(without_stage))

    async def _management(self, request: web.BaseRequest, connection_id: str) -> web.Response:
        # IAM's part. The signature is not checked; that it is there keeps out web pages, and the
        # address keeps out everybody else.
        peer = request.remote or ""
        signed = "Authorization" in request.headers
        if not signed or not self._addresses.is_this_machine(peer):
            return answered(missing_authentication_token(request_id()))
        body = await _read(request, MAX_MESSAGE_BYTES)
        return answered(await self._connections.handle(connection_id, described(request, body)))

    async def _websocket(self, request: web.BaseRequest) -> web.StreamResponse:
        handshake = described(request)
        if not is_handshake(handshake):
            return answered(missing_authentication_token(request_id()))
        meter = FrameMeter(MAX_FRAME_BYTES)
        measure(request, meter)
        accepted = await self._websockets.connect(handshake)
        if isinstance(accepted, Answer):
            return answered(accepted)
        response = web.WebSocketResponse(
            protocols=(accepted.subprotocol,) if accepted.subprotocol else (),
            # 100 KB of zlib per connection, to shrink messages of 300 bytes.
            compress=False,
            max_msg_size=MAX_MESSAGE_BYTES + 1,
            timeout=_CLOSE_SECONDS,
        )
        try:
            await response.prepare(request)
        except ConnectionError:
            await self._websockets.disconnected(accepted, None)
            return response
        await self._websockets.serve(accepted, AiohttpSocket(response, meter))
        return response


async def _read(request: web.BaseRequest, limit: int) -> bytes:
    """The body, or the first bytes above the limit, which tell that it is too large."""
    if not request.can_read_body:
        return b""
    body = bytearray()
    while len(body) <= limit and (chunk := await request.content.readany()):
        body.extend(chunk)
    return bytes(body)
