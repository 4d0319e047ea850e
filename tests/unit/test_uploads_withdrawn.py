"""Use case of withdrawals: what a visitor takes back is not shown, whatever comes of it later."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from chalicelib import arrivals, limits, sessions, uploads
from chalicelib.answers import PhotoView, UploadTicket
from chalicelib.connection import Connection
from chalicelib.errors import (
    PhotoAlreadyStored,
    PhotoLimitReached,
    PhotoNotFound,
    ScandropError,
    ServiceUnavailable,
    SessionExpired,
    SessionNotFound,
    TokenRefused,
)
from chalicelib.inputs import PhotoRequest
from chalicelib.model import SessionStatus
from chalicelib.photo import PhotoState, Rejection
from tests.actors import open_ticket, photo_in_session, put, sized_ticket
from tests.builders import (
    CONNECTION_ID,
    OTHER_TOKEN,
    PHONE_TOKEN,
    SCREEN_TOKEN,
    SESSION_ID,
    a_session,
    an_id,
)
from tests.fake_connections import MemoryConnectionStore
from tests.fakes import MemoryServices
from tests.interruptions import Overtaken


def withdraw(services: MemoryServices, photo_id: str, token: str = PHONE_TOKEN) -> PhotoView:
    return uploads.withdraw_photo(services, PhotoRequest(SESSION_ID, photo_id, token))


def test_all_hear_that_it_was_taken_back(watched: MemoryServices) -> None:
    photo_id = sized_ticket(watched).photo_id
    view = withdraw(watched, photo_id)
    assert (view.photo_id, view.state, view.code) == (photo_id, "REJECTED", "WITHDRAWN")
    assert photo_in_session(watched, photo_id).rejection is Rejection.WITHDRAWN
    for who in (CONNECTION_ID, "phone"):
        (told,) = watched.screens.told(who)
        assert (told["type"], told["photo"]["code"]) == ("PHOTO_REJECTED", "WITHDRAWN")
        assert told["photo"]["url"] is None


def test_once_more_is_answered_the_same_and_told_to_nobody(watched: MemoryServices) -> None:
    photo_id = sized_ticket(watched).photo_id
    first = withdraw(watched, photo_id)
    before = watched.sessions.load(SESSION_ID)
    assert withdraw(watched, photo_id) == first
    assert watched.sessions.load(SESSION_ID) == before
    assert watched.screens.types(CONNECTION_ID) == ["PHOTO_REJECTED"]


def test_its_place_is_free_again(services: MemoryServices) -> None:
    full = replace(services, settings=replace(services.settings, max_photos=1))
    photo_id = sized_ticket(full, 1).photo_id
    with pytest.raises(PhotoLimitReached):
        sized_ticket(full, 2)
    withdraw(full, photo_id)
    assert sized_ticket(full, 2).photo_id != photo_id


def test_its_request_id_gets_no_other_ticket(services: MemoryServices) -> None:
    """A ticket that was asked for before, and comes late, does not bring it back."""
    withdraw(services, sized_ticket(services).photo_id)
    with pytest.raises(PhotoAlreadyStored):
        sized_ticket(services)


def test_a_session_is_not_completed_by_it(services: MemoryServices) -> None:
    withdraw(services, sized_ticket(services).photo_id)
    snapshot = sessions.read_session(services, SESSION_ID, SCREEN_TOKEN)
    assert snapshot.status is SessionStatus.UPLOAD_REQUESTED


@pytest.mark.parametrize("ticket_for", [sized_ticket, open_ticket])
@pytest.mark.parametrize("late", [False, True])
def test_what_arrives_of_it_is_removed_and_neither_shown_nor_kept(
    watched: MemoryServices, ticket_for: Callable[[MemoryServices], UploadTicket], late: bool
) -> None:
    """However often S3 tells of it, and also when the session is over by then."""
    ticket = ticket_for(watched)
    withdraw(watched, ticket.photo_id)
    watched.screens.frames.clear()
    arrival = put(watched, ticket)
    if late:
        watched.clock.tick(limits.SESSION_SECONDS_AFTER_TICKET)
    arrivals.accept_arrivals(watched, [arrival, arrival])
    assert arrival.key not in watched.objects
    assert watched.photos.load(ticket.photo_id) is None
    assert photo_in_session(watched, ticket.photo_id).rejection is Rejection.WITHDRAWN
    assert watched.screens.frames == []
    assert len(watched.jobs) == 0


def test_one_that_was_refused_is_off_already(watched: MemoryServices) -> None:
    ticket = open_ticket(watched)
    arrivals.accept_arrivals(watched, [put(watched, ticket, size_bytes=0)])
    assert withdraw(watched, ticket.photo_id).code is Rejection.EMPTY
    assert watched.screens.types(CONNECTION_ID) == ["PHOTO_REJECTED"]


# Races


@pytest.fixture
def raced(watched: MemoryServices) -> tuple[MemoryServices, Overtaken]:
    session = watched.sessions.load(SESSION_ID)
    assert session is not None
    store = Overtaken()
    store.create(session)
    return replace(watched, sessions=store), store


def test_one_that_arrives_meanwhile_is_deleted(raced: tuple[MemoryServices, Overtaken]) -> None:
    services, store = raced
    ticket = sized_ticket(services)
    arrival = put(services, ticket)
    store.overtake = lambda: arrivals.accept_arrivals(services, [arrival])
    assert withdraw(services, ticket.photo_id).code is Rejection.DELETED
    assert photo_in_session(services, ticket.photo_id).rejection is Rejection.DELETED
    assert arrival.key not in services.objects
    assert services.photos.load(ticket.photo_id) is None
    assert services.screens.types(CONNECTION_ID) == ["UPLOAD_COMPLETED", "PHOTO_DELETED"]


def test_a_withdrawal_that_is_faster_wins(raced: tuple[MemoryServices, Overtaken]) -> None:
    services, store = raced
    ticket = sized_ticket(services)
    arrival = put(services, ticket)
    store.overtake = lambda: withdraw(services, ticket.photo_id)
    arrivals.accept_arrivals(services, [arrival])
    assert photo_in_session(services, ticket.photo_id).rejection is Rejection.WITHDRAWN
    assert arrival.key not in services.objects
    assert services.screens.types(CONNECTION_ID) == ["PHOTO_REJECTED"]


def test_of_two_withdrawals_one_tells(raced: tuple[MemoryServices, Overtaken]) -> None:
    services, store = raced
    photo_id = sized_ticket(services).photo_id
    store.overtake = lambda: withdraw(services, photo_id)
    assert withdraw(services, photo_id).code is Rejection.WITHDRAWN
    assert services.screens.types(CONNECTION_ID) == ["PHOTO_REJECTED"]


# Refusals


@pytest.mark.parametrize("token", [SCREEN_TOKEN, OTHER_TOKEN])
def test_only_the_phone_takes_back(watched: MemoryServices, token: str) -> None:
    photo_id = sized_ticket(watched).photo_id
    with pytest.raises(TokenRefused):
        withdraw(watched, photo_id, token)
    assert photo_in_session(watched, photo_id).state is PhotoState.PENDING
    assert watched.screens.frames == []


@pytest.mark.parametrize(
    ("session_id", "error"), [(SESSION_ID, PhotoNotFound), (an_id(8), SessionNotFound)]
)
def test_what_is_not_known_is_not_found(
    watched: MemoryServices, session_id: str, error: type[ScandropError]
) -> None:
    with pytest.raises(error):
        uploads.withdraw_photo(watched, PhotoRequest(session_id, an_id(9), PHONE_TOKEN))


def test_a_session_that_is_over_takes_nothing_back(watched: MemoryServices) -> None:
    photo_id = sized_ticket(watched).photo_id
    watched.clock.tick(limits.SESSION_SECONDS_AFTER_TICKET)
    with pytest.raises(SessionExpired):
        withdraw(watched, photo_id)


def test_it_is_taken_back_though_nobody_can_be_told(watched: MemoryServices) -> None:
    """They see it with their next sync; the phone would only ask again, and change nothing."""

    class Down(MemoryConnectionStore):
        def listening(self, channel: str, now: int) -> list[Connection]:
            raise ServiceUnavailable

    photo_id = sized_ticket(watched).photo_id
    view = withdraw(replace(watched, connections=Down()), photo_id)
    assert view.code is Rejection.WITHDRAWN


def test_a_session_that_nobody_has_claimed_has_nothing_to_take_back(
    services: MemoryServices,
) -> None:
    with pytest.raises(TokenRefused):
        withdraw(services, an_id(9))
    assert services.sessions.load(SESSION_ID) == a_session()
