"""Kiosks and phones as programs: what a page does, without a browser."""

import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse

from devserver.launch import DevServer


@dataclass(frozen=True)
class Kiosk:
    """An opened session and its socket."""

    socket: ClientWebSocketResponse
    session: dict[str, Any]

    async def hears(self, kind: str) -> dict[str, Any]:
        """The next message of this type."""
        while True:
            message: dict[str, Any] = await self.socket.receive_json(timeout=30)
            if message["type"] == kind:
                return message


async def open_session(server: DevServer, http: ClientSession) -> dict[str, Any]:
    """The answer of `POST /sessions`."""
    async with http.post(f"{server.api_url}/sessions") as answer:
        answer.raise_for_status()
        session: dict[str, Any] = await answer.json()
        return session


@asynccontextmanager
async def kiosk(server: DevServer, http: ClientSession) -> AsyncIterator[Kiosk]:
    """Open a session, connect and sync."""
    session = await open_session(server, http)
    async with http.ws_connect(
        f"{server.websocket_url}?sessionId={session['sessionId']}",
        protocols=("scandrop", session["screenToken"]),
        headers={"Origin": server.site_url},
    ) as socket:
        screen = Kiosk(socket, session)
        await socket.send_json({"action": "sync", "sessionId": session["sessionId"]})
        await screen.hears("SESSION_STATE")
        yield screen


class Phone:
    """One phone that sends photos to one session."""

    def __init__(self, server: DevServer, http: ClientSession, session_id: str) -> None:
        self._upload_url = f"{server.api_url}/upload-url"
        self._http = http
        self._session_id = session_id
        self._headers = {"Authorization": f"Bearer {secrets.token_urlsafe(32)}"}

    async def ticket(self, size_bytes: int, sha256: str | None = None) -> dict[str, Any]:
        """Ask for leave to send one more photo; `sha256` in base64, which S3 then checks."""
        query = {
            "sessionId": self._session_id,
            "size": str(size_bytes),
            "contentType": "image/jpeg",
            "filename": "bench.jpg",
            "requestId": secrets.token_urlsafe(12),
            **({"sha256": sha256} if sha256 else {}),
        }
        async with self._http.get(self._upload_url, params=query, headers=self._headers) as answer:
            answer.raise_for_status()
            ticket: dict[str, Any] = await answer.json()
            return ticket

    async def send(self, photo: bytes) -> float:
        """Send one photo; when S3 had answered, by `time.perf_counter`."""
        return await self.put(await self.ticket(len(photo)), photo)

    async def put(self, ticket: dict[str, Any], photo: bytes) -> float:
        """Send the photo of this ticket; when S3 had answered."""
        async with self._http.put(ticket["url"], data=photo, headers=ticket["headers"]) as answer:
            answer.raise_for_status()
            return time.perf_counter()
