"""What the queue and the state machine hand on: one document, read carefully."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import jobs
from chalicelib.jobs import Delivery, Job, JobInvalid, job_of
from chalicelib.keys import UploadKey
from chalicelib.messages import to_wire
from chalicelib.photo import PhotoFacts, Rejection
from tests.builders import PHOTO_ID, SESSION_ID, an_arrival, some_renditions
from tests.events import a_step_event, an_sqs_event, an_sqs_record
from tests.fake_pictures import FACTS

KEY = an_arrival().key
NEW = Job(KEY)
FULL = Job(
    KEY,
    repeated=True,
    watermarked=True,
    moderated=True,
    facts=FACTS,
    renditions=some_renditions(),
    rejection=Rejection.INAPPROPRIATE,
    settled=True,
)
BARE = replace(NEW, facts=PhotoFacts(format="GIF", width=1, height=1))


def wire(job: Job) -> Any:
    return json.loads(json.dumps(to_wire(job)))


@pytest.mark.parametrize("job", [NEW, BARE, FULL])
def test_a_job_comes_back_as_it_was_handed_on(job: Job) -> None:
    assert job_of(wire(job)) == job


def test_a_job_tells_its_ids() -> None:
    assert NEW.ids == UploadKey(SESSION_ID, PHOTO_ID)


def test_a_job_of_no_upload_has_no_ids() -> None:
    with pytest.raises(JobInvalid):
        _ = Job("holiday.jpg").ids


def test_a_key_is_all_that_a_job_needs() -> None:
    assert job_of({"key": KEY}) == NEW


def test_what_is_unknown_does_not_matter() -> None:
    assert job_of({"key": KEY, "colour": "blue", "facts": None, "rejection": None}) == NEW


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        "text",
        1,
        {},
        {"key": None},
        {"key": 1},
        {"key": ["a"]},
        {"key": ""},
        {"key": "holiday.jpg"},
        {"key": f"{KEY}\n"},
        {"key": KEY, "rejection": "UGLY"},
        {"key": KEY, "rejection": ["EMPTY"]},
        {"key": KEY, "facts": {}},
        {"key": KEY, "facts": "JPEG"},
        {"key": KEY, "facts": 1},
        {"key": KEY, "facts": ["JPEG"]},
        {"key": KEY, "renditions": None},
        {"key": KEY, "renditions": 1},
        {"key": KEY, "renditions": ["large"]},
        {"key": KEY, "renditions": [{}]},
        {"key": KEY, "renditions": [wire(FULL)["renditions"][0] | {"name": "huge"}]},
    ],
)
def test_what_is_no_job_is_refused(document: Any) -> None:
    with pytest.raises(JobInvalid):
        job_of(document)


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.text(max_size=5), parts),
    max_leaves=5,
)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(wire(FULL), plain)))
def test_any_document_is_a_job_or_is_refused(document: dict[str, Any]) -> None:
    try:
        job = job_of({"key": KEY} | document)
    except JobInvalid:
        return
    assert job.key == KEY


# Repeated


@pytest.mark.parametrize(("receive_count", "repeated"), [(1, False), (2, True), (9, True)])
def test_a_message_that_was_handed_out_before_is_repeated(
    receive_count: int, repeated: bool
) -> None:
    delivery = Delivery("id", json.dumps({"key": KEY}), receive_count)
    assert delivery.job() == replace(NEW, repeated=repeated)


@pytest.mark.parametrize(("retries", "repeated"), [(0, False), (1, True)])
def test_a_step_that_is_tried_again_is_repeated(retries: int, repeated: bool) -> None:
    assert jobs.step(a_step_event(NEW, retries)) == replace(NEW, repeated=repeated)


@pytest.mark.parametrize("retries", [0, 1])
def test_a_job_that_was_repeated_stays_so(retries: int) -> None:
    """A step that follows cannot know it otherwise."""
    assert jobs.step(a_step_event(replace(NEW, repeated=True), retries)).repeated


# Messages


def test_the_messages_of_an_event_are_read() -> None:
    event = an_sqs_event(an_sqs_record("one", "1"), an_sqs_record("two", "2", receive_count=3))
    assert jobs.deliveries(event) == [Delivery("1", "one", 1), Delivery("2", "two", 3)]


@pytest.mark.parametrize("body", ["", "{", "[" * 100_000, '{"key":' * 50_000, "NaN"])
def test_a_message_that_is_not_json_is_no_job(body: str) -> None:
    with pytest.raises(JobInvalid):
        Delivery("id", body, 1).job()


def test_the_answer_names_the_messages_that_come_again() -> None:
    assert jobs.batch_item_failures([]) == {"batchItemFailures": []}
    assert jobs.batch_item_failures(["a", "b"]) == {
        "batchItemFailures": [{"itemIdentifier": "a"}, {"itemIdentifier": "b"}]
    }
