"""The port of connections in memory."""

from chalicelib.connection import Connection


class MemoryConnectionStore:
    """`ConnectionStore` in a dict."""

    def __init__(self) -> None:
        self._connections: dict[tuple[str, str], Connection] = {}

    def __len__(self) -> int:
        return len(self._connections)

    def __contains__(self, connection_id: object) -> bool:
        return any(known == connection_id for _, known in self._connections)

    def add(self, connection: Connection) -> None:
        self._connections[connection.channel, connection.connection_id] = connection

    def load(self, channel: str, connection_id: str, now: int) -> Connection | None:
        connection = self._connections.get((channel, connection_id))
        return connection if connection and connection.expires_at > now else None

    def listening(self, channel: str, now: int) -> list[Connection]:
        return [
            connection
            for connection in self._connections.values()
            if connection.channel == channel and connection.expires_at > now
        ]

    def remove(self, connection_id: str) -> None:
        for key in [key for key in self._connections if key[1] == connection_id]:
            del self._connections[key]
