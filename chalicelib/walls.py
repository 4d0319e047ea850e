"""Use cases of walls: screens that show the photos of an album, and their host who leads them."""

from collections.abc import Iterable
from dataclasses import replace

from chalicelib import album_news, albums, gallery, kiosks, limits, qr
from chalicelib.album import ATTRACT_PHOTOS, Album, Attract
from chalicelib.album_entry import Visibility
from chalicelib.album_messages import AlbumNews
from chalicelib.gallery import Shown
from chalicelib.people import User
from chalicelib.ports import Services
from chalicelib.wall_answers import WallPage, WallState
from chalicelib.wall_inputs import WallControl, WallRequest

#: What everybody in the room may see.
_VISIBLE = frozenset({Visibility.SHOWN})


def read_wall(services: Services, request: WallRequest) -> WallPage:
    """A page of what the walls of the key's album show, or those of certain photos that they may.

    A page may be a moment behind; certain photos are read with strong consistency. A kiosk that
    waits is answered with the latest ones alone, and with none where the album allows none.

    Raises:
        KioskKeyRequired, KioskKeyRefused
        CursorRefused: its cursor is of another album.
    """
    album, _ = kiosks.album_of_wall(services, request.kiosk_key)
    news = AlbumNews.of(album, services.settings.site_url)
    if request.attracts and album.attract is not Attract.PHOTOS:
        found, svg = Shown((), None, services.clock() + limits.VIEW_SECONDS), None
    elif request.photo_ids:
        found, svg = _certain(services, album, request.photo_ids), None
    elif request.attracts:
        found, svg = _latest(services, album), None
    else:
        found = gallery.shown_photos(services, album, _VISIBLE, request.cursor)
        svg = qr.svg(news.join_url)
    now = services.clock()
    return WallPage(**vars(news), join_qr_svg=svg, server_time=now, **vars(found))


def _latest(services: Services, album: Album) -> Shown:
    found = gallery.shown_photos(services, album, _VISIBLE, None, ATTRACT_PHOTOS)
    return replace(found, cursor=None)


def _certain(services: Services, album: Album, photo_ids: Iterable[str]) -> Shown:
    known = (services.photos.load(photo_id) for photo_id in photo_ids)
    photos = tuple(
        gallery.shown_photo(services, photo)
        for photo in known
        if photo and photo.album_id == album.album_id and album_news.may_be_on_walls(photo)
    )
    return Shown(photos, None, services.clock() + limits.VIEW_SECONDS)


def lead_walls(services: Services, user: User, album_id: str, wanted: WallControl) -> WallState:
    """Let all walls of the album pause or go on, faster or slower, or show the next photo now.

    Raises:
        AlbumNotFound, AlbumBusy
    """

    def changed(album: Album) -> Album:
        return replace(
            album,
            wall_paused=album.wall_paused if wanted.paused is None else wanted.paused,
            wall_seconds=wanted.seconds or album.wall_seconds,
        )

    album = albums.save_album(services, user, album_id, changed)
    if wanted.goes_on:
        album_news.next_requested(services, album)
    return WallState(album.album_id, album.wall_paused, album.wall_seconds)
