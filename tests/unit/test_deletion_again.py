"""Deletions that die, and what comes of a photo after it was deleted."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import count

import pytest

from chalicelib import arrivals, deletion, permissions
from chalicelib.errors import (
    PhotoNotFound,
    ServiceUnavailable,
    SessionBusy,
    SessionChanged,
)
from chalicelib.jobs import Job
from chalicelib.model import Session
from chalicelib.photo import Photo, PhotoState, Rejection
from chalicelib.photo_query import Filters
from tests.actors import photo_in_session
from tests.builders import (
    CONNECTION_ID,
    a_session,
    an_arrival,
)
from tests.fakes import MemoryPhotoStore, MemoryServices, MemorySessionStore
from tests.interruptions import (
    Crash,
    Interruption,
    every_interruption,
    interrupted,
    raising,
    until_done,
)
from tests.libraries import ADA, a_world, delete, end, owned, remains
from tests.workers import Worker, take_step, wire


@pytest.mark.parametrize("error", [Crash, ServiceUnavailable])
def test_a_deletion_that_dies_anywhere_is_repeated_to_its_end(error: type[Exception]) -> None:
    """The record goes last: until nothing else is left, it is known whose photo it was."""
    met = set()
    for interruption in every_interruption(raising(error())):
        services = a_world()
        photo = owned(services)
        until_done(partial(delete, interrupted(services, interruption), photo), error)
        assert remains(services, photo) == [], interruption
        noted = photo_in_session(services, photo.photo_id)
        assert noted.rejection is Rejection.DELETED, interruption
        told = [services.screens.types(who) for who in (CONNECTION_ID, "phone")]
        # Of posts that fail, and of one list of connections that does, the next sync makes up.
        if error is Crash:
            assert all("PHOTO_DELETED" in types for types in told), interruption
        met.add(interruption.met)
    assert met >= {
        *("library.bury", "sessions.replace", "objects.erase", "media.erase"),
        *("placement.remove", "screens.post", "connections.listening"),
    }


def test_one_that_died_is_listed_as_rejected_and_is_not_served() -> None:
    services = a_world()
    photo = owned(services)
    services.library.bury(photo.photo_id)
    with pytest.raises(PhotoNotFound):
        permissions.standing_photo(services, ADA, photo.photo_id)
    page = services.library.page(Filters(owner_id=ADA.user_id, state=PhotoState.REJECTED), None, 9)
    assert [each.rejection for each in page.photos] == [Rejection.DELETED]
    delete(services, photo)
    assert remains(services, photo) == []


def test_a_session_that_others_write_all_the_time_is_busy(services: MemoryServices) -> None:
    class Busy(MemorySessionStore):
        def replace(self, before: Session, after: Session, now: int) -> Session:
            raise SessionChanged

    photo = owned(services)
    busy = Busy()
    busy.create(a_session(photos={photo.photo_id: photo}))
    with pytest.raises(SessionBusy):
        deletion.delete_photo(replace(services, sessions=busy), ADA, photo.photo_id)
    delete(services, photo)
    assert remains(services, photo) == []


# What comes later


@pytest.mark.parametrize("late", [False, True])
def test_an_upload_by_a_url_that_is_still_good_is_removed(
    watched: MemoryServices, late: bool
) -> None:
    """The URL takes one object, and there is none any more."""
    photo = owned(watched)
    delete(watched, photo)
    watched.screens.frames.clear()
    watched.jobs.sent.clear()
    if late:
        end(watched)
    key = photo.key or ""
    watched.objects.put(key, 1000, "image/jpeg")
    for _ in range(2):
        arrivals.accept_arrivals(watched, [an_arrival(key=key)])
    assert remains(watched, photo) == []
    assert photo_in_session(watched, photo.photo_id).rejection is Rejection.DELETED
    assert len(watched.screens) == len(watched.jobs) == 0


def test_after_its_session_too(watched: MemoryServices) -> None:
    """A photo of a session that was over when it was deleted: its last URLs may be good still."""
    photo = owned(watched)
    end(watched)
    delete(watched, photo)
    key = photo.key or ""
    watched.objects.put(key, 1000, "image/jpeg")
    arrivals.accept_arrivals(watched, [an_arrival(key=key)])
    assert remains(watched, photo) == []


@pytest.mark.parametrize("late", [False, True])
def test_an_event_that_is_handled_meanwhile_brings_it_not_back(
    watched: MemoryServices, late: bool
) -> None:
    """It has read the session before, and writes the record after."""
    photo = owned(watched, made=False)
    watched.jobs.sent.clear()
    if late:
        end(watched)

    class Overtaken(MemoryPhotoStore):
        def record(self, photo: Photo) -> None:
            delete(watched, photo)
            super().record(photo)

    overtaken = Overtaken()
    overtaken.records = watched.photos.records
    event = an_arrival(key=photo.key)
    arrivals.accept_arrivals(replace(watched, photos=overtaken), [event])
    assert remains(watched, photo) == []
    assert len(watched.jobs) == 0


def test_a_photo_that_goes_while_it_is_made_stays_away(work: Worker) -> None:
    """Whichever call of the work the deletion comes before, or after."""
    number = 0
    for happening in _deletions():
        services, photo, interruption = happening
        work(interrupted(services, interruption), photo.key or "")
        if interruption.met is None:
            break
        number += 1
        assert remains(services, photo) == [], interruption
        noted = photo_in_session(services, photo.photo_id)
        assert noted.rejection is Rejection.DELETED, interruption
        assert len(services.media) == 0, interruption
    assert number > 10


def _deletions() -> Iterator[tuple[MemoryServices, Photo, Interruption]]:
    """A photo to be made, and its deletion at one call of that, for each call of it."""
    for number in count():
        for after in (False, True):
            services = a_world()
            photo = owned(services, made=False)
            happen = partial(delete, services, photo)
            yield services, photo, Interruption(number, after, happen)


def test_a_step_that_comes_after_it_makes_nothing_and_tells_nothing(
    watched: MemoryServices,
) -> None:
    photo = owned(watched, made=False)
    rendered = take_step(watched, "render_photo", wire(Job(photo.key or "")))
    watched.library.bury(photo.photo_id)
    assert take_step(watched, "publish_photo", rendered)["settled"] is True
    assert len(watched.media) == len(watched.media.versions) == len(watched.screens) == 0
