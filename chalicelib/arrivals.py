"""Use case of arrivals: an object is in the store → record, announce, queue the work on it.

S3 tells of each object at least once, in any order and perhaps twice at the same time, so every
step may be done again: what is recorded and what screens hear depends on the object alone.
"""

import logging
from collections.abc import Iterable
from contextlib import suppress

from chalicelib import album_news, deletion, limits, logs, messages, notifications, places, sessions
from chalicelib.errors import (
    ScandropError,
    ServiceUnavailable,
    SessionExpired,
    SessionNotFound,
)
from chalicelib.inputs import Arrival
from chalicelib.jobs import Job
from chalicelib.keys import UploadKey, parse_upload_key, upload_key, upload_prefix
from chalicelib.metrics import Metric
from chalicelib.model import Role, Session
from chalicelib.photo import Photo, PhotoState, Rejection
from chalicelib.ports import Services
from chalicelib.storage import said_type

log = logging.getLogger(__name__)

#: Somebody wished that it be gone.
_UNWANTED = (Rejection.WITHDRAWN, Rejection.DELETED)


def accept_arrivals(services: Services, arrivals: Iterable[Arrival]) -> None:
    """Accept each arrival; one that fails does not keep the others back.

    Raises:
        ServiceUnavailable, SessionBusy: at least one failed; the event has to come again.
    """
    failure: ScandropError | None = None
    for arrival in arrivals:
        with logs.scope():
            try:
                accept_arrival(services, arrival)
            except ScandropError as error:
                log.warning("arrival of %s failed: %s", arrival.key, error.code)
                failure = error
    if failure is not None:
        raise failure


def accept_arrival(services: Services, arrival: Arrival) -> None:
    """Record the photo, complete its session, tell its screens and its phone, queue its job.

    An object that is not an upload of ours, or is gone again, is passed over.
    """
    key = parse_upload_key(arrival.key)
    if key is None or arrival.bucket != services.settings.uploads_bucket:
        # Without its key: whoever named it may have put anything into it, a file's name for one.
        log.warning("not an upload of ours: %d bytes in %s", arrival.size_bytes, arrival.bucket)
        return
    logs.note(session_id=key.session_id, photo_id=key.photo_id)

    def arrive(session: Session) -> tuple[Session, Photo]:
        photo = _judged(services, _announced(session, key), arrival)
        return session.with_photo(photo), photo

    try:
        before, session, photo = sessions.change_session(
            services, key.session_id, arrive, attempts=limits.ARRIVAL_SAVE_ATTEMPTS
        )
    except _ObjectGone:
        log.info("upload %s is gone again", arrival.key)
    except (SessionExpired, SessionNotFound):
        _keep_late(services, key, arrival)
    else:
        _keep(services, photo, arrival)
        if before is not session:
            _count(services, photo)
        if _was_deleted(services, photo):
            return
        _announce(services, session, photo)
        _queue(services, photo)
        _tell_album(services, photo)


class _ObjectGone(Exception):
    """The object was deleted before its event was handled."""


def _announced(session: Session | None, key: UploadKey) -> Photo:
    photo = session.photos.get(key.photo_id) if session else None
    if photo is None:
        album_id = session.album_id if session else None
        return Photo(key.photo_id, key.session_id, album_id=album_id)
    return photo


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
        content_type = said_type(facts.content_type)
    stored = photo.arrived(arrival.key, size_bytes, content_type, arrival.stored_at)
    if size_bytes == 0:
        return stored.rejected(Rejection.EMPTY)
    if size_bytes > _most_bytes(services, stored):
        return stored.rejected(Rejection.TOO_LARGE)
    if content_type is not None and not _is_taken(services, content_type, stored):
        return stored.rejected(Rejection.UNSUPPORTED_FORMAT)
    if not places.keep(services, stored):
        return stored.rejected(Rejection.ALBUM_FULL)
    return stored


def _most_bytes(services: Services, photo: Photo) -> int:
    """How large it may be; what a user did not tell the size of, as large as it was counted."""
    most = services.settings.max_bytes_of(photo.content_type)
    is_counted = photo.owner_id is not None and photo.announced.size_bytes is None
    return min(most, limits.MAX_PUT_BYTES) if is_counted else most


def _is_taken(services: Services, content_type: str, photo: Photo) -> bool:
    """All but pictures only by tickets for them: no other upload of ours has such a key."""
    own_key = upload_key(photo.session_id, photo.photo_id, content_type) == photo.key
    settings = services.settings
    of_user = photo.owner_id is not None
    is_taken = content_type in (settings.user_content_types if of_user else settings.content_types)
    return is_taken and (own_key or content_type in limits.CONTENT_TYPES)


def _keep(services: Services, photo: Photo, arrival: Arrival) -> None:
    if photo.state is PhotoState.READY:
        # It has been recorded; if its record is not there any more, somebody has deleted it.
        return
    if photo.rejection in _UNWANTED:
        # Of what was taken back or deleted nothing is kept: records outlive their sessions.
        services.objects.erase(upload_prefix(photo.session_id, photo.photo_id))
        return
    services.photos.record(photo)
    if photo.state is PhotoState.REJECTED:
        places.conclude(services, photo)
        services.objects.delete(arrival.key)


def _was_deleted(services: Services, photo: Photo) -> bool:
    """Whether somebody deleted it while this event of it was handled.

    Then its record, which was written after that, goes too.
    """
    if photo.state is not PhotoState.STORED or not deletion.is_noted(services, photo):
        return False
    places.forget(services, photo)
    return True


def _count(services: Services, photo: Photo) -> None:
    services.metrics.count(Metric.PHOTOS_STORED)
    if photo.rejection is not None:
        services.metrics.count(Metric.PHOTOS_REJECTED, photo.rejection)


def _keep_late(services: Services, key: UploadKey, arrival: Arrival) -> None:
    """Keep a photo that came after its session.

    The screen has gone on to the next visitor and must not show it.
    """
    log.info("photo %s came after its session", key.photo_id)
    known = _announced(services.sessions.load(key.session_id), key)
    try:
        photo = _judged(services, known, arrival)
    except _ObjectGone:
        log.info("upload %s is gone again", arrival.key)
    else:
        _keep(services, photo, arrival)
        _count(services, photo)
        if not _was_deleted(services, photo):
            _queue(services, photo)
            _tell_album(services, photo)


def _queue(services: Services, photo: Photo) -> None:
    if photo.state is PhotoState.STORED and photo.key is not None:
        services.jobs.send(Job(photo.key))


def _tell_album(services: Services, photo: Photo) -> None:
    """Its hosts see it come. Those whom this does not reach see it when it is ready, or ask."""
    if photo.state is PhotoState.READY or photo.rejection in _UNWANTED:
        return
    with suppress(ServiceUnavailable):
        album_news.photo_became(services, photo)


def _announce(services: Services, session: Session, photo: Photo) -> None:
    if photo.state is PhotoState.READY or photo.told or photo.rejection in _UNWANTED:
        # An event that came late: as much as this has been told, or is about to be.
        return

    def arrived(role: Role) -> messages.Message:
        view = sessions.photo_view(services, photo, role)
        if photo.state is PhotoState.REJECTED:
            return messages.PhotoRejected(session.session_id, view)
        return messages.UploadCompleted(
            session.session_id, session.status, session.expires_at, view
        )

    notifications.announce(services, session.session_id, arrived)
