"""`erase` of `ObjectStore` and `MediaStore`: nothing is left in a versioned bucket."""

from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from chalicelib import keys
from chalicelib.aws import clients
from chalicelib.aws.media import S3MediaStore
from chalicelib.aws.s3 import S3ObjectStore
from chalicelib.errors import ServiceUnavailable
from devserver import resources
from tests.builders import PHOTO_ID, SESSION_ID, an_id

PREFIX = keys.upload_prefix(SESSION_ID, PHOTO_ID)
KEYS = [f"{PREFIX}jpg", f"{PREFIX}bin"]
OTHERS = [
    keys.upload_key(SESSION_ID, an_id(2), "image/jpeg"),
    keys.upload_key(an_id(3), PHOTO_ID, "image/jpeg"),
    f"{PREFIX[:-1]}x.jpg",
]


@pytest.fixture(params=[True, False], ids=["versioned", "plain"])
def s3(request: pytest.FixtureRequest, bucket: str) -> Any:
    client = boto3.client("s3")
    if request.param:
        client.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    for key in [*KEYS, *OTHERS]:
        for body in (b"first", b"second"):
            client.put_object(Bucket=bucket, Key=key, Body=body)
    client.delete_object(Bucket=bucket, Key=KEYS[0])
    client.put_object(Bucket=bucket, Key=KEYS[0], Body=b"third")
    client.delete_object(Bucket=bucket, Key=KEYS[1])
    return client


def left(client: Any) -> set[str]:
    """Keys of everything that is there, in whatever version, and of marks of deletions."""
    page = client.list_object_versions(Bucket=resources.UPLOADS_BUCKET)
    return {each["Key"] for kind in ("Versions", "DeleteMarkers") for each in page.get(kind, ())}


def test_every_version_goes_and_nothing_of_any_other_photo(s3: Any) -> None:
    store = S3ObjectStore(clients.s3, resources.UPLOADS_BUCKET)
    assert set(KEYS[:1]) < left(s3)
    for _ in range(2):
        store.erase(PREFIX)
        assert left(s3) == set(OTHERS)


def test_page_by_page_until_there_are_none(mocked_aws: None) -> None:
    """One request removes as many as S3 lists at once."""
    client = boto3.client("s3")
    page = {"IsTruncated": True, "Versions": [{"Key": KEYS[0], "VersionId": "1"}]}
    last = {"IsTruncated": False, "DeleteMarkers": [{"Key": KEYS[0], "VersionId": "2"}]}
    with Stubber(client) as stubber:
        for answer, version in ((page, "1"), (last, "2")):
            listed = {"Bucket": "b", "Prefix": PREFIX}
            stubber.add_response("list_object_versions", answer, listed)
            removed = {"Objects": [{"Key": KEYS[0], "VersionId": version}], "Quiet": True}
            stubber.add_response("delete_objects", {}, {"Bucket": "b", "Delete": removed})
        S3MediaStore(lambda: client, "b").erase(PREFIX)
        stubber.assert_no_pending_responses()


def test_a_version_that_could_not_be_removed_is_a_fault(mocked_aws: None) -> None:
    """S3 answers 200 to the request, and tells of each key that it failed for."""
    client = boto3.client("s3")
    page = {"IsTruncated": False, "Versions": [{"Key": KEYS[0], "VersionId": "1"}]}
    failed = {"Key": KEYS[0], "Code": "InternalError", "Message": "We encountered an error."}
    with Stubber(client) as stubber:
        stubber.add_response("list_object_versions", page)
        stubber.add_response("delete_objects", {"Errors": [failed]})
        with pytest.raises(ServiceUnavailable):
            S3MediaStore(lambda: client, "b").erase(PREFIX)


def test_a_whole_bucket_is_never_erased(mocked_aws: None) -> None:
    with pytest.raises(ValueError, match="prefix"):
        S3MediaStore(clients.s3, "b").erase("")
