"""Use case of deletions: nothing of a photo is left, and nothing that comes of it later stays.

The record is marked first, so that whoever works on the photo ends there, and goes last, so that
whoever repeats a deletion that died still finds it, and whose it was. Every step between may be
done again. What is left is a note in the photo's session, which ends with that: it keeps events
that come late, and uploads by URLs that are still good, from bringing the photo back.
"""

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace

from chalicelib import (
    album_news,
    limits,
    logs,
    messages,
    notifications,
    permissions,
    places,
    sessions,
)
from chalicelib.errors import ScandropError, ServiceUnavailable, SessionNotFound
from chalicelib.keys import rendition_prefix, upload_prefix
from chalicelib.library_answers import Deletion, Deletions
from chalicelib.model import Role, Session
from chalicelib.people import User
from chalicelib.photo import Photo, PhotoState, Rejection
from chalicelib.ports import Services

log = logging.getLogger(__name__)


def delete_photo(services: Services, user: User, photo_id: str) -> Deletion:
    """Delete a photo that this user may see: his own, one of an album of his, or as an operator.

    Raises:
        PhotoNotFound: there is none, or not for him; so too if it has been deleted.
        SessionBusy, ServiceUnavailable: it may be done in part; repeat it.
    """
    remove_photo(services, permissions.visible_photo(services, user, photo_id))
    return Deletion(photo_id, deleted=True)


def delete_photos(services: Services, user: User, photo_ids: Sequence[str]) -> Deletions:
    """The same for each, some of them side by side; one that fails keeps no other back.

    After a failure of what we depend on the rest is not begun: it would use up the time of the
    request, and nobody would be told anything.
    """
    failed: list[ServiceUnavailable] = []

    def attempt(photo_id: str) -> Deletion:
        try:
            if failed:
                raise failed[0]
            return delete_photo(services, user, photo_id)
        except ServiceUnavailable as error:
            failed.append(error)
            return Deletion(photo_id, False, error.code, str(error))
        except ScandropError as refusal:
            return Deletion(photo_id, False, refusal.code, str(refusal))

    with ThreadPoolExecutor(limits.CONCURRENT_DELETIONS, "deletion") as threads:
        return Deletions(tuple(threads.map(logs.carried(attempt), photo_ids)))


def remove_photo(services: Services, photo: Photo) -> None:
    """Remove all that there is of a photo, whoever wishes it. May be repeated at any time.

    Raises:
        SessionBusy, ServiceUnavailable
    """
    services.library.bury(photo.photo_id)
    # Where it is now: it may have been moved until then, and nobody moves it any more. First of
    # all, for it may stand on a wall.
    album_news.photo_deleted(services, services.photos.load(photo.photo_id) or photo)
    with suppress(SessionNotFound):
        _take_from_session(services, photo)
    services.objects.erase(upload_prefix(photo.session_id, photo.photo_id))
    services.media.erase(rendition_prefix(photo.photo_id))
    places.remove(services, photo.photo_id)
    log.info("photo %s is deleted", photo.photo_id)


def is_noted(services: Services, photo: Photo) -> bool:
    """Whether the photo's session knows that it was deleted."""
    session = services.sessions.load(photo.session_id)
    known = session.photos.get(photo.photo_id) if session else None
    return known is not None and known.rejection is Rejection.DELETED


def _take_from_session(services: Services, photo: Photo) -> None:
    def note(session: Session) -> tuple[Session, Photo]:
        known = session.photos.get(photo.photo_id, photo)
        noted = remains(known)
        return session.with_photo(noted), noted

    # Also of one that is over: a URL that it gave may be good for some minutes more.
    _, session, noted = sessions.change_session(services, photo.session_id, note, even_over=True)
    if services.clock() < session.expires_at:
        _announce(services, session, noted)


def remains(photo: Photo) -> Photo:
    """What its session keeps: what it was called by, so that nobody sends it again by mistake."""
    gone = replace(photo, renditions=(), facts=None, comment=None, upload_id=None, told=True)
    return replace(gone, state=PhotoState.REJECTED, rejection=Rejection.DELETED)


def _announce(services: Services, session: Session, photo: Photo) -> None:
    """Tell its screens and its phone; once more with each repetition, as the last may have died."""

    def deleted(role: Role) -> messages.Message:
        view = sessions.photo_view(services, photo, role)
        return messages.PhotoDeleted(session.session_id, view)

    try:
        notifications.announce(services, session.session_id, deleted)
    except ServiceUnavailable:
        # They see it with their next sync; the files must not wait for that.
        log.warning("deletion in session %s not announced", session.session_id)
