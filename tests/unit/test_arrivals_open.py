"""Open tickets bind nothing by their signature: what they brought is bounded afterwards."""

from dataclasses import replace

import pytest

from chalicelib import arrivals, limits, sessions
from chalicelib.model import SessionStatus
from chalicelib.photo import PhotoState, Rejection
from tests.actors import open_ticket, photo_in_session, put, sized_ticket
from tests.builders import CONNECTION_ID, SESSION_ID
from tests.fakes import MemoryServices


@pytest.fixture
def services(watched: MemoryServices) -> MemoryServices:
    """Someone listens to everything."""
    return watched


@pytest.mark.parametrize(
    ("size_bytes", "content_type", "rejection"),
    [
        (0, "image/jpeg", Rejection.EMPTY),
        (limits.MAX_UPLOAD_BYTES + 1, "image/jpeg", Rejection.TOO_LARGE),
        (1000, "text/html", Rejection.UNSUPPORTED_FORMAT),
        (1000, "image/svg+xml", Rejection.UNSUPPORTED_FORMAT),
    ],
)
def test_what_no_sized_ticket_would_have_allowed_is_rejected_and_removed(
    services: MemoryServices, size_bytes: int, content_type: str, rejection: Rejection
) -> None:
    ticket = open_ticket(services)
    arrival = put(services, ticket, size_bytes, content_type)
    arrivals.accept_arrivals(services, [arrival])
    assert photo_in_session(services, ticket.photo_id).rejection is rejection
    assert services.photos.load(ticket.photo_id) == photo_in_session(services, ticket.photo_id)
    assert arrival.key not in services.objects
    assert len(services.jobs) == 0
    for connection in (CONNECTION_ID, "phone"):
        (told,) = services.screens.told(connection)
        assert (told["type"], told["photo"]["code"]) == ("PHOTO_REJECTED", rejection)
        assert told["photo"]["url"] is None
    session = sessions.require_session(services, SESSION_ID)
    assert session.status is SessionStatus.UPLOAD_REQUESTED


@pytest.mark.parametrize(
    ("size_bytes", "content_type", "shown"),
    [
        (limits.MAX_UPLOAD_BYTES, "image/heic", "image/heic"),
        (1000, None, None),
        (1000, "", None),
        (1000, "binary/octet-stream", None),
        (1000, "application/octet-stream", None),
    ],
)
def test_what_may_be_a_photo_is_taken_by_an_open_ticket(
    services: MemoryServices, size_bytes: int, content_type: str | None, shown: str | None
) -> None:
    """Many phones say nothing of the type; what it is will be seen when it is decoded."""
    ticket = open_ticket(services)
    arrivals.accept_arrivals(services, [put(services, ticket, size_bytes, content_type)])
    photo = photo_in_session(services, ticket.photo_id)
    assert (photo.state, photo.content_type) == (PhotoState.STORED, shown)


def test_of_an_open_ticket_the_store_is_asked_and_not_the_event(services: MemoryServices) -> None:
    ticket = open_ticket(services)
    arrival = replace(put(services, ticket, 1234, "image/png"), size_bytes=0)
    arrivals.accept_arrivals(services, [arrival])
    assert photo_in_session(services, ticket.photo_id).size_bytes == 1234


def test_a_rejected_photo_stays_rejected_and_is_told_again(services: MemoryServices) -> None:
    ticket = open_ticket(services)
    arrival = put(services, ticket, 0)
    arrivals.accept_arrivals(services, [arrival, arrival])
    assert services.screens.types(CONNECTION_ID) == ["PHOTO_REJECTED"] * 2
    assert photo_in_session(services, ticket.photo_id).rejection is Rejection.EMPTY


def test_an_open_upload_that_is_gone_again_is_passed_over(services: MemoryServices) -> None:
    ticket = open_ticket(services)
    arrival = put(services, ticket)
    services.objects.delete(arrival.key)
    arrivals.accept_arrivals(services, [arrival])
    assert photo_in_session(services, ticket.photo_id).state is PhotoState.PENDING
    assert len(services.screens) == len(services.photos) == 0


def test_a_late_upload_that_is_gone_again_is_passed_over(services: MemoryServices) -> None:
    arrival = put(services, open_ticket(services))
    services.objects.delete(arrival.key)
    services.clock.tick(limits.SESSION_SECONDS_AFTER_TICKET)
    arrivals.accept_arrivals(services, [arrival])
    assert len(services.photos) == 0


def test_the_open_url_cannot_bring_another_type_after_the_ticket_was_filled_in(
    services: MemoryServices,
) -> None:
    """Its URL lives on for minutes, and nothing in its signature binds what comes by it."""
    opened = open_ticket(services)
    sized_ticket(services)
    arrival = put(services, opened, 1000, "text/html")
    arrivals.accept_arrivals(services, [arrival])
    photo = photo_in_session(services, opened.photo_id)
    assert photo.rejection is Rejection.UNSUPPORTED_FORMAT
