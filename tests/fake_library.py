"""The ports of libraries in memory."""

from dataclasses import replace
from typing import Any

from chalicelib import limits
from chalicelib.album import FOR_EVER
from chalicelib.album_entry import Place
from chalicelib.library_errors import PhotoChanged
from chalicelib.photo import Photo, PhotoState, Rejection
from chalicelib.photo_query import Filters, Glance, Glances, Page, Position
from tests.fake_albums import MemoryAlbumStore


class MemoryPhotoLibrary:
    """`PhotoLibrary` on the records of a `MemoryPhotoStore`."""

    def __init__(self, records: dict[str, Photo]) -> None:
        self._records = records

    def page(
        self, filters: Filters, after: Position | None, most: int, *, oldest_first: bool = False
    ) -> Page:
        found: list[Photo] = []
        last: Position | None = None
        for number, photo in enumerate(self._from(filters, after, oldest_first)):
            if len(found) == most or number == limits.SCANNED_PHOTOS:
                return Page(tuple(found), last)
            last = _position(photo)
            if filters.take(photo):
                found.append(photo)
        return Page(tuple(found), None)

    def glances(self, album_id: str, most: int) -> Glances:
        found = self._from(Filters(album_id=album_id), None, oldest_first=False)
        return Glances(tuple(map(_glance, found[:most])), are_all=len(found) <= most)

    def change(self, before: Photo, after: Photo) -> None:
        known = self._records.get(before.photo_id)
        if known is None or _said_of(known) != _said_of(before) or _is_buried(known):
            raise PhotoChanged
        said: dict[str, Any] = {"comment": after.comment, "visibility": after.visibility}
        self._records[known.photo_id] = replace(
            known, **said, album_id=after.album_id, entry=after.entry
        )

    def bury(self, photo_id: str) -> None:
        if photo_id in self._records:
            outcome: dict[str, Any] = {"state": PhotoState.REJECTED, "rejection": Rejection.DELETED}
            self._records[photo_id] = replace(self._records[photo_id], **outcome)

    def _from(self, filters: Filters, after: Position | None, oldest_first: bool) -> list[Photo]:
        """Those of the owner, or else of the album, in that time and behind that position."""
        key = "owner_id" if filters.owner_id is not None else "album_id"
        mine = [p for p in self._records.values() if getattr(p, key) == getattr(filters, key)]
        end = float("inf") if filters.stored_before is None else filters.stored_before
        mine = [p for p in mine if (filters.stored_from or 0) <= (p.stored_at or 0) < end]
        in_order = sorted(mine, key=_order, reverse=not oldest_first)
        if after is None:
            return in_order
        last = (after.stored_at, after.photo_id)
        return [p for p in in_order if (_order(p) > last if oldest_first else _order(p) < last)]


class MemoryPhotoPlacement:
    """`PhotoPlacement` on the records of a `MemoryPhotoStore` and on a `MemoryAlbumStore`."""

    def __init__(self, records: dict[str, Photo], albums: MemoryAlbumStore) -> None:
        self._records = records
        self._albums = albums
        self._library = MemoryPhotoLibrary(records)

    def move(self, before: Photo, after: Photo, left: Place | None, taken: Place | None) -> None:
        self._require(before, left)
        if taken is not None:
            album = self._albums.load(taken.album_id)
            full = album is None or album.photo_count >= album.max_photos
            if album is None or full or before.photo_id in album.held:
                raise PhotoChanged
        self._library.change(before, after)
        self._leave(before, left)
        if taken is not None:
            held = dict(self._albums[taken.album_id].held)
            if taken.is_held:
                held[before.photo_id] = FOR_EVER
            self._albums.count(taken.album_id, held, 1)

    def remove(self, photo: Photo, left: Place | None) -> None:
        self._require(photo, left)
        del self._records[photo.photo_id]
        self._leave(photo, left)

    def _require(self, photo: Photo, left: Place | None) -> None:
        known = self._records.get(photo.photo_id)
        if known is None or (known.album_id, known.state) != (photo.album_id, photo.state):
            raise PhotoChanged
        if left is not None:
            album = self._albums.load(left.album_id)
            is_held = album is not None and photo.photo_id in album.held
            if album is None or is_held is not left.is_held or album.photo_count < 1:
                raise PhotoChanged

    def _leave(self, photo: Photo, left: Place | None) -> None:
        if left is not None:
            held = dict(self._albums[left.album_id].held)
            held.pop(photo.photo_id, None)
            self._albums.count(left.album_id, held, -1)


def _glance(photo: Photo) -> Glance:
    return Glance(
        photo.stored_at or 0, photo.state, photo.rejection, photo.visibility, photo.size_bytes or 0
    )


def _order(photo: Photo) -> tuple[int, str]:
    return photo.stored_at or 0, photo.photo_id


def _position(photo: Photo) -> Position:
    return Position(*_order(photo))


def _said_of(photo: Photo) -> tuple[object, ...]:
    return photo.comment, photo.visibility, photo.album_id


def _is_buried(photo: Photo) -> bool:
    return photo.rejection is Rejection.DELETED
