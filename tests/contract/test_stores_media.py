"""`MediaStore`: one suite for the fake and for S3."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

import boto3
import pytest
from botocore.stub import Stubber

from chalicelib import limits
from chalicelib.aws import clients
from chalicelib.aws.media import S3MediaStore
from chalicelib.errors import ServiceUnavailable
from chalicelib.keys import rendition_key
from chalicelib.photo import Picture, RenditionName
from chalicelib.storage import MediaStore
from tests.builders import PHOTO_ID
from tests.fake_pictures import MemoryMediaStore

KEY, MEDIUM, LARGE = (rendition_key(PHOTO_ID, name) for name in RenditionName)
LOGO = "watermarks/logo.png"
PICTURE = Picture(RenditionName.THUMB, 252, 189, jpeg=b"\xff\xd8\xff picture")


@dataclass
class Media:
    """A store, and the way by which operators put logos into it."""

    store: MediaStore
    upload: Callable[[str, bytes], object]


@pytest.fixture(params=["memory", "s3"])
def media(request: pytest.FixtureRequest) -> Media:
    if request.param == "memory":
        memory = MemoryMediaStore()
        return Media(memory, memory.objects.__setitem__)
    bucket: str = request.getfixturevalue("media_bucket")

    def upload(key: str, content: bytes) -> None:
        boto3.client("s3").put_object(Bucket=bucket, Key=key, Body=content)

    return Media(S3MediaStore(clients.s3, bucket), upload)


def test_a_picture_comes_back_as_it_was_put(media: Media) -> None:
    media.store.put(KEY, PICTURE, {})
    assert media.store.read(KEY) == PICTURE.jpeg


def test_what_is_not_there_is_none(media: Media) -> None:
    media.store.put(MEDIUM, PICTURE, {})
    assert media.store.read(KEY) is None


def test_a_picture_is_saved_under_the_name_that_it_is_given(media: Media) -> None:
    media.store.put(KEY, PICTURE, {})
    url = media.store.download_url(KEY, "20261121T130305Z.jpg", 60)
    assert KEY in unquote(urlsplit(url).path)
    assert "20261121T130305Z.jpg" in unquote(urlsplit(url).query)


def test_a_picture_is_put_in_the_place_of_the_one_that_is_there(media: Media) -> None:
    media.store.put(KEY, PICTURE, {})
    media.store.put(KEY, Picture(RenditionName.THUMB, 1, 1, jpeg=b"another"), {})
    assert media.store.read(KEY) == b"another"


def test_a_logo_is_read_as_the_operator_put_it(media: Media) -> None:
    logo = bytes(range(256)) * 4096
    media.upload(LOGO, logo)
    assert media.store.read(LOGO) == logo


def test_deleting_removes_these_and_no_others_and_can_be_repeated(media: Media) -> None:
    for key in (KEY, MEDIUM, LARGE):
        media.store.put(key, PICTURE, {})
    for _ in range(2):
        media.store.delete([KEY, LARGE])
        assert [media.store.read(key) is None for key in (KEY, MEDIUM, LARGE)] == [
            True,
            False,
            True,
        ]


def test_a_picture_has_a_url_of_its_own(media: Media) -> None:
    url = media.store.view_url(KEY, 60)
    assert KEY in unquote(url)
    assert url != media.store.view_url(MEDIUM, 60)


def test_a_url_is_signed_for_its_time(mocked_aws: None) -> None:
    url = S3MediaStore(clients.s3, "media").view_url(KEY, limits.VIEW_SECONDS)
    query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    assert query["X-Amz-Expires"] == str(limits.VIEW_SECONDS)
    assert query["X-Amz-Algorithm"] == "AWS4-HMAC-SHA256"


def test_browsers_are_told_that_it_is_a_jpeg_which_they_may_keep(media_bucket: str) -> None:
    """No shared cache: its URL is a secret of the screen."""
    S3MediaStore(clients.s3, media_bucket).put(KEY, PICTURE, {})
    head = boto3.client("s3").head_object(Bucket=media_bucket, Key=KEY)
    assert head["ContentType"] == "image/jpeg"
    assert head["CacheControl"] == "private, max-age=31536000, immutable"


def test_a_picture_that_could_not_be_removed_is_a_fault(credentials: None) -> None:
    """S3 answers 200 to the request, and tells of each key that it failed for."""
    client = boto3.client("s3")
    with Stubber(client) as stubber:
        failed = {"Key": KEY, "Code": "InternalError", "Message": "We encountered an error."}
        stubber.add_response("delete_objects", {"Errors": [failed]})
        with pytest.raises(ServiceUnavailable):
            S3MediaStore(lambda: client, "media").delete([KEY])
