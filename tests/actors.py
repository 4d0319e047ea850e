"""What screens, phones and S3 do, in one call each."""

from dataclasses import replace

from chalicelib import arrivals, limits, notifications, uploads
from chalicelib.answers import UploadTicket
from chalicelib.inputs import Arrival
from chalicelib.model import Session
from chalicelib.photo import Photo
from tests import fakes
from tests.builders import (
    SESSION_ID,
    a_handshake,
    a_photo,
    a_session,
    a_socket,
    a_ticket_request,
    an_announcement,
    an_arrival,
    an_id,
    an_open_request,
)
from tests.fakes import START, MemoryServices, MemorySessionStore


class Rivals(MemorySessionStore):
    """A store in which other writers are first, that many times."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.times = times

    def replace(self, before: Session, after: Session, now: int) -> Session:
        if self.times:
            self.times -= 1
            rival = a_photo(photo_id=an_id(self.times))
            super().replace(before, before.with_photo(rival), now)
        return super().replace(before, after, now)


def with_rivals(times: int) -> MemoryServices:
    """Whoever changes its open session has this many rivals."""
    made = replace(fakes.services(), sessions=Rivals(times))
    made.sessions.create(a_session())
    return made


def listen(services: MemoryServices, *connection_ids: str) -> None:
    """These screens listen, and their handshakes are over."""
    for connection_id in connection_ids:
        notifications.subscribe(services, a_socket(connection_id), a_handshake())
    services.clock.tick(limits.HANDSHAKE_SECONDS)


def sized_ticket(services: MemoryServices, number: int = 1) -> UploadTicket:
    """The phone asks for leave to upload a file that it describes."""
    return uploads.issue_ticket(services, a_ticket_request(request_id=f"request-{number}"))


def open_ticket(services: MemoryServices) -> UploadTicket:
    """The phone asks with the session alone."""
    return uploads.issue_ticket(services, an_open_request())


def key_of(ticket: UploadTicket) -> str:
    """Where the photo of this ticket goes."""
    return ticket.url.partition(".org/")[2]


def put(
    services: MemoryServices,
    ticket: UploadTicket,
    size_bytes: int = 1000,
    content_type: str | None = None,
    content: bytes = b"good",
) -> Arrival:
    """The phone uploads by its ticket; what S3 will tell of it."""
    key = key_of(ticket)
    said = ticket.headers.get("content-type", content_type)
    services.objects.put(key, size_bytes, said, content)
    return an_arrival(key=key, size_bytes=size_bytes)


def arrived(services: MemoryServices, content: bytes = b"good", number: int = 1) -> tuple[str, str]:
    """An upload of this content is there and announced; its photo's id and its key."""
    ticket = sized_ticket(services, number)
    arrival = put(services, ticket, content=content)
    arrivals.accept_arrivals(services, [arrival])
    services.screens.frames.clear()
    return ticket.photo_id, arrival.key


def photo_in_session(services: MemoryServices, photo_id: str) -> Photo:
    """The photo as its session has it now."""
    session = services.sessions.load(SESSION_ID)
    assert session is not None
    return session.photos[photo_id]


def with_tickets(number: int, session: Session | None = None, now: int = START) -> Session:
    """A session that has given this many tickets for files of their own."""
    session = session or a_session()
    for _ in range(number):
        n = len(session.photos)
        session, _ = session.with_ticket(
            an_announcement(request_id=f"file-{n:04d}"), an_id(n), now, limits.MAX_PHOTOS
        )
    return session
