"""Events have the shape and the encoding of S3's."""

from devserver.s3_events import StoredObject, created_by, object_created, sequencer

STORED = StoredObject("uploads", "s/a b+c/ü%.jpg", 7, "e7", "v1", 1_795_256_303.25)


def test_an_event_names_its_object_as_s3_does() -> None:
    (record,) = object_created(STORED)["Records"]
    assert record["eventVersion"] == "2.1"
    assert record["eventSource"] == "aws:s3"
    assert record["eventName"] == "ObjectCreated:Put"
    assert record["eventTime"] == "2026-11-21T10:18:23.250Z"
    assert record["awsRegion"] == "us-east-1"
    assert record["s3"]["bucket"]["arn"] == "arn:aws:s3:::uploads"
    assert record["s3"]["object"] == {
        "key": "s/a+b%2Bc/%C3%BC%25.jpg",
        "size": 7,
        "eTag": "e7",
        "versionId": "v1",
        "sequencer": sequencer(STORED.stored_at),
    }


def test_sequencers_grow_with_time_and_compare_as_text() -> None:
    times = [0.0, 9.9, 10.0, 1_795_256_303.250001, 1_795_256_303.250002]
    assert sorted(map(sequencer, times)) == list(map(sequencer, times))
    assert len({len(sequencer(time)) for time in times}) == 1


def test_an_object_of_parts_is_known_by_its_etag() -> None:
    """After a kill nothing else tells how it came to be."""
    assert created_by('"d41d8cd98f00b204e9800998ecf8427e"') == "ObjectCreated:Put"
    assert created_by('"d41d8cd98f00b204e9800998ecf8427e-64"').endswith(":CompleteMultipartUpload")
