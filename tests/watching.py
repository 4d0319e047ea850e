"""What somebody who watches from outside expects: no state goes back, no place is taken twice."""

from dataclasses import dataclass, field
from typing import Any

from chalicelib.photo import Photo, PhotoState

#: States only rise.
RANKS = {
    PhotoState.PENDING: 0,
    PhotoState.STORED: 1,
    PhotoState.READY: 2,
    PhotoState.REJECTED: 3,
}
#: Of photos that are there.
OURS = (PhotoState.STORED, PhotoState.READY)


@dataclass
class Browser:
    """A screen, and what its page would show: photos by id, states never backwards."""

    connection_id: str
    #: Whether it has asked since it joined and no push to it has failed since.
    is_current: bool = False
    read: int = 0
    states: dict[str, str] = field(default_factory=dict)

    def hear(self, told: list[dict[str, Any]]) -> None:
        for message in told[self.read :]:
            for photo in [*message.get("photos", ()), message.get("photo")]:
                if photo is not None:
                    known = self.states.get(photo["photoId"], PhotoState.PENDING)
                    newer = RANKS[photo["state"]] > RANKS[PhotoState(known)]
                    self.states[photo["photoId"]] = photo["state"] if newer else known
        self.read = len(told)


def takes_a_place(photo: Photo, now: int) -> bool:
    """Whether it counts among the photos of its session."""
    return photo.state in OURS or (
        photo.state is PhotoState.PENDING and now < (photo.ticket_expires_at or 0)
    )
