"""What the use cases need of a place for albums. The other ports are in `ports`."""

from collections.abc import Mapping
from typing import Protocol

from chalicelib.album import Album
from chalicelib.album_entry import Place
from chalicelib.photo import Photo


class AlbumStore(Protocol):
    """Keeps albums, and counts the places in them. Every method may raise ServiceUnavailable.

    Reads are strongly consistent, but for finding what a page or a code names: a new album may be
    missing there for a moment. What was found is then read anew, so a code that was replaced, or an
    album that is gone, is never found.
    """

    def create(self, album: Album) -> None:
        """Store an album whose id is new."""

    def load(self, album_id: str) -> Album | None:
        """The album, or None."""

    def find(self, code: str) -> Album | None:
        """The album that has this code now."""

    def page(self, owner_id: str | None, after: Album | None) -> tuple[Album, ...]:
        """The next `limits.ALBUMS_PER_PAGE` albums after this one.

        Of one owner the oldest first, of all (None) in no order; an empty page is the last one.
        """

    def replace(self, before: Album, after: Album) -> Album:
        """Store what its host says of it; return it as it is stored. Places stay as they are.

        Raises:
            AlbumChanged: another writer was first, or it is gone.
        """

    def delete(self, album: Album) -> None:
        """Delete it, if it is as it was read and no place in it is taken.

        Raises:
            AlbumChanged: it is not, or one is.
        """

    # Places. Each is one atomic step, whatever others do at the same time; it tells whether it was
    # done, and done again it changes nothing.

    def take_place(self, album_id: str, photo_id: str, until: int) -> bool:
        """A place for this photo: not if it has one, the album is full, or there is none."""

    def hold_place(self, album_id: str, photo_id: str, until: int) -> bool:
        """Keep the photo's place until then: not if it has none."""

    def settle_place(self, album_id: str, photo_id: str) -> bool:
        """Its place is its for good, and is no more than counted: not if it was not held."""

    def free_place(self, album_id: str, photo_id: str) -> bool:
        """Its place is free for another: not if it was not held."""

    def free_lapsed(self, album_id: str, places: Mapping[str, int]) -> bool:
        """All these places are free: not if one of them is held until another time by now."""


class PhotoPlacement(Protocol):
    """Changes a photo's record and the counts of its albums in one step: all of it, or nothing.

    Each method raises PhotoChanged if one of them is not as it was read: the photo is in another
    album or another state, something else is said of it, or it is gone; a place is counted
    otherwise; the album has no room, or is gone. It may raise ServiceUnavailable.
    """

    def move(self, before: Photo, after: Photo, left: Place | None, taken: Place | None) -> None:
        """Write what people say of the photo; free the one place, take the other."""

    def remove(self, photo: Photo, left: Place | None) -> None:
        """Forget the photo; free its place."""
