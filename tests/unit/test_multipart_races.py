"""Tabs, visitors and S3's event at the same time: one photo, one object, nothing left behind."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from itertools import permutations, product

import pytest

from chalicelib import arrivals, uploads
from chalicelib.errors import (
    PartsMissing,
    PhotoAlreadyStored,
    ServiceUnavailable,
    UploadGone,
)
from chalicelib.inputs import PhotoRequest
from chalicelib.photo import Photo, PhotoState, Rejection
from tests import fakes
from tests.builders import PHONE_TOKEN, SESSION_ID, a_session
from tests.fakes import MemoryServices
from tests.filming import begin, event_of, film_key, finish, send, upload_of
from tests.interruptions import Crash, every_interruption, interrupted, raising, until_done
from tests.turns import Turns

#: More than any of the operations makes.
CALLS = 9

Operation = Callable[[MemoryServices], None]


class World:
    """A film whose parts are all there."""

    def __init__(self, *, gone: bool = False) -> None:
        self.services = fakes.services()
        self.services.sessions.create(a_session())
        self.photo_id = begin(self.services).photo_id
        send(self.services, self.photo_id)
        if gone:
            # Storage gave it up, and a tab has noticed.
            self.services.parts.uploads.clear()
            with suppress(UploadGone):
                finish(self.services, self.photo_id)

    def begins(self, services: MemoryServices) -> None:
        with suppress(PhotoAlreadyStored):
            begin(services)

    def completes(self, services: MemoryServices) -> None:
        with suppress(PhotoAlreadyStored, UploadGone, PartsMissing):
            finish(services, self.photo_id)

    def takes_back(self, services: MemoryServices) -> None:
        withdrawal = PhotoRequest(SESSION_ID, self.photo_id, PHONE_TOKEN)
        uploads.withdraw_photo(services, withdrawal)

    def is_told(self, services: MemoryServices) -> None:
        """S3 tells of the object, if there is one by now."""
        if film_key(self.photo_id) in self.services.objects:
            arrivals.accept_arrivals(services, [event_of(self.photo_id)])

    def check(self) -> Photo:
        """One photo, at most one object, and no upload but the one that the photo knows."""
        # S3 tells of each object at least once; here for the last time.
        made = film_key(self.photo_id) in self.services.objects
        self.is_told(self.services)
        session = self.services.sessions.load(SESSION_ID)
        assert session is not None
        (photo,) = session.photos.values()
        assert self.services.parts.completed <= 1
        assert len(self.services.objects) <= 1
        if photo.state is PhotoState.PENDING:
            assert not made
            assert set(self.services.parts.uploads) == {photo.upload_id} - {None}
            return photo
        assert len(self.services.parts) == 0
        assert (film_key(self.photo_id) in self.services.objects) is photo.is_there
        assert photo.is_there or photo.rejection in (Rejection.WITHDRAWN, Rejection.DELETED)
        return photo


NAMES = ("begins", "completes", "takes_back", "is_told")


def interleavings() -> Iterator[tuple[int, int]]:
    yield from product(range(CALLS), range(1, CALLS))


@pytest.mark.parametrize("gone", [False, True], ids=["there", "gone"])
@pytest.mark.parametrize(("first", "second"), list(product(NAMES, NAMES)))
def test_of_two_at_the_same_time(first: str, second: str, gone: bool) -> None:
    """However their calls of the ports are shuffled."""
    for calls in interleavings():
        world = World(gone=gone)
        Turns(*calls).run(world.services, getattr(world, first), getattr(world, second))
        world.check()


@pytest.mark.parametrize("gone", [False, True], ids=["there", "gone"])
def test_one_after_the_other_in_every_order(gone: bool) -> None:
    """Two of all that phones do, and S3's event."""
    for order in permutations(("begins", "completes", "completes", "takes_back", "is_told")):
        world = World(gone=gone)
        for name in order:
            getattr(world, name)(world.services)
            world.check()


def test_who_completes_while_another_one_does_is_answered_as_well() -> None:
    """Both tabs hear that it is there: of neither's answer a phone makes a failure."""
    for calls in interleavings():
        world = World()
        finishes = [lambda them, world=world: _finished(them, world) for _ in range(2)]
        Turns(*calls).run(world.services, *finishes)
        assert world.services.parts.completed == 1
        assert world.check().is_there


def _finished(services: MemoryServices, world: World) -> None:
    assert finish(services, world.photo_id).photo_id == world.photo_id


def test_two_tabs_that_begin_have_one_upload() -> None:
    for calls in interleavings():
        services = fakes.services()
        services.sessions.create(a_session())
        Turns(*calls).run(services, lambda them: _begun(them), lambda them: _begun(them))
        session = services.sessions.load(SESSION_ID)
        assert session is not None
        (photo,) = session.photos.values()
        assert set(services.parts.uploads) == {upload_of(services, photo.photo_id)}


def _begun(services: MemoryServices) -> None:
    assert begin(services).part_count == 3


@pytest.mark.parametrize("error", [Crash, ServiceUnavailable])
def test_a_failure_at_any_call_and_a_retry_leave_one_upload(error: type[Exception]) -> None:
    """At most one without parts is left behind, which costs nothing and goes after a day."""
    met = set()
    for interruption in every_interruption(raising(error())):
        services = fakes.services()
        services.sessions.create(a_session())
        broken = interrupted(services, interruption)
        until_done(partial(_begun, broken), error)
        session = services.sessions.load(SESSION_ID)
        assert session is not None
        (photo,) = session.photos.values()
        known = upload_of(services, photo.photo_id)
        assert known in services.parts
        assert not [each.parts for each in services.parts.uploads.values() if each.parts]
        assert len(services.parts) <= 2, interruption
        met.add(interruption.met)
    assert {"parts.create", "sessions.replace"} < met


@pytest.mark.parametrize("error", [Crash, ServiceUnavailable])
def test_a_failure_at_any_call_and_a_retry_leave_one_object(error: type[Exception]) -> None:
    met = set()
    for interruption in every_interruption(raising(error())):
        world = World()
        broken = interrupted(world.services, interruption)
        until_done(partial(_finished, broken, world), error)
        assert world.services.parts.completed == 1, interruption
        assert world.check().is_there
        met.add(interruption.met)
    assert {"parts.arrived", "parts.complete"} < met
