"""What the HTTP API answers of exports: shapes of docs/openapi.yaml. Pure."""

from dataclasses import dataclass

from chalicelib.album_entry import Visibility
from chalicelib.export import ExportState
from chalicelib.photo_query import ImageSize


@dataclass(frozen=True)
class ExportedFile:
    """One file of an export that is READY: a ZIP, or a manifest."""

    file_name: str
    size_bytes: int
    #: Signed; it saves the file.
    url: str


@dataclass(frozen=True)
class ExportView:
    """An export, as the host of its album sees it."""

    export_id: str
    album_id: str
    state: ExportState
    size: ImageSize
    visibility: Visibility | None
    created_at: int
    #: Until when it is there.
    expires_at: int
    #: How many photos there are; None: they are still being counted.
    photos_total: int | None
    #: How many of these have been looked at.
    photos_done: int
    #: Of these, how many are not in it; None: it is not READY.
    photos_left_out: int | None
    #: ZIPs in their order, then manifest.csv and manifest.json; none until it is READY.
    files: tuple[ExportedFile, ...]
    #: Until when their URLs are good; None without any.
    urls_expire_at: int | None
