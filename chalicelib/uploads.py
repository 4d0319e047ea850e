"""Use case of uploads: give a phone leave to put one photo into the store."""

import logging

from chalicelib import limits, messages, notifications, sessions
from chalicelib.errors import PhotoTooLarge, ServiceUnavailable
from chalicelib.inputs import TicketRequest
from chalicelib.keys import upload_key
from chalicelib.model import Photo, Role, Session
from chalicelib.ports import Services

log = logging.getLogger(__name__)


def issue_ticket(services: Services, request: TicketRequest) -> messages.UploadTicket:
    """Claim the session for this phone, if nobody has, and sign a PUT for the announced photo.

    A phone that repeats its request gets the same photo again, with a fresh URL.

    Raises:
        PhotoTooLarge, SessionNotFound, SessionExpired, SessionClaimed, TokenRefused,
        PhotoAlreadyStored, RequestIdReused, PhotoLimitReached, SessionBusy
    """
    settings = services.settings
    announced = request.announced
    if announced.size_bytes is not None and announced.size_bytes > settings.max_upload_bytes:
        raise PhotoTooLarge(settings.max_upload_bytes)
    # A phone may bring the token it will keep: then an answer that is lost locks nobody out.
    token = request.token or services.new_token()
    photo_id = services.new_id()

    def claim(session: Session) -> tuple[Session, Photo]:
        mine = session.claimed_by(token)
        return mine.with_ticket(announced, photo_id, services.clock(), settings.max_photos)

    before, after, photo = sessions.change_session(services, request.session_id, claim)
    if before.phone_token_digest is None:
        _tell_screens(services, after)
    return _ticket(services, after, photo, token if request.token is None else None)


def _tell_screens(services: Services, session: Session) -> None:
    def connected(_: Role) -> messages.Message:
        return messages.PhoneConnected(session.session_id, session.status, session.expires_at)

    try:
        notifications.announce(services, session.session_id, connected)
    except ServiceUnavailable:
        # The claim is made and the phone must have its ticket; screens see it with their next sync.
        log.warning("phone of session %s not announced", session.session_id)


def _ticket(
    services: Services, session: Session, photo: Photo, phone_token: str | None
) -> messages.UploadTicket:
    settings = services.settings
    now = services.clock()
    key = upload_key(session.session_id, photo.photo_id, photo.announced.content_type)
    signed = services.signer.sign_put(key, photo.announced, limits.TICKET_SECONDS)
    return messages.UploadTicket(
        session_id=session.session_id,
        status=session.status,
        session_expires_at=session.expires_at,
        server_time=now,
        photo_id=photo.photo_id,
        method=signed.method,
        url=signed.url,
        headers=signed.headers,
        expires_at=now + limits.TICKET_SECONDS,
        phone_token=phone_token,
        limits=messages.Limits(
            max_photos=settings.max_photos,
            max_upload_bytes=settings.max_upload_bytes,
            content_types=tuple(limits.CONTENT_TYPES),
        ),
    )
