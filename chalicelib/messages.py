"""What goes over the wire: the answers of the API and the WebSocket messages.

Pure; the contract is docs/messages.md and docs/openapi.yaml. Field names are snake_case here and
camelCase there; `to_wire` is the only translation.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import Any, ClassVar

from chalicelib.errors import ScandropError
from chalicelib.model import Photo, PhotoState, Rejection, SessionStatus


@dataclass(frozen=True)
class PhotoView:
    """A photo as a screen or a phone sees it."""

    photo_id: str
    state: PhotoState
    file_name: str | None
    content_type: str | None
    size_bytes: int | None
    stored_at: int | None
    code: Rejection | None
    #: Screens only: phones write, they do not read.
    url: str | None

    @classmethod
    def of(cls, photo: Photo, url: str | None) -> "PhotoView":
        """View of this photo; `url` shows the picture."""
        said = photo.announced
        return cls(
            photo_id=photo.photo_id,
            state=photo.state,
            file_name=said.file_name,
            content_type=photo.content_type or said.content_type,
            size_bytes=said.size_bytes if photo.size_bytes is None else photo.size_bytes,
            stored_at=photo.stored_at,
            code=photo.rejection,
            url=url,
        )


@dataclass(frozen=True)
class Snapshot:
    """A whole session, as one consistent read saw it."""

    session_id: str
    status: SessionStatus
    created_at: int
    expires_at: int
    server_time: int
    photos: tuple[PhotoView, ...]


@dataclass(frozen=True)
class OpenedSession(Snapshot):
    """A new session, and what only its screen may know."""

    upload_page_url: str
    qr_svg: str
    screen_token: str


@dataclass(frozen=True)
class Limits:
    """What a phone can check before it sends."""

    max_photos: int
    max_upload_bytes: int
    content_types: tuple[str, ...]


@dataclass(frozen=True)
class UploadTicket:
    """Leave to upload one photo."""

    session_id: str
    status: SessionStatus
    session_expires_at: int
    server_time: int
    photo_id: str
    method: str
    url: str
    headers: Mapping[str, str]
    expires_at: int
    #: Only in the answer to the call that claimed the session without a token of its own.
    phone_token: str | None
    limits: Limits


class CheckStatus(StrEnum):
    """Whether a dependency answers."""

    HEALTHY = "healthy"
    UNAVAILABLE = "unavailable"


class HealthStatus(StrEnum):
    """Whether all of them do."""

    HEALTHY = "healthy"
    UNHEALTHY = "unhealthy"


@dataclass(frozen=True)
class Check:
    """How one dependency answered."""

    status: CheckStatus
    #: How long that took, to the millisecond.
    seconds: float


@dataclass(frozen=True)
class Health:
    """How each dependency answered, by a name that is not its name on AWS."""

    status: HealthStatus
    checks: Mapping[str, Check]

    @classmethod
    def of(cls, checks: Mapping[str, Check]) -> "Health":
        """Healthy if all are."""
        well = all(check.status is CheckStatus.HEALTHY for check in checks.values())
        return cls(HealthStatus.HEALTHY if well else HealthStatus.UNHEALTHY, checks)


@dataclass(frozen=True)
class Message:
    """A WebSocket message of the server. Its `type` is its class's, and part of the contract."""

    type: ClassVar[str]
    session_id: str


@dataclass(frozen=True)
class SessionState(Message, Snapshot):
    """The answer to `sync`."""

    type: ClassVar[str] = "SESSION_STATE"

    @classmethod
    def of(cls, snapshot: Snapshot) -> "SessionState":
        """The message that carries this snapshot."""
        return cls(**{part.name: getattr(snapshot, part.name) for part in fields(snapshot)})


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
class UploadCompleted(Message):
    """S3 has stored a photo."""

    type: ClassVar[str] = "UPLOAD_COMPLETED"
    status: SessionStatus
    expires_at: int
    photo: PhotoView


@dataclass(frozen=True)
class PhotoRejected(Message):
    """A photo was refused after it had arrived."""

    type: ClassVar[str] = "PHOTO_REJECTED"
    photo: PhotoView


@dataclass(frozen=True)
class SessionExpired(Message):
    """The session is over."""

    type: ClassVar[str] = "SESSION_EXPIRED"


def to_wire(value: Any) -> Any:
    """The JSON value of an answer or message: mappings, lists, text, numbers, null."""
    if is_dataclass(value) and not isinstance(value, type):
        wire = {_camel(part.name): to_wire(getattr(value, part.name)) for part in fields(value)}
        return {"type": value.type, **wire} if isinstance(value, Message) else wire
    if isinstance(value, Mapping):
        return {key: to_wire(part) for key, part in value.items()}
    if isinstance(value, tuple):
        return [to_wire(part) for part in value]
    return value


def frame(message: Message) -> str:
    """The text frame of a message."""
    return json.dumps(to_wire(message), separators=(",", ":"))


def error_frame(error: ScandropError) -> str:
    """The text frame that answers a message which was refused."""
    return json.dumps({"type": "ERROR", "Code": error.code, "Message": str(error)})


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)
