"""What a library is asked for: which photos, from where on, and what of them. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from chalicelib.album_entry import Visibility
from chalicelib.photo import Photo, PhotoState, Rejection


class FileType(StrEnum):
    """What kind of file a photo is, in the wide sense that libraries have."""

    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    DOCUMENT = "document"


class ImageSize(StrEnum):
    """In which size a photo is served."""

    THUMB = "thumb"
    MEDIUM = "medium"
    LARGE = "large"
    #: As it was uploaded.
    ORIGINAL = "original"


#: Types whose media types begin with their name; all others are documents.
NAMED_TYPES = (FileType.IMAGE, FileType.VIDEO, FileType.AUDIO)


def file_type(photo: Photo) -> FileType:
    """By its media type. What came without one is kept only if it is a picture."""
    if photo.content_type is None:
        return FileType.IMAGE
    top = photo.content_type.partition("/")[0]
    return next((each for each in NAMED_TYPES if each.value == top), FileType.DOCUMENT)


@dataclass(frozen=True)
class Filters:
    """Which photos. None stands for all; by state those that are there."""

    album_id: str | None = None
    owner_id: str | None = None
    #: When they were stored, in epoch seconds: from this on, and before that.
    stored_from: int | None = None
    stored_before: int | None = None
    file_type: FileType | None = None
    state: PhotoState | None = None
    visibility: Visibility | None = None

    @property
    def states(self) -> tuple[PhotoState, ...]:
        """The states that are asked for."""
        return (self.state,) if self.state else (PhotoState.STORED, PhotoState.READY)

    def take(self, photo: Photo) -> bool:
        """Whether the photo is one of them, whenever it was stored."""
        return (
            self.album_id in (None, photo.album_id)
            and self.owner_id in (None, photo.owner_id)
            and self.file_type in (None, file_type(photo))
            and photo.state in self.states
            and self.visibility in (None, photo.visibility)
        )


@dataclass(frozen=True)
class Position:
    """A place in the order of a library, newest first: behind this photo."""

    stored_at: int
    photo_id: str


@dataclass(frozen=True)
class Glance:
    """Of a photo that has arrived, what its album's numbers are made of."""

    stored_at: int
    state: PhotoState
    rejection: Rejection | None
    visibility: Visibility
    size_bytes: int


@dataclass(frozen=True)
class Glances:
    """Photos of an album, newest first, and whether these are all."""

    photos: tuple[Glance, ...]
    are_all: bool


@dataclass(frozen=True)
class Page:
    """Photos in that order, and where the next ones begin; None: there are no more."""

    photos: tuple[Photo, ...]
    after: Position | None
