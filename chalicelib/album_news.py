"""Use case of an album's channel: what happens in it is told to its walls and its hosts.

Walls hear of what they may show and of nothing else, by its id: they ask for it then. Hosts hear of
every photo, as their library has it. What is told twice does no harm.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial

from chalicelib import album_messages as told
from chalicelib import keys, library_views, pushes
from chalicelib.album import Album
from chalicelib.album_entry import Visibility
from chalicelib.album_messages import AlbumMessage, AlbumNews
from chalicelib.connection import Connection
from chalicelib.errors import ServiceUnavailable
from chalicelib.model import Role
from chalicelib.photo import Photo, PhotoState
from chalicelib.ports import Services

log = logging.getLogger(__name__)

#: What each role is told; made only if somebody of it listens.
Words = Mapping[Role, Callable[[], AlbumMessage]]

_BECAME = {
    PhotoState.STORED: told.AlbumPhotoStored,
    PhotoState.READY: told.AlbumPhotoReady,
    PhotoState.REJECTED: told.AlbumPhotoRejected,
}


def may_be_on_walls(photo: Photo) -> bool:
    """Whether everybody in the room may see it, and there is something of it to be seen."""
    is_made = photo.state is PhotoState.READY and bool(photo.renditions)
    return is_made and photo.visibility is Visibility.SHOWN


def photo_became(services: Services, photo: Photo) -> None:
    """It has arrived, is ready, or was refused.

    Raises:
        ServiceUnavailable: perhaps not all were told.
    """
    words = _for_hosts(services, _BECAME[photo.state], photo)
    if may_be_on_walls(photo):
        words |= _published(photo)
    _tell(services, photo.album_id, words)


def photo_changed(services: Services, before: Photo, after: Photo) -> None:
    """People say something else of it: what stands under it, who sees it, or where it belongs."""
    moved = before.album_id != after.album_id
    if moved:
        _tell_or_log(services, before.album_id, _gone(before, Role.HOST, Role.WALL))
    words = _for_hosts(services, told.AlbumPhotoChanged, after)
    if may_be_on_walls(after):
        words |= _published(after)
    elif not moved:
        # Who hides it a second time may do so because the first one died before it was told.
        again = before == after and after.visibility is Visibility.HIDDEN
        words |= _gone(before, Role.WALL, even_hidden=again)
    _tell_or_log(services, after.album_id, words)


def photo_deleted(services: Services, photo: Photo) -> None:
    """Nothing of it is left, or will be."""
    _tell_or_log(services, photo.album_id, _gone(photo, Role.HOST, Role.WALL))


def photos_coming(
    services: Services,
    album_id: str | None,
    photos: Sequence[told.ComingPhoto],
    seconds_left: int | None,
) -> None:
    """They are on their way. That is no fact, and told once."""

    def coming() -> AlbumMessage:
        return told.AlbumUploadProgress(str(album_id), tuple(photos), seconds_left)

    _tell_or_log(services, album_id, {Role.HOST: coming})


def album_changed(services: Services, before: Album, after: Album) -> None:
    """Its host says something else of it: told if it is something that walls and hosts follow."""
    site_url = services.settings.site_url
    news = AlbumNews.of(after, site_url)
    if news != AlbumNews.of(before, site_url):
        changed = partial(told.AlbumChanged, **vars(news))
        _tell_or_log(services, after.album_id, {Role.HOST: changed, Role.WALL: changed})


def next_requested(services: Services, album: Album) -> None:
    """A host does not want to wait for the next photo."""
    requested = partial(told.NextRequested, album.album_id)
    _tell_or_log(services, album.album_id, {Role.WALL: requested})


def kiosk_removed(services: Services, album_id: str, kiosk_id: str) -> None:
    """Its key opens nothing any more: the wall that has it hears this, and then no more."""

    def message_for(connection: Connection) -> AlbumMessage | None:
        return told.KioskRemoved(album_id) if connection.kiosk_id == kiosk_id else None

    try:
        pushes.tell(services, keys.album_channel(album_id), message_for)
    except ServiceUnavailable:
        _log_untold(album_id)


def _for_hosts(
    services: Services, kind: type[told.PhotoMessage], photo: Photo
) -> dict[Role, Callable[[], AlbumMessage]]:
    """Hosts hear it as this kind of message."""
    return {
        Role.HOST: lambda: kind(str(photo.album_id), library_views.view(services, photo)),
    }


def _published(photo: Photo) -> dict[Role, Callable[[], AlbumMessage]]:
    facts = str(photo.album_id), photo.photo_id, photo.stored_at or 0
    return {Role.WALL: partial(told.PhotoPublished, *facts)}


def _gone(
    photo: Photo, *roles: Role, even_hidden: bool = False
) -> dict[Role, Callable[[], AlbumMessage]]:
    """Walls hear it only of what they may have shown."""
    gone = partial(told.PhotoGone, str(photo.album_id), photo.photo_id)
    was_on_walls = photo.visibility is Visibility.SHOWN or even_hidden
    return {role: gone for role in roles if role is Role.HOST or was_on_walls}


def _tell_or_log(services: Services, album_id: str | None, words: Words) -> None:
    """It is done, and whoever did it must have his answer; walls and hosts see it when they ask."""
    try:
        _tell(services, album_id, words)
    except ServiceUnavailable:
        _log_untold(album_id)


def _log_untold(album_id: str | None) -> None:
    log.warning("change in album %s not announced", album_id)


def _tell(services: Services, album_id: str | None, words: Words) -> None:
    """Tell each role. A kiosk that its album does not have any more is told nothing at all.

    An album that is just a name, of a deployment's kiosks, has no channel.
    """
    if album_id is None or not keys.is_id(album_id) or not words:
        return
    made = {role: cache(say) for role, say in words.items()}
    album = cache(lambda: services.albums.load(album_id))

    def message_for(connection: Connection) -> AlbumMessage | None:
        if connection.role not in made or not _may_hear(connection, album):
            return None
        return made[connection.role]()

    pushes.tell(services, keys.album_channel(album_id), message_for)


def _may_hear(connection: Connection, album: Callable[[], Album | None]) -> bool:
    if connection.role is not Role.WALL:
        return True
    found = album()
    return found is not None and connection.kiosk_id in found.kiosks
