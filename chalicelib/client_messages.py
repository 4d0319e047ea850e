"""What browsers say over their sockets → values we can trust, or InvalidRequest and its like. Pure.

The contract is docs/messages.md, as it is of `messages`, which is what we say ourselves.
"""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib import album_inputs, inputs, limits
from chalicelib.errors import InvalidRequest, PreviewRefused, TokenRequired

#: The WebSocket subprotocol that we speak; what stands behind it in the header is the token.
SUBPROTOCOL = "scandrop"
#: The largest whole number that every reader of JSON reads as it is (RFC 7493, 2.2).
_LARGEST = 2**53 - 1


@dataclass(frozen=True)
class Socket:
    """One WebSocket, as the event that came over it tells."""

    connection_id: str
    callback_url: str


@dataclass(frozen=True)
class Handshake:
    """A browser wants to listen to a session."""

    session_id: str
    token: str
    origin: str | None


@dataclass(frozen=True)
class AlbumHandshake:
    """A wall or a host wants to listen to an album; the token tells which."""

    album_id: str
    token: str
    origin: str | None


@dataclass(frozen=True)
class AlbumSaying:
    """What a wall or a host says of its album."""

    album_id: str


@dataclass(frozen=True)
class AlbumSync(AlbumSaying):
    """It asks how the album's walls go on."""


@dataclass(frozen=True)
class AlbumPing(AlbumSaying):
    """It asks whether we are there."""


@dataclass(frozen=True)
class ClientMessage:
    """What a browser says of its session."""

    session_id: str


@dataclass(frozen=True)
class Sync(ClientMessage):
    """It asks where we stand."""


@dataclass(frozen=True)
class Ping(ClientMessage):
    """It asks whether we are there."""


@dataclass(frozen=True)
class Shown(ClientMessage):
    """A screen shows this photo."""

    photo_id: str


@dataclass(frozen=True)
class Progress(ClientMessage):
    """How far the photos of a phone are on their way."""

    #: Percent, by the photo's id.
    uploads: Mapping[str, int]
    #: Until all that was picked has arrived; None: the phone cannot tell.
    seconds_left: int | None


@dataclass(frozen=True)
class Preview(ClientMessage):
    """A small picture of a photo that is on its way, as hostile as any upload."""

    photo_id: str
    jpeg: bytes


#: What a client may say over its socket,
ACTIONS: Mapping[str, type[ClientMessage]] = {
    "sync": Sync,
    "ping": Ping,
    "shown": Shown,
    "progress": Progress,
    "preview": Preview,
}
#: over one that listens to an album,
ALBUM_ACTIONS: Mapping[str, type[AlbumSaying]] = {"sync": AlbumSync, "ping": AlbumPing}
#: and by HTTP, where sockets are blocked: there `sync` is a route of its own.
HTTP_ACTIONS = ("shown", "progress")


def socket(event: Mapping[str, Any]) -> Socket:
    """The socket of a WebSocket event. API Gateway wrote this part, so it is trusted."""
    context = event["requestContext"]
    url = f"https://{context['domainName']}/{context['stage']}"
    return Socket(context["connectionId"], url)


def handshake(event: Mapping[str, Any]) -> Handshake | AlbumHandshake:
    """`$connect?sessionId=…` or `?albumId=…` with the subprotocols `scandrop, <token>`.

    A browser cannot send `Authorization` with a WebSocket, and a token in the URL ends in logs.
    """
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    query = event.get("queryStringParameters") or {}
    album_id = album_inputs.album_id(query["albumId"]) if "albumId" in query else None
    # One that names both is none that we make; it is one of an album, whose token has another form.
    wanted = "" if album_id else inputs.session_id(query.get("sessionId"))
    name, _, token = headers.get("sec-websocket-protocol", "").partition(",")
    if name.strip() != SUBPROTOCOL or not token.strip():
        raise TokenRequired(f"Connect with the subprotocols {SUBPROTOCOL}, <token>.")
    token, origin = token.strip(), headers.get("origin")
    if album_id is not None:
        return AlbumHandshake(album_id, album_inputs.signed_token(token), origin)
    return Handshake(wanted, inputs.token_of_ours(token), origin)


def client_message(text: str | None) -> ClientMessage | AlbumSaying:
    """One text frame: `{"action": …, "sessionId": …}`, and what that action tells.

    Or `albumId`, over a socket that listens to an album.
    """
    message = inputs.json_object(text or "", limits.FRAME_BYTES)
    if "albumId" in message:
        kind = ALBUM_ACTIONS[_action(message, tuple(ALBUM_ACTIONS))]
        return kind(album_inputs.album_id(message["albumId"]))
    action = _action(message, tuple(ACTIONS))
    return _READERS[action](inputs.session_id(message.get("sessionId")), message)


def saying(session_id: str, body: Mapping[str, Any]) -> ClientMessage:
    """The same in the body of a request, whose path names the session."""
    return _READERS[_action(body, HTTP_ACTIONS)](inputs.session_id(session_id), body)


def _action(message: Mapping[str, Any], known: tuple[str, ...]) -> str:
    action = message.get("action")
    if not isinstance(action, str) or action not in known:
        raise InvalidRequest(f"action must be one of {', '.join(known)}.")
    return action


def _shown(session_id: str, message: Mapping[str, Any]) -> Shown:
    return Shown(session_id, inputs.photo_id(message.get("photoId")))


def _progress(session_id: str, message: Mapping[str, Any]) -> Progress:
    uploads, most = message.get("uploads"), limits.PHOTOS_PER_MESSAGE
    if not isinstance(uploads, list) or not 1 <= len(uploads) <= most:
        raise InvalidRequest(f"uploads must be a list of 1 to {most} photos.")
    percents = dict(map(_upload, uploads))
    if len(percents) < len(uploads):
        raise InvalidRequest("uploads names a photo more than once.")
    left = message.get("secondsLeft")
    return Progress(session_id, percents, None if left is None else _seconds(left))


def _upload(value: object) -> tuple[str, int]:
    if not isinstance(value, dict):
        raise InvalidRequest("Each of uploads must be an object of photoId and percent.")
    percent = value.get("percent")
    if type(percent) is not int or not 0 <= percent <= 100:
        raise InvalidRequest("percent must be a whole number from 0 to 100.")
    return inputs.photo_id(value.get("photoId")), percent


def _seconds(value: object) -> int:
    if type(value) is not int or not 0 <= value <= _LARGEST:
        raise InvalidRequest("secondsLeft must be a whole number from 0 on, or null.")
    return value


def _preview(session_id: str, message: Mapping[str, Any]) -> Preview:
    photo_id, text = inputs.photo_id(message.get("photoId")), message.get("jpeg")
    try:
        jpeg = base64.b64decode(text, validate=True) if isinstance(text, str) else b""
    except ValueError:
        jpeg = b""
    # Python takes what has bits that belong to nothing; one picture is written in one way.
    if not jpeg or base64.b64encode(jpeg).decode() != text:
        raise InvalidRequest("jpeg must be base64.")
    if len(jpeg) > limits.PREVIEW_BYTES:
        raise PreviewRefused
    return Preview(session_id, photo_id, jpeg)


_READERS: Mapping[str, Callable[[str, Mapping[str, Any]], ClientMessage]] = {
    "sync": lambda session_id, _: Sync(session_id),
    "ping": lambda session_id, _: Ping(session_id),
    "shown": _shown,
    "progress": _progress,
    "preview": _preview,
}
