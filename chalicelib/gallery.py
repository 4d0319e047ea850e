"""Use case of guests: see the photos of an album that its host shows them, by its link alone.

A photo is shown by what we made of it. Videos are not: they are kept as they came, with all that a
phone wrote into them.
"""

import hmac
from collections.abc import Set
from dataclasses import dataclass

from chalicelib import cursors, keys, limits
from chalicelib.album import Album
from chalicelib.album_entry import Visibility
from chalicelib.album_errors import GalleryClosed, GalleryKeyRefused
from chalicelib.answers import RenditionView
from chalicelib.export import stamp
from chalicelib.gallery_answers import GalleryPage, ShownPhoto
from chalicelib.gallery_inputs import GalleryRequest
from chalicelib.photo import Photo, PhotoState, RenditionName
from chalicelib.photo_query import FileType, Filters
from chalicelib.ports import Services

#: Whose cursors are those of shown photos: no user's.
_READER = "whoever sees it"


@dataclass(frozen=True)
class Shown:
    """Some photos of an album, newest first, and the cursor of those behind them."""

    photos: tuple[ShownPhoto, ...]
    cursor: str | None
    #: Until when their URLs are good; epoch seconds.
    expires_at: int


def open_gallery(services: Services, request: GalleryRequest) -> GalleryPage:
    """A page of what the album's guests may see.

    Raises:
        GalleryKeyRefused: the key is of no album, or not of this one, or not any more.
        GalleryClosed: it is the key, and the guests see nothing.
        CursorRefused: its cursor is of another gallery.
    """
    album = services.albums.load(request.album_id)
    if album is None or not _opens(album, request.key):
        raise GalleryKeyRefused
    if not album.guests_see:
        raise GalleryClosed
    shown = shown_photos(services, album, album.guests_see, request.cursor)
    return GalleryPage(
        album_id=album.album_id,
        name=album.name,
        photos=shown.photos,
        cursor=shown.cursor,
        expires_at=shown.expires_at,
        server_time=services.clock(),
    )


def shown_photos(
    services: Services,
    album: Album,
    visible: Set[Visibility],
    cursor: str | None,
    limit: int = limits.MAX_PAGE_PHOTOS,
) -> Shown:
    """Those of the album's pictures that are ready and of such a visibility, `limit` at once.

    Raises:
        CursorRefused: it is of another album, or of others who see something else of it.
    """
    filters = _filters(album, visible)
    after, now = None, services.clock()
    if cursor is not None:
        after = cursors.opened(cursor, _READER, filters, services.secrets.live(), now)
    page = services.library.page(filters, after, limit)
    following = None
    if page.after is not None:
        following = cursors.sealed(page.after, _READER, filters, services.secrets.live(), now)
    photos = tuple(
        shown_photo(services, photo) for photo in page.photos if photo.visibility in visible
    )
    return Shown(photos, following, now + limits.VIEW_SECONDS)


def shown_photo(services: Services, photo: Photo) -> ShownPhoto:
    """The photo, with URLs of its renditions; it is a picture that is ready."""
    media, seconds = services.media, limits.VIEW_SECONDS
    views = {
        each.name: RenditionView(media.view_url(each.key, seconds), each.width, each.height)
        for each in photo.renditions
    }
    stored_at = photo.stored_at or 0
    # Told apart by their ids: what visitors call their files is nobody's business.
    name = f"{stamp(stored_at)}-{photo.photo_id}.jpg"
    large = keys.rendition_key(photo.photo_id, RenditionName.LARGE)
    return ShownPhoto(
        photo_id=photo.photo_id,
        stored_at=stored_at,
        guest_name=photo.entry.guest_name if photo.entry else None,
        comment=photo.comment,
        renditions=views,
        download_url=media.download_url(large, name, seconds),
    )


def _filters(album: Album, visible: Set[Visibility]) -> Filters:
    return Filters(
        album_id=album.album_id,
        file_type=FileType.IMAGE,
        state=PhotoState.READY,
        # Of several, those that are not are left out when they are read.
        visibility=next(iter(visible)) if len(visible) == 1 else None,
    )


def _opens(album: Album, key: str) -> bool:
    known = album.gallery_key
    return known is not None and hmac.compare_digest(known.encode(), key.encode())
