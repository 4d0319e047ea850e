"""What is counted and timed of a visit."""

import json
from dataclasses import replace

import pytest

from chalicelib import arrivals, outcomes, sayings, sessions
from chalicelib.jobs import Job
from chalicelib.photo import Rejection
from tests.actors import arrived, open_ticket, put, sized_ticket
from tests.builders import CONNECTION_ID, SESSION_ID, a_socket
from tests.fake_pictures import refusal
from tests.fakes import MemoryServices
from tests.unit.test_processing_again import end
from tests.unit.test_receipts import PHOTO, say, showing
from tests.workers import Worker


@pytest.fixture
def services(watched: MemoryServices) -> MemoryServices:
    """Someone listens to everything."""
    return watched


def test_each_code_that_a_kiosk_shows_is_counted(services: MemoryServices) -> None:
    sessions.open_session(services)
    assert services.metrics.counts == {"SessionsOpened": 1}


def test_a_photo_is_counted_and_timed_on_its_way_to_the_screen(
    services: MemoryServices, work: Worker
) -> None:
    photo_id, key = arrived(services)
    assert services.metrics.counts == {"PhotosStored": 1}
    session = services.sessions.load(SESSION_ID)
    assert session is not None
    stored_at = session.photos[photo_id].stored_at or 0
    services.clock.now = stored_at + 2
    work(services, key)
    services.clock.tick(1)
    said = {"action": "shown", "sessionId": SESSION_ID, "photoId": photo_id}
    for _ in range(2):
        sayings.answer(services, a_socket(CONNECTION_ID), json.dumps(said))
    assert services.metrics.counts == {"PhotosStored": 1, "PhotosReady": 1}
    assert services.metrics.times == [("TimeToReady", 2), ("TimeToScreen", 3)]


def test_a_photo_that_cannot_be_shown_is_counted_by_its_code(
    services: MemoryServices, work: Worker
) -> None:
    _, key = arrived(services, refusal(Rejection.NOT_AN_IMAGE))
    work(services, key)
    assert services.metrics.counts["PhotosRejected"] == 1
    assert services.metrics.counts["PhotosRejected", "NOT_AN_IMAGE"] == 1
    assert services.metrics.times == []


def test_so_is_one_that_is_refused_when_it_arrives(services: MemoryServices) -> None:
    arrivals.accept_arrivals(services, [put(services, open_ticket(services), 0)])
    assert services.metrics.counts == {
        "PhotosStored": 1,
        "PhotosRejected": 1,
        ("PhotosRejected", "EMPTY"): 1,
    }


def test_a_photo_that_was_deleted_while_it_was_worked_on_is_neither(
    services: MemoryServices,
) -> None:
    photo_id, key = arrived(services)
    photo = services.photos.load(photo_id)
    assert photo is not None
    services.library.bury(photo_id)
    outcomes.settle(services, photo.rejected(Rejection.NOT_AN_IMAGE), Job(key))
    assert services.metrics.counts == {"PhotosStored": 1}


def test_a_photo_of_which_nobody_knows_when_it_came_is_not_timed() -> None:
    services = showing(replace(PHOTO, stored_at=None))
    say(services)
    assert services.metrics.times == []


def test_an_event_that_comes_again_counts_nothing(services: MemoryServices) -> None:
    arrival = put(services, sized_ticket(services))
    arrivals.accept_arrivals(services, [arrival, arrival])
    assert services.metrics.counts == {"PhotosStored": 1}


def test_a_photo_that_comes_after_its_session_is_counted(services: MemoryServices) -> None:
    arrival = put(services, sized_ticket(services))
    end(services)
    arrivals.accept_arrivals(services, [arrival])
    assert services.metrics.counts == {"PhotosStored": 1}
