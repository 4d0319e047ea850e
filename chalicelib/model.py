"""Sessions, and the rules they keep by themselves.

All are frozen: a change makes a new one, and states only move forwards. Times are epoch seconds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from chalicelib import limits, tokens
from chalicelib.errors import (
    PhotoAlreadyStored,
    PhotoDuplicate,
    PhotoLimitReached,
    PhotoNotFound,
    RequestIdReused,
    SessionClaimed,
    SessionExpired,
    TokenRefused,
)
from chalicelib.photo import Announcement, Photo, PhotoState, Rejection


class SessionStatus(StrEnum):
    """How far a session has come; never backwards."""

    AWAITING_SCAN = "AWAITING_SCAN"
    UPLOAD_REQUESTED = "UPLOAD_REQUESTED"
    COMPLETED = "COMPLETED"


class Role(StrEnum):
    """On which side of a session a token stands: screens read, phones write.

    Or who listens to an album: a wall that shows it, or its host.
    """

    SCREEN = "screen"
    PHONE = "phone"
    WALL = "wall"
    HOST = "host"


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
    #: The album that its photos belong to, if any.
    album_id: str | None = None
    #: What its visitor calls himself, who has joined the album without a screen.
    guest_name: str | None = None
    #: The user who sends one file by it; None: a visitor's.
    owner_id: str | None = None

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
        self,
        announced: Announcement,
        new_photo_id: str,
        now: int,
        max_photos: int,
        seconds: int = limits.TICKET_SECONDS,
    ) -> tuple["Session", Photo]:
        """Give the announced file a ticket: its own again, the open one, or a new one.

        It holds its place for so many seconds, or as long as it was promised before.

        Raises:
            PhotoAlreadyStored: the file of this requestId is there.
            RequestIdReused: the requestId stands for another file.
            PhotoDuplicate: the same bytes are there under another requestId.
            PhotoLimitReached: no room for one more.
        """
        photo = self._photo_of(announced) or self._open_photo()
        self._require_other(announced)
        taken = sum(each.holds_place(now) for each in self.photos.values())
        if taken >= max_photos and (photo is None or not photo.holds_place(now)):
            raise PhotoLimitReached(max_photos)
        if photo is None:
            if self.owner_id is not None and self.photos:
                # Each file of a user counts, so each has a session of its own.
                raise PhotoLimitReached(1)
            if len(self.photos) >= max_photos * limits.TICKETS_PER_PHOTO:
                raise PhotoLimitReached(max_photos)
            photo = Photo(
                new_photo_id,
                self.session_id,
                number=len(self.photos),
                album_id=self.album_id,
                owner_id=self.owner_id,
            )
        until = max(photo.ticket_expires_at or 0, now + seconds)
        photo = replace(photo, announced=announced, ticket_expires_at=until)
        return self.kept_open(now).with_photo(photo), photo

    def kept_open(self, now: int) -> "Session":
        """Open for as long as its phone goes on, within the bound of all sessions."""
        until = min(
            now + limits.SESSION_SECONDS_AFTER_TICKET,
            self.created_at + limits.SESSION_SECONDS_AT_MOST,
        )
        return replace(self, expires_at=max(self.expires_at, until))

    def with_upload(
        self, photo_id: str, upload_id: str | None, instead_of: str | None
    ) -> tuple["Session", Photo]:
        """With this upload in parts for this photo; if it has another by now, that one counts.

        Raises:
            PhotoNotFound, PhotoAlreadyStored
        """
        photo = self.photo_on_its_way(photo_id)
        if photo.upload_id != instead_of:
            return self, photo
        changed = replace(photo, upload_id=upload_id)
        return self.with_photo(changed), changed

    def photo_on_its_way(self, photo_id: str) -> Photo:
        """Its photo of this id, of which something may still come.

        Raises:
            PhotoNotFound, PhotoAlreadyStored
        """
        photo = self.photo(photo_id)
        if photo.state is not PhotoState.PENDING:
            raise PhotoAlreadyStored
        return photo

    def with_photo(self, photo: Photo) -> "Session":
        """With this state of the photo; the first one that is there completes the session."""
        return replace(
            self,
            photos={**self.photos, photo.photo_id: photo},
            status=SessionStatus.COMPLETED if photo.is_there else self.status,
        )

    def with_photo_shown(self, photo_id: str, now: int) -> tuple["Session", Photo]:
        """With this photo on a screen; the first time counts.

        One that is not there, or no longer, cannot be shown: then nothing changes.

        Raises:
            PhotoNotFound: the session has no such photo.
        """
        photo = self.photo(photo_id)
        if not photo.is_there or photo.shown_at is not None:
            return self, photo
        shown = replace(photo, shown_at=now)
        return self.with_photo(shown), shown

    def with_photo_withdrawn(self, photo_id: str) -> tuple["Session", Photo]:
        """Without this photo, if it is on its way: it will not be shown. Else nothing changes.

        Raises:
            PhotoNotFound: the session has no such photo.
        """
        photo = self.photo(photo_id)
        if photo.state is not PhotoState.PENDING:
            return self, photo
        withdrawn = photo.rejected(Rejection.WITHDRAWN)
        return self.with_photo(withdrawn), withdrawn

    def photo(self, photo_id: str) -> Photo:
        """Its photo of this id; raises PhotoNotFound."""
        photo = self.photos.get(photo_id)
        if photo is None:
            raise PhotoNotFound
        return photo

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

    def _require_other(self, announced: Announcement) -> None:
        """Raise PhotoDuplicate if a photo that is there has these very bytes and another name.

        S3 has checked the digest of what is there; who sends without ids may mean it.
        """
        if announced.sha256 is None or announced.size_bytes is None:
            return
        for photo in self.photos.values():
            said = photo.announced
            same = (said.sha256, said.size_bytes) == (announced.sha256, announced.size_bytes)
            if same and photo.is_there and said.request_id != announced.request_id:
                raise PhotoDuplicate
