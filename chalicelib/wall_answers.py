"""What the HTTP API answers of walls: shapes of docs/openapi.yaml. Pure."""

from dataclasses import dataclass, field

from chalicelib.album_messages import AlbumNews
from chalicelib.gallery_answers import ShownPhoto


@dataclass(frozen=True)
class ListeningToken:
    """Leave to open one WebSocket on an album."""

    token: str = field(repr=False)
    expires_at: int


@dataclass(frozen=True)
class WallPage(AlbumNews):
    """An album as its walls see it, and some of the photos that they show, newest first."""

    #: `join_url` as a QR code; None: certain photos were asked for, or a kiosk that waits asks.
    join_qr_svg: str | None
    photos: tuple[ShownPhoto, ...]
    #: For the next page; None: there are no more.
    cursor: str | None
    #: Until when their URLs are good.
    expires_at: int
    server_time: int


@dataclass(frozen=True)
class WallState:
    """How the walls of an album go on."""

    album_id: str
    paused: bool
    #: For so long they show each photo.
    seconds: int
