"""Use cases of WebSockets: subscribe, announce, unsubscribe. What browsers say is in `sayings`.

Nothing is lost because of an order that every path keeps. A screen registers its connection and
only then reads the snapshot; a fact is recorded and only then the connections are read; both reads
are strongly consistent. Whichever comes second sees the other.
"""

import logging
from collections.abc import Callable

from chalicelib import limits, messages, sessions
from chalicelib.client_messages import Handshake, Socket
from chalicelib.connection import Connection
from chalicelib.errors import ConnectionGone, OriginRefused, ServiceUnavailable
from chalicelib.keys import session_channel
from chalicelib.model import Role
from chalicelib.ports import Services

log = logging.getLogger(__name__)


def subscribe(services: Services, socket: Socket, handshake: Handshake) -> None:
    """Register a browser that may listen to its session.

    Raises:
        OriginRefused, SessionNotFound, TokenRefused, SessionExpired: then nothing is stored.
    """
    # API Gateway does not check it, and a WebSocket knows no same-origin policy (RFC 6455, 10.2).
    if handshake.origin != services.settings.site_url:
        raise OriginRefused
    now = services.clock()
    session = sessions.require_session(services, handshake.session_id)
    role = session.role_of(handshake.token)
    session.require_open(now)
    services.connections.add(
        Connection(
            channel=session_channel(session.session_id),
            connection_id=socket.connection_id,
            role=role,
            callback_url=callback_url(services, socket),
            connected_at=now,
            expires_at=now + limits.CONNECTION_SECONDS,
        )
    )


def unsubscribe(services: Services, socket: Socket) -> None:
    """Forget this connection, and no other."""
    services.connections.remove(socket.connection_id)


def announce(
    services: Services,
    session_id: str,
    message_for: Callable[[Role], messages.Message | None],
    *,
    besides: str | None = None,
) -> None:
    """Tell everyone who listens to the session. A dead connection costs only itself.

    None is not told to whoever it is for. `besides` is a connection that hears it otherwise.

    A push is a hint: one that fails for the moment is made good by that browser's next `sync`. So
    is one that meets a socket between its `$connect` and its opening, which is not there *yet*.
    """
    now = services.clock()
    for connection in services.connections.listening(session_channel(session_id), now):
        message = message_for(connection.role)
        if message is None or connection.connection_id == besides:
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
