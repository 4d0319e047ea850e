"""Use case of places: an album takes so many photos and no more, however many send at once.

A photo has a place from its ticket on. While nothing has been decided of it the album holds it by
name, so that each step may be done again; a photo that never comes loses it some time after its
ticket. Once it is READY its place is its for good and just a number; once it is REJECTED, free.
"""

import re
from contextlib import suppress
from dataclasses import replace

from chalicelib import keys, limits, races
from chalicelib.album import FOR_EVER, Album
from chalicelib.album_entry import AlbumEntry, Place
from chalicelib.album_errors import AlbumBusy, AlbumFull, AlbumNotFound
from chalicelib.errors import ServiceUnavailable
from chalicelib.library_errors import PhotoChanged
from chalicelib.model import Session
from chalicelib.photo import Photo, PhotoState
from chalicelib.ports import Services

_ID = re.compile(keys.ID_PATTERN)


def album_of(services: Services, session: Session) -> Album | None:
    """The album of a session, if it has one whose host says something of it.

    The one that a deployment names for all its kiosks, or has named a moment ago, may be no more
    than a name.

    Raises:
        AlbumNotFound: it was deleted.
    """
    if session.album_id is None:
        return None
    album = services.albums.load(session.album_id)
    only_a_name = session.album_id == services.settings.album_id or not _ID.fullmatch(
        session.album_id
    )
    if album is None and not only_a_name:
        raise AlbumNotFound
    return album


def admit(services: Services, session: Session, photo: Photo) -> Photo:
    """The photo, which has a ticket, as its album takes it.

    Raises:
        AlbumNotFound, AlbumClosed, AlbumFull
    """
    album = album_of(services, session)
    if album is None:
        return photo
    now = services.clock()
    album.require_open(now)
    if photo.photo_id not in album.held:
        album.require_room(now)
    until = (photo.ticket_expires_at or now) + limits.PLACE_SECONDS
    return album.admitted(photo, session.guest_name, until)


def take(services: Services, photo: Photo) -> None:
    """Give an admitted photo its place, or keep the one that it has for as long as it now may.

    Only then may its upload be signed: what has no place must not come.

    Raises:
        AlbumFull: others were faster.
        AlbumNotFound: it was deleted meanwhile.
        AlbumBusy
    """
    if photo.album_id is None or photo.entry is None:
        return
    place = photo.album_id, photo.photo_id, photo.entry.place_until
    for _ in races.tries(services):
        if services.albums.take_place(*place) or services.albums.hold_place(*place):
            return
        album = services.albums.load(photo.album_id)
        if album is None:
            raise AlbumNotFound
        lapsed = list(album.lapsed(services.clock()).items())[: limits.LAPSED_AT_ONCE]
        if not lapsed:
            raise AlbumFull
        # If another did that first, the next attempt finds what he left.
        services.albums.free_lapsed(photo.album_id, dict(lapsed))
    raise AlbumBusy


def keep(services: Services, photo: Photo) -> bool:
    """Whether a photo that has come has its place, which it does not lose by waiting any more.

    One that came so late that it had lost it gets another, if there is one.
    """
    if photo.album_id is None or photo.entry is None:
        return True
    place = photo.album_id, photo.photo_id, FOR_EVER
    if services.albums.hold_place(*place):
        return True
    # It cannot have lost it yet: it is told of once more, and something was decided meanwhile.
    if services.clock() < photo.entry.place_until or services.photos.load(photo.photo_id):
        return True
    return services.albums.take_place(*place)


def conclude(services: Services, photo: Photo) -> None:
    """Something was decided of the photo. Once more changes nothing."""
    if photo.album_id is None or photo.entry is None:
        return
    if photo.state is PhotoState.READY:
        services.albums.settle_place(photo.album_id, photo.photo_id)
    if photo.state is PhotoState.REJECTED:
        services.albums.free_place(photo.album_id, photo.photo_id)


def move(services: Services, before: Photo, after: Photo) -> Photo:
    """Store the photo as one of another album, or of none, and its place with it; what is stored.

    Raises:
        AlbumNotFound, AlbumFull
        PhotoChanged: others were faster. What they did is to be looked at first.
    """
    taken = None
    entered = replace(after, entry=None)
    if after.album_id is not None:
        entered = replace(after, entry=_entry(services, before, after.album_id))
        if before.state is not PhotoState.REJECTED:
            taken = Place(after.album_id, is_held=before.state is PhotoState.STORED)
    services.placement.move(before, entered, _place(services, before), taken)
    return entered


def remove(services: Services, photo_id: str) -> None:
    """Forget a photo, and free its place. One that is gone is no error.

    Raises:
        ServiceUnavailable: others change the album all the time.
    """
    for _ in races.tries(services):
        photo = services.photos.load(photo_id)
        if photo is None:
            return
        with suppress(PhotoChanged):
            services.placement.remove(photo, _place(services, photo))
            return
    raise ServiceUnavailable


def forget(services: Services, photo: Photo) -> None:
    """Forget a photo of which nothing is decided, for it was deleted before it was recorded.

    If others do something with it meanwhile, they see that it goes.
    """
    if photo.album_id is not None and photo.entry is not None:
        services.albums.free_place(photo.album_id, photo.photo_id)
    with suppress(PhotoChanged):
        services.placement.remove(photo, None)


def _entry(services: Services, photo: Photo, album_id: str) -> AlbumEntry:
    """How the photo, which has come, stands in an album that has room for it."""
    album = services.albums.load(album_id)
    if album is None:
        raise AlbumNotFound
    now = services.clock()
    album.require_room(now)
    lapsed = list(album.lapsed(now).items())[: limits.LAPSED_AT_ONCE]
    if lapsed and album.photo_count >= album.max_photos:
        services.albums.free_lapsed(album_id, dict(lapsed))
    guest_name = photo.entry.guest_name if photo.entry else None
    return AlbumEntry(FOR_EVER, guest_name, album.kiosk_shows_own)


def _place(services: Services, photo: Photo) -> Place | None:
    """The place that a photo has, if it has one: what was rejected has none any more."""
    if photo.album_id is None or photo.entry is None:
        return None
    album = services.albums.load(photo.album_id)
    if album is None:
        return None
    if photo.photo_id in album.held:
        # Also one that is READY, while whoever made it so has not settled its place.
        return Place(album.album_id, is_held=True)
    is_counted = photo.ready_at is not None and album.photo_count > 0
    return Place(album.album_id, is_held=False) if is_counted else None
