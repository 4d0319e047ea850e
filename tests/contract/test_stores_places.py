"""`AlbumStore`: the places of photos, each step atomic and harmless when it is done again."""

from collections.abc import Callable

import pytest

from chalicelib.album import Album
from chalicelib.album_store import AlbumStore
from chalicelib.aws import clients
from chalicelib.aws.album_table import DynamoAlbumStore
from devserver import resources
from tests.builders import ALBUM_ID, PHOTO_ID, an_album, an_id
from tests.contract.album_fixtures import store
from tests.fakes import START

__all__ = ["store"]


def album(store: AlbumStore) -> Album:
    found = store.load(ALBUM_ID)
    assert found is not None
    return found


def test_a_place_is_taken_once(store: AlbumStore) -> None:
    store.create(an_album())
    assert store.take_place(ALBUM_ID, PHOTO_ID, START + 5)
    assert not store.take_place(ALBUM_ID, PHOTO_ID, START + 9)
    assert (album(store).photo_count, album(store).held) == (1, {PHOTO_ID: START + 5})


def test_there_are_as_many_places_as_its_host_says(store: AlbumStore) -> None:
    store.create(an_album(max_photos=2))
    assert [store.take_place(ALBUM_ID, an_id(n), START) for n in range(4)] == [
        *(True, True, False, False)
    ]
    assert album(store).photo_count == len(album(store).held) == 2


def test_a_host_who_wants_fewer_loses_none_and_gets_no_more(store: AlbumStore) -> None:
    store.create(an_album(max_photos=2))
    for n in range(2):
        store.take_place(ALBUM_ID, an_id(n), START)
    store.replace(an_album(max_photos=2), an_album(max_photos=1))
    assert not store.take_place(ALBUM_ID, PHOTO_ID, START)
    store.free_place(ALBUM_ID, an_id(0))
    assert not store.take_place(ALBUM_ID, PHOTO_ID, START)
    assert album(store).photo_count == 1


def test_a_place_is_held_longer(store: AlbumStore) -> None:
    store.create(an_album())
    assert not store.hold_place(ALBUM_ID, PHOTO_ID, START)
    store.take_place(ALBUM_ID, PHOTO_ID, START)
    assert store.hold_place(ALBUM_ID, PHOTO_ID, START + 9)
    assert (album(store).photo_count, album(store).held) == (1, {PHOTO_ID: START + 9})


def test_a_settled_place_stays_counted(store: AlbumStore) -> None:
    store.create(an_album())
    store.take_place(ALBUM_ID, PHOTO_ID, START)
    assert store.settle_place(ALBUM_ID, PHOTO_ID)
    assert not store.settle_place(ALBUM_ID, PHOTO_ID)
    assert not store.free_place(ALBUM_ID, PHOTO_ID)
    assert (album(store).photo_count, album(store).held) == (1, {})


def test_a_place_is_freed_once(store: AlbumStore) -> None:
    store.create(an_album())
    store.take_place(ALBUM_ID, PHOTO_ID, START)
    store.take_place(ALBUM_ID, an_id(1), START)
    assert store.free_place(ALBUM_ID, PHOTO_ID)
    assert not store.free_place(ALBUM_ID, PHOTO_ID)
    assert (album(store).photo_count, album(store).held) == (1, {an_id(1): START})


def test_lapsed_places_are_freed_all_or_none(store: AlbumStore) -> None:
    store.create(an_album())
    for n in range(3):
        store.take_place(ALBUM_ID, an_id(n), START + n)
    lapsed = {an_id(0): START, an_id(1): START + 1}
    store.hold_place(ALBUM_ID, an_id(1), START + 99)
    assert not store.free_lapsed(ALBUM_ID, lapsed)
    assert album(store).photo_count == 3
    assert store.free_lapsed(ALBUM_ID, {an_id(0): START, an_id(2): START + 2})
    assert (album(store).photo_count, album(store).held) == (1, {an_id(1): START + 99})


@pytest.mark.parametrize(
    "step",
    [
        lambda s: s.take_place(ALBUM_ID, PHOTO_ID, START),
        lambda s: s.hold_place(ALBUM_ID, PHOTO_ID, START),
        lambda s: s.settle_place(ALBUM_ID, PHOTO_ID),
        lambda s: s.free_place(ALBUM_ID, PHOTO_ID),
        lambda s: s.free_lapsed(ALBUM_ID, {PHOTO_ID: START}),
    ],
)
def test_an_album_that_is_gone_has_no_places(
    store: AlbumStore, step: Callable[[AlbumStore], bool]
) -> None:
    """And no step makes one of it: what DynamoDB updates, it would make."""
    assert not step(store)
    assert store.load(ALBUM_ID) is None


def test_of_many_at_once_none_is_one_too_many(tables: None) -> None:
    """One write decides, in the table: reading before it would let both win."""
    made = DynamoAlbumStore(clients.dynamodb, resources.ALBUMS_TABLE)
    made.create(an_album(max_photos=1))

    def meanwhile(**_: object) -> None:
        events.unregister("before-call.dynamodb.UpdateItem", meanwhile)
        assert made.take_place(ALBUM_ID, an_id(1), START)

    events = clients.dynamodb().meta.events
    events.register("before-call.dynamodb.UpdateItem", meanwhile)
    assert not made.take_place(ALBUM_ID, an_id(2), START)
    assert (album(made).photo_count, album(made).held) == (1, {an_id(1): START})
