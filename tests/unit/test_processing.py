"""Use cases of jobs: one upload, one outcome, whichever way the work is done."""

import json
from dataclasses import replace
from typing import BinaryIO

import pytest

from chalicelib import processing, sessions
from chalicelib.photo import PhotoState, Rejection, RenditionName
from tests.actors import arrived, photo_in_session
from tests.builders import CONNECTION_ID, SCREEN_TOKEN, SESSION_ID
from tests.fake_pictures import FACTS, SIZES, MemoryObjectStore, refusal
from tests.fakes import START, MemoryServices
from tests.workers import Worker, a_delivery, by_steps


@pytest.fixture
def services(watched: MemoryServices) -> MemoryServices:
    """Someone listens to everything."""
    return watched


# A good photo


def test_an_arrival_queues_the_work_on_it(services: MemoryServices) -> None:
    _, key = arrived(services)
    assert [job.key for job in services.jobs.sent] == [key]


def test_three_renditions_are_kept_and_the_photo_is_ready(
    services: MemoryServices, work: Worker
) -> None:
    photo_id, key = arrived(services)
    services.clock.tick(7)
    work(services, key)
    kept = services.photos.load(photo_id)
    assert kept is not None
    assert (kept.state, kept.ready_at) == (PhotoState.READY, START + 7)
    assert {each.name: (each.width, each.height) for each in kept.renditions} == SIZES
    for each in kept.renditions:
        assert each.key == f"renditions/{photo_id}/{each.name}.jpg"
        assert services.media.read(each.key) == f"{each.name} of good, unmarked".encode()
        assert each.size_bytes == len(services.media.objects[each.key])
    assert len(services.media) == 3
    assert key in services.objects, "the original is the host's"


def test_renditions_carry_where_their_photo_belongs(services: MemoryServices, work: Worker) -> None:
    """Of that its record can be made anew."""
    photo_id, key = arrived(services)
    known = replace(services.photos.records[photo_id], owner_id="ada", album_id="party")
    services.photos.records[photo_id] = known
    work(services, key)
    assert list(services.media.metadata.values()) == [{"album": "party", "owner": "ada"}] * 3


def test_screens_and_phone_hear_of_it_each_what_it_may(
    services: MemoryServices, work: Worker
) -> None:
    photo_id, key = arrived(services)
    work(services, key)
    (on_screen,) = services.screens.told(CONNECTION_ID)
    (on_phone,) = services.screens.told("phone")
    assert on_screen["type"] == on_phone["type"] == "PHOTO_READY"
    assert on_screen["photo"]["photoId"] == on_phone["photo"]["photoId"] == photo_id
    assert on_screen["photo"]["state"] == on_phone["photo"]["state"] == "READY"
    shown = on_screen["photo"]["renditions"]
    assert {name: (view["width"], view["height"]) for name, view in shown.items()} == SIZES
    assert all(f"renditions/{photo_id}/{name}.jpg" in view["url"] for name, view in shown.items())
    assert on_screen["photo"]["url"] == shown["large"]["url"]
    assert on_phone["photo"]["url"] is on_phone["photo"]["renditions"] is None


def test_a_snapshot_says_the_same(services: MemoryServices, work: Worker) -> None:
    _, key = arrived(services)
    work(services, key)
    (photo,) = sessions.read_session(services, SESSION_ID, SCREEN_TOKEN).photos
    assert photo.state is PhotoState.READY
    assert set(photo.renditions or ()) == set(RenditionName)


# What the file says of itself


@pytest.mark.parametrize("kept", [False, True])
def test_where_it_was_taken_is_kept_only_by_the_operators_will(
    services: MemoryServices, work: Worker, kept: bool
) -> None:
    services = replace(services, settings=replace(services.settings, keep_position=kept))
    photo_id, key = arrived(services)
    work(services, key)
    photo = services.photos.load(photo_id)
    assert photo is not None
    assert photo.facts == (FACTS if kept else replace(FACTS, position=None))


def test_what_the_file_says_of_itself_stays_in_the_photos_own_record(
    services: MemoryServices, work: Worker
) -> None:
    services = replace(services, settings=replace(services.settings, keep_position=True))
    photo_id, key = arrived(services)
    work(services, key)
    assert photo_in_session(services, photo_id).facts is None
    seen = [
        json.dumps(services.screens.frames),
        repr(services.sessions.load(SESSION_ID)),
        repr(sessions.read_session(services, SESSION_ID, SCREEN_TOKEN)),
        repr(services.media.objects),
    ]
    for secret in (FACTS.position, FACTS.camera, FACTS.taken_at):
        assert secret
        assert not [text for text in seen if secret in text]


def test_nothing_of_its_position_goes_through_the_state_machine_unless_it_is_kept(
    services: MemoryServices,
) -> None:
    _, key = arrived(services)
    job = processing.validate_photo(services, a_delivery(key).job())
    assert job.facts == replace(FACTS, position=None)
    rendered = processing.render_photo(services, job)
    assert rendered.facts == replace(FACTS, position=None)


# Files


@pytest.mark.parametrize(
    "content",
    [b"good", refusal(Rejection.TRUNCATED), refusal(Rejection.TRUNCATED, late=True)],
)
def test_every_file_that_was_opened_is_closed(
    services: MemoryServices, work: Worker, content: bytes
) -> None:
    """A function that Lambda keeps for hours has only so many descriptors."""
    sources: list[BinaryIO] = []

    class Noting(MemoryObjectStore):
        def fetch(self, key: str) -> BinaryIO | None:
            source = services.objects.fetch(key)
            if source is not None:
                sources.append(source)
            return source

    _, key = arrived(services, content)
    work(replace(services, objects=Noting()), key)
    assert sources
    assert all(source.closed for source in sources)


# A bad one


@pytest.mark.parametrize(
    "why", [each for each in Rejection if each not in (Rejection.INAPPROPRIATE, Rejection.DELETED)]
)
def test_a_file_at_fault_is_refused_and_nothing_of_it_is_left(
    services: MemoryServices, work: Worker, why: Rejection
) -> None:
    photo_id, key = arrived(services, refusal(why))
    work(services, key)
    kept = services.photos.load(photo_id)
    assert kept is not None
    assert (kept.state, kept.rejection) == (PhotoState.REJECTED, why)
    assert key not in services.objects
    assert len(services.media) == 0
    for connection in (CONNECTION_ID, "phone"):
        (told,) = services.screens.told(connection)
        assert (told["type"], told["photo"]["code"]) == ("PHOTO_REJECTED", why)
        assert told["photo"]["url"] is None
        assert told["photo"]["renditions"] is None


def test_a_file_whose_fault_is_found_in_decoding_is_refused_by_the_state_machine_too(
    services: MemoryServices,
) -> None:
    """Its head was well, so the first step let it through."""
    photo_id, key = arrived(services, refusal(Rejection.TRUNCATED, late=True))
    by_steps(services, key)
    assert photo_in_session(services, photo_id).rejection is Rejection.TRUNCATED
    assert key not in services.objects
    assert len(services.media) == 0


def test_a_rejected_photo_frees_its_place(services: MemoryServices, work: Worker) -> None:
    services = replace(services, settings=replace(services.settings, max_photos=1))
    _, key = arrived(services, refusal(Rejection.TRUNCATED))
    work(services, key)
    photo_id, key = arrived(services, number=2)
    work(services, key)
    assert photo_in_session(services, photo_id).state is PhotoState.READY


def test_one_bad_photo_keeps_no_other_back(services: MemoryServices, work: Worker) -> None:
    good, good_key = arrived(services, number=1)
    bad, bad_key = arrived(services, refusal(Rejection.NOT_AN_IMAGE), number=2)
    work(services, bad_key)
    work(services, good_key)
    assert photo_in_session(services, bad).state is PhotoState.REJECTED
    assert photo_in_session(services, good).state is PhotoState.READY
    assert len(services.media) == 3
