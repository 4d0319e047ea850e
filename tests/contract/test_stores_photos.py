"""`PhotoStore`: one suite for the fake and for DynamoDB."""

from dataclasses import replace
from typing import Any

import boto3
import pytest

from chalicelib.album_entry import Visibility
from chalicelib.aws import clients
from chalicelib.aws.photo_table import DynamoPhotoStore
from chalicelib.photo import Announcement, Photo, PhotoFacts, PhotoState, Rejection
from chalicelib.ports import PhotoStore
from devserver import resources
from tests.builders import PHOTO_ID, a_ready_photo, a_stored_photo, an_id, some_renditions
from tests.fake_pictures import FACTS
from tests.fakes import START, MemoryPhotoStore

BARE = PhotoFacts(format="GIF", width=1, height=1)


@pytest.fixture(params=["memory", "dynamodb"])
def store(request: pytest.FixtureRequest) -> PhotoStore:
    if request.param == "memory":
        return MemoryPhotoStore()
    request.getfixturevalue("tables")
    return on_dynamodb()


def on_dynamodb() -> DynamoPhotoStore:
    return DynamoPhotoStore(clients.dynamodb, resources.PHOTOS_TABLE)


@pytest.mark.parametrize(
    "photo",
    [
        a_stored_photo(),
        a_stored_photo(announced=Announcement(), ticket_expires_at=None, content_type=None),
        a_stored_photo(state=PhotoState.REJECTED, rejection=Rejection.TOO_LARGE),
        a_stored_photo(size_bytes=0),
        a_stored_photo(album_id="party"),
        a_stored_photo(told=True),
        a_stored_photo(owner_id="ada", comment="At the beach", visibility=Visibility.WAITING),
        a_ready_photo(),
        a_ready_photo(facts=BARE, renditions=some_renditions()[:1]),
        a_ready_photo(facts=None),
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


# Settling


@pytest.mark.parametrize(
    "settled",
    [
        a_stored_photo().ready(some_renditions(), FACTS, START + 9),
        a_stored_photo().rejected(Rejection.TOO_COMPLEX),
    ],
)
def test_a_stored_photo_becomes_what_it_is_now(store: PhotoStore, settled: Photo) -> None:
    store.record(a_stored_photo())
    assert store.settle(settled) == settled
    assert store.load(PHOTO_ID) == settled


READY = a_stored_photo().ready(some_renditions(), FACTS, START + 9)
READY_LATER = a_stored_photo().ready(some_renditions()[:1], BARE, START + 99)
COMPLEX = a_stored_photo().rejected(Rejection.TOO_COMPLEX)
DAMAGED = a_stored_photo().rejected(Rejection.DAMAGED)


@pytest.mark.parametrize(
    ("first", "second"),
    [(READY, READY_LATER), (READY, COMPLEX), (COMPLEX, READY), (COMPLEX, DAMAGED)],
)
def test_of_two_outcomes_the_first_stays_and_both_are_told_it(
    store: PhotoStore, first: Photo, second: Photo
) -> None:
    store.record(a_stored_photo())
    assert store.settle(first) == first
    assert store.settle(second) == first
    assert store.load(PHOTO_ID) == first


def test_a_photo_that_was_refused_when_it_arrived_stays_refused(store: PhotoStore) -> None:
    refused = a_stored_photo(state=PhotoState.REJECTED, rejection=Rejection.EMPTY)
    store.record(refused)
    assert store.settle(a_ready_photo()) == refused


def test_a_photo_that_is_gone_is_not_brought_back(store: PhotoStore) -> None:
    assert store.settle(a_ready_photo()) is None
    assert store.load(PHOTO_ID) is None


def test_settling_one_photo_leaves_the_others(store: PhotoStore) -> None:
    store.record(a_stored_photo())
    store.record(a_stored_photo(photo_id=an_id(2)))
    store.settle(a_ready_photo())
    assert store.load(an_id(2)) == a_stored_photo(photo_id=an_id(2))


def test_an_outcome_changes_nothing_else_of_the_photo(store: PhotoStore) -> None:
    """A worker knows the photo as it was when he began."""
    kept = a_stored_photo(album_id="party", size_bytes=77)
    store.record(kept)
    stale = a_stored_photo(album_id=None, size_bytes=5, content_type="image/png")
    store.settle(stale.ready(some_renditions(), FACTS, START + 9))
    assert store.load(PHOTO_ID) == kept.ready(some_renditions(), FACTS, START + 9)


# The table


def item() -> dict[str, Any]:
    (found,) = boto3.client("dynamodb").scan(TableName=resources.PHOTOS_TABLE)["Items"]
    return dict(found)


def test_what_others_wrote_into_the_item_stays(tables: None) -> None:
    """A host's comment, for instance."""
    on_dynamodb().record(a_stored_photo())
    boto3.client("dynamodb").update_item(
        TableName=resources.PHOTOS_TABLE,
        Key={"photoId": {"S": PHOTO_ID}},
        UpdateExpression="SET #comment = :text, ownerId = :owner",
        ExpressionAttributeNames={"#comment": "comment"},
        ExpressionAttributeValues={":text": {"S": "At the beach"}, ":owner": {"S": "host"}},
    )
    written = a_ready_photo(comment="At the beach", owner_id="host")
    assert on_dynamodb().settle(a_ready_photo()) == written
    assert item()["comment"] == {"S": "At the beach"}
    assert item()["ownerId"] == {"S": "host"}


def test_a_writer_who_comes_between_is_first(tables: None) -> None:
    """The condition decides in the table: reading before writing would let both win."""
    on_dynamodb().record(a_stored_photo())
    rejected = a_stored_photo().rejected(Rejection.DAMAGED)

    def meanwhile(**_: object) -> None:
        events.unregister("before-call.dynamodb.UpdateItem", meanwhile)
        assert on_dynamodb().settle(rejected) == rejected

    events = clients.dynamodb().meta.events
    events.register("before-call.dynamodb.UpdateItem", meanwhile)
    assert on_dynamodb().settle(a_ready_photo()) == rejected


def test_an_item_of_before_there_were_renditions_still_loads(tables: None) -> None:
    old = {
        "photoId": {"S": PHOTO_ID},
        "sessionId": {"S": a_stored_photo().session_id},
        "state": {"S": "STORED"},
        "key": {"S": str(a_stored_photo().key)},
        "sizeBytes": {"N": "1000"},
        "storedAt": {"N": str(START + 5)},
    }
    boto3.client("dynamodb").put_item(TableName=resources.PHOTOS_TABLE, Item=old)
    loaded = on_dynamodb().load(PHOTO_ID)
    assert loaded is not None
    assert (loaded.renditions, loaded.facts, loaded.album_id) == ((), None, None)
    settled = on_dynamodb().settle(loaded.ready(some_renditions(), FACTS, START + 9))
    assert settled == replace(
        loaded,
        state=PhotoState.READY,
        renditions=some_renditions(),
        facts=FACTS,
        ready_at=START + 9,
    )


def test_nothing_that_is_unknown_is_written(tables: None) -> None:
    on_dynamodb().record(a_stored_photo(announced=Announcement(), ticket_expires_at=None))
    assert set(item()) == {
        "photoId",
        "sessionId",
        "state",
        "key",
        "sizeBytes",
        "contentType",
        "storedAt",
    }


def test_photos_of_an_album_are_found_by_the_time_at_which_they_came(tables: None) -> None:
    for n in range(3):
        on_dynamodb().record(
            a_stored_photo(photo_id=an_id(n), album_id=f"album-{n % 2}", stored_at=START - n)
        )
    on_dynamodb().record(a_stored_photo(photo_id=an_id(9)))
    on_dynamodb().settle(a_ready_photo(photo_id=an_id(2)))
    found = boto3.client("dynamodb").query(
        TableName=resources.PHOTOS_TABLE,
        IndexName="by-album",
        KeyConditionExpression="albumId = :album",
        ExpressionAttributeValues={":album": {"S": "album-0"}},
    )["Items"]
    assert [photo["photoId"]["S"] for photo in found] == [an_id(2), an_id(0)]
    assert [photo["state"]["S"] for photo in found] == ["READY", "STORED"]


@pytest.mark.parametrize(
    ("keep_days", "stored_at", "expires_at"),
    [(30, START, START + 32 * 86_400), (None, START, None), (30, None, None)],
)
def test_a_record_ends_when_nothing_is_left_of_its_objects(
    tables: None, keep_days: int | None, stored_at: int | None, expires_at: int | None
) -> None:
    store = DynamoPhotoStore(clients.dynamodb, resources.PHOTOS_TABLE, keep_days)
    store.record(a_stored_photo(stored_at=stored_at))
    item = (
        boto3.resource("dynamodb")
        .Table(resources.PHOTOS_TABLE)
        .get_item(Key={"photoId": PHOTO_ID})["Item"]
    )
    assert item.get("expiresAt") == expires_at
