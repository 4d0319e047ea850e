"""A deployed Scandrop as visitors see it, in which anything can be made wrong."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

SESSION, PHOTO = "S" * 22, "P" * 22
SCREEN_TOKEN = "screenTOKEN-screenTOKEN_screenTOKEN0screenT"
SIGNATURE = "0123456789abcdef" * 4
PAGE = '<!doctype html><script type="module" src="pages/kiosk.js"></script>'
HTML, SCRIPT = "text/html; charset=utf-8", "text/javascript; charset=utf-8"
#: Instead of an answer: none, ever.
SILENCE = "silence"
#: Instead of a message: the end of the socket.
CLOSE = "close"


@dataclass
class Deployed:
    """The site, the APIs under another name of this machine, the bucket at another port: 3 origins.

    `wrong` is what is otherwise, by the name of the answer: SILENCE, or its `status`, `body`, and
    headers, of which None leaves one out. For a WebSocket message: keys of it, or `text`.
    """

    wrong: Mapping[str, Any] = field(default_factory=dict)
    #: What `config.json` says of a brand, and the logo that it may name.
    brand: object = None
    logo: bytes = b""
    #: How many first answers of a name are 503.
    asleep: Mapping[str, int] = field(default_factory=dict)
    #: The name of each answer, in their order.
    asked: list[str] = field(default_factory=list)
    phone_tokens: list[str] = field(default_factory=list)
    port: int = 0
    bucket_port: int = 0
    photo: bytes | None = None
    _screen: web.WebSocketResponse | None = None

    @property
    def site(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def services(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def websocket(self) -> str:
        return f"ws://localhost:{self.port}/ws"

    @property
    def bucket(self) -> str:
        return f"http://localhost:{self.bucket_port}"

    def policy(self, *, images: str = "", connections: str = "") -> str:
        """The page's policy, with these sources or with all that it needs."""
        needed = f"{self.services} {self.websocket.removesuffix('/ws')} {self.bucket}"
        return (
            f"default-src 'none'; script-src 'self'; img-src {images or self.bucket}; "
            f"connect-src 'self' {connections or needed}"
        )

    @property
    def urls(self) -> tuple[str, str, str]:
        return self.site, f"{self.services}/api", self.websocket

    @asynccontextmanager
    async def listening(self) -> AsyncIterator["Deployed"]:
        app = web.Application()
        app.add_routes(
            [
                web.get("/", self._page),
                web.get("/pages/kiosk.js", self._script),
                web.get("/config.json", self._config),
                web.get("/brand/{name}", self._logo),
                web.get("/phone.html", self._phone_page),
                web.get("/api/health", self._health),
                web.post("/api/sessions", self._open),
                web.options("/api/upload-url", self._ticket_preflight),
                web.get("/api/upload-url", self._ticket),
                web.post("/api/upload-url", self._claim),
                web.options("/bucket/photo", self._put_preflight),
                web.put("/bucket/photo", self._put),
                web.get("/bucket/photo", self._view),
                web.get("/bucket/large", self._view_of_what_was_made),
                web.get("/ws", self._socket),
            ]
        )
        # A handler that is silent on purpose is not waited for.
        runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await runner.setup()
        for _ in range(2):
            await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.port, self.bucket_port = (int(address[1]) for address in runner.addresses)
        try:
            yield self
        finally:
            await runner.cleanup()

    async def _answer(
        self, name: str, body: str | bytes | Mapping[str, Any], status: int = 200, **headers: str
    ) -> web.Response:
        """An answer, or what is wrong with it. In names of headers `_` stands for `-`."""
        self.asked.append(name)
        if self.asked.count(name) <= self.asleep.get(name, 0):
            return web.Response(status=503, text="asleep")
        wrong = self.wrong.get(name, {})
        if wrong == SILENCE:
            await asyncio.Event().wait()
        told: dict[str, Any] = {"body": body, "status": status, **headers, **wrong}
        content, status = told.pop("body"), told.pop("status")
        if isinstance(content, Mapping):
            told.setdefault("content_type", "application/json")
            content = json.dumps(content)
        sent = {name.replace("_", "-"): value for name, value in told.items() if value is not None}
        plain = content if isinstance(content, bytes) else content.encode()
        return web.Response(status=status, body=plain, headers=sent)

    # The site

    async def _page(self, _: web.Request) -> web.Response:
        return await self._answer(
            "page",
            PAGE,
            content_type=HTML,
            x_content_type_options="nosniff",
            content_security_policy=self.policy(),
        )

    async def _script(self, _: web.Request) -> web.Response:
        return await self._answer("script", "export {};", content_type=SCRIPT)

    async def _config(self, _: web.Request) -> web.Response:
        urls = {"apiUrl": f"{self.services}/api", "websocketUrl": self.websocket}
        return await self._answer("config", {**urls, "brand": self.brand})

    async def _logo(self, _: web.Request) -> web.Response:
        return await self._answer("logo", self.logo, content_type="image/svg+xml")

    async def _phone_page(self, _: web.Request) -> web.Response:
        return await self._answer("phone page", "", content_type=HTML)

    # The API

    async def _health(self, _: web.Request) -> web.Response:
        return await self._answer("health", {"status": "healthy", "checks": {}})

    async def _open(self, _: web.Request) -> web.Response:
        session = {
            "sessionId": SESSION,
            "screenToken": SCREEN_TOKEN,
            "uploadPageUrl": f"{self.site}/phone.html#{SESSION}",
            "qrSvg": "<svg/>",
        }
        return await self._answer("open", session, 201, access_control_allow_origin=self.site)

    async def _ticket_preflight(self, request: web.Request) -> web.Response:
        assert request.headers["Access-Control-Request-Headers"] == "authorization"
        return await self._answer(
            "ticket preflight",
            "",
            access_control_allow_origin=self.site,
            access_control_allow_headers="Authorization,Content-Type",
        )

    async def _claim(self, request: web.Request) -> web.Response:
        self.phone_tokens.append(str((await request.post())["access_token"]))
        claimed = {"photoId": PHOTO}
        return await self._answer("claim", claimed, access_control_allow_origin=self.site)

    async def _ticket(self, request: web.Request) -> web.Response:
        self.phone_tokens.append(request.headers["Authorization"].removeprefix("Bearer "))
        ticket = {
            "photoId": PHOTO,
            "method": "PUT",
            "url": f"{self.bucket}/bucket/photo?X-Amz-Signature={SIGNATURE}&name=a%2Fb",
            "headers": {"content-type": "image/jpeg", "if-none-match": "*"},
        }
        return await self._answer("ticket", ticket, access_control_allow_origin=self.site)

    # The bucket

    async def _put_preflight(self, request: web.Request) -> web.Response:
        assert request.headers["Access-Control-Request-Headers"] == "content-type,if-none-match"
        return await self._answer(
            "put preflight",
            "",
            access_control_allow_origin=self.site,
            access_control_allow_methods="PUT",
            access_control_allow_headers="content-type, if-none-match",
        )

    async def _put(self, request: web.Request) -> web.Response:
        assert request.headers["If-None-Match"] == "*"
        assert request.raw_path.endswith("name=a%2Fb"), "the signature is for the URL as it was"
        if self.photo is not None:
            return await self._answer("second put", "PreconditionFailed", 412)
        self.photo = await request.read()
        arrived = {"photoId": PHOTO, "url": f"{self.bucket}/bucket/photo"}
        await self._tell("phone", {"type": "PHONE_CONNECTED"})
        await self._tell("arrival", {"type": "UPLOAD_COMPLETED", "photo": arrived})
        ready = {"photoId": PHOTO, "url": f"{self.bucket}/bucket/large"}
        await self._tell("ready", {"type": "PHOTO_READY", "photo": ready})
        return await self._answer("put", "", access_control_allow_origin=self.site)

    async def _view(self, _: web.Request) -> web.Response:
        return await self._answer("view", self.photo or b"", content_type="image/jpeg")

    async def _view_of_what_was_made(self, _: web.Request) -> web.Response:
        return await self._answer("large", b"\xff\xd8 large", content_type="image/jpeg")

    # The sockets

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        assert request.headers["Origin"] == self.site
        token = request.headers["Sec-WebSocket-Protocol"].split(",")[1].strip()
        name, status = ("socket", 101) if token == SCREEN_TOKEN else ("stranger", 403)
        wrong = {"status": status, "protocol": "scandrop", **self.wrong.get(name, {})}
        if wrong["status"] != 101:
            return web.Response(status=wrong["status"])
        socket = web.WebSocketResponse(protocols=(wrong["protocol"],))
        await socket.prepare(request)
        if name == "socket":
            self._screen = socket
        async for message in socket:
            assert message.json() == {"action": "sync", "sessionId": SESSION}
            await self._tell("sync", {"type": "SESSION_STATE", "sessionId": SESSION})
        return socket

    async def _tell(self, name: str, message: Mapping[str, Any]) -> None:
        assert self._screen
        if self._screen.closed:
            return
        wrong = self.wrong.get(name, {})
        if wrong == CLOSE:
            await self._screen.close(code=1011)
        elif wrong != SILENCE:
            told = {**message, **wrong}
            await self._screen.send_str(told.pop("text", None) or json.dumps(told))
