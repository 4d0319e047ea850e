"""Use case of guests: join an album by the code that is printed, without a kiosk."""

from chalicelib import album_links, tokens, uploads
from chalicelib.album_answers import JoinedAlbum
from chalicelib.album_errors import AlbumNotFound
from chalicelib.album_inputs import JoinRequest
from chalicelib.model import Session
from chalicelib.ports import Services


def join_album(services: Services, request: JoinRequest) -> JoinedAlbum:
    """A session of this phone alone, whose photos go into the album.

    It is claimed from the start, and no screen watches it: nobody has ever been told its screen
    token. If the answer is lost, joining again is another session.

    Raises:
        AlbumNotFound, AlbumClosed, AlbumFull
    """
    album = services.albums.find(request.code)
    if album is None:
        raise AlbumNotFound
    now = services.clock()
    album.require_open(now)
    album.require_room(now)
    phone_token = services.new_token()
    session = Session(
        session_id=services.new_id(),
        created_at=now,
        expires_at=now + services.settings.session_seconds,
        screen_token_digest=tokens.digest(services.new_token()),
        album_id=album.album_id,
        guest_name=request.name,
    ).claimed_by(phone_token)
    services.sessions.create(session)
    return JoinedAlbum(
        session_id=session.session_id,
        status=session.status,
        expires_at=session.expires_at,
        server_time=now,
        phone_token=phone_token,
        album_name=album.name,
        gallery_url=album_links.gallery_url(services.settings.site_url, album),
        limits=uploads.limits_of(services.settings),
    )
