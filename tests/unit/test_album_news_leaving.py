"""Photos that are hidden, moved or deleted leave walls and hosts: each way, in every order."""

import itertools
from dataclasses import replace
from typing import Any

import pytest

from chalicelib import (
    album_channel,
    album_news,
    deletion,
    retention,
    uploads,
    walls,
)
from chalicelib.album_entry import Visibility
from chalicelib.inputs import PhotoRequest
from chalicelib.wall_inputs import WallRequest
from tests.albums_heard import (
    LISTENER,
    OTHER_ALBUM,
    PHOTO,
    WALL,
    a_handshake_of,
    come,
    edit,
    heard,
    key_of,
    leave_for,
    put,
    sent,
    told,
)
from tests.builders import (
    ALBUM_ID,
    PHONE_TOKEN,
    SESSION_ID,
    a_kiosk,
    a_socket,
    an_id,
)
from tests.fakes import MemoryServices
from tests.libraries import ADA, HOST, OPERATOR
from tests.workers import by_queue


@pytest.fixture
def services() -> MemoryServices:
    return heard()


# Moderation, moves, deletions


def test_a_photo_that_is_hidden_leaves_the_walls(services: MemoryServices) -> None:
    put(services)
    edit(services, visibility="HIDDEN")
    assert told(services, WALL) == [("PHOTO_GONE", PHOTO)]
    assert told(services, LISTENER) == [("PHOTO_CHANGED", PHOTO)]


def test_what_stands_under_it_is_told_as_well(services: MemoryServices) -> None:
    put(services)
    edit(services, comment="<b>So good</b>")
    assert told(services, WALL) == [("PHOTO_PUBLISHED", PHOTO)]
    assert services.screens.told(LISTENER)[0]["photo"]["comment"] == "<b>So good</b>"


def test_a_photo_that_is_moved_leaves_one_album_and_comes_into_the_other(
    services: MemoryServices,
) -> None:
    put(services)
    shake = a_handshake_of(leave_for(services, OTHER_ALBUM), album_id=OTHER_ALBUM)
    album_channel.subscribe(services, a_socket("other host"), shake)
    edit(services, album=OTHER_ALBUM)
    assert told(services, WALL) == told(services, LISTENER) == [("PHOTO_GONE", PHOTO)]
    assert told(services, "other host") == [("PHOTO_CHANGED", PHOTO)]


def test_one_that_waits_where_it_is_moved_to_is_told_to_no_wall_there(
    services: MemoryServices,
) -> None:
    other = services.albums[OTHER_ALBUM]
    wall = an_id(7)
    services.albums.replace(other, replace(other, moderated=True, kiosks={wall: a_kiosk()}))
    key = key_of(services, wall, OTHER_ALBUM)
    shake = a_handshake_of(key, album_id=OTHER_ALBUM)
    album_channel.subscribe(services, a_socket("other wall"), shake)
    put(services)
    edit(services, album=OTHER_ALBUM)
    assert told(services, "other wall") == []


@pytest.mark.parametrize("user", [ADA, HOST, OPERATOR], ids=["owner", "host", "operator"])
def test_a_photo_that_is_deleted_leaves_both(services: MemoryServices, user: Any) -> None:
    put(services)
    deletion.delete_photo(services, user, PHOTO)
    assert told(services, WALL) == told(services, LISTENER) == [("PHOTO_GONE", PHOTO)]


def test_so_does_one_that_its_visitor_takes_back(services: MemoryServices) -> None:
    photo_id, key = sent(services)
    by_queue(services, key)
    services.screens.frames.clear()
    uploads.withdraw_photo(services, PhotoRequest(SESSION_ID, photo_id, PHONE_TOKEN))
    assert told(services, WALL) == told(services, LISTENER) == [("PHOTO_GONE", photo_id)]


def test_so_does_one_that_was_kept_long_enough(services: MemoryServices) -> None:
    album = services.albums[ALBUM_ID]
    services.albums.replace(album, replace(album, retention_days=1))
    put(services)
    services.clock.tick(3 * 86_400)
    come(services, "late wall", key_of(services))
    retention.expire_photos(services)
    assert told(services, "late wall") == [("PHOTO_GONE", PHOTO)]


@pytest.mark.parametrize("visibility", [Visibility.WAITING, Visibility.HIDDEN])
def test_walls_hear_nothing_of_a_deletion_of_what_they_never_showed(
    services: MemoryServices, visibility: Visibility
) -> None:
    put(services, visibility=visibility)
    deletion.delete_photo(services, HOST, PHOTO)
    assert told(services, WALL) == []
    assert told(services, LISTENER) == [("PHOTO_GONE", PHOTO)]


def test_a_photo_that_was_moved_meanwhile_leaves_where_it_is(services: MemoryServices) -> None:
    photo = put(services)
    before = replace(photo, album_id=OTHER_ALBUM)
    deletion.remove_photo(services, before)
    assert told(services, WALL) == [("PHOTO_GONE", PHOTO)]


# Nothing that was hidden stays


def join(services: MemoryServices, _: list[str]) -> None:
    come(services, "new wall", key_of(services))


def record(services: MemoryServices, _: list[str]) -> None:
    before = services.photos.records[PHOTO]
    services.library.change(before, replace(before, visibility=Visibility.HIDDEN))


def announce(services: MemoryServices, _: list[str]) -> None:
    after = services.photos.records[PHOTO]
    album_news.photo_changed(services, replace(after, visibility=Visibility.SHOWN), after)


def ask(services: MemoryServices, shown: list[str]) -> None:
    page = walls.read_wall(services, WallRequest(key_of(services), None, (PHOTO,)))
    shown += [photo.photo_id for photo in page.photos]


def taken_off(services: MemoryServices, shown: list[str]) -> bool:
    return not shown or ("PHOTO_GONE", PHOTO) in told(services, "new wall")


ORDERS = [
    order
    for order in itertools.permutations((join, ask, record, announce))
    if order.index(join) < order.index(ask) and order.index(record) < order.index(announce)
]


@pytest.mark.parametrize("order", ORDERS)
def test_in_every_interleaving_a_photo_that_is_hidden_leaves_a_wall_that_comes(
    services: MemoryServices, order: Any
) -> None:
    """Registered, then asked; recorded, then announced: whoever is second sees the other."""
    put(services)
    shown: list[str] = []
    for step in order:
        step(services, shown)
    assert taken_off(services, shown)


def test_a_wall_that_went_by_a_list_of_before_it_listened_would_show_it(
    services: MemoryServices,
) -> None:
    """So it asks for each photo before it shows it."""
    put(services)
    shown: list[str] = []
    for step in (ask, record, announce, join):
        step(services, shown)
    assert not taken_off(services, shown)
