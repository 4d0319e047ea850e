"""What the HTTP API answers: the shapes of docs/openapi.yaml. Pure.

Field names are snake_case here and camelCase on the wire; `messages.to_wire` translates.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

from chalicelib.model import SessionStatus
from chalicelib.photo import Photo, PhotoState, Rejection, RenditionName


@dataclass(frozen=True)
class RenditionView:
    """One of the pictures that we made of a photo."""

    url: str
    width: int
    height: int


@dataclass(frozen=True)
class PhotoView:
    """A photo as a screen or a phone sees it."""

    photo_id: str
    state: PhotoState
    file_name: str | None
    content_type: str | None
    size_bytes: int | None
    stored_at: int | None
    #: When a screen first said that it shows it.
    shown_at: int | None
    code: Rejection | None
    #: Screens only: phones write, they do not read. The upload itself, or once READY the largest
    #: rendition.
    url: str | None
    #: Screens only, once READY.
    renditions: Mapping[RenditionName, RenditionView] | None

    @classmethod
    def of(
        cls,
        photo: Photo,
        url: str | None = None,
        renditions: Mapping[RenditionName, RenditionView] | None = None,
    ) -> "PhotoView":
        """View of this photo; `url` shows the picture."""
        said = photo.announced
        return cls(
            photo_id=photo.photo_id,
            state=photo.state,
            file_name=said.file_name,
            content_type=photo.content_type or said.content_type,
            size_bytes=said.size_bytes if photo.size_bytes is None else photo.size_bytes,
            stored_at=photo.stored_at,
            shown_at=photo.shown_at,
            code=photo.rejection,
            url=url,
            renditions=renditions,
        )


@dataclass(frozen=True)
class PhotoProgress(PhotoView):
    """A photo on its way, and how much of it has left the phone."""

    #: 0 to 100.
    percent: int

    @classmethod
    def at(cls, view: PhotoView, percent: int) -> "PhotoProgress":
        """This photo, that far."""
        values = {part.name: getattr(view, part.name) for part in fields(view)}
        return cls(**values, percent=percent)


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
    #: From here on a file is best sent in parts.
    max_put_bytes: int
    #: 0: no videos.
    max_video_bytes: int
    #: Of audio and documents, which users send; 0: none of these.
    max_file_bytes: int
    #: Of a preview's JPEG; 0: none is wanted.
    max_preview_bytes: int
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


@dataclass(frozen=True)
class MultipartUpload:
    """Leave to upload one large file in parts."""

    session_id: str
    status: SessionStatus
    session_expires_at: int
    server_time: int
    photo_id: str
    #: Of each part but the last.
    part_bytes: int
    part_count: int
    #: As in `UploadTicket`.
    phone_token: str | None
    limits: Limits


@dataclass(frozen=True)
class PartUrl:
    """Leave to send one part."""

    number: int
    method: str
    url: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Parts:
    """How a file in parts goes on."""

    #: Numbers of the parts that are there; only if no URLs were asked for.
    arrived: tuple[int, ...]
    urls: tuple[PartUrl, ...]
    #: Until when these URLs start uploads.
    expires_at: int
    session_expires_at: int
    server_time: int


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
class DeepHealth(Health):
    """The same of everything that photos are made with as well, for operators."""

    #: About how many photos wait for their renditions; None: the queue does not say.
    jobs_waiting: int | None = None
