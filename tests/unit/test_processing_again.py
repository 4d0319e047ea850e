"""Jobs that come late, twice, or about something that is not there any more."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from chalicelib import arrivals, limits
from chalicelib.jobs import Job
from chalicelib.keys import upload_key
from chalicelib.photo import PhotoState, Picture, Rejection
from tests.actors import arrived, key_of, photo_in_session, put, sized_ticket
from tests.builders import CONNECTION_ID, SESSION_ID, an_arrival
from tests.fake_pictures import MemoryMediaStore, refusal
from tests.fakes import MemoryServices, RecordingScreens
from tests.workers import Worker, by_queue, take_step, wire


@pytest.fixture
def services(watched: MemoryServices) -> MemoryServices:
    """Someone listens to everything."""
    return watched


def end(services: MemoryServices, *, forgotten: bool = False) -> None:
    """The session is over; perhaps the table has forgotten it already."""
    services.clock.tick(limits.SESSION_SECONDS_AT_MOST)
    if forgotten:
        services.sessions.forget(SESSION_ID)


# Late


@pytest.mark.parametrize("forgotten", [False, True])
def test_a_photo_that_is_made_after_its_session_is_ready_and_nobody_is_told(
    services: MemoryServices, work: Worker, forgotten: bool
) -> None:
    """The screen has gone on to the next visitor; the host has the photo."""
    photo_id, key = arrived(services)
    end(services, forgotten=forgotten)
    work(services, key)
    kept = services.photos.load(photo_id)
    assert kept is not None
    assert kept.state is PhotoState.READY
    assert len(services.media) == 3
    assert len(services.screens) == 0


def test_a_photo_that_arrives_after_its_session_is_made_as_well(
    services: MemoryServices, work: Worker
) -> None:
    ticket = sized_ticket(services)
    arrival = put(services, ticket)
    end(services, forgotten=True)
    arrivals.accept_arrivals(services, [arrival])
    (job,) = services.jobs.sent
    work(services, job.key)
    kept = services.photos.load(ticket.photo_id)
    assert kept is not None
    assert kept.state is PhotoState.READY


def test_a_bad_photo_that_is_found_after_its_session_is_removed(
    services: MemoryServices, work: Worker
) -> None:
    photo_id, key = arrived(services, refusal(Rejection.DAMAGED))
    end(services)
    work(services, key)
    kept = services.photos.load(photo_id)
    assert kept is not None
    assert kept.rejection is Rejection.DAMAGED
    assert key not in services.objects
    assert len(services.screens) == 0


def test_a_session_that_ends_while_it_is_told_is_no_fault(
    services: MemoryServices, work: Worker
) -> None:
    photo_id, key = arrived(services)

    class Ending(RecordingScreens):
        def post(self, connection_id: str, callback_url: str, text: str) -> None:
            super().post(connection_id, callback_url, text)
            end(services)

    work(replace(services, screens=Ending()), key)
    assert photo_in_session(services, photo_id).state is PhotoState.READY


# Gone


def test_an_upload_that_is_gone_is_no_fault(services: MemoryServices, work: Worker) -> None:
    photo_id, key = arrived(services)
    services.objects.delete(key)
    work(services, key)
    assert photo_in_session(services, photo_id).state is PhotoState.STORED
    assert len(services.media) == len(services.screens) == 0


@pytest.mark.parametrize("step", ["render_photo", "watermark_photo"])
def test_an_upload_that_goes_between_two_steps_ends_the_work(
    services: MemoryServices, step: str
) -> None:
    _, key = arrived(services)
    validated = take_step(services, "validate_photo", wire(Job(key)))
    services.objects.delete(key)
    assert take_step(services, step, validated)["settled"] is True
    assert len(services.media) == 0


def test_a_photo_that_is_gone_is_no_fault(services: MemoryServices, work: Worker) -> None:
    photo_id, key = arrived(services)
    services.photos.forget(photo_id)
    work(services, key)
    assert photo_id not in services.photos
    assert len(services.media) == len(services.screens) == 0


def test_a_photo_that_goes_while_it_is_made_leaves_no_renditions(
    services: MemoryServices, work: Worker
) -> None:
    """Whoever deletes a photo means its pictures too, also those that are just being made."""
    photo_id, key = arrived(services)

    class Deleting(MemoryMediaStore):
        def put(self, key: str, picture: Picture, metadata: Mapping[str, str]) -> None:
            super().put(key, picture, metadata)
            if photo_id in services.photos:
                services.photos.forget(photo_id)

    media = Deleting()
    work(replace(services, media=media), key)
    assert len(media) == len(services.screens) == 0


def test_a_photo_without_an_upload_on_record_is_left_alone(services: MemoryServices) -> None:
    photo_id, key = arrived(services)
    kept = services.photos.load(photo_id)
    assert kept is not None
    services.photos.forget(photo_id)
    services.photos.record(replace(kept, key=None))
    by_queue(services, key)
    assert len(services.media) == len(services.screens) == 0


# Again


def test_a_job_that_comes_again_is_not_told_again(services: MemoryServices, work: Worker) -> None:
    """Whether SQS counts it as the second time or not."""
    _, key = arrived(services)
    for receive_count in (1, 1, 2, 3):
        work(services, key, receive_count=receive_count)
    assert services.screens.types(CONNECTION_ID) == ["PHOTO_READY"]
    assert len(services.media) == 3


def test_a_refusal_that_comes_again_is_not_told_again(
    services: MemoryServices, work: Worker
) -> None:
    _, key = arrived(services, refusal(Rejection.TRUNCATED))
    for receive_count in (1, 1, 2, 3):
        work(services, key, receive_count=receive_count)
    assert services.screens.types(CONNECTION_ID) == ["PHOTO_REJECTED"]


@pytest.mark.parametrize("content", [b"good", refusal(Rejection.TRUNCATED)])
def test_an_event_of_s3_that_comes_late_tells_nothing_and_starts_no_work(
    services: MemoryServices, work: Worker, content: bytes
) -> None:
    _, key = arrived(services, content)
    work(services, key)
    services.screens.frames.clear()
    arrivals.accept_arrivals(services, [an_arrival(key=key)])
    assert len(services.screens) == 0
    assert len(services.jobs) == 1


def test_an_event_of_s3_that_comes_late_brings_no_deleted_photo_back(
    services: MemoryServices, work: Worker
) -> None:
    photo_id, key = arrived(services)
    work(services, key)
    services.photos.forget(photo_id)
    arrivals.accept_arrivals(services, [an_arrival(key=key)])
    assert photo_id not in services.photos


def test_a_bad_upload_that_is_sent_again_by_its_url_is_removed_again(
    services: MemoryServices, work: Worker
) -> None:
    """The URL takes one object, and there is none any more."""
    photo_id, key = arrived(services, refusal(Rejection.TRUNCATED))
    work(services, key)
    services.objects.put(key, 1000, "image/jpeg")
    arrivals.accept_arrivals(services, [an_arrival(key=key)])
    assert key not in services.objects
    assert photo_in_session(services, photo_id).rejection is Rejection.TRUNCATED
    assert len(services.media) == 0


def test_of_two_uploads_for_one_photo_the_first_is_the_photo(
    services: MemoryServices, work: Worker
) -> None:
    """By an open ticket and by a sized one, after their session: nobody else knows which it was."""
    ticket = sized_ticket(services)
    sized, opened = key_of(ticket), upload_key(SESSION_ID, ticket.photo_id, None)
    end(services, forgotten=True)
    for key, content in ((opened, b"first"), (sized, b"second")):
        services.objects.put(key, 1000, "image/jpeg", content)
        arrivals.accept_arrivals(services, [an_arrival(key=key)])
    for key in (sized, opened, sized):
        work(services, key)
    pictures = {jpeg.partition(b" of ")[2] for jpeg in services.media.objects.values()}
    assert pictures == {b"first, unmarked"}
