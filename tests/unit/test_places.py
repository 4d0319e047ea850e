"""Places in an album: as many as its host says, whoever sends, and however it goes on."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib import arrivals, limits, places, uploads
from chalicelib.album import FOR_EVER
from chalicelib.album_entry import AlbumEntry, Visibility
from chalicelib.album_errors import AlbumClosed, AlbumFull, AlbumNotFound
from chalicelib.errors import ServiceUnavailable
from chalicelib.inputs import PhotoRequest, TicketRequest
from chalicelib.photo import PhotoState, Rejection
from tests import fakes
from tests.actors import photo_in_session, put, sized_ticket
from tests.builders import (
    ALBUM_ID,
    PHONE_TOKEN,
    PHOTO_ID,
    SESSION_ID,
    a_ready_photo,
    a_ticket_request,
    an_album,
    an_id,
    in_album,
)
from tests.fakes import START, MemoryServices
from tests.workers import by_queue


def world(**album: Any) -> MemoryServices:
    """A session whose photos go into an album."""
    services = fakes.services()
    services.albums.create(an_album(**album))
    services.sessions.create(in_album(guest_name="Ada"))
    return services


def counted(services: MemoryServices) -> tuple[int, dict[str, int]]:
    album = services.albums[ALBUM_ID]
    return album.photo_count, dict(album.held)


def sent(services: MemoryServices, content: bytes = b"good", number: int = 1) -> tuple[str, str]:
    """A photo has come and been worked on; its id and its key."""
    ticket = sized_ticket(services, number)
    arrival = put(services, ticket, content=content)
    arrivals.accept_arrivals(services, [arrival])
    by_queue(services, arrival.key)
    return ticket.photo_id, arrival.key


def test_a_photo_has_a_place_from_its_ticket_on() -> None:
    services = world(moderated=True)
    photo_id = sized_ticket(services).photo_id
    until = START + limits.TICKET_SECONDS + limits.PLACE_SECONDS
    assert counted(services) == (1, {photo_id: until})
    photo = photo_in_session(services, photo_id)
    assert photo.entry is not None
    assert (photo.entry.place_until, photo.entry.guest_name) == (until, "Ada")
    assert (photo.album_id, photo.visibility) == (ALBUM_ID, Visibility.WAITING)


def test_asking_again_keeps_the_place_longer_and_takes_no_other() -> None:
    services = world(max_photos=1)
    photo_id = sized_ticket(services).photo_id
    services.clock.tick(100)
    assert sized_ticket(services).photo_id == photo_id
    until = START + 100 + limits.TICKET_SECONDS + limits.PLACE_SECONDS
    assert counted(services) == (1, {photo_id: until})


def test_one_that_has_come_does_not_lose_it_and_one_that_is_ready_is_just_counted() -> None:
    services = world()
    ticket = sized_ticket(services)
    arrival = put(services, ticket)
    arrivals.accept_arrivals(services, [arrival])
    assert counted(services) == (1, {ticket.photo_id: FOR_EVER})
    by_queue(services, arrival.key)
    assert counted(services) == (1, {})
    record = services.photos.load(ticket.photo_id)
    assert record is not None
    assert record.entry == photo_in_session(services, ticket.photo_id).entry


@pytest.mark.parametrize("content", [b"refuse DAMAGED", b"decode and refuse TRUNCATED"])
def test_the_place_of_one_that_is_refused_is_free(content: bytes) -> None:
    services = world(max_photos=1)
    sent(services, content)
    assert counted(services) == (0, {})
    sized_ticket(services, 2)


def test_the_place_of_one_that_came_empty_is_free() -> None:
    services = world()
    ticket = uploads.issue_ticket(services, a_ticket_request(size_bytes=None, sha256=None))
    arrivals.accept_arrivals(services, [put(services, ticket, 0)])
    assert photo_in_session(services, ticket.photo_id).rejection is Rejection.EMPTY
    assert counted(services) == (0, {})


def test_the_place_of_one_that_is_taken_back_is_free() -> None:
    services = world()
    photo_id = sized_ticket(services).photo_id
    uploads.withdraw_photo(services, PhotoRequest(SESSION_ID, photo_id, PHONE_TOKEN))
    assert counted(services) == (0, {})


def test_one_is_taken_back_also_while_its_place_cannot_be_freed() -> None:
    services = world()
    photo_id = sized_ticket(services).photo_id
    withdrawal = PhotoRequest(SESSION_ID, photo_id, PHONE_TOKEN)

    class Away(type(services.albums)):  # type: ignore[misc]
        def free_place(self, *_: object) -> bool:
            raise ServiceUnavailable

    uploads.withdraw_photo(replace(services, albums=Away()), withdrawal)
    assert photo_in_session(services, photo_id).rejection is Rejection.WITHDRAWN


def test_a_full_album_gives_no_ticket_and_the_session_keeps_its_own() -> None:
    services = world(max_photos=1)
    sent(services)
    with pytest.raises(AlbumFull):
        sized_ticket(services, 2)
    session = services.sessions.load(SESSION_ID)
    assert session is not None
    assert len(session.photos) == 1


def test_places_of_photos_that_never_came_go_to_others() -> None:
    services = world(max_photos=2)
    for number in (1, 2):
        sized_ticket(services, number)
    services.clock.tick(limits.TICKET_SECONDS + limits.PLACE_SECONDS)
    services.sessions.create(in_album(session_id=an_id(2), expires_at=services.clock() + 1))
    request = TicketRequest(an_id(2), a_ticket_request().announced, None)
    ticket = uploads.issue_ticket(services, request)
    assert counted(services)[0] == len(counted(services)[1]) == 1
    assert ticket.photo_id in services.albums[ALBUM_ID].held


@pytest.mark.parametrize(("opens", "closes"), [(START + 1, None), (None, START)])
def test_outside_its_time_it_gives_no_ticket(opens: int | None, closes: int | None) -> None:
    services = world(opens_at=opens, closes_at=closes)
    with pytest.raises(AlbumClosed):
        sized_ticket(services)
    session = services.sessions.load(SESSION_ID)
    assert session is not None
    assert session.phone_token_digest is None


def test_an_album_that_was_deleted_gives_no_ticket() -> None:
    services = world()
    services.albums.delete(an_album())
    with pytest.raises(AlbumNotFound):
        sized_ticket(services)


@pytest.mark.parametrize(
    ("name", "now"), [("party", "party"), ("party", None), (an_id(7), an_id(7))]
)
def test_the_album_of_all_kiosks_may_be_no_more_than_a_name(name: str, now: str | None) -> None:
    """As `SCANDROP_ALBUM_ID` was before there were albums; and sessions outlive its change."""
    services = fakes.services(album_id=now)
    services.sessions.create(in_album())
    services.sessions.create(replace(in_album(), session_id=an_id(1), album_id=name))
    request = TicketRequest(an_id(1), a_ticket_request().announced, None)
    ticket = uploads.issue_ticket(services, request)
    session = services.sessions.load(an_id(1))
    assert session is not None
    photo = session.photos[ticket.photo_id]
    assert (photo.album_id, photo.entry, photo.visibility) == (name, None, Visibility.SHOWN)
    with pytest.raises(AlbumNotFound):
        sized_ticket(services)


# Deleted


def test_a_photo_that_is_deleted_gives_its_place_back() -> None:
    services = world()
    photo_id, _ = sent(services)
    places.remove(services, photo_id)
    assert counted(services) == (0, {})
    assert services.photos.load(photo_id) is None
    places.remove(services, photo_id)


def test_one_that_is_deleted_before_it_was_decided_too() -> None:
    services = world()
    ticket = sized_ticket(services)
    services.photos.record(photo_in_session(services, ticket.photo_id))
    places.remove(services, ticket.photo_id)
    assert counted(services) == (0, {})


def test_one_that_nobody_counted_can_be_deleted() -> None:
    services = world()
    services.photos.record(a_ready_photo(album_id=ALBUM_ID, entry=AlbumEntry(1)))
    places.remove(services, PHOTO_ID)
    assert counted(services) == (0, {})
    assert services.photos.load(PHOTO_ID) is None


def test_one_that_was_deleted_before_it_was_recorded_leaves_no_place_behind() -> None:
    services = world()
    ticket = sized_ticket(services)
    stored = replace(photo_in_session(services, ticket.photo_id), state=PhotoState.STORED)
    services.photos.record(stored)
    places.forget(services, stored)
    assert counted(services) == (0, {})
    assert services.photos.load(ticket.photo_id) is None
    places.forget(services, stored)
