"""What the HTTP API answers of photos that others see: shapes of docs/openapi.yaml. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.answers import RenditionView
from chalicelib.photo import RenditionName


@dataclass(frozen=True)
class ShownPhoto:
    """A photo as others see it: nothing of how its file was called, or where it was taken."""

    photo_id: str
    stored_at: int
    #: What its visitor called himself.
    guest_name: str | None
    comment: str | None
    renditions: Mapping[RenditionName, RenditionView]
    #: Saves the largest one.
    download_url: str


@dataclass(frozen=True)
class GalleryPage:
    """Photos of an album that its guests may see, newest first."""

    album_id: str
    name: str
    photos: tuple[ShownPhoto, ...]
    #: For the next page; None: there are no more.
    cursor: str | None
    #: Until when their URLs are good.
    expires_at: int
    server_time: int
