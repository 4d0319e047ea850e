"""`AlbumStore`: one suite for the fake and for DynamoDB. Places are in `test_stores_places`."""

from dataclasses import replace

import boto3
import pytest

from chalicelib import limits
from chalicelib.album import Album, Attract, Guests
from chalicelib.album_errors import AlbumChanged
from chalicelib.album_store import AlbumStore
from chalicelib.aws import clients
from chalicelib.aws.album_table import DynamoAlbumStore
from chalicelib.errors import ServiceUnavailable
from devserver import resources
from tests.builders import ALBUM_ID, CODE, HOST_ID, PHOTO_ID, a_kiosk, an_album, an_id
from tests.contract.album_fixtures import store
from tests.fakes import START

__all__ = ["store"]

FULL = an_album(
    opens_at=START,
    closes_at=START + 1,
    moderated=True,
    guests=Guests.APPROVED,
    kiosk_shows_own=False,
    attract=Attract.PHOTOS,
    max_photos=7,
    retention_days=30,
    webhook_url="https://example.org/photos?token=a",
    wall_paused=True,
    wall_seconds=20,
    kiosks={each.kiosk_id: each for each in (a_kiosk(), a_kiosk(kiosk_id=an_id(1)))},
)


@pytest.mark.parametrize("album", [an_album(), FULL], ids=["plain", "full"])
def test_an_album_comes_back_as_it_was_stored(store: AlbumStore, album: Album) -> None:
    store.create(album)
    assert store.load(ALBUM_ID) == store.find(CODE) == album


def test_an_unknown_album_is_none(store: AlbumStore) -> None:
    assert store.load(ALBUM_ID) is store.find(CODE) is None


def test_an_album_is_created_once(store: AlbumStore) -> None:
    store.create(an_album())
    with pytest.raises(ServiceUnavailable):
        store.create(an_album(name="Another"))
    assert store.load(ALBUM_ID) == an_album()


def test_what_its_host_says_is_stored_with_the_next_version(store: AlbumStore) -> None:
    store.create(an_album())
    stored = store.replace(an_album(), FULL)
    assert stored == replace(FULL, version=1)
    assert store.load(ALBUM_ID) == stored
    again = store.replace(stored, replace(an_album(), version=stored.version))
    assert store.load(ALBUM_ID) == again == an_album(version=2)


def test_of_two_writers_who_read_the_same_the_second_is_refused(store: AlbumStore) -> None:
    store.create(an_album())
    first = store.replace(an_album(), an_album(name="First"))
    with pytest.raises(AlbumChanged):
        store.replace(an_album(), an_album(name="Second"))
    assert store.load(ALBUM_ID) == first


def test_what_its_host_says_and_photos_that_come_are_not_in_each_others_way(
    store: AlbumStore,
) -> None:
    store.create(an_album())
    assert store.take_place(ALBUM_ID, PHOTO_ID, START)
    store.replace(an_album(), FULL)
    assert store.take_place(ALBUM_ID, an_id(1), START)
    found = store.load(ALBUM_ID)
    assert found is not None
    assert (found.name, found.photo_count) == (FULL.name, 2)
    assert set(found.held) == {PHOTO_ID, an_id(1)}


def test_an_album_that_is_gone_is_not_brought_back(store: AlbumStore) -> None:
    with pytest.raises(AlbumChanged):
        store.replace(an_album(), an_album())
    assert store.load(ALBUM_ID) is None


def test_a_code_that_was_replaced_finds_nothing(store: AlbumStore) -> None:
    store.create(an_album())
    store.replace(an_album(), an_album(code="ZYXWV23456"))
    assert store.find(CODE) is None
    assert store.find("ZYXWV23456") is not None


def test_a_code_that_the_index_still_has_finds_nothing(
    tables: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It follows the table a moment later, and a printed code must be dead at once."""
    made = DynamoAlbumStore(clients.dynamodb, resources.ALBUMS_TABLE)
    made.create(an_album(code="ZYXWV23456"))
    stale = {"Items": [{"albumId": {"S": ALBUM_ID}}, {"albumId": {"S": an_id(9)}}]}
    monkeypatch.setattr(clients.dynamodb(), "query", lambda **_: stale)
    assert made.find(CODE) is None


@pytest.mark.parametrize("album", [an_album(), FULL], ids=["plain", "full"])
def test_an_album_without_photos_is_deleted(store: AlbumStore, album: Album) -> None:
    store.create(album)
    store.delete(album)
    assert store.load(ALBUM_ID) is store.find(CODE) is None


def test_one_with_a_place_taken_is_not_deleted(store: AlbumStore) -> None:
    store.create(an_album())
    store.take_place(ALBUM_ID, PHOTO_ID, START)
    with pytest.raises(AlbumChanged):
        store.delete(an_album())
    store.free_place(ALBUM_ID, PHOTO_ID)
    store.delete(an_album())


def test_one_that_was_changed_is_not_deleted(store: AlbumStore) -> None:
    store.create(an_album())
    store.replace(an_album(), FULL)
    with pytest.raises(AlbumChanged):
        store.delete(an_album())
    assert store.load(ALBUM_ID) is not None
    with pytest.raises(AlbumChanged):
        store.delete(an_album(album_id=an_id(1)))


def pages(store: AlbumStore, owner_id: str | None) -> list[list[str]]:
    """The ids on each page until one is empty."""
    found: list[list[str]] = []
    page = store.page(owner_id, None)
    while page:
        found.append([album.album_id for album in page])
        page = store.page(owner_id, page[-1])
    return found


def test_an_owners_albums_come_page_by_page_the_oldest_first(store: AlbumStore) -> None:
    number = limits.ALBUMS_PER_PAGE + 3
    for n in range(number):
        store.create(an_album(album_id=an_id(n), created_at=START - n, code=f"{n:010d}"))
    store.create(an_album(owner_id="another"))
    first, second = pages(store, HOST_ID)
    assert [*first, *second] == [an_id(n) for n in reversed(range(number))]
    assert len(first) == limits.ALBUMS_PER_PAGE
    assert pages(store, "another") == [[ALBUM_ID]]
    assert pages(store, "nobody") == []


def test_all_albums_come_page_by_page_each_once(store: AlbumStore) -> None:
    number = 2 * limits.ALBUMS_PER_PAGE + 1
    for n in range(number):
        store.create(an_album(album_id=an_id(n), owner_id=f"owner-{n}"))
    found = pages(store, None)
    assert len(found) == 3
    assert sorted(each for page in found for each in page) == [an_id(n) for n in range(number)]


def test_an_album_that_only_the_index_still_has_is_on_no_page_and_ends_none(
    tables: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = DynamoAlbumStore(clients.dynamodb, resources.ALBUMS_TABLE)
    made.create(an_album(album_id=an_id(2)))
    stale = {"Items": [{"albumId": {"S": ALBUM_ID}}], "LastEvaluatedKey": {"albumId": {"S": "x"}}}
    answers = [stale, {"Items": [{"albumId": {"S": an_id(2)}}]}]
    monkeypatch.setattr(clients.dynamodb(), "query", lambda **_: answers.pop(0))
    assert made.page(HOST_ID, None) == (an_album(album_id=an_id(2)),)


def test_an_album_that_is_older_than_this_setting_shows_words_alone(tables: None) -> None:
    made = DynamoAlbumStore(clients.dynamodb, resources.ALBUMS_TABLE)
    made.create(an_album(attract=Attract.PHOTOS))
    key = {"albumId": {"S": ALBUM_ID}}
    boto3.client("dynamodb").update_item(
        TableName=resources.ALBUMS_TABLE, Key=key, UpdateExpression="REMOVE attract"
    )
    assert made.load(ALBUM_ID) == an_album(attract=Attract.MESSAGES)


def test_an_album_of_many_kiosks_and_photos_on_their_way_fits_its_item(store: AlbumStore) -> None:
    """DynamoDB takes 400 KB, and a write costs by the size of the item."""
    album = an_album(name="写" * limits.NAME_CHARACTERS)
    for n in range(limits.ALBUM_KIOSKS):
        album = album.with_kiosk(a_kiosk(kiosk_id=an_id(n), name="写" * limits.NAME_CHARACTERS))
    store.create(replace(album, held={an_id(n): START for n in range(1000)}))
    assert store.load(ALBUM_ID) is not None


def test_indexes_are_not_written_by_photos_that_come(tables: None) -> None:
    (table,) = (each for each in resources.TABLES if each.name == resources.ALBUMS_TABLE)
    for index in table.definition["GlobalSecondaryIndexes"]:
        assert index["Projection"] == {"ProjectionType": "KEYS_ONLY"}
    described = boto3.client("dynamodb").describe_table(TableName=resources.ALBUMS_TABLE)["Table"]
    assert len(described["GlobalSecondaryIndexes"]) == 2
