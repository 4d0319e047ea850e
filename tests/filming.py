"""A phone that sends a film in parts, and S3 that tells of it."""

from dataclasses import replace
from typing import Any

from chalicelib import arrivals, limits, multipart
from chalicelib.answers import MultipartUpload, Parts, PhotoView
from chalicelib.inputs import Arrival, PhotoRequest, TicketRequest
from chalicelib.keys import upload_key
from chalicelib.multipart_inputs import PartsRequest
from chalicelib.photo import Announcement
from chalicelib.storage import Part
from tests.actors import photo_in_session
from tests.builders import PHONE_TOKEN, SESSION_ID, an_arrival
from tests.fakes import MemoryServices
from tests.films import an_mp4

MB = 1024 * 1024
#: Two whole parts and a rest.
SIZE = 17 * MB
SIZES = {1: 8 * MB, 2: 8 * MB, 3: MB}
FILM = Announcement(SIZE, "video/mp4", "film.mp4", request_id="film-0001")


def a_film(**changes: Any) -> Announcement:
    """A film of 17 MB."""
    return replace(FILM, **changes)


def begin(
    services: MemoryServices, film: Announcement = FILM, token: str | None = PHONE_TOKEN
) -> MultipartUpload:
    """The phone tells of it."""
    return multipart.start_upload(services, TicketRequest(SESSION_ID, film, token))


def ask(
    services: MemoryServices,
    photo_id: str,
    digests: dict[int, str | None] | None = None,
    token: str = PHONE_TOKEN,
) -> Parts:
    """The phone asks for the URLs of these parts, or which ones have arrived."""
    return multipart.read_parts(services, PartsRequest(SESSION_ID, photo_id, token, digests or {}))


def upload_of(services: MemoryServices, photo_id: str) -> str:
    """S3's id of its upload."""
    upload_id = photo_in_session(services, photo_id).upload_id
    assert upload_id is not None
    return upload_id


def send(services: MemoryServices, photo_id: str, *numbers: int) -> None:
    """The phone sends these parts, or all."""
    upload_id = upload_of(services, photo_id)
    for number in numbers or SIZES:
        services.parts.put(upload_id, Part(number, SIZES[number]))


def finish(services: MemoryServices, photo_id: str, token: str = PHONE_TOKEN) -> PhotoView:
    """The phone says that all of it is there."""
    return multipart.complete_upload(services, PhotoRequest(SESSION_ID, photo_id, token))


def film_key(photo_id: str) -> str:
    """Where the film goes."""
    return upload_key(SESSION_ID, photo_id, "video/mp4")


def event_of(photo_id: str, size_bytes: int = SIZE) -> Arrival:
    """What S3 tells of it."""
    return an_arrival(key=film_key(photo_id), size_bytes=size_bytes)


def arrived_film(services: MemoryServices, content: bytes | None = None) -> str:
    """A film of this content is there and announced; its photo's id."""
    services.parts.content = an_mp4() if content is None else content
    photo_id = begin(services).photo_id
    send(services, photo_id)
    finish(services, photo_id)
    arrivals.accept_arrivals(services, [event_of(photo_id)])
    services.screens.frames.clear()
    return photo_id


assert sum(SIZES.values()) == SIZE > limits.MAX_PUT_BYTES
