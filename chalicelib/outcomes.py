"""Use case of outcomes: what a photo becomes in the end → record it, tell its session and screens.

The photo's own record decides, once; whatever follows from it may be done by several, or again.
"""

import logging
from contextlib import suppress
from dataclasses import replace
from typing import Any

from chalicelib import album_news, logs, messages, notifications, places, sessions, webhooks
from chalicelib.errors import SessionExpired, SessionNotFound
from chalicelib.jobs import Job
from chalicelib.keys import rendition_key, rendition_prefix
from chalicelib.metrics import Metric
from chalicelib.model import Role, Session
from chalicelib.photo import Photo, PhotoState, Rejection, RenditionName
from chalicelib.ports import Services

log = logging.getLogger(__name__)


def unsettled(services: Services, job: Job) -> Photo | None:
    """The photo, if there is still something to be done.

    What is decided already is told again where need be: whoever decided it may have died then.
    """
    logs.note(session_id=job.ids.session_id, photo_id=job.ids.photo_id)
    photo = services.photos.load(job.ids.photo_id)
    if photo is None:
        _forget(services, job.ids.photo_id)
        return None
    if photo.state is PhotoState.STORED:
        return photo
    _conclude(services, photo, job)
    return None


def settle(services: Services, photo: Photo, job: Job) -> None:
    """Record the outcome, unless another was first, and act on what is recorded."""
    settled = services.photos.settle(photo)
    if settled is None:
        _forget(services, photo.photo_id)
        return
    log.info("photo %s is %s", settled.photo_id, settled.rejection or settled.state)
    _count(services, settled)
    _conclude(services, settled, job)


def _count(services: Services, photo: Photo) -> None:
    if photo.state is PhotoState.READY and photo.ready_at is not None:
        services.metrics.count(Metric.PHOTOS_READY)
        services.metrics.time(Metric.TIME_TO_READY, photo.ready_at - (photo.stored_at or 0))
    elif photo.rejection not in (None, Rejection.DELETED):
        services.metrics.count(Metric.PHOTOS_REJECTED, photo.rejection)


def _conclude(services: Services, photo: Photo, job: Job) -> None:
    """Do what follows from an outcome. It may have been done before, in part or wholly."""
    if photo.rejection is Rejection.DELETED:
        # Whoever deletes it sees to all else; of what was made meanwhile he may not know.
        _forget(services, photo.photo_id)
        return
    places.conclude(services, photo)
    if photo.state is PhotoState.REJECTED:
        services.objects.delete(photo.key or job.key)
        services.media.delete([rendition_key(photo.photo_id, name) for name in RenditionName])
    # If it is over, the screen has gone on to the next visitor.
    with suppress(SessionExpired, SessionNotFound):
        _tell_session(services, photo, job)
    album_news.photo_became(services, photo)
    # Last: whoever dies before comes again, and what is told twice bears the same id.
    webhooks.announce(services, photo)


def _forget(services: Services, photo_id: str) -> None:
    """The photo was deleted while it was worked on: what was made of it goes as well."""
    log.info("photo %s is gone", photo_id)
    services.media.erase(rendition_prefix(photo_id))


def _tell_session(services: Services, photo: Photo, job: Job) -> None:
    """Let the session follow its photo, and tell whoever listens: by the one that changes it.

    Or by one who comes again and finds that nobody has said that he told them.
    """

    def follow(session: Session) -> tuple[Session, Photo]:
        known = session.photos.get(photo.photo_id)
        if known is not None and known.state is photo.state:
            return session, known
        if known is not None and known.rejection is Rejection.DELETED:
            # That was faster, and is what counts.
            return session, known
        # What only the host may know stays in the photo's own record; what the session knows, or
        # has heard of since that was read, stays in it.
        shown = replace(photo, facts=None, **_own(known) if known else {"shown_at": None})
        return session.with_photo(shown), shown

    def tick_off(session: Session) -> tuple[Session, Photo]:
        # A screen may have said meanwhile that it shows it.
        told = replace(session.photos.get(photo.photo_id, shown), told=True)
        return session.with_photo(told), told

    before, session, shown = sessions.change_session(services, photo.session_id, follow)
    if session is not before or (job.repeated and not shown.told):
        _announce(services, session, shown)
        sessions.change_session(services, photo.session_id, tick_off)


def _own(known: Photo) -> dict[str, Any]:
    said = ("shown_at", "album_id", "entry", "visibility")
    return {name: getattr(known, name) for name in said}


def _announce(services: Services, session: Session, photo: Photo) -> None:
    def settled(role: Role) -> messages.Message:
        view = sessions.photo_view(services, photo, role)
        if photo.state is PhotoState.REJECTED:
            return messages.PhotoRejected(session.session_id, view)
        return messages.PhotoReady(session.session_id, view)

    notifications.announce(services, session.session_id, settled)
