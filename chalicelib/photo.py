"""A photo: one uploaded file and what was made of it.

All are frozen: a change makes a new one, and states only move forwards. Times are epoch seconds.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from chalicelib.album_entry import AlbumEntry, Visibility
from chalicelib.errors import IllegalTransition


class PhotoState(StrEnum):
    """What has become of a photo; never backwards."""

    PENDING = "PENDING"
    STORED = "STORED"
    READY = "READY"
    REJECTED = "REJECTED"


class Rejection(StrEnum):
    """Why a photo is not shown."""

    EMPTY = "EMPTY"
    TOO_LARGE = "TOO_LARGE"
    #: It came so late that its album had given its place away.
    ALBUM_FULL = "ALBUM_FULL"
    #: A file of a kind that we know and do not take: a TIFF, a video, a PDF.
    UNSUPPORTED_FORMAT = "UNSUPPORTED_FORMAT"
    #: Nothing that we know.
    NOT_AN_IMAGE = "NOT_AN_IMAGE"
    #: More pixels, or a longer side, than its format may have.
    TOO_MANY_PIXELS = "TOO_MANY_PIXELS"
    #: A progressive JPEG of more passes than any camera or program makes.
    TOO_MANY_SCANS = "TOO_MANY_SCANS"
    #: The file ends before the picture does.
    TRUNCATED = "TRUNCATED"
    #: The decoder could make nothing of it.
    DAMAGED = "DAMAGED"
    #: To look into it takes more time or memory than a file may cost.
    TOO_COMPLEX = "TOO_COMPLEX"
    #: The moderator refused it.
    INAPPROPRIATE = "INAPPROPRIATE"
    #: Announced as a video, and none of the kinds that we take.
    NOT_A_VIDEO = "NOT_A_VIDEO"
    #: Announced as audio or as a document, and not of that type.
    TYPE_MISMATCH = "TYPE_MISMATCH"
    #: A document that is locked by a password, or one that has macros.
    ENCRYPTED = "ENCRYPTED"
    ACTIVE_CONTENT = "ACTIVE_CONTENT"
    #: Its visitor took it back on its way; somebody who may has deleted it since: nothing is kept.
    WITHDRAWN = "WITHDRAWN"
    DELETED = "DELETED"


class RenditionName(StrEnum):
    """The pictures that we make of an upload, by their size."""

    THUMB = "thumb"
    MEDIUM = "medium"
    LARGE = "large"


class PhotoRefused(Exception):
    """The file is at fault, for good: doing it again would end the same way."""

    def __init__(self, why: Rejection) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True)
class Rendition:
    """A picture that we made of an upload and keep: a JPEG without metadata."""

    name: RenditionName
    #: In the media bucket.
    key: str
    #: In pixels, upright.
    width: int
    height: int
    size_bytes: int

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Rendition":
        """As `messages.to_wire` writes it, in jobs and in the tables."""
        name, size = RenditionName(values["name"]), values["sizeBytes"]
        return cls(name, values["key"], values["width"], values["height"], size)


@dataclass(frozen=True)
class Picture:
    """A rendition that has just been made and is nowhere but here."""

    name: RenditionName
    width: int
    height: int
    jpeg: bytes


@dataclass(frozen=True)
class Preview:
    """A small picture of a photo that is on its way. It is kept nowhere."""

    width: int
    height: int
    jpeg: bytes


@dataclass(frozen=True)
class PhotoFacts:
    """What the file said of itself and is worth keeping."""

    #: Pillow's name of its format: JPEG, MPO, PNG, WEBP, GIF, HEIF or AVIF.
    format: str
    #: Of the upload, in pixels, upright.
    width: int
    height: int
    #: As the camera was held: EXIF's 1 to 8, 1 where it says nothing.
    orientation: int = 1
    #: By the camera's clock, ISO 8601; with its offset from UTC where the camera knew it.
    taken_at: str | None = None
    #: Maker and model.
    camera: str | None = None
    #: Where it was taken, ISO 6709. Only if the setting says so, and for the host's eyes only.
    position: str | None = None

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "PhotoFacts":
        """As `messages.to_wire` writes it, in jobs and in the tables."""
        return cls(
            format=values["format"],
            width=values["width"],
            height=values["height"],
            orientation=values["orientation"],
            taken_at=values.get("takenAt"),
            camera=values.get("camera"),
            position=values.get("position"),
        )


@dataclass(frozen=True)
class Announcement:
    """What a phone says of a file before it sends it. Nothing is true until the object is there."""

    size_bytes: int | None = None
    content_type: str | None = None
    file_name: str | None = None
    #: Base64 of the SHA-256 digest, as S3 takes it.
    sha256: str | None = None
    #: The client's own id of the file: repeating it gives the same ticket.
    request_id: str | None = None
    #: Whether it comes in parts each of which has a SHA-256 digest of its own.
    parts_digested: bool = False

    @property
    def is_open(self) -> bool:
        """Whether nothing is known of the file: the ticket of a phone that has just come."""
        return self == Announcement()


@dataclass(frozen=True)
class Photo:
    """One uploaded file, from its ticket on."""

    photo_id: str
    session_id: str
    announced: Announcement = Announcement()
    state: PhotoState = PhotoState.PENDING
    #: Until when it holds its place while nothing has come; None: it came without a ticket of ours.
    ticket_expires_at: int | None = None
    #: How many of its session had a ticket before it: as they were picked.
    number: int = 0
    #: Only in its session, and until it has arrived: S3's name of the upload, if it comes in parts.
    upload_id: str | None = None
    #: What S3 says, once the object is there.
    key: str | None = None
    size_bytes: int | None = None
    content_type: str | None = None
    stored_at: int | None = None
    rejection: Rejection | None = None
    #: What was made of it, once it is READY.
    renditions: tuple[Rendition, ...] = ()
    ready_at: int | None = None
    #: Only in the photo's own record, not in its session.
    facts: PhotoFacts | None = None
    #: The album of its session.
    album_id: str | None = None
    #: The user in whose library it is; None: a visitor's.
    owner_id: str | None = None
    comment: str | None = None
    visibility: Visibility = Visibility.SHOWN
    #: Only in its session: whether all who listened were told what became of it in the end.
    told: bool = False
    #: Only in its session: when a screen first said that it shows it.
    shown_at: int | None = None
    #: None: no album counts it.
    entry: AlbumEntry | None = None

    @property
    def is_there(self) -> bool:
        """Whether it has arrived and is, or will be, shown."""
        return self.state in (PhotoState.STORED, PhotoState.READY)

    def holds_place(self, now: int) -> bool:
        """Whether it counts among the photos of its session.

        A ticket that ran out holds no place: its file was removed, or asks for a new one.
        """
        if self.state is PhotoState.PENDING:
            return self.ticket_expires_at is not None and now < self.ticket_expires_at
        return self.state is not PhotoState.REJECTED

    def arrived(self, key: str, size_bytes: int, content_type: str | None, now: int) -> "Photo":
        """The object is there."""
        return self._moved(
            PhotoState.STORED,
            key=key,
            size_bytes=size_bytes,
            content_type=content_type,
            stored_at=now,
            upload_id=None,
        )

    def ready(self, renditions: Iterable[Rendition], facts: PhotoFacts | None, now: int) -> "Photo":
        """Everything that screens show of it is there."""
        return self._moved(
            PhotoState.READY, renditions=tuple(renditions), facts=facts, ready_at=now
        )

    def rejected(self, why: Rejection) -> "Photo":
        """The object is not one that we show."""
        return self._moved(PhotoState.REJECTED, rejection=why)

    def _moved(self, state: PhotoState, **changes: object) -> "Photo":
        if self.state not in _STATES_BEFORE[state]:
            raise IllegalTransition(f"photo {self.photo_id}: {self.state} cannot become {state}")
        return replace(self, state=state, **changes)  # type: ignore[arg-type]


_STATES_BEFORE = {
    PhotoState.PENDING: (),
    PhotoState.STORED: (PhotoState.PENDING,),
    PhotoState.READY: (PhotoState.STORED,),
    PhotoState.REJECTED: (PhotoState.PENDING, PhotoState.STORED),
}
