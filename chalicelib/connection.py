"""Who listens to a session or an album, by WebSocket.

Frozen. Times are epoch seconds.
"""

from dataclasses import dataclass

from chalicelib import limits
from chalicelib.model import Role


@dataclass(frozen=True)
class Connection:
    """One open WebSocket and what it listens to."""

    channel: str
    connection_id: str
    role: Role
    #: Base URL of the API that posts to it: requests go to `{callback_url}/@connections/{id}`.
    callback_url: str
    connected_at: int
    expires_at: int
    #: Of a wall: the kiosk of its album by whose key it listens.
    kiosk_id: str | None = None

    def may_be_opening(self, now: int) -> bool:
        """Whether its handshake may still be under way: then a post finds nobody there yet."""
        return now < self.connected_at + limits.HANDSHAKE_SECONDS
