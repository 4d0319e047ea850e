"""Use case of a session's own screen: it follows what is said of its photos once they are there.

A session keeps what its screen may show of each photo, so that nothing else is read for it. Whoever
changes that in a photo's record changes it here as well. A session that is over has no screen.
"""

from contextlib import suppress
from dataclasses import replace

from chalicelib import messages, notifications, sessions
from chalicelib.errors import SessionExpired, SessionNotFound
from chalicelib.model import Role, Session
from chalicelib.photo import Photo, PhotoState
from chalicelib.ports import Services


def photo_changed(services: Services, photo: Photo) -> None:
    """It is somewhere else now, or somebody else may see it: its screen shows it, or no longer.

    Raises:
        SessionBusy, ServiceUnavailable: the screen may not know; change it once more.
    """

    def follow(session: Session) -> tuple[Session, Photo]:
        known = session.photos.get(photo.photo_id)
        if known is None:
            return session, photo
        said = {name: getattr(photo, name) for name in ("album_id", "entry", "visibility")}
        followed = replace(known, **said)
        return session.with_photo(followed), followed

    with suppress(SessionExpired, SessionNotFound):
        before, session, known = sessions.change_session(services, photo.session_id, follow)
        if before is not session:
            _announce(services, before, session, known)


def _announce(services: Services, before: Session, session: Session, photo: Photo) -> None:
    known = before.photos[photo.photo_id]
    if sessions.may_be_on_screen(known) is sessions.may_be_on_screen(photo):
        return

    def changed(role: Role) -> messages.Message | None:
        if role is not Role.SCREEN:
            return None
        view = sessions.photo_view(services, photo, role)
        if photo.state is PhotoState.READY:
            return messages.PhotoReady(session.session_id, view)
        return messages.UploadCompleted(
            session.session_id, session.status, session.expires_at, view
        )

    if photo.is_there:
        notifications.announce(services, session.session_id, changed)
