"""What the HTTP API answers of walls: shapes of docs/openapi.yaml. Pure."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class ListeningToken:
    """Leave to open one WebSocket on an album."""

    token: str = field(repr=False)
    expires_at: int


@dataclass(frozen=True)
class WallState:
    """How the walls of an album go on."""

    album_id: str
    paused: bool
    #: For so long they show each photo.
    seconds: int
