"""A photo that is taken back while it arrives stays away, at whichever moment that is."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import count

import pytest

from chalicelib import arrivals, notifications, processing, uploads
from chalicelib.answers import UploadTicket
from chalicelib.inputs import Arrival, PhotoRequest
from chalicelib.photo import Rejection
from tests import fakes
from tests.actors import open_ticket, photo_in_session, put, sized_ticket
from tests.builders import (
    ALBUM_ID,
    PHONE_TOKEN,
    SESSION_ID,
    a_handshake,
    a_session,
    a_socket,
    an_album,
)
from tests.fakes import MemoryServices
from tests.interruptions import Interruption, interrupted
from tests.libraries import remains


def a_crowded_world() -> MemoryServices:
    """A screen listens to a session whose album takes one photo."""
    services = fakes.services()
    services.albums.create(an_album(max_photos=1))
    services.sessions.create(a_session(album_id=ALBUM_ID))
    notifications.subscribe(services, a_socket(), a_handshake())
    return services


def withdrawals(
    ticket_for: Callable[[MemoryServices], UploadTicket],
) -> Iterator[tuple[MemoryServices, str, Arrival, Interruption]]:
    """A photo that arrives, and its withdrawal at one call of that, for each call of it."""
    for number in count():
        for after in (False, True):
            services = a_crowded_world()
            ticket = ticket_for(services)
            mine = PhotoRequest(SESSION_ID, ticket.photo_id, PHONE_TOKEN)
            happen = partial(uploads.withdraw_photo, services, mine)
            interruption = Interruption(number, after, happen)
            yield services, ticket.photo_id, put(services, ticket), interruption


@pytest.mark.parametrize("ticket_for", [sized_ticket, open_ticket])
def test_nothing_stays_of_it_and_its_place_is_free(
    ticket_for: Callable[[MemoryServices], UploadTicket],
) -> None:
    met = set()
    for services, photo_id, arrival, interruption in withdrawals(ticket_for):
        arrivals.accept_arrivals(interrupted(services, interruption), [arrival])
        if interruption.met is None:
            break
        for job in tuple(services.jobs.sent):
            processing.process_photo(services, job)
        photo = photo_in_session(services, photo_id)
        assert photo.rejection in (Rejection.WITHDRAWN, Rejection.DELETED), interruption
        assert remains(services, photo) == [], interruption
        album = services.albums[ALBUM_ID]
        assert (album.photo_count, dict(album.held)) == (0, {}), interruption
        met.add(interruption.met)
    assert met >= {"sessions.replace", "photos.record", "sessions.load", "screens.post"}
