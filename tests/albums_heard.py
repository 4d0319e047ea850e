"""An album to which a wall and a host listen."""

from dataclasses import replace
from typing import Any

from chalicelib import album_channel, arrivals, keys, kiosk_keys, library, limits, listening
from chalicelib.album import Album
from chalicelib.album_entry import AlbumEntry
from chalicelib.client_messages import AlbumHandshake
from chalicelib.kiosk_keys import KioskKey
from chalicelib.library_inputs import photo_edit
from chalicelib.photo import Photo
from tests import fakes
from tests.actors import put as upload
from tests.actors import sized_ticket
from tests.builders import (
    ALBUM_ID,
    KIOSK_ID,
    SESSION_ID,
    a_kiosk,
    a_socket,
    an_album,
    an_id,
    in_album,
)
from tests.fakes import SITE, MemoryServices
from tests.libraries import HOST, OPERATOR, a_library_photo

WALL, LISTENER = "wall", "host"
CHANNEL = keys.album_channel(ALBUM_ID)
OTHER_ALBUM = "B" * 22


def an_album_of_host(**changes: Any) -> Album:
    """One with a wall."""
    facts: dict[str, Any] = {"owner_id": HOST.user_id, "kiosks": {KIOSK_ID: a_kiosk()}}
    return an_album(**facts | changes)


def key_of(services: MemoryServices, kiosk_id: str = KIOSK_ID, album_id: str = ALBUM_ID) -> str:
    """The key of this kiosk."""
    live, now = services.secrets.live(), services.clock()
    return kiosk_keys.signed(KioskKey(kiosk_id, album_id), live, now)


def leave_for(services: MemoryServices, album_id: str = ALBUM_ID) -> str:
    """A listening token."""
    now = services.clock()
    return listening.signed(listening.leave_of(album_id, now), services.secrets.live(), now)


def a_handshake_of(token: str, **changes: Any) -> AlbumHandshake:
    """Somebody wants to listen to the album."""
    facts: dict[str, Any] = {"album_id": ALBUM_ID, "token": token, "origin": SITE}
    return AlbumHandshake(**facts | changes)


def come(services: MemoryServices, connection_id: str, token: str) -> None:
    """He listens."""
    album_channel.subscribe(services, a_socket(connection_id), a_handshake_of(token))


def heard() -> MemoryServices:
    """The album, another one, and both listeners, whose handshakes are over."""
    made = fakes.services()
    made.albums.create(an_album_of_host())
    made.albums.create(an_album_of_host(album_id=OTHER_ALBUM, code="ZZZZZ23456", kiosks={}))
    come(made, WALL, key_of(made))
    come(made, LISTENER, leave_for(made))
    made.clock.tick(limits.HANDSHAKE_SECONDS)
    return made


def put(services: MemoryServices, number: int = 1, **changes: Any) -> Photo:
    """A photo of the album, READY, with its record and a place."""
    facts: dict[str, Any] = {"album_id": ALBUM_ID, "entry": AlbumEntry(1, "Ada")}
    photo = a_library_photo(number, **facts | changes)
    services.photos.records[photo.photo_id] = photo
    album_id = photo.album_id or ""
    if album_id in services.albums:
        album = services.albums[album_id]
        after = replace(album, photo_count=album.photo_count + 1)
        services.albums._albums[album_id] = after
    return photo


def told(services: MemoryServices, connection_id: str) -> list[tuple[str, str]]:
    """Types of what this one has heard, and of which photo."""
    return [
        (each["type"], each.get("photoId") or each.get("photo", {}).get("photoId", ""))
        for each in services.screens.told(connection_id)
    ]


PHOTO = an_id(1)


def sent(services: MemoryServices, content: bytes = b"good") -> tuple[str, str]:
    """A guest's photo has arrived in the album; its id and its key."""
    if SESSION_ID not in services.sessions:
        services.sessions.create(in_album())
    ticket = sized_ticket(services)
    arrival = upload(services, ticket, content=content)
    arrivals.accept_arrivals(services, [arrival])
    return ticket.photo_id, arrival.key


def edit(services: MemoryServices, photo_id: str = PHOTO, **said: Any) -> None:
    """Somebody who may do everything says this of a photo."""
    library.edit_photo(services, OPERATOR, photo_edit(photo_id, said))
