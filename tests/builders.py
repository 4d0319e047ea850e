"""Things for tests: valid as they come, any part overridden by keyword."""

import base64
import hashlib
from typing import Any

from chalicelib import keys, tokens
from chalicelib.album import Album, Kiosk
from chalicelib.client_messages import Handshake, Socket
from chalicelib.connection import Connection
from chalicelib.inputs import Arrival, TicketRequest
from chalicelib.model import Role, Session
from chalicelib.photo import Announcement, Photo, PhotoState, Rendition
from tests.fake_pictures import BUCKET, FACTS, SIZES
from tests.fakes import SITE, START

SESSION_ID = "S" * 22
PHOTO_ID = "P" * 22
SCREEN_TOKEN = "screen-" + "s" * 36
PHONE_TOKEN = "phone--" + "p" * 36
OTHER_TOKEN = "other--" + "o" * 36
ALBUM_ID = "A" * 22
CODE = "ABCDE23456"
KIOSK_ID = "K" * 22
HOST_ID = "5c1f8a52-0000-4000-8000-00000000host"
CONNECTION_ID = "JKJaXmPLvHcESHA="
CALLBACK_URL = "https://abcdef1234.execute-api.us-east-1.amazonaws.com/api"
SHA256 = "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg="


def an_id(number: int) -> str:
    """An id of its own for each number."""
    return f"{number:022d}"


def a_digest(request_id: str | None) -> str:
    """The digest of the file of this requestId."""
    if request_id == "request-1":
        return SHA256
    return base64.b64encode(hashlib.sha256(str(request_id).encode()).digest()).decode()


# Of the model


def a_session(**changes: Any) -> Session:
    """A new session at START, with SCREEN_TOKEN."""
    facts: dict[str, Any] = {
        "session_id": SESSION_ID,
        "created_at": START,
        "expires_at": START + 600,
        "screen_token_digest": tokens.digest(SCREEN_TOKEN),
    }
    return Session(**facts | changes)


def an_announcement(**changes: Any) -> Announcement:
    """A JPEG of 1,000 bytes with a requestId; one of another has other bytes."""
    facts: dict[str, Any] = {
        "size_bytes": 1000,
        "content_type": "image/jpeg",
        "file_name": "beach.jpg",
        "sha256": a_digest(changes.get("request_id", "request-1")),
        "request_id": "request-1",
    }
    return Announcement(**facts | changes)


def a_photo(**changes: Any) -> Photo:
    """A photo on its way."""
    facts: dict[str, Any] = {
        "photo_id": PHOTO_ID,
        "session_id": SESSION_ID,
        "announced": an_announcement(),
        "ticket_expires_at": START + 300,
    }
    return Photo(**facts | changes)


def a_stored_photo(**changes: Any) -> Photo:
    """A photo that has arrived."""
    facts: dict[str, Any] = {
        "state": PhotoState.STORED,
        "key": keys.upload_key(SESSION_ID, PHOTO_ID, "image/jpeg"),
        "size_bytes": 1000,
        "content_type": "image/jpeg",
        "stored_at": START + 5,
    }
    return a_photo(**facts | changes)


def some_renditions(photo_id: str = PHOTO_ID) -> tuple[Rendition, ...]:
    """All that is made of a photo."""
    return tuple(
        Rendition(name, keys.rendition_key(photo_id, name), *size, size_bytes=1000)
        for name, size in SIZES.items()
    )


def a_ready_photo(**changes: Any) -> Photo:
    """A photo of which everything is made, as its own record has it."""
    facts: dict[str, Any] = {
        "state": PhotoState.READY,
        "renditions": some_renditions(changes.get("photo_id", PHOTO_ID)),
        "ready_at": START + 6,
        "facts": FACTS,
    }
    return a_stored_photo(**facts | changes)


def an_album(**changes: Any) -> Album:
    """A new album of HOST_ID."""
    facts: dict[str, Any] = {
        "album_id": ALBUM_ID,
        "code": CODE,
        "owner_id": HOST_ID,
        "name": "Anna & Ben",
        "created_at": START,
    }
    return Album(**facts | changes)


def in_album(**changes: Any) -> Session:
    """A new session whose photos go into the album."""
    return a_session(album_id=ALBUM_ID, **changes)


def a_kiosk(**changes: Any) -> Kiosk:
    """A screen of the album."""
    facts: dict[str, Any] = {"kiosk_id": KIOSK_ID, "name": "Bar", "created_at": START}
    return Kiosk(**facts | changes)


def a_connection(**changes: Any) -> Connection:
    """A screen that listens to the session."""
    facts: dict[str, Any] = {
        "channel": keys.session_channel(SESSION_ID),
        "connection_id": CONNECTION_ID,
        "role": Role.SCREEN,
        "callback_url": CALLBACK_URL,
        "connected_at": START - 60,
        "expires_at": START + 3600,
    }
    return Connection(**facts | changes)


# Of the inputs


def a_ticket_request(token: str | None = PHONE_TOKEN, **announced: Any) -> TicketRequest:
    """The phone asks for a ticket; keywords say what it announces otherwise."""
    return TicketRequest(SESSION_ID, an_announcement(**announced), token)


def an_open_request(token: str | None = PHONE_TOKEN) -> TicketRequest:
    """The phone asks with the session's id alone."""
    return TicketRequest(SESSION_ID, Announcement(), token)


def an_arrival(**changes: Any) -> Arrival:
    """The announced photo has arrived."""
    facts: dict[str, Any] = {
        "bucket": BUCKET,
        "key": keys.upload_key(SESSION_ID, PHOTO_ID, "image/jpeg"),
        "size_bytes": 1000,
        "stored_at": START + 5,
    }
    return Arrival(**facts | changes)


def a_socket(connection_id: str = CONNECTION_ID) -> Socket:
    """A socket, as its events tell of it."""
    return Socket(connection_id, CALLBACK_URL)


def a_handshake(**changes: Any) -> Handshake:
    """A screen of the site wants to listen."""
    facts: dict[str, Any] = {"session_id": SESSION_ID, "token": SCREEN_TOKEN, "origin": SITE}
    return Handshake(**facts | changes)


def a_query(**values: str) -> dict[str, list[str]]:
    """The query of `GET /upload-url` as the application gets it."""
    return {"sessionId": [SESSION_ID]} | {name: [value] for name, value in values.items()}
