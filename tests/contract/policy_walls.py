"""All that walls, and hosts who listen to an album, ask of AWS."""

import json
from types import ModuleType
from typing import Any

import pytest

from chalicelib import limits, wiring
from chalicelib.keys import album_channel
from chalicelib.model import Role
from chalicelib.ports import Services
from tests.builders import a_connection
from tests.events import a_message_event, an_album_connect_event

WALL, LISTENER = "wall-connection=", "host-connection="


def listen(services: Services, album_id: str, kiosk_id: str) -> None:
    """A wall and a host listen to the album, and their handshakes are long over."""
    now = services.clock()
    for connection_id, role in ((WALL, Role.WALL), (LISTENER, Role.HOST)):
        services.connections.add(
            a_connection(
                channel=album_channel(album_id),
                connection_id=connection_id,
                role=role,
                kiosk_id=kiosk_id if role is Role.WALL else None,
                connected_at=now - limits.HANDSHAKE_SECONDS,
                expires_at=now + limits.CONNECTION_SECONDS,
            )
        )


def connect(app: ModuleType, services: Services, album_id: str, token: str) -> None:
    """One of them comes, to a function that has read nothing yet."""
    cold = wiring.build(services.settings)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app, "services", lambda: cold)
        answer = app.connect(an_album_connect_event(WALL, album_id, token), None)
    assert answer["statusCode"] == 200


def sync(app: ModuleType, album_id: str) -> None:
    """The wall asks how it goes on."""
    said: dict[str, Any] = {"action": "sync", "albumId": album_id}
    app.message(a_message_event(json.dumps(said), WALL), None)
