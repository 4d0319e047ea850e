"""Use cases of uploads: give a phone leave to put one photo into the store; let it take it back."""

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from chalicelib import (
    answers,
    categories,
    deletion,
    limits,
    messages,
    notifications,
    places,
    sessions,
)
from chalicelib.errors import (
    PhotoTooLarge,
    ServiceUnavailable,
    TokenRefused,
    UnsupportedContentType,
)
from chalicelib.inputs import PhotoRequest, TicketRequest
from chalicelib.keys import upload_key
from chalicelib.model import Role, Session
from chalicelib.photo import Announcement, Photo, Rejection
from chalicelib.photo_query import FileType
from chalicelib.ports import Services
from chalicelib.settings import Settings

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Place:
    """A photo's place in its session."""

    session: Session
    photo: Photo
    #: For the phone that brought no token, once.
    phone_token: str | None


def issue_ticket(services: Services, request: TicketRequest) -> answers.UploadTicket:
    """Claim the session for this phone, if nobody has, and sign a PUT for the announced photo.

    A phone that repeats its request gets the same photo again, with a fresh URL.

    Raises:
        PhotoTooLarge, SessionNotFound, SessionExpired, SessionClaimed, TokenRefused,
        PhotoAlreadyStored, PhotoDuplicate, RequestIdReused, PhotoLimitReached, SessionBusy,
        AlbumNotFound, AlbumClosed, AlbumFull, AlbumBusy
    """
    if request.announced.content_type in limits.VIDEO_TYPES:
        # One line that is cut would cost all that was sent; they go in parts.
        raise UnsupportedContentType
    return sign_ticket(services, claim_place(services, request, limits.TICKET_SECONDS))


def claim_place(services: Services, request: TicketRequest, seconds: int) -> Place:
    """Claim the session for this phone, if nobody has, and a place in it for so many seconds.

    Raises:
        UnsupportedContentType, and all that `issue_ticket` raises
    """
    settings = services.settings
    announced = request.announced
    _require_taken(settings, announced)
    # A phone may bring the token it will keep: then an answer that is lost locks nobody out.
    token = request.token or services.new_token()
    photo_id = services.new_id()

    def claim(session: Session) -> tuple[Session, Photo]:
        mine = session.claimed_by(token)
        now = services.clock()
        after, photo = mine.with_ticket(announced, photo_id, now, settings.max_photos, seconds)
        admitted = places.admit(services, session, photo)
        return after.with_photo(admitted), admitted

    before, after, photo = sessions.change_session(services, request.session_id, claim)
    if before.phone_token_digest is None:
        _tell_of_phone(services, after)
    places.take(services, photo)
    return Place(after, photo, token if request.token is None else None)


def withdraw_photo(services: Services, request: PhotoRequest) -> answers.PhotoView:
    """Let the phone take back a photo of its session; what comes of it later is removed.

    One that has arrived is deleted, with all that was made of it: a deletion that died is
    completed by the next request.

    Raises:
        SessionNotFound, SessionExpired, TokenRefused, PhotoNotFound, SessionBusy
        ServiceUnavailable: it may be done in part; repeat it.
    """

    def withdraw(session: Session) -> tuple[Session, Photo]:
        if session.role_of(request.token) is not Role.PHONE:
            raise TokenRefused
        return session.with_photo_withdrawn(request.photo_id)

    def withdrawn(role: Role) -> messages.Message:
        return messages.PhotoRejected(
            request.session_id, sessions.photo_view(services, photo, role)
        )

    before, after, photo = sessions.change_session(services, request.session_id, withdraw)
    if photo.is_there or photo.rejection is Rejection.DELETED:
        deletion.remove_photo(services, photo)
        return sessions.photo_view(services, deletion.remains(photo), Role.PHONE)
    if before is not after:
        _announce(services, after, withdrawn)
    abort_parts(services, photo, photo.upload_id)
    # As well as it goes, too: if not, its place is free when its time is over.
    with suppress(ServiceUnavailable):
        places.conclude(services, photo)
    return sessions.photo_view(services, photo, Role.PHONE)


def abort_parts(services: Services, photo: Photo, upload_id: str | None) -> None:
    """Give up an upload in parts, if there is one.

    As well as it goes: the bucket does it too, after a day, also with a part that comes only now.
    """
    if upload_id is None:
        return
    with suppress(ServiceUnavailable):
        services.parts.abort(key_of(photo), upload_id)


def key_of(photo: Photo) -> str:
    """Where the announced file of this photo goes."""
    return upload_key(photo.session_id, photo.photo_id, photo.announced.content_type)


def limits_of(settings: Settings) -> answers.Limits:
    """What a phone can check before it sends."""
    return _limits(
        settings,
        settings.content_types,
        max_photos=settings.max_photos,
        # Where somebody looks at photos first, nobody sees one before he has.
        max_preview_bytes=0 if settings.moderation else limits.PREVIEW_BYTES,
    )


def limits_in(settings: Settings, session: Session) -> answers.Limits:
    """The same of this session. A user's takes one file, and has no screen that shows a preview."""
    if session.owner_id is None:
        return limits_of(settings)
    return _limits(settings, settings.user_content_types, max_photos=1, max_preview_bytes=0)


def _limits(
    settings: Settings, content_types: tuple[str, ...], *, max_photos: int, max_preview_bytes: int
) -> answers.Limits:
    taken = {categories.category_of(each) for each in content_types}
    has_files = not taken.isdisjoint((FileType.AUDIO, FileType.DOCUMENT))
    return answers.Limits(
        max_photos=max_photos,
        max_upload_bytes=settings.max_upload_bytes,
        max_put_bytes=limits.MAX_PUT_BYTES,
        max_video_bytes=settings.max_video_bytes if FileType.VIDEO in taken else 0,
        max_file_bytes=settings.max_file_bytes if has_files else 0,
        max_preview_bytes=max_preview_bytes,
        content_types=content_types,
    )


def _require_taken(settings: Settings, announced: Announcement) -> None:
    said, size = announced.content_type, announced.size_bytes
    if said is not None and said not in settings.content_types:
        raise UnsupportedContentType
    if size is not None and size > settings.max_bytes_of(said):
        kind = "Videos" if said in limits.VIDEO_TYPES else "Photos"
        raise PhotoTooLarge(settings.max_bytes_of(said), kind)


def _tell_of_phone(services: Services, session: Session) -> None:
    def connected(_: Role) -> messages.Message:
        return messages.PhoneConnected(session.session_id, session.status, session.expires_at)

    _announce(services, session, connected)


def _announce(
    services: Services, session: Session, message_for: Callable[[Role], messages.Message]
) -> None:
    try:
        notifications.announce(services, session.session_id, message_for)
    except ServiceUnavailable:
        # It is done, and the phone must have its answer; others see it with their next sync.
        log.warning("change of session %s not announced", session.session_id)


def sign_ticket(services: Services, place: Place) -> answers.UploadTicket:
    """A signed PUT for the photo that has this place."""
    session, photo = place.session, place.photo
    now = services.clock()
    signed = services.signer.sign_put(key_of(photo), photo.announced, limits.TICKET_SECONDS)
    return answers.UploadTicket(
        session_id=session.session_id,
        status=session.status,
        session_expires_at=session.expires_at,
        server_time=now,
        photo_id=photo.photo_id,
        method=signed.method,
        url=signed.url,
        headers=signed.headers,
        expires_at=now + limits.TICKET_SECONDS,
        phone_token=place.phone_token,
        limits=limits_in(services.settings, session),
    )
