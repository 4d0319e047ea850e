"""Albums: named collections of photos, one for each event, and the kiosks of each.

All are frozen: a change makes a new one. Times are epoch seconds.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from chalicelib import limits
from chalicelib.album_entry import AlbumEntry, Visibility
from chalicelib.album_errors import AlbumClosed, AlbumFull, KioskLimitReached, KioskNotFound
from chalicelib.photo import Photo

#: What codes are made of: no two of these look, or sound, alike in print. Upper case and digits,
#: which a QR code packs more tightly.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
#: 30 ^ 10 are 49 bits. Against a thousand albums, 100 guesses a second (what a deployment lets
#: through by default) find one in 190 years on average; and what is found is leave to send photos
#: into it, and to see what its host shows to every guest.
CODE_CHARACTERS = 10
#: Until when a photo that has come has its place: for ever. JSON's largest whole number (RFC 7493).
FOR_EVER = 2**53 - 1

#: For how long a wall shows each photo, in seconds: if its host says nothing, at least and at most.
#: In less, a line of 10 Mbit/s brings no large picture in time.
WALL_SECONDS = 8
WALL_SECONDS_AT_LEAST = 3
WALL_SECONDS_AT_MOST = 60
#: So many photos of its album a kiosk shows in turn while it waits: enough that none comes back
#: before somebody has looked away, few enough that all of them stay in its memory.
ATTRACT_PHOTOS = 12


class Guests(StrEnum):
    """What those who are at the event may see of its album."""

    NOTHING = "NOTHING"
    APPROVED = "APPROVED"
    ALL = "ALL"


class Attract(StrEnum):
    """What its kiosks show while they wait for somebody: words alone, or its latest photos too."""

    MESSAGES = "MESSAGES"
    PHOTOS = "PHOTOS"


@dataclass(frozen=True)
class Kiosk:
    """A screen that may open sessions for its album."""

    kiosk_id: str
    name: str
    created_at: int


@dataclass(frozen=True)
class Album:
    """One album: what its host says of it, and how many photos have a place in it."""

    album_id: str
    #: What is printed, and lets anybody send photos into it.
    code: str
    owner_id: str
    name: str
    created_at: int
    #: From when and until when it takes photos; None: always.
    opens_at: int | None = None
    closes_at: int | None = None
    #: Whether its photos wait for its host before others see them.
    moderated: bool = False
    guests: Guests = Guests.NOTHING
    #: Whether the kiosk that a visitor stands at shows his photos while they wait.
    kiosk_shows_own: bool = True
    attract: Attract = Attract.MESSAGES
    max_photos: int = limits.ALBUM_PHOTOS
    #: How long its photos are kept; None: as long as the deployment keeps any.
    retention_days: int | None = None
    #: Whom to tell of each photo that is ready; None: nobody.
    webhook_url: str | None = None
    #: Whether its walls stand still, and for how many seconds they show each photo.
    wall_paused: bool = False
    wall_seconds: int = WALL_SECONDS
    #: What opens its gallery, to whoever has the link; None: it has none yet.
    gallery_key: str | None = field(default=None, repr=False)
    #: By their ids.
    kiosks: Mapping[str, Kiosk] = field(default_factory=dict)
    #: Counts the changes of all that is above, so that of two writers one is refused.
    version: int = 0
    #: Places that are taken: by photos that are there, and by those on their way. The store counts.
    photo_count: int = 0
    #: Photos of which nothing has been decided yet → until when each has its place.
    held: Mapping[str, int] = field(default_factory=dict)

    @property
    def guests_see(self) -> frozenset[Visibility]:
        """Photos of which visibility guests see. What is moderated waits for its host first."""
        if self.guests is Guests.NOTHING:
            return frozenset()
        if self.guests is Guests.ALL and not self.moderated:
            return frozenset({Visibility.SHOWN, Visibility.WAITING})
        return frozenset({Visibility.SHOWN})

    def require_open(self, now: int) -> None:
        """Raise AlbumClosed when it is not the time to send photos."""
        if self.opens_at is not None and now < self.opens_at:
            raise AlbumClosed(opens_at=self.opens_at)
        if self.closes_at is not None and now >= self.closes_at:
            raise AlbumClosed(closed_at=self.closes_at)

    def lapsed(self, now: int) -> Mapping[str, int]:
        """Places of photos that did not come in time, and until when each had its place."""
        return {photo_id: until for photo_id, until in self.held.items() if until <= now}

    def require_room(self, now: int) -> None:
        """Raise AlbumFull when no place is left for one more photo."""
        if self.photo_count - len(self.lapsed(now)) >= self.max_photos:
            raise AlbumFull

    def admitted(self, photo: Photo, guest_name: str | None, until: int) -> Photo:
        """The photo as one of this album, with a place until then."""
        entry = AlbumEntry(until, guest_name, self.kiosk_shows_own)
        return replace(photo, visibility=self.first_visibility, entry=entry)

    @property
    def first_visibility(self) -> Visibility:
        """Who sees a photo that has just come into it."""
        return Visibility.WAITING if self.moderated else Visibility.SHOWN

    def with_kiosk(self, kiosk: Kiosk) -> "Album":
        """With one more kiosk; raises KioskLimitReached."""
        if len(self.kiosks) >= limits.ALBUM_KIOSKS:
            raise KioskLimitReached
        return replace(self, kiosks={**self.kiosks, kiosk.kiosk_id: kiosk})

    def without_kiosk(self, kiosk_id: str) -> "Album":
        """Without this kiosk, whose key opens nothing from now on; raises KioskNotFound."""
        if kiosk_id not in self.kiosks:
            raise KioskNotFound
        return replace(self, kiosks={k: v for k, v in self.kiosks.items() if k != kiosk_id})


def new_code() -> str:
    """A code that nobody can guess: `CODE_CHARACTERS` of `CODE_ALPHABET`."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_CHARACTERS))
