"""Places in an album: late ones, many at the same time, and whatever fails on the way."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import product

import pytest

from chalicelib import arrivals, limits, places, uploads
from chalicelib.album import FOR_EVER
from chalicelib.album_errors import AlbumBusy, AlbumFull, AlbumNotFound
from chalicelib.errors import ServiceUnavailable
from chalicelib.inputs import TicketRequest
from chalicelib.photo import PhotoState, Rejection
from tests.actors import put, sized_ticket
from tests.builders import (
    ALBUM_ID,
    SESSION_ID,
    a_ready_photo,
    a_ticket_request,
    an_album,
    an_id,
    in_album,
)
from tests.fakes import START, MemoryServices
from tests.interruptions import Crash, every_interruption, interrupted, raising, until_done
from tests.turns import Turns
from tests.unit.test_places import counted, world
from tests.workers import by_queue

# Late


def late(services: MemoryServices) -> Callable[[], None]:
    """A photo comes when its album may have given its place away; returns its event."""
    ticket = sized_ticket(services)
    arrival = put(services, ticket)
    services.clock.tick(limits.TICKET_SECONDS + limits.PLACE_SECONDS)
    return partial(arrivals.accept_arrivals, services, [arrival])


def test_one_that_comes_late_has_its_place_while_nobody_wants_it() -> None:
    services = world(max_photos=1)
    come = late(services)
    come()
    come()
    (photo_id,) = services.albums[ALBUM_ID].held
    assert counted(services) == (1, {photo_id: FOR_EVER})
    assert photo_id in services.photos


def test_one_that_comes_late_gets_another_place_if_there_is_one() -> None:
    services = world(max_photos=2)
    come = late(services)
    lapsed = services.albums[ALBUM_ID].lapsed(services.clock())
    services.albums.free_lapsed(ALBUM_ID, lapsed)
    come()
    come()
    assert counted(services) == (1, dict.fromkeys(lapsed, FOR_EVER))


def test_one_that_comes_late_into_a_full_album_is_refused_and_removed() -> None:
    services = world(max_photos=1)
    come = late(services)
    (photo_id,) = lapsed = services.albums[ALBUM_ID].lapsed(services.clock())
    services.albums.free_lapsed(ALBUM_ID, lapsed)
    services.albums.take_place(ALBUM_ID, an_id(9), FOR_EVER)
    come()
    record = services.photos.load(photo_id)
    assert record is not None
    assert record.rejection is Rejection.ALBUM_FULL
    assert counted(services) == (1, {an_id(9): FOR_EVER})
    assert len(services.objects) == 0


def test_one_that_is_told_of_again_when_all_is_done_takes_no_second_place() -> None:
    """Its session may know nothing of it any more."""
    services = world()
    come = late(services)
    before = services.sessions.load(SESSION_ID)
    assert before is not None
    come()
    (photo_id,) = services.albums[ALBUM_ID].held
    services.albums.settle_place(ALBUM_ID, photo_id)
    services.sessions.forget(SESSION_ID)
    services.sessions.create(before)
    come()
    assert counted(services) == (1, {})


# At the same time, and through failures


def test_of_two_phones_and_one_place_one_gets_it_in_every_order() -> None:
    calls = 9

    def asks(session_id: str, services: MemoryServices) -> None:
        try:
            uploads.issue_ticket(
                services, TicketRequest(session_id, a_ticket_request().announced, None)
            )
        except AlbumFull:
            refused.append(session_id)

    met = 0
    for first, second in product(range(calls), repeat=2):
        refused: list[str] = []
        services = world(max_photos=1)
        services.sessions.create(in_album(session_id=an_id(1)))
        turns = Turns(first, second)
        met += turns.run(services, partial(asks, SESSION_ID), partial(asks, an_id(1)))
        assert len(refused) == 1
        assert counted(services)[0] == len(counted(services)[1]) == 1
    assert met > calls


@pytest.mark.parametrize("error", [Crash, ServiceUnavailable])
@pytest.mark.parametrize(("content", "count"), [(b"good", 1), (b"refuse DAMAGED", 0)])
def test_whatever_fails_and_is_done_again_the_count_is_right(
    content: bytes, count: int, error: type[Exception]
) -> None:
    met = set()
    for interruption in every_interruption(raising(error())):
        services = world()
        disturbed = interrupted(services, interruption)
        ticket = until_done(partial(uploads.issue_ticket, disturbed, a_ticket_request()), error)
        arrival = put(services, ticket, content=content)
        until_done(partial(arrivals.accept_arrivals, disturbed, [arrival]), error)
        by_queue(disturbed, arrival.key, error)
        assert counted(services) == (count, {}), interruption
        met.add(interruption.met)
    assert {"albums.load", "albums.take_place", "albums.hold_place"} < met
    assert ("albums.settle_place" if count else "albums.free_place") in met


def test_who_never_gets_his_turn_is_told_to_come_again() -> None:
    services = world(max_photos=1)
    sized_ticket(services)

    class Contended(type(services.albums)):  # type: ignore[misc]
        def free_lapsed(self, *_: object) -> bool:
            return False

    contended = Contended()
    contended.create(services.albums[ALBUM_ID])
    services.clock.tick(limits.TICKET_SECONDS + limits.PLACE_SECONDS)
    photo = services.albums[ALBUM_ID].admitted(a_ready_photo(album_id=ALBUM_ID), None, START)
    with pytest.raises(AlbumBusy):
        places.take(replace(services, albums=contended), photo)


def test_one_whose_album_is_deleted_before_it_gets_its_place() -> None:
    services = world()
    photo = an_album().admitted(a_ready_photo(album_id=ALBUM_ID), None, START)
    services.albums.delete(an_album())
    with pytest.raises(AlbumNotFound):
        places.take(services, photo)
    assert photo.state is PhotoState.READY
