"""Use cases of a session's WebSockets: subscribe, announce, unsubscribe.

Nothing is lost because of an order that every path keeps. A screen registers its connection and
only then reads the snapshot; a fact is recorded and only then the connections are read; both reads
are strongly consistent. Whichever comes second sees the other. What browsers say is in `sayings`.
"""

from collections.abc import Callable

from chalicelib import messages, pushes, sessions
from chalicelib.client_messages import Handshake, Socket
from chalicelib.connection import Connection
from chalicelib.keys import session_channel
from chalicelib.model import Role
from chalicelib.ports import Services


def subscribe(services: Services, socket: Socket, handshake: Handshake) -> None:
    """Register a browser that may listen to its session.

    Raises:
        OriginRefused, SessionNotFound, TokenRefused, SessionExpired: then nothing is stored.
    """
    pushes.require_origin(services, handshake.origin)
    session = sessions.require_session(services, handshake.session_id)
    role = session.role_of(handshake.token)
    session.require_open(services.clock())
    pushes.register(services, socket, session_channel(session.session_id), role)


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
    """Tell everyone who listens to the session, as `pushes.tell` does.

    `besides` is a connection that hears it otherwise.
    """

    def told(connection: Connection) -> messages.Message | None:
        message = message_for(connection.role)
        return None if connection.connection_id == besides else message

    pushes.tell(services, session_channel(session_id), told)
