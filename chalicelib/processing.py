"""Use case of arrivals: an object is in the store → record, announce.

S3 tells of each object at least once, in any order and perhaps twice at the same time, so every
step may be done again: what is recorded and what screens hear depends on the object alone.
"""

import logging
from collections.abc import Iterable

from chalicelib import limits, messages, notifications, sessions
from chalicelib.errors import ScandropError, SessionExpired, SessionNotFound
from chalicelib.inputs import Arrival
from chalicelib.keys import UploadKey, parse_upload_key, upload_key
from chalicelib.model import Photo, PhotoState, Rejection, Role, Session
from chalicelib.ports import Services

log = logging.getLogger(__name__)

#: What a store calls an object whose uploader did not say what it is.
_UNTYPED = (None, "", "binary/octet-stream", "application/octet-stream")


def accept_arrivals(services: Services, arrivals: Iterable[Arrival]) -> None:
    """Accept each arrival; one that fails does not keep the others back.

    Raises:
        ServiceUnavailable, SessionBusy: at least one failed; the event has to come again.
    """
    failure: ScandropError | None = None
    for arrival in arrivals:
        try:
            accept_arrival(services, arrival)
        except ScandropError as error:
            log.warning("arrival of %s failed: %s", arrival.key, error.code)
            failure = error
    if failure is not None:
        raise failure


def accept_arrival(services: Services, arrival: Arrival) -> None:
    """Record the photo, complete its session, and tell its screens and its phone.

    An object that is not an upload of ours, or is gone again, is passed over.
    """
    key = parse_upload_key(arrival.key)
    if key is None or arrival.bucket != services.settings.uploads_bucket:
        # Quoted: whoever named it may have put line breaks into it.
        log.warning("not an upload of ours: %r in %s", arrival.key, arrival.bucket)
        return

    def arrive(session: Session) -> tuple[Session, Photo]:
        photo = _judged(services, _announced(session, key), arrival)
        return session.with_photo(photo), photo

    try:
        _, session, photo = sessions.change_session(services, key.session_id, arrive)
    except _ObjectGone:
        log.info("upload %s is gone again", arrival.key)
    except (SessionExpired, SessionNotFound):
        _keep_late(services, key, arrival)
    else:
        _keep(services, photo, arrival)
        _announce(services, session, photo)


class _ObjectGone(Exception):
    """The object was deleted before its event was handled."""


def _announced(session: Session | None, key: UploadKey) -> Photo:
    photo = session.photos.get(key.photo_id) if session else None
    return photo or Photo(key.photo_id, key.session_id)


def _judged(services: Services, photo: Photo, arrival: Arrival) -> Photo:
    """The photo as it arrived, or as it already is.

    A sized ticket binds size and type by its signature; an open one, also one that was filled in
    since, has a key of its own and is bounded here.
    """
    if photo.state is not PhotoState.PENDING:
        return photo
    content_type = photo.announced.content_type
    size_bytes = arrival.size_bytes
    bound = upload_key(photo.session_id, photo.photo_id, content_type) == arrival.key
    if content_type is None or not bound:
        facts = services.objects.facts(arrival.key)
        if facts is None:
            raise _ObjectGone
        size_bytes = facts.size_bytes
        content_type = None if facts.content_type in _UNTYPED else facts.content_type
    stored = photo.arrived(arrival.key, size_bytes, content_type, arrival.stored_at)
    if size_bytes == 0:
        return stored.rejected(Rejection.EMPTY)
    if size_bytes > services.settings.max_upload_bytes:
        return stored.rejected(Rejection.TOO_LARGE)
    if content_type is not None and content_type not in limits.CONTENT_TYPES:
        return stored.rejected(Rejection.UNSUPPORTED_FORMAT)
    return stored


def _keep(services: Services, photo: Photo, arrival: Arrival) -> None:
    services.photos.record(photo)
    if photo.state is PhotoState.REJECTED:
        services.objects.delete(arrival.key)


def _keep_late(services: Services, key: UploadKey, arrival: Arrival) -> None:
    """Keep a photo that came after its session.

    The screen has gone on to the next visitor and must not show it.
    """
    log.info("photo %s came after its session", key.photo_id)
    known = _announced(services.sessions.load(key.session_id), key)
    try:
        _keep(services, _judged(services, known, arrival), arrival)
    except _ObjectGone:
        log.info("upload %s is gone again", arrival.key)


def _announce(services: Services, session: Session, photo: Photo) -> None:
    def arrived(role: Role) -> messages.Message:
        view = sessions.photo_view(services, photo, role)
        if photo.state is PhotoState.REJECTED:
            return messages.PhotoRejected(session.session_id, view)
        return messages.UploadCompleted(
            session.session_id, session.status, session.expires_at, view
        )

    notifications.announce(services, session.session_id, arrived)
