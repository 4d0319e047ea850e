"""WebSocket messages, and how they and the answers of the HTTP API are written as JSON.

Pure; the contract is docs/messages.md. Field names are snake_case here and camelCase there;
`to_wire` is the only translation.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, ClassVar

from chalicelib import limits
from chalicelib.answers import PhotoProgress, PhotoView, Snapshot
from chalicelib.errors import ScandropError
from chalicelib.model import SessionStatus


@dataclass(frozen=True)
class Told:
    """A WebSocket message of the server. Its `type` is its class's, and part of the contract."""

    type: ClassVar[str]


@dataclass(frozen=True)
class Message(Told):
    """One on the channel of a session. Those of albums are in `album_messages`."""

    session_id: str


@dataclass(frozen=True)
class SessionState(Message, Snapshot):
    """The answer to `sync`."""

    type: ClassVar[str] = "SESSION_STATE"

    @classmethod
    def of(cls, snapshot: Snapshot) -> "list[SessionState]":
        """The messages that carry this snapshot: one, or several that share out its photos."""
        values = {part.name: getattr(snapshot, part.name) for part in fields(snapshot)}
        photos, step = snapshot.photos, limits.PHOTOS_PER_MESSAGE
        return [
            cls(**values | {"photos": photos[first : first + step]})
            for first in range(0, max(len(photos), 1), step)
        ]


@dataclass(frozen=True)
class Pong(Message):
    """The answer to `ping`."""

    type: ClassVar[str] = "PONG"
    server_time: int


@dataclass(frozen=True)
class PhoneConnected(Message):
    """A phone has claimed the session."""

    type: ClassVar[str] = "PHONE_CONNECTED"
    status: SessionStatus
    expires_at: int


@dataclass(frozen=True)
class UploadProgress(Message):
    """Photos are on their way, that far."""

    type: ClassVar[str] = "UPLOAD_PROGRESS"
    photos: tuple[PhotoProgress, ...]
    #: Until all that was picked has arrived, as the phone guesses; None: it cannot tell.
    seconds_left: int | None


@dataclass(frozen=True)
class UploadPreview(Message):
    """A small picture, made here, of a photo that is on its way."""

    type: ClassVar[str] = "UPLOAD_PREVIEW"
    photo: PhotoView
    #: In base64.
    jpeg: str
    #: In pixels.
    width: int
    height: int


@dataclass(frozen=True)
class UploadCompleted(Message):
    """S3 has stored a photo."""

    type: ClassVar[str] = "UPLOAD_COMPLETED"
    status: SessionStatus
    expires_at: int
    photo: PhotoView


@dataclass(frozen=True)
class PhotoReady(Message):
    """Renditions of a photo are there: upright, light, and in a format that every screen shows."""

    type: ClassVar[str] = "PHOTO_READY"
    photo: PhotoView


@dataclass(frozen=True)
class PhotoRejected(Message):
    """A photo was refused after it had arrived, or taken back before."""

    type: ClassVar[str] = "PHOTO_REJECTED"
    photo: PhotoView


@dataclass(frozen=True)
class PhotoDeleted(Message):
    """A photo that had arrived was deleted."""

    type: ClassVar[str] = "PHOTO_DELETED"
    photo: PhotoView


@dataclass(frozen=True)
class PhotoShown(Message):
    """A screen shows a photo."""

    type: ClassVar[str] = "PHOTO_SHOWN"
    photo: PhotoView


@dataclass(frozen=True)
class SessionExpired(Message):
    """The session is over."""

    type: ClassVar[str] = "SESSION_EXPIRED"


@dataclass(frozen=True)
class Replies:
    """The answers to a message that came by HTTP."""

    messages: tuple[Told, ...]


def to_wire(value: Any) -> Any:
    """The JSON value of an answer or message: mappings, lists, text, numbers, null."""
    if is_dataclass(value) and not isinstance(value, type):
        wire = {_camel(part.name): to_wire(getattr(value, part.name)) for part in fields(value)}
        return {"type": value.type, **wire} if isinstance(value, Told) else wire
    if isinstance(value, Mapping):
        return {key: to_wire(part) for key, part in value.items()}
    if isinstance(value, tuple):
        return [to_wire(part) for part in value]
    return value


def frame(message: Told) -> str:
    """The text frame of a message."""
    return json.dumps(to_wire(message), separators=(",", ":"))


def error_frame(error: ScandropError) -> str:
    """The text frame that answers a message which was refused."""
    return json.dumps({"type": "ERROR", "Code": error.code, "Message": str(error)})


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)
