"""Users, and photos of theirs with all that is kept of them."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

from chalicelib import deletion, keys, limits, notifications
from chalicelib.errors import PhotoNotFound
from chalicelib.people import Group, User
from chalicelib.photo import Photo
from tests import fakes
from tests.actors import arrived, sized_ticket
from tests.builders import (
    PHONE_TOKEN,
    SESSION_ID,
    a_handshake,
    a_ready_photo,
    a_session,
    a_socket,
    an_id,
)
from tests.fakes import START, MemoryServices
from tests.workers import by_queue

ADA = User("ada-0001")
BOB = User("bob-0002")
HOST = User("host-0003", frozenset({Group.HOST}))
OPERATOR = User("operator-0004", frozenset({Group.OPERATOR}))
ALBUM = "b2WcAv8TQZ6LqKf9uX0yRg"


def a_world() -> MemoryServices:
    """A session to which a screen and a phone listen."""
    made = fakes.services()
    made.sessions.create(a_session())
    notifications.subscribe(made, a_socket(), a_handshake())
    sized_ticket(made, 9)
    notifications.subscribe(made, a_socket("phone"), a_handshake(token=PHONE_TOKEN))
    return made


def delete(services: MemoryServices, photo: Photo) -> None:
    """As a client does that repeats what failed: that there is no such photo is what it wants."""
    with suppress(PhotoNotFound):
        deletion.delete_photo(services, ADA, photo.photo_id)


def end(services: MemoryServices, *, forgotten: bool = False) -> None:
    """The session is over; perhaps the table has forgotten it already."""
    services.clock.tick(limits.SESSION_SECONDS_AT_MOST)
    if forgotten:
        services.sessions.forget(SESSION_ID)


def a_library_photo(number: int, **changes: Any) -> Photo:
    """Ada's photo of this number, READY; the higher, the newer."""
    facts: dict[str, Any] = {
        "photo_id": an_id(number),
        "key": keys.upload_key(SESSION_ID, an_id(number), "image/jpeg"),
        "owner_id": ADA.user_id,
        "stored_at": START + number,
    }
    return a_ready_photo(**facts | changes)


def owned(services: MemoryServices, number: int = 1, *, made: bool = True) -> Photo:
    """A photo that Ada has sent by the session that is open, and that is READY, or only STORED."""
    photo_id, key = arrived(services, number=number)
    if made:
        by_queue(services, key)
    services.screens.frames.clear()
    record = services.photos.records[photo_id]
    services.photos.records[photo_id] = replace(record, owner_id=ADA.user_id)
    return services.photos.records[photo_id]


def remains(services: MemoryServices, photo: Photo) -> list[str]:
    """Everything that is left of a photo, in whatever version, but for the note in its session."""
    uploads, media = services.objects, services.media
    prefix = keys.upload_prefix(photo.session_id, photo.photo_id)
    left = [key for key in (*uploads, *uploads.versions) if key.startswith(prefix)]
    prefix = keys.rendition_prefix(photo.photo_id)
    left += [key for key in (*media.objects, *media.versions) if key.startswith(prefix)]
    return left + (["record"] if photo.photo_id in services.photos else [])
