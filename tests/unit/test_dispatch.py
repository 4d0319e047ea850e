"""The queue's messages: photos and exports beside each other; what fails, and for good."""

import json
from typing import Any

import pytest

from chalicelib import dispatch, limits
from chalicelib.errors import ServiceUnavailable
from chalicelib.export import ExportJob, ExportState
from chalicelib.export_keys import ExportKeys
from chalicelib.jobs import Delivery, JobInvalid
from tests.builders import ALBUM_ID, an_id
from tests.exporting import a_world, add, ask, deliver, look, run
from tests.fakes import MemoryServices
from tests.libraries import a_world as a_session_with_screens
from tests.libraries import owned
from tests.workers import a_delivery


@pytest.fixture
def services() -> MemoryServices:
    """An album of a photo."""
    made = a_world()
    add(made, 1)
    return made


def an_export_delivery(document: Any, message_id: str = "export") -> Delivery:
    return Delivery(message_id, json.dumps(document), 1)


def test_photos_and_exports_come_in_one_batch_and_photos_go_first() -> None:
    services = a_session_with_screens()
    photo = owned(services, made=False)
    asked: list[str] = []
    services.exports.read = lambda key: asked.append(  # type: ignore[method-assign]
        services.photos.records[photo.photo_id].state
    )
    job = ExportJob(ALBUM_ID, an_id(1), 1)
    batch = [an_export_delivery(job.message), a_delivery(str(photo.key))]
    assert dispatch.process_jobs(services, batch) == []
    assert asked == ["READY"]


@pytest.mark.parametrize(
    "export", [None, [], {}, {"albumId": "a", "exportId": "b"}, {"volume": "x"} | {"albumId": 1}]
)
def test_what_is_no_export_fails_alone(services: MemoryServices, export: Any) -> None:
    ask(services)
    good = services.jobs.exports.pop()
    batch = [an_export_delivery({"export": export}, "bad"), an_export_delivery(good.message)]
    assert dispatch.process_jobs(services, batch) == ["bad"]
    with pytest.raises(JobInvalid):
        ExportJob.of({"export": export})
    assert look(services, good.export_id).state is ExportState.READY


@pytest.mark.parametrize("body", ["", "{", "[" * 100_000, "[]", "7"])
def test_what_is_no_message_of_ours_is_for_the_work_on_photos_to_refuse(
    services: MemoryServices, body: str
) -> None:
    assert dispatch.process_jobs(services, [Delivery("bad", body, 1)]) == ["bad"]


def test_a_job_comes_out_of_its_message_as_it_went_in() -> None:
    job = ExportJob(ALBUM_ID, an_id(1), 12)
    assert ExportJob.of(json.loads(json.dumps(job.message))) == job


def test_a_job_that_fails_comes_again_and_at_last_its_host_is_told(
    services: MemoryServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_id = ask(services).export_id
    with monkeypatch.context() as away:
        away.setattr(services.exports, "begin", _unavailable)
        for count in range(1, limits.JOB_RECEIVES):
            assert deliver(services, count) == ["message-1"]
            assert look(services, export_id).state is ExportState.MAKING
        assert deliver(services, limits.JOB_RECEIVES) == ["message-1"]
        assert look(services, export_id).state is ExportState.FAILED
    # An operator has mended it, and lets the dead letter come again.
    run(services)
    assert look(services, export_id).state is ExportState.READY


def test_where_not_even_that_can_be_told_the_job_fails_all_the_same(
    services: MemoryServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_id = ask(services).export_id
    monkeypatch.setattr(services.exports, "begin", _unavailable)
    monkeypatch.setattr(services.exports, "put", _unavailable)
    assert deliver(services, limits.JOB_RECEIVES) == ["message-1"]
    assert ExportKeys(ALBUM_ID, export_id).failed not in services.media


def _unavailable(*_: object) -> Any:
    raise ServiceUnavailable
