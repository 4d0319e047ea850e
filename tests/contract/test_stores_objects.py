"""`ObjectStore` and `UploadSigner`: one suite for the fakes and for S3."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

import boto3
import pytest

from chalicelib import limits
from chalicelib.aws import clients
from chalicelib.aws.presign import S3UploadSigner
from chalicelib.aws.s3 import S3ObjectStore
from chalicelib.photo import Announcement
from chalicelib.storage import ObjectFacts, ObjectStore, UploadSigner
from devserver import resources
from tests.builders import SHA256, an_announcement, an_arrival
from tests.fake_parts import MemorySigner
from tests.fake_pictures import MemoryObjectStore

KEY = an_arrival().key
BUCKET = resources.UPLOADS_BUCKET


@dataclass
class Objects:
    """A store, and the way by which uploads come into it."""

    store: ObjectStore
    put: Callable[[str, int, str], object]


@pytest.fixture(params=["memory", "s3"])
def objects(request: pytest.FixtureRequest) -> Objects:
    if request.param == "memory":
        memory = MemoryObjectStore()
        return Objects(memory, memory.put)
    request.getfixturevalue("bucket")

    def put(key: str, size_bytes: int, content_type: str) -> None:
        boto3.client("s3").put_object(
            Bucket=BUCKET, Key=key, Body=b"x" * size_bytes, ContentType=content_type
        )

    return Objects(S3ObjectStore(clients.s3, BUCKET), put)


@pytest.fixture(params=["memory", "s3"])
def signs(request: pytest.FixtureRequest) -> UploadSigner:
    if request.param == "memory":
        return MemorySigner()
    request.getfixturevalue("mocked_aws")
    return S3UploadSigner(clients.s3, BUCKET)


def query_of(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


# ObjectStore


@pytest.mark.parametrize("size_bytes", [0, 1, 1000])
def test_the_facts_of_an_object_are_its_own(objects: Objects, size_bytes: int) -> None:
    objects.put(KEY, size_bytes, "image/png")
    assert objects.store.facts(KEY) == ObjectFacts(size_bytes, "image/png")


def test_of_an_object_that_is_not_there_nothing_is_known(objects: Objects) -> None:
    assert objects.store.facts(KEY) is None


def test_a_deleted_object_is_gone_and_can_be_deleted_again(objects: Objects) -> None:
    objects.put(KEY, 10, "image/png")
    objects.put(KEY + "x", 10, "image/png")
    for _ in range(2):
        objects.store.delete(KEY)
        assert objects.store.facts(KEY) is None
    assert objects.store.facts(KEY + "x") is not None


def test_a_picture_has_a_url_of_its_own(objects: Objects) -> None:
    url = objects.store.view_url(KEY, "image/png", 60)
    assert KEY in unquote(url)
    assert url != objects.store.view_url(KEY + "x", "image/png", 60)


@pytest.mark.parametrize("content_type", list(limits.CONTENT_TYPES))
def test_a_picture_is_shown_as_the_type_we_say(mocked_aws: None, content_type: str) -> None:
    url = S3ObjectStore(clients.s3, BUCKET).view_url(KEY, content_type, 60)
    query = query_of(url)
    assert query["response-content-type"] == content_type
    assert query["response-content-disposition"] == "inline"
    assert query["X-Amz-Expires"] == "60"
    assert query["X-Amz-Algorithm"] == "AWS4-HMAC-SHA256"


@pytest.mark.parametrize("content_type", ["", "text/html", "image/svg+xml", "image/png\r\nx: y"])
def test_what_is_no_picture_is_never_shown_as_a_page(mocked_aws: None, content_type: str) -> None:
    """A script in it would run with the rights of the bucket's origin."""
    url = S3ObjectStore(clients.s3, BUCKET).view_url(KEY, content_type, 60)
    assert query_of(url)["response-content-type"] == "application/octet-stream"


@pytest.mark.parametrize(
    ("content_type", "told"),
    [
        ("image/jpeg", "image/jpeg"),
        ("video/mp4", "video/mp4"),
        ("text/html", "application/octet-stream"),
        ("image/svg+xml", "application/octet-stream"),
    ],
)
def test_a_download_is_saved_and_never_shown(
    mocked_aws: None, content_type: str, told: str
) -> None:
    store = S3ObjectStore(clients.s3, BUCKET)
    query = query_of(store.download_url(KEY, content_type, 'Å "1".jpg', 60))
    assert query["response-content-type"] == told
    disposition = query["response-content-disposition"]
    assert (
        disposition == "attachment; filename=\"_ _1_.jpg\"; filename*=UTF-8''%C3%85%20%221%22.jpg"
    )
    assert query["X-Amz-Expires"] == "60"


# UploadSigner


def test_all_headers_of_a_sized_ticket_are_named(signs: UploadSigner) -> None:
    request = signs.sign_put(KEY, an_announcement(), 300)
    assert request.method == "PUT"
    assert request.headers == {
        "if-none-match": "*",
        "content-type": "image/jpeg",
        "x-amz-checksum-sha256": SHA256,
    }


def test_an_open_ticket_is_still_good_for_one_object_only(signs: UploadSigner) -> None:
    assert signs.sign_put(KEY, Announcement(), 300).headers == {"if-none-match": "*"}


def test_each_key_is_signed_by_itself(signs: UploadSigner) -> None:
    one, other = (signs.sign_put(key, Announcement(), 300).url for key in (KEY, KEY + "x"))
    assert KEY in unquote(one)
    assert one != other


@pytest.mark.parametrize(
    ("announced", "signed"),
    [
        (Announcement(), {"host", "if-none-match"}),
        (Announcement(size_bytes=5), {"host", "if-none-match", "content-length"}),
        (Announcement(content_type="image/png"), {"host", "if-none-match", "content-type"}),
        (
            an_announcement(),
            {"host", "if-none-match", "content-length", "content-type", "x-amz-checksum-sha256"},
        ),
        (an_announcement(file_name="x", request_id="y" * 8, sha256=None), {
            "host", "if-none-match", "content-length", "content-type",
        }),
    ],
)  # fmt: skip
def test_everything_that_was_announced_is_signed(
    mocked_aws: None, announced: Announcement, signed: set[str]
) -> None:
    """What is not signed can be sent otherwise: that is the whole protection of the bucket."""
    request = S3UploadSigner(clients.s3, BUCKET).sign_put(KEY, announced, 300)
    query = query_of(request.url)
    assert set(query["X-Amz-SignedHeaders"].split(";")) == signed
    assert set(request.headers) | {"host", "content-length"} >= signed
    assert query["X-Amz-Expires"] == "300"
    assert query["X-Amz-Algorithm"] == "AWS4-HMAC-SHA256"


def test_a_browser_is_sent_to_the_regions_own_host(
    mocked_aws: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A PUT does not follow the redirect of the global one."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    clients.forget()
    url = S3UploadSigner(clients.s3, BUCKET).sign_put(KEY, Announcement(), 300).url
    assert urlsplit(url).hostname == f"{BUCKET}.s3.eu-central-1.amazonaws.com"
