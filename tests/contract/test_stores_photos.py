"""`PhotoStore`: one suite for the fake and for DynamoDB."""

import pytest

from chalicelib.aws import clients
from chalicelib.aws.photo_table import DynamoPhotoStore
from chalicelib.model import Announcement, Photo, PhotoState, Rejection
from chalicelib.ports import PhotoStore
from devserver import resources
from tests.builders import PHOTO_ID, a_stored_photo, an_id
from tests.fakes import MemoryPhotoStore


@pytest.fixture(params=["memory", "dynamodb"])
def store(request: pytest.FixtureRequest) -> PhotoStore:
    if request.param == "memory":
        return MemoryPhotoStore()
    request.getfixturevalue("tables")
    return DynamoPhotoStore(clients.dynamodb, resources.PHOTOS_TABLE)


@pytest.mark.parametrize(
    "photo",
    [
        a_stored_photo(),
        a_stored_photo(announced=Announcement(), ticket_expires_at=None, content_type=None),
        a_stored_photo(state=PhotoState.REJECTED, rejection=Rejection.TOO_LARGE),
        a_stored_photo(size_bytes=0),
    ],
)
def test_a_photo_comes_back_as_it_was_recorded(store: PhotoStore, photo: Photo) -> None:
    store.record(photo)
    assert store.load(PHOTO_ID) == photo


def test_an_unknown_photo_is_none(store: PhotoStore) -> None:
    assert store.load(PHOTO_ID) is None


def test_a_photo_that_is_known_stays_as_it_is(store: PhotoStore) -> None:
    """S3's events come twice; what has been made of the photo since must not be undone."""
    store.record(a_stored_photo())
    store.record(a_stored_photo(size_bytes=7, state=PhotoState.REJECTED))
    assert store.load(PHOTO_ID) == a_stored_photo()


def test_photos_do_not_meet(store: PhotoStore) -> None:
    store.record(a_stored_photo())
    store.record(a_stored_photo(photo_id=an_id(2), size_bytes=7))
    assert store.load(PHOTO_ID) == a_stored_photo()
