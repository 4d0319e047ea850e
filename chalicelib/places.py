"""Use case of places: an album takes so many photos and no more, however many send at once.

A photo has a place from its ticket on. While nothing has been decided of it the album holds it by
name, so that each step may be done again; a photo that never comes loses it some time after its
ticket. Once it is READY its place is its for good and just a number; once it is REJECTED, free.
"""

import re
from dataclasses import replace

from chalicelib import keys, limits
from chalicelib.album import FOR_EVER, Album
from chalicelib.album_entry import AlbumEntry
from chalicelib.album_errors import AlbumBusy, AlbumFull, AlbumNotFound
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
    for _ in range(limits.SAVE_ATTEMPTS):
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


def give_back(services: Services, photo: Photo) -> None:
    """The photo was deleted, by whoever removed its record: nobody else may call this for it."""
    if photo.album_id is None or photo.entry is None:
        return
    held = services.albums.free_place(photo.album_id, photo.photo_id)
    # One that was rejected has given it back before; one that was READY was just a number.
    if not held and photo.ready_at is not None:
        services.albums.count_out(photo.album_id)


def enter(services: Services, photo: Photo) -> Photo:
    """The photo, which somebody moves into its album, with a place there; none where it is in none.

    The place is kept for a while; `stay` keeps it when the photo's record says where it is.

    Raises:
        AlbumNotFound, AlbumFull, AlbumBusy
    """
    if photo.album_id is None:
        return replace(photo, entry=None)
    album = services.albums.load(photo.album_id)
    if album is None:
        raise AlbumNotFound
    guest_name = photo.entry.guest_name if photo.entry else None
    until = services.clock() + limits.PLACE_SECONDS
    entered = replace(photo, entry=AlbumEntry(until, guest_name, album.kiosk_shows_own))
    take(services, entered)
    return entered


def forsake(services: Services, photo: Photo) -> None:
    """The photo could not be moved into its album after all."""
    if photo.album_id is not None:
        services.albums.free_place(photo.album_id, photo.photo_id)


def stay(services: Services, photo: Photo) -> None:
    """The photo's record says that it is in this album now."""
    if photo.album_id is None:
        return
    if photo.state is PhotoState.READY:
        services.albums.settle_place(photo.album_id, photo.photo_id)
    else:
        services.albums.hold_place(photo.album_id, photo.photo_id, FOR_EVER)
