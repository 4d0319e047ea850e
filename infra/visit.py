"""One visit to a deployed Scandrop, from the first page to the photo on the screen."""

import base64
import hashlib
import re
import secrets
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urldefrag, urlencode, urljoin

from aiohttp import WSServerHandshakeError

from infra import site_files
from infra.visitor import Answer, Socket, Unexpected, Visitor, excerpt, origin_of

#: 96 × 96 grey pixels: what a moderator can look at.
JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywt"
    "QFdBRkxOUlNSMj5aYVpQYEpRUk//wAALCABgAGABAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAA"
    "AAAAAAAAAAD/2gAIAQEAAD8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/9k="
)
_TYPE = "image/jpeg"
#: What a JPEG begins with.
_SOI = b"\xff\xd8"
_MODULE = re.compile(rb'<script type="module" src="([^"]+)">')

# Where to look when a step fails: the log of a function, or:
_CDN = "make status STAGE={stage}; a CDN that was made just now may need some minutes more"
_HEADERS = "infra/template.yaml, the site's security headers"
_BUCKET = "infra/template.yaml, the uploads bucket and the site's security headers"

#: Name of a step, and where to look when it fails.
Step = Callable[[str, str], AbstractAsyncContextManager[None]]


class Visit:
    """What the pages of a kiosk and a phone do, in their order."""

    def __init__(
        self, visitor: Visitor, step: Step, *, site: str, api: str, websocket: str
    ) -> None:
        self._visitor = visitor
        self._step = step
        self._site = site
        self._api = api
        self._websocket = websocket
        #: Sources by directive.
        self._policy: dict[str, list[str]] = {}

    async def site(self) -> None:
        """The kiosk's page, its script, and where it then goes."""
        async with self._step("the site answers", _CDN):
            page = await self._visitor.first(f"{self._site}/")
            page.expect(page.status == 200, "status 200")
            script = _MODULE.search(page.body)
            if script is None or page.content_type != "text/html":
                raise Unexpected("the kiosk's page", str(page))
        async with self._step("it protects its visitors", _HEADERS):
            page.expect_header("x-content-type-options", "nosniff")
            self._policy = _policy(page)
            if self._policy.get("script-src") != ["'self'"]:
                raise Unexpected("script-src 'self' alone", self._told("script-src"))
            if self._site.startswith("https:"):
                hsts = page.headers.get("strict-transport-security", "")
                page.expect("max-age=" in hsts, "Strict-Transport-Security")
        async with self._step("its script comes as a script", _CDN):
            url = urljoin(f"{self._site}/", script[1].decode())
            module = await self._visitor.ask("GET", url)
            module.expect(module.status == 200, "status 200")
            module.expect_header("content-type", site_files.CONTENT_TYPES[".js"])
        async with self._step("it names the APIs", _CDN):
            answer = await self._visitor.ask("GET", f"{self._site}/config.json")
            config = answer.json(200, "apiUrl", "websocketUrl")
            wanted = {"apiUrl": self._api, "websocketUrl": self._websocket}
            # What else a page is told is no visitor's business.
            answer.expect(wanted.items() <= config.items(), f"{wanted}")
        await self._logo(config.get("brand"))
        async with self._step("it lets its pages call them", _HEADERS):
            self._expect_leave("connect-src", self._api)
            self._expect_leave("connect-src", self._websocket)

    async def _logo(self, brand: object) -> None:
        """The picture that a brand names, if there is one: the very bytes that were published."""
        path = brand.get("logo") if isinstance(brand, dict) else None
        if not isinstance(path, str):
            return
        async with self._step("its logo comes as a picture", _CDN):
            answer = await self._visitor.ask("GET", urljoin(f"{self._site}/", path))
            answer.expect(answer.status == 200, "status 200")
            kind = site_files.content_type(PurePosixPath(path))
            answer.expect_header("content-type", str(kind))
            digest = hashlib.sha256(answer.body).hexdigest()
            answer.expect(f"-{digest[:8]}." in path, f"the picture that is named {path}")

    async def session(self) -> dict[str, Any] | None:
        """What the kiosk does at a touch; None where only enrolled ones may."""
        async with self._step("the service is healthy", "api_handler"):
            answer = await self._visitor.first(f"{self._api}/health")
            health = answer.json(200, "status")
            answer.expect(health["status"] == "healthy", '"status": "healthy"')
        async with self._step("a screen opens a session", "api_handler"):
            answer = await self._visitor.ask("POST", f"{self._api}/sessions")
            if answer.status == 401 and answer.json(401, "Code")["Code"] == "KioskKeyRequired":
                return None
            session = answer.json(201, "sessionId", "screenToken", "uploadPageUrl", "qrSvg")
            self._visitor.expect_to_read(answer)
        async with self._step("its code leads to the phone's page", _CDN):
            url = urldefrag(str(session["uploadPageUrl"])).url
            if not url.startswith(f"{self._site}/"):
                raise Unexpected(f"a page of {self._site}", excerpt(url))
            page = await self._visitor.ask("GET", url)
            page.expect(page.status == 200 and page.content_type == "text/html", "the phone's page")
        return session

    async def screen(self, session: Mapping[str, Any]) -> Socket:
        """The screen can listen, and nobody else."""
        url = f"{self._websocket}?{urlencode({'sessionId': session['sessionId']})}"
        async with self._step("a wrong token is refused", "websocket_connect"):
            try:
                await self._visitor.listen(url, secrets.token_urlsafe(32))
            except WSServerHandshakeError as refusal:
                if refusal.status != 403:
                    raise Unexpected("status 403", f"{refusal.status}") from None
            else:
                raise Unexpected("status 403", "an open WebSocket")
        async with self._step("the screen's socket opens", "websocket_connect"):
            screen = await self._visitor.listen(url, str(session["screenToken"]))
            if screen.protocol != "scandrop":
                raise Unexpected("the subprotocol scandrop", excerpt(str(screen.protocol)))
        async with self._step("the screen is answered", "websocket_message"):
            await screen.say(action="sync", sessionId=str(session["sessionId"]))
            state = await screen.hear("SESSION_STATE")
            if state.get("sessionId") != session["sessionId"]:
                raise Unexpected("the state of its session", "that of another")
        return screen

    async def photo(self, session: Mapping[str, Any], screen: Socket) -> None:
        """What the phone does, and what the screen then shows."""
        token = secrets.token_urlsafe(32)
        await self._claim(str(session["sessionId"]), token)
        ticket = await self._ticket(str(session["sessionId"]), token)
        async with self._step("the phone sends a photo", _BUCKET):
            self._expect_leave("connect-src", str(ticket["url"]))
            await self._visitor.expect_leave("PUT", str(ticket["url"]), *ticket["headers"])
            answer = await self._put(ticket)
            answer.expect(answer.status == 200, "status 200")
            self._visitor.expect_to_read(answer)
        async with self._step("the screen hears of it", "photo_uploaded"):
            photo = await self._hear(screen, "UPLOAD_COMPLETED", ticket)
        # Where somebody moderates, nobody sees it before he has.
        if photo.get("url") is not None:
            async with self._step("the screen shows it", _BUCKET):
                answer = await self._shown(str(photo["url"]))
                answer.expect(answer.body == JPEG, f"the {len(JPEG)} bytes that were sent")
        async with self._step("it is made light and safe", "process_photos"):
            photo = await self._hear(screen, "PHOTO_READY", ticket)
        async with self._step("the screen shows what was made of it", _BUCKET):
            answer = await self._shown(str(photo.get("url")))
            answer.expect(answer.body.startswith(_SOI) and answer.body != JPEG, "another JPEG")
        async with self._step("nobody can send another in its place", _BUCKET):
            answer = await self._put(ticket)
            answer.expect(answer.status == 412, "status 412")

    async def _hear(self, screen: Socket, kind: str, ticket: Mapping[str, Any]) -> dict[str, Any]:
        """The photo of this ticket, in the next message of this type."""
        photo = (await screen.hear(kind)).get("photo")
        if not isinstance(photo, dict) or photo.get("photoId") != ticket["photoId"]:
            raise Unexpected("the photo that was sent", "another")
        return photo

    async def _shown(self, url: str) -> Answer:
        """A picture that the screen may show."""
        self._expect_leave("img-src", url)
        answer = await self._visitor.ask("GET", url)
        answer.expect(answer.status == 200, "status 200")
        answer.expect_header("content-type", _TYPE)
        return answer

    async def _claim(self, session_id: str, token: str) -> None:
        typed = {"Content-Type": "application/x-www-form-urlencoded"}
        form = urlencode({"access_token": token}).encode()
        async with self._step("a phone claims the code", "api_handler"):
            url = f"{self._api}/upload-url?{urlencode({'sessionId': session_id})}"
            answer = await self._visitor.ask("POST", url, typed, form)
            answer.json(200, "photoId")
            self._visitor.expect_to_read(answer)

    async def _ticket(self, session_id: str, token: str) -> dict[str, Any]:
        query = {
            "sessionId": session_id,
            "size": len(JPEG),
            "contentType": _TYPE,
            "filename": "smoke-test.jpg",
            "sha256": base64.b64encode(hashlib.sha256(JPEG).digest()).decode(),
            "requestId": secrets.token_urlsafe(12),
        }
        bearer = {"Authorization": f"Bearer {token}"}
        async with self._step("a phone gets leave to upload", "api_handler"):
            url = f"{self._api}/upload-url?{urlencode(query)}"
            await self._visitor.expect_leave("GET", url, *bearer)
            answer = await self._visitor.ask("GET", url, bearer)
            ticket = answer.json(200, "photoId", "method", "url", "headers")
            self._visitor.expect_to_read(answer)
        return ticket

    async def _put(self, ticket: Mapping[str, Any]) -> Answer:
        return await self._visitor.ask(
            str(ticket["method"]), str(ticket["url"]), ticket["headers"], JPEG
        )

    def _expect_leave(self, directive: str, url: str) -> None:
        """Raise Unexpected unless the site's policy lets its pages go there."""
        origin = origin_of(url)
        allowed = self._policy.get(directive, [])
        if origin not in allowed and not (origin == self._site and "'self'" in allowed):
            raise Unexpected(f"{directive} with {origin}", self._told(directive))

    def _told(self, directive: str) -> str:
        return excerpt(" ".join(self._policy.get(directive, ["none"])))


def _policy(page: Answer) -> dict[str, list[str]]:
    directives = page.headers.get("content-security-policy", "").split(";")
    parts = [directive.split() for directive in directives if directive.strip()]
    return {name: sources for name, *sources in parts}
