"""Photos that are moved between albums: each has one place, in the album that it is in."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chalicelib import deletion, library, places
from chalicelib.album_entry import AlbumEntry, Visibility
from chalicelib.album_errors import AlbumFull, AlbumNotFound
from chalicelib.errors import ServiceUnavailable
from chalicelib.library_errors import PhotoChanged
from chalicelib.library_inputs import Change, PhotoEdit
from chalicelib.photo import Photo, PhotoState, Rejection
from tests.builders import an_album, an_id
from tests.fake_albums import MemoryAlbumStore
from tests.fake_library import MemoryPhotoPlacement
from tests.fakes import MemoryServices
from tests.libraries import HOST, OPERATOR, a_library_photo

WEDDING, PARTY = "V2VkZGluZy1hbmQtbW9yZQ", "UGFydHktYWZ0ZXItdGhhdA"


@pytest.fixture
def hosted(services: MemoryServices) -> MemoryServices:
    """Two albums of HOST; one has room for one photo, the other is moderated."""
    small = an_album(album_id=WEDDING, owner_id=HOST.user_id, max_photos=1)
    services.albums.create(small)
    services.albums.create(
        an_album(album_id=PARTY, code="ABCDEFGHJK", owner_id=HOST.user_id, moderated=True)
    )
    return services


def photo(services: MemoryServices, number: int = 1, **changes: Any) -> Photo:
    recorded = a_library_photo(number, owner_id=HOST.user_id, **changes)
    services.photos.record(recorded)
    return recorded


def move(services: MemoryServices, album_id: str | None, number: int = 1) -> None:
    wanted = PhotoEdit(an_id(number), None, None, Change(album_id))
    library.edit_photo(services, HOST, wanted)


def counted(services: MemoryServices, *album_ids: str) -> list[int]:
    albums = [services.albums.load(album_id) for album_id in album_ids]
    return [album.photo_count for album in albums if album is not None]


@pytest.mark.parametrize("state", [PhotoState.READY, PhotoState.STORED])
def test_it_takes_its_place_along(hosted: MemoryServices, state: PhotoState) -> None:
    photo(hosted, state=state, ready_at=None if state is PhotoState.STORED else 1)
    move(hosted, WEDDING)
    assert counted(hosted, WEDDING, PARTY) == [1, 0]
    move(hosted, PARTY)
    assert counted(hosted, WEDDING, PARTY) == [0, 1]
    assert hosted.photos.records[an_id(1)].visibility is Visibility.WAITING
    move(hosted, None)
    assert counted(hosted, WEDDING, PARTY) == [0, 0]
    assert hosted.photos.records[an_id(1)].entry is None


def test_a_full_album_takes_none_and_the_photo_stays_where_it_was(hosted: MemoryServices) -> None:
    photo(hosted, 1)
    second = photo(hosted, 2)
    move(hosted, WEDDING)
    with pytest.raises(AlbumFull):
        move(hosted, WEDDING, number=2)
    assert counted(hosted, WEDDING) == [1]
    assert hosted.photos.records[an_id(2)] == second


def test_what_its_visitor_was_called_stays(hosted: MemoryServices) -> None:
    photo(hosted, album_id=PARTY, entry=AlbumEntry(1, "Zoe", on_own_screen=False))
    move(hosted, WEDDING)
    entry = hosted.photos.records[an_id(1)].entry
    assert entry is not None
    assert (entry.guest_name, entry.on_own_screen) == ("Zoe", True)


class Overtaken(MemoryPhotoPlacement):
    """Somebody else is faster, once."""

    def __init__(self, services: MemoryServices, meanwhile: Callable[[MemoryServices], None]):
        super().__init__(services.photos.records, services.albums)
        self._services = services
        self._meanwhile: Callable[[MemoryServices], None] | None = meanwhile

    def move(self, *asked: Any) -> None:
        self._interrupt()
        super().move(*asked)

    def remove(self, *asked: Any) -> None:
        self._interrupt()
        super().remove(*asked)

    def _interrupt(self) -> None:
        meanwhile, self._meanwhile = self._meanwhile, None
        if meanwhile:
            meanwhile(self._services)


def overtaken(
    services: MemoryServices, meanwhile: Callable[[MemoryServices], None]
) -> MemoryServices:
    return replace(services, placement=Overtaken(services, meanwhile))


def finish(services: MemoryServices) -> None:
    """Its processing ends."""
    photo = services.photos.records[an_id(1)]
    ready = replace(photo, state=PhotoState.READY, ready_at=1)
    places.conclude(services, services.photos.settle(ready) or ready)


def stored(services: MemoryServices) -> Photo:
    return photo(services, state=PhotoState.STORED, ready_at=None)


@pytest.mark.parametrize("make", [photo, stored])
@pytest.mark.parametrize(("others", "counts"), [(WEDDING, [0, 1]), (PARTY, [0, 1]), (None, [0, 1])])
def test_of_two_who_move_a_photo_each_leaves_it_one_place(
    hosted: MemoryServices,
    make: Callable[[MemoryServices], Photo],
    others: str | None,
    counts: list[int],
) -> None:
    make(hosted)
    if others is None:
        move(hosted, WEDDING)
    move(overtaken(hosted, lambda services: move(services, others)), PARTY)
    assert counted(hosted, WEDDING, PARTY) == counts
    assert hosted.photos.records[an_id(1)].album_id == PARTY


def test_a_photo_that_becomes_ready_meanwhile_is_counted_once(hosted: MemoryServices) -> None:
    stored(hosted)
    move(hosted, WEDDING)
    move(overtaken(hosted, finish), PARTY)
    assert counted(hosted, WEDDING, PARTY) == [0, 1]
    assert not hosted.albums[PARTY].held


def test_what_a_worker_says_of_the_album_that_it_was_in_changes_no_count(
    hosted: MemoryServices,
) -> None:
    stored(hosted)
    move(hosted, WEDDING)
    worked_on = hosted.photos.records[an_id(1)]
    move(hosted, PARTY)
    places.conclude(hosted, replace(worked_on, state=PhotoState.READY, ready_at=1))
    assert counted(hosted, WEDDING, PARTY) == [0, 1]
    deletion.remove_photo(hosted, worked_on)
    assert counted(hosted, WEDDING, PARTY) == [0, 0]


def test_one_that_was_refused_takes_no_place(hosted: MemoryServices) -> None:
    photo(hosted, state=PhotoState.REJECTED, rejection=Rejection.DAMAGED, ready_at=None)
    move(hosted, WEDDING)
    assert counted(hosted, WEDDING) == [0]
    assert hosted.photos.records[an_id(1)].album_id == WEDDING


def test_a_place_that_lapsed_is_no_reason_to_refuse(hosted: MemoryServices) -> None:
    hosted.albums.take_place(WEDDING, an_id(9), hosted.clock())
    photo(hosted)
    move(hosted, WEDDING)
    assert (counted(hosted, WEDDING), hosted.albums[WEDDING].held) == ([1], {})


def test_one_that_is_moved_while_it_is_deleted_leaves_no_place_behind(
    hosted: MemoryServices,
) -> None:
    photo(hosted)
    move(hosted, WEDDING)
    gone = hosted.photos.records[an_id(1)]

    def elsewhere(services: MemoryServices) -> None:
        services.photos.records[an_id(1)] = replace(
            services.photos.records[an_id(1)], album_id=None, entry=None
        )
        services.albums.count(WEDDING, {}, -1)

    deletion.remove_photo(overtaken(hosted, elsewhere), gone)
    assert counted(hosted, WEDDING, PARTY) == [0, 0]
    assert an_id(1) not in hosted.photos.records


def test_who_never_comes_first_is_told_to_try_again(hosted: MemoryServices) -> None:
    class Busy(MemoryPhotoPlacement):
        def remove(self, *_: Any) -> None:
            raise PhotoChanged

    gone = photo(hosted)
    busy = replace(hosted, placement=Busy(hosted.photos.records, hosted.albums))
    with pytest.raises(ServiceUnavailable):
        deletion.remove_photo(busy, gone)


def test_an_album_that_is_deleted_meanwhile_is_not_there(hosted: MemoryServices) -> None:
    class Vanishing(MemoryAlbumStore):
        asked = 0

        def load(self, album_id: str) -> Any:
            self.asked += 1
            return super().load(album_id) if self.asked == 1 else None

    albums = Vanishing()
    albums.create(an_album(album_id=WEDDING, owner_id=HOST.user_id))
    photo(hosted)
    with pytest.raises(AlbumNotFound):
        move(replace(hosted, albums=albums), WEDDING)


def test_a_photo_that_is_deleted_gives_its_place_back_once(hosted: MemoryServices) -> None:
    photo(hosted, 1)
    photo(hosted, 2)
    move(hosted, PARTY, number=1)
    move(hosted, PARTY, number=2)
    gone = hosted.photos.records[an_id(1)]
    deletion.remove_photo(hosted, gone)
    deletion.remove_photo(hosted, gone)
    assert counted(hosted, PARTY) == [1]


def test_one_that_was_rejected_has_given_it_back_before(hosted: MemoryServices) -> None:
    photo(hosted, 1)
    move(hosted, PARTY)
    refused = photo(
        hosted,
        2,
        album_id=PARTY,
        entry=AlbumEntry(1),
        state=PhotoState.REJECTED,
        rejection=Rejection.TRUNCATED,
        ready_at=None,
        renditions=(),
    )
    deletion.delete_photo(hosted, OPERATOR, refused.photo_id)
    assert counted(hosted, PARTY) == [1]
