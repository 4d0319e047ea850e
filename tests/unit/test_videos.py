"""Use case of videos: looked at, not read, and shown as they came, whichever way the work goes."""

from dataclasses import replace
from typing import BinaryIO

import pytest

from chalicelib import arrivals, outcomes, processing, sessions
from chalicelib.jobs import Job
from chalicelib.photo import PhotoState, Rejection
from tests.actors import open_ticket, photo_in_session, put
from tests.builders import CONNECTION_ID, SCREEN_TOKEN, SESSION_ID, an_arrival
from tests.fake_pictures import MemoryModerator, MemoryObjectStore
from tests.fakes import MemoryServices
from tests.filming import SIZE, a_film, arrived_film, begin, event_of, film_key, finish, send
from tests.films import an_mp4, boxes
from tests.workers import Worker, run_machine


@pytest.fixture
def services(watched: MemoryServices) -> MemoryServices:
    """Someone listens to everything."""
    return watched


def test_a_stored_video_is_shown_as_what_it_was_announced(services: MemoryServices) -> None:
    photo_id = arrived_film(services)
    photo = photo_in_session(services, photo_id)
    assert (photo.state, photo.size_bytes) == (PhotoState.STORED, SIZE)
    (view,) = sessions.read_session(services, SESSION_ID, SCREEN_TOKEN).photos
    assert view.url
    assert f"{film_key(photo_id)}?as=video/mp4" in view.url


def test_it_is_ready_without_renditions(services: MemoryServices, work: Worker) -> None:
    photo_id = arrived_film(services)
    services.clock.tick(7)
    work(services, film_key(photo_id))
    kept = services.photos.load(photo_id)
    assert kept is not None
    assert (kept.state, kept.renditions, kept.facts) == (PhotoState.READY, (), None)
    assert kept.ready_at == services.clock.now
    assert len(services.media) == 0
    (told,) = services.screens.told(CONNECTION_ID)
    assert told["type"] == "PHOTO_READY"
    assert told["photo"]["renditions"] is None
    assert f"{film_key(photo_id)}?as=video/mp4" in told["photo"]["url"]
    (phone,) = services.screens.told("phone")
    assert phone["photo"]["url"] is None


def test_it_is_never_read_as_a_whole(services: MemoryServices, work: Worker) -> None:
    class Watched(MemoryObjectStore):
        def __init__(self) -> None:
            super().__init__()
            self.asked: list[tuple[int, int]] = []

        def excerpt(self, key: str, start: int, size_bytes: int) -> bytes | None:
            self.asked.append((start, size_bytes))
            return super().excerpt(key, start, size_bytes)

        def fetch(self, key: str) -> BinaryIO | None:
            raise AssertionError("it may have a gigabyte")

    objects = Watched()
    photo_id = arrived_film(services)
    objects.put(film_key(photo_id), SIZE, "video/mp4", an_mp4())
    work(replace(services, objects=objects), film_key(photo_id))
    assert photo_in_session(services, photo_id).state is PhotoState.READY
    assert objects.asked == [(0, 4096)]


@pytest.mark.parametrize("content", [b"words", boxes(b"heic", b"isom"), b"\xff\xd8\xff\xe0"])
def test_what_is_no_video_is_refused_and_removed(
    services: MemoryServices, work: Worker, content: bytes
) -> None:
    photo_id = arrived_film(services, content)
    work(services, film_key(photo_id))
    assert photo_in_session(services, photo_id).rejection is Rejection.NOT_A_VIDEO
    assert len(services.objects) == 0
    for who in (CONNECTION_ID, "phone"):
        (told,) = services.screens.told(who)
        assert (told["type"], told["photo"]["code"]) == ("PHOTO_REJECTED", "NOT_A_VIDEO")


def test_one_that_is_gone_is_passed_over(services: MemoryServices, work: Worker) -> None:
    photo_id = arrived_film(services)
    services.objects.delete(film_key(photo_id))
    work(services, film_key(photo_id))
    assert photo_in_session(services, photo_id).state is PhotoState.STORED
    assert services.screens.frames == []


@pytest.mark.parametrize("content", [None, b"words"])
def test_twice_is_once(services: MemoryServices, work: Worker, content: bytes | None) -> None:
    """The event comes again, and so does the job, also late."""
    photo_id = arrived_film(services, content)
    for _ in range(2):
        work(services, film_key(photo_id))
        arrivals.accept_arrivals(services, [event_of(photo_id)])
    assert len(services.screens.types(CONNECTION_ID)) == 1
    assert len(services.objects) == (content is None)


def test_of_two_workers_the_first_decides(services: MemoryServices, work: Worker) -> None:
    photo_id = arrived_film(services)
    photo = services.photos.load(photo_id)
    assert photo is not None
    outcomes.settle(services, photo.rejected(Rejection.DAMAGED), Job(film_key(photo_id)))
    work(services, film_key(photo_id))
    assert photo_in_session(services, photo_id).rejection is Rejection.DAMAGED


def test_a_video_takes_one_step_of_the_state_machine(services: MemoryServices) -> None:
    photo_id = arrived_film(services)
    assert run_machine(services, Job(film_key(photo_id))) == ["validate_photo"]
    assert processing.validate_photo(services, Job(film_key(photo_id))).settled


def test_one_that_came_before_there_was_a_moderator_is_not_published(
    services: MemoryServices, work: Worker
) -> None:
    photo_id = arrived_film(services)
    work(replace(services, moderator=MemoryModerator(b"nude")), film_key(photo_id))
    assert photo_in_session(services, photo_id).rejection is Rejection.UNSUPPORTED_FORMAT
    assert len(services.objects) == 0


# Arrivals


def test_a_video_comes_in_parts_only(services: MemoryServices) -> None:
    """An open ticket takes any bytes; those of a video are bounded by nothing then."""
    ticket = open_ticket(services)
    arrivals.accept_arrivals(services, [put(services, ticket, 1000, "video/mp4", an_mp4())])
    photo = photo_in_session(services, ticket.photo_id)
    assert photo.rejection is Rejection.UNSUPPORTED_FORMAT
    assert len(services.objects) == 0


@pytest.mark.parametrize(("size", "refused"), [(SIZE, None), (SIZE + 1, Rejection.TOO_LARGE)])
def test_a_video_has_a_size_of_its_own(
    services: MemoryServices, size: int, refused: Rejection | None
) -> None:
    small = replace(services, settings=replace(services.settings, max_video_bytes=SIZE))
    photo_id = begin(small).photo_id
    services.objects.put(film_key(photo_id), size, "video/mp4")
    arrivals.accept_arrivals(small, [event_of(photo_id, size)])
    assert photo_in_session(services, photo_id).rejection is refused


@pytest.mark.parametrize("changes", [{"moderation": True}, {"max_video_bytes": 0}])
def test_one_that_comes_when_none_is_taken_any_more_is_refused(
    services: MemoryServices, changes: dict[str, object]
) -> None:
    photo_id = begin(services).photo_id
    send(services, photo_id)
    finish(services, photo_id)
    without = replace(services, settings=replace(services.settings, **changes))  # type: ignore[arg-type]
    arrivals.accept_arrivals(without, [event_of(photo_id)])
    assert photo_in_session(services, photo_id).state is PhotoState.REJECTED
    assert len(services.objects) == 0


def test_one_whose_session_is_forgotten_is_kept(services: MemoryServices) -> None:
    """Its key tells that it came in parts: no other upload of ours has one that ends so."""
    photo_id = begin(services).photo_id
    send(services, photo_id)
    finish(services, photo_id)
    services.sessions.forget(SESSION_ID)
    arrivals.accept_arrivals(services, [event_of(photo_id)])
    kept = services.photos.load(photo_id)
    assert kept is not None
    assert kept.state is PhotoState.STORED


def test_a_large_photo_in_parts_is_worked_on_as_any(services: MemoryServices, work: Worker) -> None:
    photo_id = begin(services, a_film(content_type="image/png")).photo_id
    send(services, photo_id)
    finish(services, photo_id)
    key = film_key(photo_id).replace(".mp4", ".png")
    arrivals.accept_arrivals(services, [an_arrival(key=key, size_bytes=SIZE)])
    work(services, key)
    photo = photo_in_session(services, photo_id)
    assert photo.state is PhotoState.READY
    assert len(photo.renditions) == 3
