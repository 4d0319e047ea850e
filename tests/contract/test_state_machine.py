"""What becomes of photos under the state machine."""

from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

import pytest

from chalicelib.photo import PhotoRefused, PhotoState, Rejection
from chalicelib.ports import Mark, Rendered
from tests import fakes
from tests.contract.machine_at_work import (
    ALL_ON,
    JOB,
    KEY,
    PHOTO,
    PLAIN,
    SCREEN,
    at_work,
    is_ready,
    optional,
    photo_of,
    waiting,
)
from tests.contract.state_machine import Machine
from tests.fake_pictures import MemoryModerator, MemoryRenderer, refusal
from tests.fakes import MemoryServices


@pytest.fixture
def services(request: pytest.FixtureRequest) -> MemoryServices:
    """A stored photo, whose screen listens; a parameter is what differs."""
    given: MemoryServices = getattr(request, "param", fakes.services())
    return waiting(given)


@pytest.fixture
def machine(services: MemoryServices) -> Iterator[Machine]:
    with at_work(services) as ready:
        yield ready


@pytest.mark.parametrize(
    ("services", "steps"),
    [
        (optional(), PLAIN),
        (optional(marked=True), ["validate_photo", "watermark_photo", "publish_photo"]),
        (
            optional(moderated=True),
            ["validate_photo", "render_photo", "moderate_photo", "publish_photo"],
        ),
        (optional(marked=True, moderated=True), ALL_ON),
    ],
    indirect=["services"],
    ids=["plain", "marked", "moderated", "marked and moderated"],
)
def test_a_good_photo_takes_the_steps_that_it_needs_and_is_shown(
    services: MemoryServices, machine: Machine, steps: list[str]
) -> None:
    machine.start(JOB)
    assert machine.functions.calls == [(step, 0) for step in steps]
    assert machine.ended() == {"SUCCEEDED": 1}
    assert is_ready(services)
    marked = [b" marked " in jpeg for jpeg in services.media.objects.values()]
    assert all(marked) if "watermark_photo" in steps else not any(marked)
    assert services.screens.types(SCREEN) == ["PHOTO_READY"]
    assert machine.dead_letters() == []


class _LateRefusal(MemoryRenderer):
    """Finds out only when it decodes that a file is at fault."""

    def render(self, source: BinaryIO, mark: Mark | None) -> Rendered:
        raise PhotoRefused(Rejection.TRUNCATED)


def refused_late() -> MemoryServices:
    return replace(fakes.services(), renderer=_LateRefusal())


def refused_by_moderator() -> MemoryServices:
    return replace(fakes.services(), moderator=MemoryModerator(b"medium"))


@pytest.mark.parametrize(
    ("services", "content", "steps", "why"),
    [
        (optional(), refusal(Rejection.DAMAGED), ["validate_photo"], Rejection.DAMAGED),
        (refused_late(), b"good", ["validate_photo", "render_photo"], Rejection.TRUNCATED),
        (
            refused_by_moderator(),
            b"good",
            ["validate_photo", "render_photo", "moderate_photo"],
            Rejection.INAPPROPRIATE,
        ),
    ],
    indirect=["services"],
    ids=["validate", "render", "moderate"],
)
def test_a_photo_that_is_refused_is_a_success_of_the_machine(
    services: MemoryServices, machine: Machine, content: bytes, steps: list[str], why: Rejection
) -> None:
    services.objects.delete(KEY)
    services.objects.put(KEY, 1000, "image/jpeg", content)
    machine.start(JOB)
    assert machine.functions.names() == [*steps, "reject_photo"]
    assert machine.ended() == {"SUCCEEDED": 1}
    assert photo_of(services).rejection is why
    assert KEY not in services.objects
    assert len(services.media) == 0
    assert services.screens.types(SCREEN) == ["PHOTO_REJECTED"]
    assert machine.waits == []
    assert machine.dead_letters() == []


def test_a_photo_that_is_gone_ends_at_once(services: MemoryServices, machine: Machine) -> None:
    services.objects.delete(KEY)
    machine.start(JOB)
    assert machine.functions.names() == ["validate_photo"]
    assert machine.ended() == {"SUCCEEDED": 1}
    assert photo_of(services).state is PhotoState.STORED


def test_what_is_decided_already_is_not_worked_on_again(
    services: MemoryServices, machine: Machine
) -> None:
    """It is told once more: whoever decided it may have died then."""
    services.photos.settle(PHOTO.rejected(Rejection.DAMAGED))
    machine.start(JOB)
    assert machine.functions.names() == ["validate_photo"]
    assert machine.ended() == {"SUCCEEDED": 1}
    assert services.screens.types(SCREEN) == ["PHOTO_REJECTED"]
