"""Use cases of sessions: open one, see one, change one."""

from collections.abc import Callable

from chalicelib import kiosks, limits, qr, races, tokens
from chalicelib.album_entry import Visibility
from chalicelib.answers import OpenedSession, PhotoView, RenditionView, Snapshot
from chalicelib.errors import SessionBusy, SessionChanged, SessionNotFound
from chalicelib.metrics import Metric
from chalicelib.model import Role, Session
from chalicelib.photo import Photo, PhotoState, Rendition, RenditionName
from chalicelib.ports import Services


def open_session(services: Services, kiosk_key: str | None = None) -> OpenedSession:
    """A new session and the QR code that leads a phone to it.

    Raises:
        KioskKeyRequired, KioskKeyRefused, AlbumClosed, AlbumFull
    """
    album_id = kiosks.album_of_key(services, kiosk_key)
    now = services.clock()
    screen_token = services.new_token()
    session = Session(
        session_id=services.new_id(),
        created_at=now,
        expires_at=now + services.settings.session_seconds,
        screen_token_digest=tokens.digest(screen_token),
        album_id=album_id,
    )
    services.sessions.create(session)
    services.metrics.count(Metric.SESSIONS_OPENED)
    # Behind the `#`, the id stays out of the site's logs and out of every Referer header.
    page_url = f"{services.settings.site_url}/phone.html#{session.session_id}"
    return OpenedSession(
        session_id=session.session_id,
        status=session.status,
        created_at=session.created_at,
        expires_at=session.expires_at,
        server_time=now,
        photos=(),
        upload_page_url=page_url,
        qr_svg=qr.svg(page_url),
        screen_token=screen_token,
    )


def read_session(services: Services, session_id: str, token: str) -> Snapshot:
    """The session as the holder of this token may see it.

    Raises:
        SessionNotFound, TokenRefused, SessionExpired
    """
    session = require_session(services, session_id)
    role = session.role_of(token)
    session.require_open(services.clock())
    return snapshot(services, session, role)


def snapshot(services: Services, session: Session, role: Role) -> Snapshot:
    """The session for this role: screens see pictures, phones see states."""
    photos = sorted(session.photos.values(), key=_order)
    return Snapshot(
        session_id=session.session_id,
        status=session.status,
        created_at=session.created_at,
        expires_at=session.expires_at,
        server_time=services.clock(),
        photos=tuple(photo_view(services, photo, role) for photo in photos),
    )


def _order(photo: Photo) -> tuple[bool, int, int]:
    """As they arrived, of one second as they were picked; then those on their way.

    A table keeps no order of its own.
    """
    return photo.stored_at is None, photo.stored_at or 0, photo.number


def photo_view(services: Services, photo: Photo, role: Role) -> PhotoView:
    """The photo for this role."""
    if role is Role.SCREEN and not may_be_on_screen(photo):
        return PhotoView.of(photo)
    if role is Role.SCREEN and photo.renditions:
        views = {each.name: _rendition_view(services, each) for each in photo.renditions}
        return PhotoView.of(photo, views[RenditionName.LARGE].url, views)
    # Where somebody looks at photos first, nobody sees the upload before he has. A video that is
    # READY is the upload.
    may_be_seen = photo.state is PhotoState.READY or not services.settings.moderation
    if role is Role.SCREEN and photo.is_there and may_be_seen and photo.key:
        content_type = photo.content_type or ""
        url = services.objects.view_url(photo.key, content_type, limits.VIEW_SECONDS)
        return PhotoView.of(photo, url)
    return PhotoView.of(photo)


def may_be_on_screen(photo: Photo) -> bool:
    """Whether the screen of its session may show it: it may have to wait for its host."""
    waits_in_sight = photo.visibility is Visibility.WAITING and (
        photo.entry is not None and photo.entry.on_own_screen
    )
    return photo.visibility is Visibility.SHOWN or waits_in_sight


def _rendition_view(services: Services, rendition: Rendition) -> RenditionView:
    url = services.media.view_url(rendition.key, limits.VIEW_SECONDS)
    return RenditionView(url, rendition.width, rendition.height)


def require_session(services: Services, session_id: str) -> Session:
    """The session, whether or not it is over; raises SessionNotFound."""
    session = services.sessions.load(session_id)
    if session is None:
        raise SessionNotFound
    return session


def change_session(
    services: Services,
    session_id: str,
    change: Callable[[Session], tuple[Session, Photo]],
    *,
    even_over: bool = False,
    attempts: int = limits.SAVE_ATTEMPTS,
) -> tuple[Session, Session, Photo]:
    """Apply a change of one photo to the open session as it is now.

    With `even_over` also to one that is over, for as long as the table keeps it.

    Returns the session before and after it, and the photo. `change` may be called several times,
    each time with what another writer left.

    Raises:
        SessionNotFound, SessionExpired
        SessionBusy: others were first as many times as it was tried.
        whatever `change` raises
    """
    for _ in races.tries(services, attempts):
        before = require_session(services, session_id)
        now = services.clock()
        if even_over:
            now = min(now, before.expires_at - 1)
        before.require_open(now)
        after, photo = change(before)
        if after == before:
            return before, before, photo
        try:
            return before, services.sessions.replace(before, after, now), photo
        except SessionChanged:
            continue
    raise SessionBusy
