"""How a photo stands in its album. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class Visibility(StrEnum):
    """Whether those who see its album see the photo."""

    WAITING = "WAITING"
    SHOWN = "SHOWN"
    HIDDEN = "HIDDEN"


@dataclass(frozen=True)
class AlbumEntry:
    """What an album decided of a photo when it gave it a place."""

    #: Until when the place is kept while nothing has come, in epoch seconds.
    place_until: int
    #: What its visitor calls himself, for captions.
    guest_name: str | None = None
    #: Whether the screen that he stands at may show it while it is WAITING.
    on_own_screen: bool = True


@dataclass(frozen=True)
class Place:
    """A photo's place in its album: what that album's count has of it."""

    album_id: str
    #: Whether the album holds it by the photo's name; if not, it is just a number.
    is_held: bool
