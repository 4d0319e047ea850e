"""What S3 is asked, where only that tells whether memory stays flat and nothing is left out."""

from typing import Any

import boto3
import pytest

from chalicelib import limits
from chalicelib.aws import clients
from chalicelib.aws.multipart import S3PartStore
from chalicelib.aws.s3 import S3ObjectStore
from chalicelib.photo import Announcement
from chalicelib.storage import Part
from devserver import resources
from tests.builders import SHA256, an_arrival

BUCKET, KEY = resources.UPLOADS_BUCKET, an_arrival().key
FILM = Announcement(1000, "video/mp4", request_id="film-0001", parts_digested=True)
PLAIN = Announcement(1000, "video/mp4", request_id="film-0001")


def asked(operation: str) -> list[dict[str, Any]]:
    """What this operation is asked from now on."""
    noted: list[dict[str, Any]] = []
    clients.s3().meta.events.register(
        f"provide-client-params.s3.{operation}", lambda params, **_: noted.append(dict(params))
    )
    return noted


@pytest.mark.parametrize(
    ("digest", "named"), [(None, {}), (SHA256, {"ChecksumSHA256": SHA256})], ids=["plain", "digest"]
)
def test_an_object_is_bound_to_its_parts_and_their_sizes(
    bucket: None, digest: str | None, named: dict[str, str]
) -> None:
    """By name and digest; and no object that is there is replaced."""
    store = S3PartStore(clients.s3, BUCKET)
    upload_id = store.create(KEY, FILM)
    told = asked("CompleteMultipartUpload")
    body = b"x" * 1000
    etag = boto3.client("s3").upload_part(
        Bucket=BUCKET, Key=KEY, UploadId=upload_id, PartNumber=1, Body=body
    )["ETag"]
    store.complete(KEY, upload_id, [Part(1, 1000, digest, etag)])
    assert told == [
        {
            "Bucket": BUCKET,
            "Key": KEY,
            "UploadId": upload_id,
            "MultipartUpload": {"Parts": [{"PartNumber": 1, "ETag": etag, **named}]},
            "MpuObjectSize": 1000,
            "IfNoneMatch": "*",
        }
    ]


def test_more_parts_than_s3_tells_of_at_a_time(bucket: None) -> None:
    """A gigabyte has 128; S3 tells of a thousand, and may tell of fewer."""
    store, client = S3PartStore(clients.s3, BUCKET), boto3.client("s3")
    upload_id = store.create(KEY, PLAIN)
    for number in range(1, 6):
        client.upload_part(
            Bucket=BUCKET, Key=KEY, UploadId=upload_id, PartNumber=number, Body=b"x" * number
        )

    def two_at_a_time(params: dict[str, object], **_: object) -> None:
        params["MaxParts"] = 2

    events = clients.s3().meta.events
    events.register("provide-client-params.s3.ListParts", two_at_a_time)
    arrived = store.arrived(KEY, upload_id)
    assert {number: part.size_bytes for number, part in arrived.items()} == {
        number: number for number in range(1, 6)
    }


@pytest.mark.parametrize("announced", [FILM, PLAIN, Announcement(5)])
def test_what_s3_is_told_of_a_file(bucket: None, announced: Announcement) -> None:
    told = asked("CreateMultipartUpload")
    S3PartStore(clients.s3, BUCKET).create(KEY, announced)
    (params,) = told
    said = {"ContentType": announced.content_type} if announced.content_type else {}
    if announced.parts_digested:
        said["ChecksumAlgorithm"] = "SHA256"
    assert params == {"Bucket": BUCKET, "Key": KEY, **said}


def test_an_excerpt_is_read_and_no_more(bucket: None) -> None:
    client = boto3.client("s3")
    client.put_object(Bucket=BUCKET, Key=KEY, Body=b"abcdef" * 1000)
    store, told = S3ObjectStore(clients.s3, BUCKET), asked("GetObject")
    assert store.excerpt(KEY, 0, 4) == b"abcd"
    assert store.excerpt(KEY, 0, limits.VIDEO_HEAD_BYTES) == (b"abcdef" * 1000)[:4096]
    assert store.excerpt(KEY, 4, 3) == b"efa"
    assert store.excerpt(KEY, 5998, 9) == b"ef"
    assert [each["Range"] for each in told] == [
        *("bytes=0-3", "bytes=0-4095"),
        *("bytes=4-6", "bytes=5998-6006"),
    ]


@pytest.mark.parametrize("content", [b"", b"ab"])
def test_of_a_short_object_there_is_what_there_is(bucket: None, content: bytes) -> None:
    boto3.client("s3").put_object(Bucket=BUCKET, Key=KEY, Body=content)
    assert S3ObjectStore(clients.s3, BUCKET).excerpt(KEY, 0, 4) == content


def test_of_no_object_there_is_nothing(bucket: None) -> None:
    assert S3ObjectStore(clients.s3, BUCKET).excerpt(KEY, 0, 4) is None
