"""Moderation: who looks at a photo before anyone else does."""

from collections.abc import Callable
from dataclasses import replace
from typing import BinaryIO

import pytest

from chalicelib import limits, processing
from chalicelib.errors import ServiceUnavailable
from chalicelib.jobs import Job, JobInvalid
from chalicelib.photo import Photo, PhotoState, Picture, Rejection, RenditionName
from chalicelib.ports import Mark, Rendered, Services
from tests.actors import arrived, photo_in_session
from tests.builders import CONNECTION_ID, some_renditions
from tests.fake_pictures import FACTS, MemoryModerator, MemoryRenderer, refusal
from tests.fakes import MemoryServices
from tests.workers import Worker, by_queue, run_machine


@pytest.fixture
def services(watched: MemoryServices) -> MemoryServices:
    """Someone listens to everything."""
    return watched


def moderated(services: MemoryServices, refused: bytes) -> MemoryServices:
    return replace(services, moderator=MemoryModerator(refused))


def test_a_photo_that_the_moderator_refuses_is_rejected(
    services: MemoryServices, work: Worker
) -> None:
    services = moderated(services, b"nude")
    photo_id, key = arrived(services, b"nude")
    work(services, key)
    assert photo_in_session(services, photo_id).rejection is Rejection.INAPPROPRIATE
    assert key not in services.objects
    assert len(services.media) == 0
    assert services.screens.types(CONNECTION_ID) == ["PHOTO_REJECTED"]


def test_a_photo_that_the_moderator_lets_pass_is_ready(
    services: MemoryServices, work: Worker
) -> None:
    services = moderated(services, b"nude")
    photo_id, key = arrived(services, b"good")
    work(services, key)
    assert photo_in_session(services, photo_id).state is PhotoState.READY
    assert isinstance(services.moderator, MemoryModerator)
    assert services.moderator.shown == [b"medium of good, unmarked"]


def test_the_moderator_is_asked_before_anything_is_kept(services: MemoryServices) -> None:
    seen: list[int] = []

    class Looking(MemoryModerator):
        def refuses(self, jpeg: bytes) -> bool:
            seen.append(len(services.media))
            return True

    _, key = arrived(services)
    by_queue(replace(services, moderator=Looking(b"")), key)
    assert seen == [0]


def test_nobody_is_told_before_the_moderator_was_asked(services: MemoryServices) -> None:
    """The state machine keeps the renditions first; their keys are known to nobody."""
    services = moderated(services, b"nude")
    _, key = arrived(services, b"nude")
    job = processing.render_photo(services, processing.validate_photo(services, Job(key)))
    assert len(services.media) == 3
    assert len(services.screens) == 0
    assert processing.moderate_photo(services, job).rejection is Rejection.INAPPROPRIATE


def test_the_state_machine_asks_the_moderator_where_there_is_one(services: MemoryServices) -> None:
    _, key = arrived(services)
    services = moderated(services, b"nude")
    steps = ["validate_photo", "render_photo", "moderate_photo", "publish_photo"]
    assert run_machine(services, Job(key)) == steps


def test_a_moderator_who_was_taken_away_meanwhile_refuses_nothing(services: MemoryServices) -> None:
    _, key = arrived(services)
    job = processing.render_photo(services, processing.validate_photo(services, Job(key)))
    assert processing.moderate_photo(services, job) == job


@pytest.mark.parametrize(
    ("side", "judged"),
    [(limits.MODERATION_SIDE, b"medium"), (limits.MODERATION_SIDE - 1, b"large")],
)
def test_a_picture_too_small_to_be_judged_is_judged_in_its_largest_size(
    services: MemoryServices, work: Worker, side: int, judged: bytes
) -> None:
    class Small(MemoryRenderer):
        def render(self, source: BinaryIO, mark: Mark | None) -> Rendered:
            sizes = {"large": (400, side * 2), "medium": (200, side), "thumb": (50, side // 4)}
            return Rendered(
                FACTS,
                tuple(
                    Picture(RenditionName(name), *size, jpeg=name.encode())
                    for name, size in sizes.items()
                ),
            )

    services = replace(moderated(services, b"nude"), renderer=Small())
    _, key = arrived(services)
    work(services, key)
    assert isinstance(services.moderator, MemoryModerator)
    assert services.moderator.shown == [judged]


# What a moderator does not find any more


def rendered(services: MemoryServices) -> tuple[Photo, Job]:
    """A photo whose renditions were made and are gone again."""
    photo_id, key = arrived(services)
    job = processing.render_photo(services, processing.validate_photo(services, Job(key)))
    services.media.objects.clear()
    return photo_in_session(services, photo_id), job


def test_a_rendition_that_is_gone_is_a_fault(services: MemoryServices) -> None:
    services = moderated(services, b"nude")
    _, job = rendered(services)
    with pytest.raises(ServiceUnavailable):
        processing.moderate_photo(services, job)


def test_a_rendition_whose_photo_was_deleted_meanwhile_is_none(services: MemoryServices) -> None:
    services = moderated(services, b"nude")
    photo, job = rendered(services)
    services.photos.forget(photo.photo_id)
    assert processing.moderate_photo(services, job).settled


def test_a_rendition_whose_photo_was_rejected_meanwhile_is_none(services: MemoryServices) -> None:
    services = moderated(services, b"nude")
    photo, job = rendered(services)
    services.photos.settle(photo.rejected(Rejection.TOO_COMPLEX))
    assert processing.moderate_photo(services, job).settled


@pytest.mark.parametrize("step", [processing.moderate_photo, processing.publish_photo])
@pytest.mark.parametrize("count", [0, 1, 2])
def test_what_was_not_rendered_is_neither_judged_nor_published(
    services: MemoryServices, step: Callable[[Services, Job], Job], count: int
) -> None:
    """A READY photo without pictures would break every snapshot of its session."""
    photo_id, key = arrived(services)
    with pytest.raises(JobInvalid):
        step(services, Job(key, renditions=some_renditions(photo_id)[:count]))
    assert photo_in_session(services, photo_id).state is PhotoState.STORED


def test_a_file_at_fault_is_not_shown_to_the_moderator(
    services: MemoryServices, work: Worker
) -> None:
    services = moderated(services, b"refuse")
    photo_id, key = arrived(services, refusal(Rejection.DAMAGED))
    work(services, key)
    assert photo_in_session(services, photo_id).rejection is Rejection.DAMAGED
    assert isinstance(services.moderator, MemoryModerator)
    assert services.moderator.shown == []
