"""Use cases of walls and hosts: listen to an album, ask how it stands.

As with sessions nothing is lost: whoever listens is registered before anything is read, and a fact
is recorded before connections are read. That a key was removed counts for each single message, so
nobody has to hang up on its wall.
"""

from chalicelib import album_messages as told
from chalicelib import albums, client_messages, kiosks, listening, pushes
from chalicelib.album import Album
from chalicelib.album_errors import AlbumNotFound, KioskKeyRefused
from chalicelib.album_messages import AlbumNews
from chalicelib.client_messages import AlbumHandshake, AlbumSaying, Socket
from chalicelib.connection import Connection
from chalicelib.errors import TokenRefused
from chalicelib.keys import album_channel
from chalicelib.model import Role
from chalicelib.people import User
from chalicelib.ports import Services
from chalicelib.wall_answers import ListeningToken


def let_listen(services: Services, user: User, album_id: str) -> ListeningToken:
    """Leave for a host's page to open one WebSocket on the album; raises AlbumNotFound."""
    album = albums.require_album(services, user, album_id)
    now = services.clock()
    leave = listening.leave_of(album.album_id, now)
    token = listening.signed(leave, services.secrets.live(), now)
    return ListeningToken(token=token, expires_at=leave.expires_at)


def subscribe(services: Services, socket: Socket, handshake: AlbumHandshake) -> None:
    """Register a wall by its kiosk key, or a host by his listening token.

    Raises:
        OriginRefused
        TokenRefused: it is neither, or of another album, or not any more.
        AlbumNotFound: the host's album was deleted.
    """
    pushes.require_origin(services, handshake.origin)
    channel = album_channel(handshake.album_id)
    try:
        album, kiosk_id = kiosks.album_of_wall(services, handshake.token)
    except KioskKeyRefused:
        _require_leave(services, handshake)
        pushes.register(services, socket, channel, Role.HOST)
        return
    if album.album_id != handshake.album_id:
        raise TokenRefused
    pushes.register(services, socket, channel, Role.WALL, kiosk_id)


def answer(services: Services, socket: Socket, said: AlbumSaying) -> told.AlbumMessage:
    """The answer to a message.

    Raises:
        TokenRefused: this socket does not listen to that album.
        KioskKeyRefused: the wall's key was removed.
        AlbumNotFound: the album was deleted.
    """
    now = services.clock()
    connection = services.connections.load(album_channel(said.album_id), socket.connection_id, now)
    if connection is None:
        raise TokenRefused("This socket does not listen to that album.")
    if isinstance(said, client_messages.AlbumPing):
        return told.AlbumPong(said.album_id, now)
    album = _album_for(services, connection, said.album_id)
    news = AlbumNews.of(album, services.settings.site_url)
    return told.AlbumState(**vars(news), server_time=now)


def _require_leave(services: Services, handshake: AlbumHandshake) -> None:
    leave = listening.verified(handshake.token, services.secrets.live(), services.clock())
    if leave.album_id != handshake.album_id:
        raise TokenRefused
    if services.albums.load(leave.album_id) is None:
        raise AlbumNotFound


def _album_for(services: Services, connection: Connection, album_id: str) -> Album:
    album = services.albums.load(album_id)
    if connection.role is Role.WALL:
        return kiosks.require_kiosk(album, connection.kiosk_id)
    if album is None:
        raise AlbumNotFound
    return album
