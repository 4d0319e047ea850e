"""One session in the midst of things, and what everyone knows of it."""

import json
from dataclasses import dataclass
from typing import Any

from chalicelib import arrivals, notifications, sayings, uploads
from chalicelib.inputs import Arrival
from chalicelib.photo import PhotoState
from tests import fakes
from tests.actors import open_ticket, put
from tests.builders import SESSION_ID, a_handshake, a_session, a_socket, a_ticket_request
from tests.fakes import MemoryServices

SYNC = json.dumps({"action": "sync", "sessionId": SESSION_ID})
SCREENS = ("one", "two")


@dataclass
class World:
    """One session, two screens, and what the phone has sent so far."""

    services: MemoryServices
    arrivals: list[Arrival]

    def outcome(self) -> dict[str, Any]:
        """What is stored in the end; which number an id got does not matter."""
        session = self.services.sessions.load(SESSION_ID)
        assert session is not None
        photos = session.photos.values()
        kept = [self.services.photos.load(photo.photo_id) for photo in photos]
        return {
            "status": session.status,
            "phone": session.phone_token_digest,
            "expires": session.expires_at,
            "photos": sorted(
                (str(photo.announced), photo.state, photo.rejection) for photo in photos
            ),
            "kept": [photo and (photo.state, photo.rejection) for photo in kept],
            "objects": sorted(a.key in self.services.objects for a in self.arrivals),
        }

    def knows(self, screen: str) -> tuple[bool, dict[str, str]]:
        """What a screen has been told: whether a phone has come, and the states of photos."""
        phone_came = False
        photos: dict[str, str] = {}
        for message in self.services.screens.told(screen):
            phone_came |= message.get("status", "AWAITING_SCAN") != "AWAITING_SCAN"
            for photo in [*message.get("photos", ()), message.get("photo")]:
                if photo is not None and photo["state"] != PhotoState.PENDING:
                    photos[photo["photoId"]] = photo["state"]
        return phone_came, photos

    def truth(self) -> tuple[bool, dict[str, str]]:
        """What there is to be told."""
        session = self.services.sessions.load(SESSION_ID)
        assert session is not None
        return session.phone_token_digest is not None, {
            photo.photo_id: photo.state
            for photo in session.photos.values()
            if photo.state is not PhotoState.PENDING
        }

    def sync(self, screen: str) -> None:
        sayings.answer(self.services, a_socket(screen), SYNC)

    def join(self, screen: str) -> None:
        notifications.subscribe(self.services, a_socket(screen), a_handshake())

    def claim(self, services: MemoryServices) -> None:
        uploads.issue_ticket(services, a_ticket_request(request_id="request-claim"))

    def arrive(self, services: MemoryServices) -> None:
        arrivals.accept_arrivals(services, self.arrivals)


def unclaimed() -> World:
    """Nobody has scanned the code."""
    world = World(fakes.services(), [])
    world.services.sessions.create(a_session())
    for screen in SCREENS:
        world.join(screen)
    return world


def uploaded() -> World:
    """Three photos are in the store and nobody has been told: two good ones and an empty one."""
    world = unclaimed()
    services = world.services
    for number, size in enumerate((1000, 2000)):
        request = a_ticket_request(request_id=f"request-{number}", size_bytes=size)
        ticket = uploads.issue_ticket(services, request)
        world.arrivals.append(put(services, ticket, size))
    world.arrivals.append(put(services, open_ticket(services), 0))
    services.screens.frames.clear()
    return world
