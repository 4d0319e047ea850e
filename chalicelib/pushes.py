"""Use case of pushes: whoever listens to a channel is told. What they are told, others say.

A push is a hint: one that fails for the moment is made good by that browser's next `sync`. So is
one that meets a socket between its `$connect` and its opening, which is not there *yet*.
"""

import logging
from collections.abc import Callable

from chalicelib import limits, messages
from chalicelib.client_messages import Socket
from chalicelib.connection import Connection
from chalicelib.errors import ConnectionGone, OriginRefused, ServiceUnavailable
from chalicelib.model import Role
from chalicelib.ports import Services

log = logging.getLogger(__name__)


def require_origin(services: Services, origin: str | None) -> None:
    """Raise OriginRefused for a page of somebody else.

    API Gateway does not check it, and a WebSocket knows no same-origin policy (RFC 6455, 10.2).
    """
    if origin != services.settings.site_url:
        raise OriginRefused


def register(
    services: Services, socket: Socket, channel: str, role: Role, kiosk_id: str | None = None
) -> None:
    """Let this browser hear what is told on the channel."""
    now = services.clock()
    services.connections.add(
        Connection(
            channel=channel,
            connection_id=socket.connection_id,
            role=role,
            callback_url=callback_url(services, socket),
            connected_at=now,
            expires_at=now + limits.CONNECTION_SECONDS,
            kiosk_id=kiosk_id,
        )
    )


def tell(
    services: Services, channel: str, message_for: Callable[[Connection], messages.Told | None]
) -> None:
    """Tell everyone who listens. A dead connection costs only itself.

    None is not told to whoever it is for.
    """
    now = services.clock()
    for connection in services.connections.listening(channel, now):
        message = message_for(connection)
        if message is None:
            continue
        try:
            _post(services, connection, messages.frame(message), now)
        except ServiceUnavailable:
            log.warning("connection %s not reached", connection.connection_id)


def _post(services: Services, connection: Connection, text: str, now: int) -> None:
    try:
        services.screens.post(connection.connection_id, connection.callback_url, text)
    except ConnectionGone:
        if not connection.may_be_opening(now):
            services.connections.remove(connection.connection_id)


def callback_url(services: Services, socket: Socket) -> str:
    """Where posts to this socket go."""
    return services.settings.callback_url or socket.callback_url
