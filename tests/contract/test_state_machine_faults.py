"""What becomes of photos when steps of the state machine fail."""

from collections.abc import Iterator

import pytest

from chalicelib.photo import PhotoState, Rejection
from tests import fakes
from tests.contract.machine_at_work import (
    ALL_ON,
    JOB,
    KEY,
    PLAIN,
    SCREEN,
    at_work,
    is_ready,
    keys_of,
    optional,
    photo_of,
    waiting,
)
from tests.contract.state_machine import Fault, Machine
from tests.fake_pictures import refusal
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


@pytest.mark.parametrize("when", ["before", "after", "refused"])
@pytest.mark.parametrize("services", [optional(marked=True, moderated=True)], indirect=True)
@pytest.mark.parametrize("step", ALL_ON)
def test_a_step_that_fails_is_repeated_until_it_works(
    services: MemoryServices, machine: Machine, step: str, when: str
) -> None:
    machine.functions.faults[step] = Fault(2, when)
    machine.start(JOB)
    tried = {name: [n for known, n in machine.functions.calls if known == name] for name in ALL_ON}
    assert tried == {name: [0, 1, 2] if name == step else [0] for name in ALL_ON}
    assert machine.ended() == {"SUCCEEDED": 1}
    assert is_ready(services)
    assert set(services.screens.types(SCREEN)) == {"PHOTO_READY"}
    assert len(machine.waits) == 2
    assert machine.dead_letters() == []


@pytest.mark.parametrize("services", [optional(marked=True, moderated=True)], indirect=True)
@pytest.mark.parametrize("step", ALL_ON)
def test_a_step_that_never_works_leaves_a_dead_letter_and_a_failed_execution(
    services: MemoryServices, machine: Machine, step: str
) -> None:
    machine.functions.faults[step] = Fault(1000)
    machine.start(JOB)
    assert machine.functions.names()[-1] == step
    assert machine.ended() == {"FAILED": 1}
    assert keys_of(machine.dead_letters()) == [KEY]
    assert photo_of(services).state is PhotoState.STORED
    assert services.screens.types(SCREEN) == []


@pytest.mark.parametrize("services", [optional(marked=True), optional()], indirect=True)
@pytest.mark.parametrize("error", ["Runtime.ExitError", "Runtime.OutOfMemory"])
@pytest.mark.parametrize("step", ["validate_photo", "render_photo", "watermark_photo"])
def test_a_file_that_ends_the_function_every_time_is_refused(
    services: MemoryServices, machine: Machine, step: str, error: str
) -> None:
    machine.functions.faults[step] = Fault(1000, error)
    machine.start(JOB)
    assert machine.ended() == {"SUCCEEDED": 1}
    assert machine.dead_letters() == []
    if step in machine.functions.names():
        assert photo_of(services).rejection is Rejection.TOO_COMPLEX
        assert services.screens.types(SCREEN) == ["PHOTO_REJECTED"]
        assert len(machine.waits) == 8
    else:
        assert is_ready(services)


def test_a_file_that_ends_the_function_twice_is_not(
    services: MemoryServices, machine: Machine
) -> None:
    machine.functions.faults["render_photo"] = Fault(2, "Runtime.ExitError")
    machine.start(JOB)
    assert is_ready(services)


def test_a_function_that_takes_too_long_is_nothing_that_its_file_is_refused_for(
    services: MemoryServices, machine: Machine
) -> None:
    """S3 may have been slow for all of them."""
    machine.functions.faults["render_photo"] = Fault(1000, "Sandbox.Timedout")
    machine.start(JOB)
    assert machine.ended() == {"FAILED": 1}
    assert keys_of(machine.dead_letters()) == [KEY]
    assert photo_of(services).state is PhotoState.STORED


def test_a_photo_that_cannot_be_refused_leaves_a_dead_letter_too(
    services: MemoryServices, machine: Machine
) -> None:
    services.objects.delete(KEY)
    services.objects.put(KEY, 1000, "image/jpeg", refusal(Rejection.DAMAGED))
    machine.functions.faults["reject_photo"] = Fault(1000)
    machine.start(JOB)
    assert machine.ended() == {"FAILED": 1}
    assert keys_of(machine.dead_letters()) == [KEY]


def test_the_same_photo_is_worked_on_once(services: MemoryServices, machine: Machine) -> None:
    machine.start(JOB)
    machine.start(JOB)
    assert machine.functions.names() == PLAIN
    assert machine.ended() == {"SUCCEEDED": 1}
    assert services.screens.types(SCREEN) == ["PHOTO_READY"]


def test_a_photo_whose_execution_failed_is_shown_when_its_dead_letter_is_redriven(
    services: MemoryServices, machine: Machine
) -> None:
    """And when that fails as well, the next time."""
    machine.functions.faults["render_photo"] = Fault(1000)
    machine.start(JOB)
    machine.start(JOB)
    assert keys_of(machine.dead_letters()) == [KEY] * 2
    del machine.functions.faults["render_photo"]
    machine.start(JOB)
    assert is_ready(services)
    machine.start(JOB)
    assert machine.ended() == {"FAILED": 2, "SUCCEEDED": 1}
