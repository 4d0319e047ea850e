"""Use case of arrivals: recorded once, told to everyone, whatever S3 sends."""

from dataclasses import replace

import pytest

from chalicelib import arrivals, limits, sessions
from chalicelib.errors import ServiceUnavailable, SessionBusy
from chalicelib.inputs import Arrival
from chalicelib.jobs import Job
from chalicelib.model import SessionStatus
from chalicelib.photo import Photo, PhotoState, Rejection
from chalicelib.ports import QueuedJob
from chalicelib.storage import ObjectFacts
from tests import fakes
from tests.actors import Rivals, open_ticket, photo_in_session, put, sized_ticket
from tests.builders import CONNECTION_ID, SCREEN_TOKEN, SESSION_ID, a_session, an_arrival, an_id
from tests.fake_pictures import MemoryJobQueue, MemoryObjectStore
from tests.fakes import START, MemoryPhotoStore, MemoryServices

# One photo


@pytest.fixture
def services(watched: MemoryServices) -> MemoryServices:
    """Someone listens to everything."""
    return watched


def test_a_photo_that_arrives_completes_its_session(services: MemoryServices) -> None:
    ticket = sized_ticket(services)
    arrivals.accept_arrivals(services, [put(services, ticket)])
    snapshot = sessions.read_session(services, SESSION_ID, SCREEN_TOKEN)
    assert snapshot.status is SessionStatus.COMPLETED
    (photo,) = snapshot.photos
    assert (photo.state, photo.size_bytes, photo.stored_at) == (PhotoState.STORED, 1000, START + 5)


def test_screens_and_phone_hear_of_it_each_what_it_may(services: MemoryServices) -> None:
    ticket = sized_ticket(services)
    arrivals.accept_arrivals(services, [put(services, ticket)])
    (on_screen,) = services.screens.told(CONNECTION_ID)
    (on_phone,) = services.screens.told("phone")
    assert on_screen["type"] == on_phone["type"] == "UPLOAD_COMPLETED"
    assert on_screen["status"] == "COMPLETED"
    assert on_screen["photo"]["photoId"] == ticket.photo_id
    assert on_screen["photo"]["fileName"] == "beach.jpg"
    assert on_screen["photo"]["url"]
    assert on_phone["photo"]["url"] is None


def test_a_photo_is_kept_beyond_its_session(services: MemoryServices) -> None:
    ticket = sized_ticket(services)
    arrivals.accept_arrivals(services, [put(services, ticket)])
    assert services.photos.load(ticket.photo_id) == photo_in_session(services, ticket.photo_id)


def test_the_work_on_a_photo_is_queued_after_it_was_announced(services: MemoryServices) -> None:
    """Else its screens might hear of its end before they hear of its beginning."""
    ticket = sized_ticket(services)
    heard: list[int] = []

    class Looking(MemoryJobQueue):
        def send(self, job: QueuedJob) -> None:
            heard.append(len(services.screens))
            super().send(job)

    queue = Looking()
    arrival = put(services, ticket)
    arrivals.accept_arrivals(replace(services, jobs=queue), [arrival])
    assert queue.sent == [Job(arrival.key)]
    assert heard == [2]


def test_several_photos_of_one_event_all_arrive(services: MemoryServices) -> None:
    arrived = [put(services, sized_ticket(services, n)) for n in range(5)]
    arrivals.accept_arrivals(services, arrived)
    assert services.screens.types(CONNECTION_ID) == ["UPLOAD_COMPLETED"] * 5
    assert len(services.photos) == 5


# Again, late, and not ours


def test_a_repeated_arrival_changes_nothing_and_is_told_again(services: MemoryServices) -> None:
    """The first may have been cut off before it told anyone."""
    ticket = sized_ticket(services)
    arrival = put(services, ticket)
    arrivals.accept_arrivals(services, [arrival])
    before = services.sessions.load(SESSION_ID)
    recorded = services.photos.load(ticket.photo_id)
    arrivals.accept_arrivals(services, [replace(arrival, stored_at=START + 99)])
    assert services.sessions.load(SESSION_ID) == before
    assert services.photos.load(ticket.photo_id) == recorded
    first, again = services.screens.told(CONNECTION_ID)
    assert first == again
    assert services.jobs.sent == [Job(arrival.key)] * 2


@pytest.mark.parametrize(
    "arrival",
    [
        an_arrival(key="holiday.jpg"),
        an_arrival(key=f"session-uploads/{SESSION_ID}/../x.jpg"),
        an_arrival(key=f"library-uploads/{SESSION_ID}/{an_id(1)}.jpg"),
        an_arrival(key=""),
    ],
)
def test_an_object_that_is_not_ours_is_passed_over(
    services: MemoryServices, arrival: Arrival, caplog: pytest.LogCaptureFixture
) -> None:
    before = services.sessions.load(SESSION_ID)
    arrivals.accept_arrivals(services, [arrival])
    assert services.sessions.load(SESSION_ID) == before
    assert len(services.photos) == len(services.screens) == 0
    # Whoever named it may have put anything into its key.
    assert caplog.messages == [f"not an upload of ours: {arrival.size_bytes} bytes in uploads"]


def test_an_object_of_another_bucket_is_not_ours_whatever_its_key(
    services: MemoryServices,
) -> None:
    arrival = put(services, sized_ticket(services))
    before = services.sessions.load(SESSION_ID)
    arrivals.accept_arrivals(services, [replace(arrival, bucket="another")])
    assert services.sessions.load(SESSION_ID) == before
    assert len(services.photos) == len(services.screens) == 0


def test_no_arrivals_are_no_work(services: MemoryServices) -> None:
    arrivals.accept_arrivals(services, [])
    assert len(services.photos) == len(services.screens) == 0


@pytest.mark.parametrize("still_there", [True, False])
def test_a_photo_that_comes_after_its_session_is_kept_and_not_shown(
    services: MemoryServices, still_there: bool
) -> None:
    """The screen has gone on to the next visitor."""
    ticket = sized_ticket(services)
    arrival = put(services, ticket)
    services.clock.tick(limits.SESSION_SECONDS_AFTER_TICKET)
    before = services.sessions.load(SESSION_ID)
    if not still_there:
        services.sessions.forget(SESSION_ID)
    arrivals.accept_arrivals(services, [arrival, arrival])
    kept = services.photos.load(ticket.photo_id)
    assert kept is not None
    assert (kept.state, kept.content_type) == (PhotoState.STORED, "image/jpeg")
    assert len(services.screens) == 0
    assert arrival.key in services.objects
    assert services.jobs.sent == [Job(arrival.key)] * 2
    if still_there:
        assert services.sessions.load(SESSION_ID) == before


def test_a_photo_of_a_session_we_never_had_is_kept_with_what_the_store_says(
    services: MemoryServices,
) -> None:
    key = f"session-uploads/{an_id(8)}/{an_id(9)}.png"
    services.objects.put(key, 77, "image/png")
    arrivals.accept_arrivals(services, [an_arrival(key=key)])
    kept = services.photos.load(an_id(9))
    assert kept is not None
    assert (kept.size_bytes, kept.content_type) == (77, "image/png")


def test_a_bad_photo_that_comes_late_is_removed_as_well(services: MemoryServices) -> None:
    ticket = open_ticket(services)
    arrival = put(services, ticket, size_bytes=0)
    services.clock.tick(limits.SESSION_SECONDS_AFTER_TICKET)
    arrivals.accept_arrivals(services, [arrival, arrival])
    kept = services.photos.load(ticket.photo_id)
    assert kept is not None
    assert kept.rejection is Rejection.EMPTY
    assert arrival.key not in services.objects
    assert len(services.jobs) == 0


def test_a_photo_the_table_does_not_know_arrives_all_the_same(services: MemoryServices) -> None:
    """Its ticket was signed, so it is ours; the write of it may have been lost."""
    key = f"session-uploads/{SESSION_ID}/{an_id(9)}.jpg"
    services.objects.put(key, 500, "image/jpeg")
    arrivals.accept_arrivals(services, [an_arrival(key=key)])
    assert photo_in_session(services, an_id(9)).state is PhotoState.STORED


# Failures


def arrived_among(rivals: Rivals) -> tuple[MemoryServices, Arrival]:
    services = replace(fakes.services(), sessions=rivals)
    rivals.create(a_session())
    return services, put(services, sized_ticket(services))


def test_a_photo_that_arrives_among_many_is_told_of_when_it_came() -> None:
    """Its event would come again only after a minute, so it is patient."""
    rivals = Rivals(0)
    services, arrival = arrived_among(rivals)
    rivals.times = limits.ARRIVAL_SAVE_ATTEMPTS - 1
    arrivals.accept_arrivals(services, [arrival])
    photos = sessions.read_session(services, SESSION_ID, SCREEN_TOKEN).photos
    assert PhotoState.STORED in [photo.state for photo in photos]


def test_an_arrival_that_is_never_first_comes_again() -> None:
    rivals = Rivals(0)
    services, arrival = arrived_among(rivals)
    rivals.times = limits.ARRIVAL_SAVE_ATTEMPTS
    with pytest.raises(SessionBusy):
        arrivals.accept_arrivals(services, [arrival])
    assert len(services.screens) == 0


def test_one_failing_record_keeps_none_back_and_the_event_comes_again(
    services: MemoryServices,
) -> None:
    arrived = [put(services, sized_ticket(services, n)) for n in range(3)]

    class Failing(MemoryPhotoStore):
        def record(self, photo: Photo) -> None:
            if photo.key == arrived[1].key:
                raise ServiceUnavailable
            super().record(photo)

    failing = replace(services, photos=Failing())
    with pytest.raises(ServiceUnavailable):
        arrivals.accept_arrivals(failing, arrived)
    assert len(failing.photos) == 2
    assert services.screens.types(CONNECTION_ID) == ["UPLOAD_COMPLETED"] * 2
    arrivals.accept_arrivals(services, arrived)
    told = {m["photo"]["photoId"] for m in services.screens.told(CONNECTION_ID)}
    assert len(told) == 3


def test_a_store_that_does_not_answer_fails_the_event(services: MemoryServices) -> None:
    class Down(MemoryObjectStore):
        def facts(self, key: str) -> ObjectFacts | None:
            raise ServiceUnavailable

    arrival = put(services, open_ticket(services))
    with pytest.raises(ServiceUnavailable):
        arrivals.accept_arrivals(replace(services, objects=Down()), [arrival])
    assert len(services.screens) == 0
