"""What hosts do with albums, and who else may."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any

import pytest

from chalicelib import albums, limits
from chalicelib.album import CODE_ALPHABET, Album, Guests
from chalicelib.album_answers import AlbumView
from chalicelib.album_errors import (
    AlbumBusy,
    AlbumChanged,
    AlbumNotEmpty,
    AlbumNotFound,
    HostRequired,
)
from chalicelib.album_inputs import AlbumChange, AlbumsRequest
from chalicelib.errors import InvalidRequest
from chalicelib.people import Group, User
from tests import fakes
from tests.builders import ALBUM_ID, CODE, HOST_ID, PHOTO_ID, an_album, an_id
from tests.fakes import START, MemoryServices

HOST = User(HOST_ID, frozenset({Group.HOST}))
OTHER_HOST = User("another-host", frozenset({Group.HOST}))
OPERATOR = User("operator", frozenset({Group.OPERATOR}))
#: Who was the host, and is none any more.
FORMER = User(HOST_ID)
SOMEBODY = User("somebody")
OWN = AlbumsRequest(None, None)

Ask = Callable[[MemoryServices, User], object]

#: All that is asked of one album.
ASKED: dict[str, Ask] = {
    "read": lambda s, u: albums.read_album(s, u, ALBUM_ID),
    "change": lambda s, u: albums.change_album(s, u, ALBUM_ID, AlbumChange({"name": "X"})),
    "delete": lambda s, u: albums.delete_album(s, u, ALBUM_ID),
}


def world(**album: Any) -> MemoryServices:
    services = fakes.services()
    services.albums.create(an_album(**album))
    return services


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)
@pytest.mark.parametrize("user", [OTHER_HOST, FORMER, SOMEBODY])
def test_whose_it_is_not_is_told_that_there_is_none(ask: Ask, user: User) -> None:
    services = world()
    with pytest.raises(AlbumNotFound):
        ask(services, user)
    assert services.albums[ALBUM_ID] == an_album()
    assert not albums.may_see_album(user, an_album())
    assert not albums.may_use_album(user, an_album())


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)
@pytest.mark.parametrize("user", [HOST, OPERATOR])
def test_its_host_may_do_everything_and_so_may_an_operator(ask: Ask, user: User) -> None:
    ask(world(), user)
    assert albums.may_see_album(user, an_album())
    assert albums.may_use_album(user, an_album())
    with pytest.raises(AlbumNotFound):
        ask(fakes.services(), user)


@pytest.mark.parametrize("user", [HOST, OPERATOR])
def test_a_host_makes_an_album(user: User) -> None:
    services = fakes.services()
    said = {"name": "Anna & Ben", "guests": Guests.ALL, "opens_at": 5, "closes_at": 6}
    made = albums.create_album(services, user, AlbumChange(said))
    stored = services.albums[made.album_id]
    assert albums.read_album(services, user, made.album_id) == made
    assert AlbumView(**{part.name: getattr(made, part.name) for part in fields(AlbumView)}) == (
        AlbumView.of(stored)
    )
    assert (made.owner_id, made.created_at, made.photo_count) == (user.user_id, START, 0)
    assert (made.name, made.guests, made.opens_at) == ("Anna & Ben", Guests.ALL, 5)
    assert set(made.code) <= set(CODE_ALPHABET)
    assert albums.create_album(services, user, AlbumChange(said)).code != made.code


@pytest.mark.parametrize("user", [SOMEBODY, FORMER])
def test_nobody_else_makes_one(user: User) -> None:
    services = fakes.services()
    with pytest.raises(HostRequired):
        albums.create_album(services, user, AlbumChange({"name": "Mine"}))
    assert len(services.albums) == 0


@pytest.mark.parametrize(("opens", "closes"), [(7, 7), (7, 6)])
def test_none_closes_before_it_opens(opens: int, closes: int) -> None:
    services = world(opens_at=opens)
    said = {"name": "Late", "opens_at": opens, "closes_at": closes}
    with pytest.raises(InvalidRequest):
        albums.create_album(services, HOST, AlbumChange(said))
    with pytest.raises(InvalidRequest):
        albums.change_album(services, HOST, ALBUM_ID, AlbumChange({"closes_at": closes}))
    assert services.albums[ALBUM_ID].closes_at is None


def test_what_a_host_does_not_name_stays() -> None:
    services = world(moderated=True, max_photos=7)
    change = AlbumChange({"max_photos": 8, "retention_days": None})
    after = albums.change_album(services, HOST, ALBUM_ID, change)
    assert (after.moderated, after.max_photos, after.code) == (True, 8, CODE)
    assert services.albums[ALBUM_ID].version == 1
    assert albums.change_album(services, HOST, ALBUM_ID, change) == after
    assert services.albums[ALBUM_ID].version == 1, "nothing has changed"


def test_a_new_code_makes_the_printed_one_worthless() -> None:
    services = world()
    after = albums.change_album(services, HOST, ALBUM_ID, AlbumChange({}, new_code=True))
    assert after.code != CODE
    assert services.albums.find(CODE) is None
    assert services.albums.find(after.code) is not None


def test_an_album_with_photos_is_not_deleted() -> None:
    services = world()
    services.albums.take_place(ALBUM_ID, PHOTO_ID, START + 5)
    with pytest.raises(AlbumNotEmpty):
        albums.delete_album(services, HOST, ALBUM_ID)
    services.clock.tick(5)
    albums.delete_album(services, HOST, ALBUM_ID)
    assert ALBUM_ID not in services.albums


def test_many_that_never_came_do_not_keep_it() -> None:
    services = world()
    for number in range(3 * limits.LAPSED_AT_ONCE):
        services.albums.take_place(ALBUM_ID, an_id(number), START)
    albums.delete_album(services, HOST, ALBUM_ID)
    assert len(services.albums) == 0


class Contended(type(fakes.services().albums)):  # type: ignore[misc]
    """Another one is first, so many times."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.times = times

    def replace(self, before: Album, after: Album) -> Album:
        self._lose()
        replaced: Album = super().replace(before, after)
        return replaced

    def delete(self, album: Album) -> None:
        self._lose()
        super().delete(album)

    def _lose(self) -> None:
        if self.times:
            self.times -= 1
            raise AlbumChanged


@pytest.mark.parametrize("ask", [ASKED["change"], ASKED["delete"]])
def test_who_is_overtaken_tries_again_and_in_the_end_is_told_so(ask: Ask) -> None:
    for times in (1, limits.SAVE_ATTEMPTS - 1, limits.SAVE_ATTEMPTS):
        contended = Contended(times)
        contended.create(an_album())
        services = fakes.MemoryServices(albums=contended)
        if times < limits.SAVE_ATTEMPTS:
            ask(services, HOST)
            continue
        with pytest.raises(AlbumBusy):
            ask(services, HOST)


# Lists


def listed(services: MemoryServices, user: User, asked: AlbumsRequest = OWN) -> list[str]:
    return [each.album_id for each in albums.list_albums(services, user, asked).albums]


def test_a_host_sees_his_own_and_an_operator_everybodys() -> None:
    services = world()
    services.albums.create(an_album(album_id=an_id(1), owner_id=OTHER_HOST.user_id))
    assert listed(services, HOST) == [ALBUM_ID]
    assert listed(services, OTHER_HOST) == [an_id(1)]
    assert sorted(listed(services, OPERATOR)) == sorted([ALBUM_ID, an_id(1)])
    assert listed(services, OPERATOR, AlbumsRequest(HOST_ID, None)) == [ALBUM_ID]
    assert listed(services, HOST, AlbumsRequest(HOST_ID, None)) == [ALBUM_ID]
    assert listed(services, HOST, AlbumsRequest(OTHER_HOST.user_id, None)) == []
    assert listed(services, FORMER) == listed(services, SOMEBODY) == []


def test_long_lists_come_in_pages() -> None:
    services = fakes.services()
    number = limits.ALBUMS_PER_PAGE
    for n in range(number + 1):
        services.albums.create(an_album(album_id=an_id(n)))
    first = albums.list_albums(services, HOST, OWN)
    assert [each.album_id for each in first.albums] == [an_id(n) for n in range(number)]
    assert first.next == an_id(number - 1)
    second = albums.list_albums(services, HOST, AlbumsRequest(None, first.next))
    assert [each.album_id for each in second.albums] == [an_id(number)]
    assert second.next is None


def test_a_page_cannot_begin_behind_what_one_may_not_see() -> None:
    services = world(owner_id=OTHER_HOST.user_id)
    for unknown in (ALBUM_ID, an_id(1)):
        with pytest.raises(InvalidRequest):
            albums.list_albums(services, HOST, AlbumsRequest(None, unknown))
    assert listed(services, OPERATOR, AlbumsRequest(None, ALBUM_ID)) == []
