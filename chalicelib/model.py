"""The things Scandrop speaks of, and the rules they keep by themselves.

All are frozen: a change makes a new one, and states only move forwards. Times are epoch seconds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from chalicelib import limits, tokens
from chalicelib.errors import (
    IllegalTransition,
    PhotoAlreadyStored,
    PhotoLimitReached,
    RequestIdReused,
    SessionClaimed,
    SessionExpired,
    TokenRefused,
)


class SessionStatus(StrEnum):
    """How far a session has come; never backwards."""

    AWAITING_SCAN = "AWAITING_SCAN"
    UPLOAD_REQUESTED = "UPLOAD_REQUESTED"
    COMPLETED = "COMPLETED"


class PhotoState(StrEnum):
    """What has become of a photo; never backwards."""

    PENDING = "PENDING"
    STORED = "STORED"
    READY = "READY"
    REJECTED = "REJECTED"


class Rejection(StrEnum):
    """Why a photo that arrived is not shown."""

    EMPTY = "EMPTY"
    TOO_LARGE = "TOO_LARGE"
    UNSUPPORTED_FORMAT = "UNSUPPORTED_FORMAT"


class Role(StrEnum):
    """On which side of a session a token stands: screens read, phones write."""

    SCREEN = "screen"
    PHONE = "phone"


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
    #: Until when its signed URL starts uploads; None for one that came without a ticket of ours.
    ticket_expires_at: int | None = None
    #: What S3 says, once the object is there.
    key: str | None = None
    size_bytes: int | None = None
    content_type: str | None = None
    stored_at: int | None = None
    rejection: Rejection | None = None

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


@dataclass(frozen=True)
class Session:
    """One QR code: one kiosk, one phone, up to `max_photos` photos, until it expires."""

    session_id: str
    created_at: int
    expires_at: int
    screen_token_digest: str
    phone_token_digest: str | None = None
    status: SessionStatus = SessionStatus.AWAITING_SCAN
    photos: Mapping[str, Photo] = field(default_factory=dict)
    #: Counts the writes, so that of two writers who read the same session one is refused.
    version: int = 0

    def require_open(self, now: int) -> None:
        """Raise SessionExpired when it is over. The table may keep it for days after that."""
        if now >= self.expires_at:
            raise SessionExpired

    def role_of(self, token: str) -> Role:
        """Which side this token stands on.

        Raises:
            TokenRefused: neither.
        """
        if tokens.matches(token, self.screen_token_digest):
            return Role.SCREEN
        if tokens.matches(token, self.phone_token_digest):
            return Role.PHONE
        raise TokenRefused

    def claimed_by(self, phone_token: str) -> "Session":
        """With this phone as its phone: the first one that asks.

        Raises:
            TokenRefused: it is the screen's token; screens read only.
            SessionClaimed: another phone was first.
        """
        if tokens.matches(phone_token, self.screen_token_digest):
            raise TokenRefused
        if tokens.matches(phone_token, self.phone_token_digest):
            return self
        if self.phone_token_digest is not None:
            raise SessionClaimed
        return replace(
            self,
            phone_token_digest=tokens.digest(phone_token),
            status=SessionStatus.UPLOAD_REQUESTED,
        )

    def with_ticket(
        self, announced: Announcement, new_photo_id: str, now: int, max_photos: int
    ) -> tuple["Session", Photo]:
        """Give the announced file a ticket: its own again, the open one, or a new one.

        Raises:
            PhotoAlreadyStored: the file of this requestId is there.
            RequestIdReused: the requestId stands for another file.
            PhotoLimitReached: no room for one more.
        """
        photo = self._photo_of(announced) or self._open_photo()
        if photo is None or not photo.holds_place(now):
            self._require_room(now, max_photos)
        if photo is None:
            if len(self.photos) >= max_photos * limits.TICKETS_PER_PHOTO:
                raise PhotoLimitReached(max_photos)
            photo = Photo(new_photo_id, self.session_id)
        photo = replace(photo, announced=announced, ticket_expires_at=now + limits.TICKET_SECONDS)
        until = min(
            now + limits.SESSION_SECONDS_AFTER_TICKET,
            self.created_at + limits.SESSION_SECONDS_AT_MOST,
        )
        session = replace(self, expires_at=max(self.expires_at, until))
        return session.with_photo(photo), photo

    def with_photo(self, photo: Photo) -> "Session":
        """With this state of the photo; the first one that is there completes the session."""
        there = photo.state in (PhotoState.STORED, PhotoState.READY)
        return replace(
            self,
            photos={**self.photos, photo.photo_id: photo},
            status=SessionStatus.COMPLETED if there else self.status,
        )

    def _photo_of(self, announced: Announcement) -> Photo | None:
        """The photo that has a ticket for just this announcement."""
        for photo in self.photos.values():
            if announced.request_id is not None:
                if photo.announced.request_id != announced.request_id:
                    continue
                if photo.announced != announced:
                    raise RequestIdReused
                if photo.state is not PhotoState.PENDING:
                    raise PhotoAlreadyStored
                return photo
            if photo.announced == announced and photo.state is PhotoState.PENDING:
                return photo
        return None

    def _open_photo(self) -> Photo | None:
        """The photo of the phone's first, open ticket, while nothing came by it."""
        pending = (p for p in self.photos.values() if p.state is PhotoState.PENDING)
        return next((photo for photo in pending if photo.announced.is_open), None)

    def _require_room(self, now: int, max_photos: int) -> None:
        if sum(photo.holds_place(now) for photo in self.photos.values()) >= max_photos:
            raise PhotoLimitReached(max_photos)


@dataclass(frozen=True)
class Connection:
    """One open WebSocket and what it listens to."""

    channel: str
    connection_id: str
    role: Role
    #: Base URL of the API that posts to it: requests go to `{callback_url}/@connections/{id}`.
    callback_url: str
    connected_at: int
    expires_at: int

    def may_be_opening(self, now: int) -> bool:
        """Whether its handshake may still be under way: then a post finds nobody there yet."""
        return now < self.connected_at + limits.HANDSHAKE_SECONDS
