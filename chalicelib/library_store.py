"""What the use cases need of the records of photos as a library. The other ports are in `ports`."""

from typing import Protocol

from chalicelib.photo import Photo
from chalicelib.photo_query import Filters, Glances, Page, Position


class PhotoLibrary(Protocol):
    """Lists the records of photos and changes what people say of them.

    Lists may be behind by a moment; all else is about the record as it is.
    """

    def page(
        self, filters: Filters, after: Position | None, most: int, *, oldest_first: bool = False
    ) -> Page:
        """So many of an owner's or an album's photos at most, newest first, from there on.

        It looks at `limits.SCANNED_PHOTOS` at most, so that with rare ones a page may have fewer,
        or none, although there are more; each page gets further.
        """

    def change(self, before: Photo, after: Photo) -> None:
        """Write what people say of a photo that stays in its album: its comment and visibility.

        Raises:
            PhotoChanged: its album, comment or visibility is not as it was read, it is being
                deleted, or is gone.
        """

    def bury(self, photo_id: str) -> None:
        """Let a photo be REJECTED as DELETED, whatever it was. One that is gone is no error."""

    def glances(self, album_id: str, most: int) -> Glances:
        """What is counted of so many of an album's photos at most, newest first."""
