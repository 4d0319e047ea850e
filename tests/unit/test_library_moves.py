"""Photos that are moved between albums: each has one place, in the album that it is in."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib import deletion, library
from chalicelib.album_entry import AlbumEntry, Visibility
from chalicelib.album_errors import AlbumFull, AlbumNotFound
from chalicelib.library_inputs import Change, PhotoEdit
from chalicelib.photo import Photo, PhotoState, Rejection
from tests.builders import an_album, an_id
from tests.fake_albums import MemoryAlbumStore
from tests.fake_library import MemoryPhotoLibrary
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


def test_who_comes_second_gives_the_place_back(hosted: MemoryServices) -> None:
    class Racing(MemoryPhotoLibrary):
        def change(self, before: Photo, after: Photo) -> None:
            if hosted.photos.records[an_id(1)].album_id is None:
                hosted.photos.records[an_id(1)] = replace(before, album_id=PARTY)
            super().change(before, after)

    photo(hosted)
    racing = replace(hosted, library=Racing(hosted.photos.records))
    move(racing, None)
    assert counted(hosted, WEDDING, PARTY) == [0, 0]
    photo(hosted, 2)
    move(racing, WEDDING, number=2)
    assert counted(hosted, WEDDING) == [1]


def test_who_is_overtaken_on_the_way_into_an_album_leaves_no_place_behind(
    hosted: MemoryServices,
) -> None:
    class Overtaken(MemoryPhotoLibrary):
        overtaken = False

        def change(self, before: Photo, after: Photo) -> None:
            if not self.overtaken:
                self.overtaken = True
                hosted.photos.records[an_id(1)] = replace(before, album_id=WEDDING)
            super().change(before, after)

    photo(hosted)
    move(replace(hosted, library=Overtaken(hosted.photos.records)), PARTY)
    assert counted(hosted, PARTY) == [1]
    assert hosted.photos.records[an_id(1)].album_id == PARTY


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
