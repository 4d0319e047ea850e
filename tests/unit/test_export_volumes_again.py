"""Jobs of exports that come twice, late, in any order, or die on the way."""

from collections.abc import Callable
from contextlib import suppress

import pytest

from chalicelib import export_volumes, limits
from chalicelib.errors import PartsMissing, ServiceUnavailable
from chalicelib.export import ExportState
from tests.builders import ALBUM_ID
from tests.exporting import (
    LARGE,
    a_world,
    add,
    ask,
    contents,
    deliver,
    exported,
    look,
    manifest,
    run,
)
from tests.fakes import MemoryServices
from tests.interruptions import Crash, every_interruption, interrupted, raising

MB = 1024 * 1024


@pytest.fixture
def services() -> MemoryServices:
    """An album of five photos."""
    return of_photos(5)


def of_photos(number: int) -> MemoryServices:
    made = a_world()
    for each in range(1, number + 1):
        add(made, each)
    return made


def slow(services: MemoryServices) -> None:
    """Each chunk takes as long as a job has."""
    services.exports.on_chunk = lambda: services.timer.tick(limits.EXPORT_STEP_SECONDS)


# Twice, late, in any order, or dying on the way


def every_job(services: MemoryServices, world: MemoryServices) -> None:
    """Jobs of an export are handed out, and again while they fail, to somebody in this world."""
    waiting = services.jobs.exports
    for _ in range(100):
        if not waiting:
            return
        job = waiting[0]
        with suppress(Crash, ServiceUnavailable):
            export_volumes.make_volume(world, job)
            waiting.remove(job)
    raise AssertionError("the export does not end")


@pytest.mark.parametrize("error", [Crash(), ServiceUnavailable()], ids=["crash", "fault"])
def test_whatever_call_a_job_dies_at_the_export_ends_well(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setattr(limits, "EXPORT_VOLUME_PHOTOS", 2)
    tried = 0
    for interruption in every_interruption(raising(error)):
        services = of_photos(3)
        slow(services)
        export_id = ask(services).export_id
        every_job(services, interrupted(services, interruption))
        view = look(services, export_id)
        assert view.state is ExportState.READY, interruption
        found = [*contents(services, view).values(), *contents(services, view, 2).values()]
        assert found == [b"content of 1", b"content of 2", b"content of 3"], interruption
        assert len(manifest(services, view)) == 3, interruption
        tried += 1
    assert tried > 60


def test_another_job_for_the_same_volume_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """SQS hands out each message at least once, and perhaps to two at the same time."""
    monkeypatch.setattr(limits, "EXPORT_VOLUME_PHOTOS", 2)
    tried = 0
    happened: list[Callable[[], object]] = []
    for interruption in every_interruption(lambda: happened[0]()):
        services = of_photos(3)
        slow(services)
        export_id = ask(services).export_id
        job = services.jobs.exports[0]
        happened[:] = [lambda s=services, j=job: export_volumes.make_volume(s, j)]  # type: ignore[misc]
        every_job(services, interrupted(services, interruption))
        view = look(services, export_id)
        assert view.state is ExportState.READY, interruption
        found = [*contents(services, view).values(), *contents(services, view, 2).values()]
        assert found == [b"content of 1", b"content of 2", b"content of 3"], interruption
        assert len(manifest(services, view)) == 3, interruption
        assert len(services.jobs.exports) == 0
        tried += 1
    assert tried > 60


def test_jobs_in_any_order_end_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "EXPORT_VOLUME_PHOTOS", 1)
    services = of_photos(4)
    slow(services)
    export_id = ask(services).export_id
    while services.jobs.exports:
        services.jobs.exports.reverse()
        assert not deliver(services)
    assert look(services, export_id).state is ExportState.READY


def test_a_volume_whose_parts_another_job_has_changed_is_begun_again(
    services: MemoryServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "EXPORT_PART_BYTES", 50)
    slow(services)
    export_id = ask(services).export_id
    deliver(services)
    deliver(services)
    (upload_id,) = services.exports.uploads
    services.exports.overwrite(upload_id, 1)
    run(services)
    assert len(contents(services, look(services, export_id))) == 5


def test_a_volume_whose_parts_are_gone_is_begun_again(
    services: MemoryServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a day, when the bucket's lifecycle has aborted its upload."""
    monkeypatch.setattr(limits, "EXPORT_PART_BYTES", 50)
    slow(services)
    export_id = ask(services).export_id
    deliver(services)
    services.exports.uploads.clear()
    run(services)
    assert len(contents(services, look(services, export_id))) == 5


def test_a_job_of_an_export_that_nobody_wants_any_more_does_nothing(
    services: MemoryServices,
) -> None:
    export_id = ask(services).export_id
    old = services.jobs.exports.pop()
    services.clock.tick(limits.EXPORT_STALL_SECONDS)
    exported(services, LARGE)
    before = dict(services.media.objects)
    export_volumes.make_volume(services, old)
    assert services.media.objects == before
    assert old.export_id == export_id
    services.exports.erase(f"exports/{ALBUM_ID}/")
    export_volumes.make_volume(services, old)
    assert not [key for key in services.media.objects if key.startswith("exports/")]


# Erased while somebody works on it


@pytest.mark.parametrize("lost", ["00001.plan.json", ".step-", "planned.json"])
@pytest.mark.parametrize("paused", [True, False])
def test_a_job_whose_export_is_being_erased_fails_and_comes_to_nothing(
    monkeypatch: pytest.MonkeyPatch, lost: str, paused: bool
) -> None:
    monkeypatch.setattr(limits, "EXPORT_VOLUME_PHOTOS", 2)
    services = of_photos(3)
    if paused:
        slow(services)
    ask(services)
    deliver(services)
    read = services.exports.read
    monkeypatch.setattr(services.exports, "read", lambda key: None if lost in key else read(key))
    for job in services.jobs.exports:
        with suppress(ServiceUnavailable):
            export_volumes.make_volume(services, job)
    assert not [key for key in services.media.objects if key.endswith("ready.json")]


def test_a_volume_whose_parts_are_gone_before_they_are_joined_is_begun_again(
    services: MemoryServices,
) -> None:
    export_id = ask(services).export_id
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(services.exports, "complete", _away)
        assert deliver(services)
    services.exports.uploads.clear()
    run(services)
    assert len(contents(services, look(services, export_id))) == 5


def test_a_volume_that_is_begun_again_and_again_ends_in_a_failure(
    services: MemoryServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "EXPORT_STEPS", 5)

    def spoil(*_: object) -> None:
        raise PartsMissing

    monkeypatch.setattr(services.exports, "complete", spoil)
    export_id = ask(services).export_id
    done = 0
    while not deliver(services):
        done += 1
    assert done < 5
    assert deliver(services, limits.JOB_RECEIVES)
    assert look(services, export_id).state is ExportState.FAILED


def _away(*_: object) -> None:
    raise ServiceUnavailable
