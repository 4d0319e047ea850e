"""WebSocket messages of the channel of an album, to walls and hosts, as in `messages`. Pure.

The contract is docs/messages.md. Walls are told of photos by their ids alone: they ask for one
before they show it, and are answered with what is true at that moment. Hosts are told of each photo
as their library has it.
"""

from dataclasses import dataclass
from typing import ClassVar

from chalicelib import album_links
from chalicelib.album import Album, Attract
from chalicelib.library_answers import LibraryPhoto
from chalicelib.messages import Told


@dataclass(frozen=True)
class AlbumMessage(Told):
    """A message on the channel of an album."""

    album_id: str


@dataclass(frozen=True)
class AlbumNews:
    """What walls and hosts follow of an album itself."""

    album_id: str
    name: str
    #: Its walls stand still.
    paused: bool
    #: For so long they show each photo.
    seconds: int
    #: By which guests send photos; walls show it as a QR code.
    join_url: str
    #: What its kiosks show while they wait.
    attract: Attract

    @classmethod
    def of(cls, album: Album, site_url: str) -> "AlbumNews":
        """Those of this album."""
        url = album_links.join_url(site_url, album)
        wall = album.wall_paused, album.wall_seconds
        return cls(album.album_id, album.name, *wall, url, album.attract)


@dataclass(frozen=True)
class AlbumState(AlbumMessage, AlbumNews):
    """The answer to `sync`."""

    type: ClassVar[str] = "ALBUM_STATE"
    server_time: int


@dataclass(frozen=True)
class AlbumPong(AlbumMessage):
    """The answer to `ping`."""

    type: ClassVar[str] = "PONG"
    server_time: int


@dataclass(frozen=True)
class AlbumChanged(AlbumMessage, AlbumNews):
    """A host has said something else of the album, or of how its walls go on."""

    type: ClassVar[str] = "ALBUM_CHANGED"


@dataclass(frozen=True)
class NextRequested(AlbumMessage):
    """A host wants the walls to show the next photo."""

    type: ClassVar[str] = "NEXT_REQUESTED"


@dataclass(frozen=True)
class PhotoPublished(AlbumMessage):
    """Walls may show a photo from now on, or what stands under it was changed."""

    type: ClassVar[str] = "PHOTO_PUBLISHED"
    photo_id: str
    stored_at: int


@dataclass(frozen=True)
class PhotoGone(AlbumMessage):
    """A photo was deleted or moved to another album; walls hear it also of one that was hidden."""

    type: ClassVar[str] = "PHOTO_GONE"
    photo_id: str


@dataclass(frozen=True)
class PhotoMessage(AlbumMessage):
    """What hosts hear of a photo. Never sent itself."""

    photo: LibraryPhoto


@dataclass(frozen=True)
class AlbumPhotoStored(PhotoMessage):
    """A photo has arrived."""

    type: ClassVar[str] = "PHOTO_STORED"


@dataclass(frozen=True)
class AlbumPhotoReady(PhotoMessage):
    """Its pictures have been made."""

    type: ClassVar[str] = "PHOTO_READY"


@dataclass(frozen=True)
class AlbumPhotoRejected(PhotoMessage):
    """It was refused after it had arrived."""

    type: ClassVar[str] = "PHOTO_REJECTED"


@dataclass(frozen=True)
class AlbumPhotoChanged(PhotoMessage):
    """What people say of it was changed, or it has come from another album."""

    type: ClassVar[str] = "PHOTO_CHANGED"


@dataclass(frozen=True)
class ComingPhoto:
    """A photo on its way into the album."""

    photo_id: str
    file_name: str | None
    #: 0 to 100.
    percent: int


@dataclass(frozen=True)
class AlbumUploadProgress(AlbumMessage):
    """Photos are on their way, that far."""

    type: ClassVar[str] = "UPLOAD_PROGRESS"
    photos: tuple[ComingPhoto, ...]
    #: Until all that this phone sends has arrived, as it guesses; None: it cannot tell.
    seconds_left: int | None


@dataclass(frozen=True)
class KioskRemoved(AlbumMessage):
    """The key of this wall opens nothing any more."""

    type: ClassVar[str] = "KIOSK_REMOVED"
