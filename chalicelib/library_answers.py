"""What the routes of libraries answer: shapes of docs/openapi.yaml, as in `answers`. Pure."""

from dataclasses import dataclass

from chalicelib.album_entry import Visibility
from chalicelib.photo import Photo, PhotoFacts, PhotoState, Rejection
from chalicelib.photo_query import FileType, ImageSize, file_type


@dataclass(frozen=True)
class LibraryPhoto:
    """A photo as those see it whose library or album it is in."""

    photo_id: str
    state: PhotoState
    #: Why it was rejected.
    code: Rejection | None
    type: FileType
    file_name: str | None
    content_type: str | None
    size_bytes: int | None
    stored_at: int | None
    ready_at: int | None
    owner_id: str | None
    album_id: str | None
    #: Of a guest who joined the album; walls and galleries show it.
    guest_name: str | None
    comment: str | None
    visibility: Visibility
    facts: PhotoFacts | None
    #: In which it is served now.
    sizes: tuple[ImageSize, ...]
    #: Of the smallest one, signed; None where none is made.
    thumb_url: str | None

    @classmethod
    def of(
        cls, photo: Photo, sizes: tuple[ImageSize, ...], thumb_url: str | None
    ) -> "LibraryPhoto":
        """View of this photo."""
        return cls(
            photo_id=photo.photo_id,
            state=photo.state,
            code=photo.rejection,
            type=file_type(photo),
            file_name=photo.announced.file_name,
            content_type=photo.content_type,
            size_bytes=photo.size_bytes,
            stored_at=photo.stored_at,
            ready_at=photo.ready_at,
            owner_id=photo.owner_id,
            album_id=photo.album_id,
            guest_name=photo.entry.guest_name if photo.entry else None,
            comment=photo.comment,
            visibility=photo.visibility,
            facts=photo.facts,
            sizes=sizes,
            thumb_url=thumb_url,
        )


@dataclass(frozen=True)
class LibraryPage:
    """Photos, newest first."""

    photos: tuple[LibraryPhoto, ...]
    #: For the next page; None: there are no more.
    cursor: str | None
    #: Until when their URLs are good.
    expires_at: int


@dataclass(frozen=True)
class ImageUrl:
    """Where one photo is, in one size."""

    url: str
    expires_at: int
    size: ImageSize
    photo: LibraryPhoto


@dataclass(frozen=True)
class Redirect:
    """The answer to somebody who would rather have the file itself."""

    url: str


@dataclass(frozen=True)
class Deletion:
    """What became of one photo that was to be deleted."""

    photo_id: str
    deleted: bool
    #: Of the refusal, if it was not, as in the answers to single requests.
    code: str | None = None
    message: str | None = None


@dataclass(frozen=True)
class Deletions:
    """What became of each."""

    deletions: tuple[Deletion, ...]
