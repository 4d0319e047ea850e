"""What the HTTP API answers of albums and kiosks: shapes of docs/openapi.yaml. Pure."""

from dataclasses import dataclass, field, fields

from chalicelib.album import Album, Attract, Guests, Kiosk
from chalicelib.answers import Limits
from chalicelib.model import SessionStatus
from chalicelib.photo import Rejection


@dataclass(frozen=True)
class AlbumView:
    """An album, as its host sees it."""

    album_id: str
    code: str
    owner_id: str
    name: str
    created_at: int
    opens_at: int | None
    closes_at: int | None
    moderated: bool
    guests: Guests
    kiosk_shows_own: bool
    attract: Attract
    max_photos: int
    #: Those that are there, and those on their way.
    photo_count: int
    retention_days: int | None
    webhook_url: str | None

    @classmethod
    def of(cls, album: Album) -> "AlbumView":
        """View of this album."""
        return cls(**{part.name: getattr(album, part.name) for part in fields(AlbumView)})


@dataclass(frozen=True)
class HostedAlbum(AlbumView):
    """An album, and what only its host is told."""

    #: What the webhook's receiver verifies by; None: not for whoever asks, or there is no webhook.
    webhook_secret: str | None = field(repr=False)
    #: The phone page, for guests who send photos; and as a QR code.
    join_url: str
    join_qr_svg: str
    #: The page of its photos, for guests; None: they see none.
    gallery_url: str | None = field(repr=False)


@dataclass(frozen=True)
class AlbumPage:
    """Some albums, and what to ask with for those behind them."""

    albums: tuple[AlbumView, ...]
    #: The value of `after` for the next page; None: this is the last one.
    next: str | None


@dataclass(frozen=True)
class RejectedPhotos:
    """How many photos were refused for the same reason."""

    code: Rejection
    count: int


@dataclass(frozen=True)
class AlbumNumbers:
    """An album at a glance. All but what was rejected are photos that are there."""

    album_id: str
    #: What `today` counts from.
    since: int
    today: int
    total: int
    waiting: int
    shown: int
    hidden: int
    #: Of which nothing is made yet.
    processing: int
    #: The most frequent reason first.
    rejected: tuple[RejectedPhotos, ...]
    #: Of the files, as they came.
    size_bytes: int
    #: Whether these are all; if not, they are the newest.
    is_all: bool


@dataclass(frozen=True)
class JoinedAlbum:
    """What a phone needs to send photos into an album."""

    session_id: str
    status: SessionStatus
    expires_at: int
    server_time: int
    phone_token: str
    album_name: str
    #: The page of the album's photos; None: guests see none.
    gallery_url: str | None = field(repr=False)
    limits: Limits


@dataclass(frozen=True)
class KioskView:
    """A screen that may open sessions for an album."""

    kiosk_id: str
    album_id: str
    name: str
    created_at: int

    @classmethod
    def of(cls, album: Album, kiosk: Kiosk) -> "KioskView":
        """View of this kiosk of this album."""
        return cls(kiosk.kiosk_id, album.album_id, kiosk.name, kiosk.created_at)


@dataclass(frozen=True)
class EnrolledKiosk(KioskView):
    """A new one, and what is told once and kept nowhere."""

    kiosk_key: str
    #: The kiosk page, which takes the key from it.
    enrolment_url: str
    qr_svg: str
    #: The page of a wall, which takes the key as well; and as a QR code.
    wall_url: str
    wall_qr_svg: str


@dataclass(frozen=True)
class Kiosks:
    """All of an album."""

    kiosks: tuple[KioskView, ...]
