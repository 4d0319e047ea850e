"""The function of the queue: some messages come again, and none keeps another back."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from chalicelib import processing
from chalicelib.errors import ServiceUnavailable
from chalicelib.jobs import Delivery, Job
from chalicelib.keys import upload_key
from chalicelib.photo import PhotoState, Picture
from tests.actors import arrived, photo_in_session
from tests.builders import an_id
from tests.fake_pictures import MemoryMediaStore
from tests.fakes import MemoryServices
from tests.workers import STATE_MACHINE, Worker, a_delivery


@pytest.fixture
def services(watched: MemoryServices) -> MemoryServices:
    """Someone listens to everything."""
    return watched


def test_a_message_that_fails_comes_again_and_keeps_no_other_back(
    services: MemoryServices, caplog: pytest.LogCaptureFixture
) -> None:
    keys = [arrived(services, number=number)[1] for number in (1, 2, 3)]

    class Failing(MemoryMediaStore):
        def put(self, key: str, picture: Picture, metadata: Mapping[str, str]) -> None:
            if photo_of[keys[1]] in key:
                raise ServiceUnavailable
            super().put(key, picture, metadata)

    photo_of = {key: key.rpartition("/")[2].partition(".")[0] for key in keys}
    deliveries = [a_delivery(key, message_id=f"m{n}") for n, key in enumerate(keys)]
    failed = processing.process_jobs(replace(services, media=Failing()), deliveries)
    assert failed == ["m1"]
    states = [photo_in_session(services, photo_of[key]).state for key in keys]
    assert states == [PhotoState.READY, PhotoState.STORED, PhotoState.READY]
    assert "message m1 failed: ServiceUnavailable" in caplog.text


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "null", '{"key": 1}', '{"key": "x.jpg"}', "[" * 99999]
)
def test_a_message_that_is_no_job_goes_to_the_dead_letters_and_keeps_no_other_back(
    services: MemoryServices, body: str
) -> None:
    photo_id, key = arrived(services)
    strange = Delivery("strange", body, receive_count=1)
    assert processing.process_jobs(services, [strange, a_delivery(key)]) == ["strange"]
    assert photo_in_session(services, photo_id).state is PhotoState.READY


def test_no_messages_are_no_work(services: MemoryServices) -> None:
    assert processing.process_jobs(services, []) == []


def test_where_there_is_a_state_machine_the_queue_starts_its_executions_only(
    services: MemoryServices,
) -> None:
    photo_id, key = arrived(services)
    operated = replace(
        services, settings=replace(services.settings, state_machine_arn=STATE_MACHINE)
    )
    deliveries = [a_delivery(key), a_delivery(key, receive_count=2)]
    assert processing.process_jobs(operated, deliveries) == []
    assert services.workflows.started == {photo_id: [Job(key)]}
    assert photo_in_session(services, photo_id).state is PhotoState.STORED
    assert len(services.media) == len(services.screens) == 0


def test_an_execution_that_failed_is_begun_anew_when_its_job_comes_again(
    services: MemoryServices,
) -> None:
    """From the dead-letter queue, when its cause is mended."""
    photo_id, key = arrived(services)
    operated = replace(
        services, settings=replace(services.settings, state_machine_arn=STATE_MACHINE)
    )
    processing.process_jobs(operated, [a_delivery(key)])
    services.workflows.failed.add(photo_id)
    processing.process_jobs(operated, [a_delivery(key)])
    assert services.workflows.started[photo_id] == [Job(key), Job(key, repeated=True)]


def test_a_job_of_an_unknown_photo_is_done(services: MemoryServices, work: Worker) -> None:
    work(services, upload_key(an_id(8), an_id(9), "image/jpeg"))
    assert len(services.media) == len(services.photos) == 0


def test_the_step_of_rejections_rejects_only_what_was_refused(services: MemoryServices) -> None:
    photo_id, key = arrived(services)
    assert processing.reject_photo(services, Job(key)).settled
    assert photo_in_session(services, photo_id).state is PhotoState.STORED
