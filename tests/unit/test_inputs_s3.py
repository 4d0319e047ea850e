"""S3's events as S3 sends them: several records, other events, encoded keys."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import inputs
from tests.builders import an_arrival
from tests.events import an_s3_event, an_s3_record, an_s3_test_event
from tests.fake_pictures import BUCKET
from tests.fakes import START

KEY = an_arrival().key


def test_a_record_tells_bucket_key_size_and_time() -> None:
    event = an_s3_event(an_s3_record(KEY, 1234))
    assert inputs.s3_arrivals(event) == [an_arrival(size_bytes=1234)]


def test_every_record_of_an_event_counts() -> None:
    records = [an_s3_record(f"{KEY}{n}") for n in range(5)]
    assert [a.key for a in inputs.s3_arrivals(an_s3_event(*records))] == [
        f"{KEY}{n}" for n in range(5)
    ]


@pytest.mark.parametrize("event", [an_s3_test_event(), {}, {"Records": []}])
def test_an_event_without_records_tells_of_nothing(event: dict[str, Any]) -> None:
    assert inputs.s3_arrivals(event) == []


@pytest.mark.parametrize(
    "event_name", ["ObjectRemoved:Delete", "ObjectTagging:Put", "LifecycleExpiration:Delete", ""]
)
def test_only_created_objects_arrive(event_name: str) -> None:
    event = an_s3_event(an_s3_record(KEY, event_name=event_name), an_s3_record(KEY))
    assert len(inputs.s3_arrivals(event)) == 1


@pytest.mark.parametrize(
    "event_name", ["ObjectCreated:Put", "ObjectCreated:CompleteMultipartUpload"]
)
def test_objects_arrive_however_they_were_sent(event_name: str) -> None:
    assert inputs.s3_arrivals(an_s3_event(an_s3_record(KEY, event_name=event_name)))


@pytest.mark.parametrize(
    ("encoded", "key"),
    [("a+b", "a b"), ("a%2Bb", "a+b"), ("a%2525b", "a%25b"), ("a%25b", "a%b"), ("%C3%A9", "é")],
)
def test_a_key_is_decoded_once(encoded: str, key: str) -> None:
    """S3 encodes a space as `+` and a percent sign as `%25`: a second decoding corrupts both."""
    record = an_s3_record(key)
    record["s3"]["object"]["key"] = encoded
    assert inputs.s3_arrivals(an_s3_event(record))[0].key == key


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_key_comes_back_as_it_is_in_the_bucket(key: str) -> None:
    assert inputs.s3_arrivals(an_s3_event(an_s3_record(key)))[0].key == key


def test_the_time_is_of_s3s_clock_in_whole_seconds() -> None:
    record = an_s3_record(KEY) | {"eventTime": "2027-01-15T08:00:05.999Z"}
    assert inputs.s3_arrivals(an_s3_event(record))[0].stored_at == START + 5


def test_a_record_without_size_tells_of_an_empty_object() -> None:
    record = an_s3_record(KEY, bucket=BUCKET)
    del record["s3"]["object"]["size"]
    assert inputs.s3_arrivals(an_s3_event(record))[0].size_bytes == 0
