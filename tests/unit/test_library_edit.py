"""Use case of edits: what is said of a photo, and by whom."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib import library
from chalicelib.album_entry import Visibility
from chalicelib.album_errors import AlbumNotFound
from chalicelib.errors import PhotoNotFound, ScandropError, ServiceUnavailable
from chalicelib.library_answers import LibraryPhoto
from chalicelib.library_errors import ChangeNotAllowed, PhotoChanged
from chalicelib.library_inputs import Change, PhotoEdit
from chalicelib.people import User
from chalicelib.photo import Photo, PhotoState, Rejection
from tests.builders import an_album, an_id
from tests.fake_library import MemoryPhotoLibrary
from tests.fakes import MemoryServices
from tests.libraries import ADA, ALBUM, BOB, HOST, OPERATOR, a_library_photo


@pytest.fixture
def hosted(services: MemoryServices) -> MemoryServices:
    """The album is HOST's."""
    services.albums.create(an_album(album_id=ALBUM, owner_id=HOST.user_id))
    return services


def edit(services: MemoryServices, user: User = ADA, **changes: Any) -> LibraryPhoto:
    given = {name: Change(value) for name, value in changes.items()}
    wanted = PhotoEdit(
        an_id(1), given.get("comment"), given.get("visibility"), given.get("album_id")
    )
    return library.edit_photo(services, user, wanted)


def stored(services: MemoryServices) -> Photo:
    return services.photos.records[an_id(1)]


@pytest.mark.parametrize("user", [ADA, OPERATOR])
def test_its_owner_writes_under_it_and_hides_it(services: MemoryServices, user: User) -> None:
    services.photos.record(a_library_photo(1))
    seen = edit(services, user, comment="At the sea", visibility=Visibility.HIDDEN)
    assert (seen.comment, seen.visibility) == ("At the sea", Visibility.HIDDEN)
    assert stored(services) == a_library_photo(
        1, comment="At the sea", visibility=Visibility.HIDDEN
    )
    assert edit(services, user, comment=None).comment is None
    assert stored(services).visibility is Visibility.HIDDEN


@pytest.mark.parametrize("user", [HOST, OPERATOR])
def test_what_a_visitor_sent_its_host_writes_under_and_moves(
    hosted: MemoryServices, user: User
) -> None:
    """It has no owner. In the other album it begins as all do."""
    other = an_album(album_id=an_id(7), owner_id=HOST.user_id, code="OTHER", moderated=True)
    hosted.albums.create(other)
    sent = a_library_photo(1, owner_id=None, album_id=ALBUM, entry=None)
    hosted.photos.record(sent)
    hosted.albums.count(ALBUM, {}, 1)
    assert edit(hosted, user, comment="At the sea").comment == "At the sea"
    moved = edit(hosted, user, album_id=other.album_id)
    assert (moved.album_id, moved.visibility) == (other.album_id, Visibility.WAITING)


def test_what_a_visitor_sent_stays_in_an_album(hosted: MemoryServices) -> None:
    """In none it would be nobody's, and only operators would find it."""
    hosted.photos.record(a_library_photo(1, owner_id=None, album_id=ALBUM))
    with pytest.raises(ChangeNotAllowed):
        edit(hosted, HOST, album_id=None)
    with pytest.raises(PhotoNotFound):
        edit(hosted, ADA, comment="mine")
    assert stored(hosted).album_id == ALBUM


@pytest.mark.parametrize("user", [BOB, HOST])
def test_to_all_others_it_is_not_there(services: MemoryServices, user: User) -> None:
    services.photos.record(a_library_photo(1, album_id=ALBUM))
    with pytest.raises(PhotoNotFound):
        edit(services, user, comment="x")
    assert stored(services).comment is None


@pytest.mark.parametrize(
    ("user", "changes", "error"),
    [
        (ADA, {"visibility": Visibility.SHOWN}, ChangeNotAllowed),
        (ADA, {"comment": "x", "visibility": Visibility.SHOWN}, ChangeNotAllowed),
        (HOST, {"comment": "x"}, ChangeNotAllowed),
        (HOST, {"album_id": None}, ChangeNotAllowed),
        (HOST, {"visibility": Visibility.SHOWN, "comment": "x"}, ChangeNotAllowed),
        (ADA, {"album_id": "another"}, AlbumNotFound),
        (ADA, {"album_id": "another", "comment": "x"}, AlbumNotFound),
    ],
)
def test_in_an_album_its_host_decides_who_sees_it_and_its_owner_what_is_said(
    hosted: MemoryServices, user: User, changes: dict[str, Any], error: type[ScandropError]
) -> None:
    before = a_library_photo(1, album_id=ALBUM, visibility=Visibility.WAITING)
    hosted.photos.record(before)
    with pytest.raises(error):
        edit(hosted, user, **changes)
    assert stored(hosted) == before


def test_a_host_moderates_and_an_owner_comments(hosted: MemoryServices) -> None:
    hosted.photos.record(a_library_photo(1, album_id=ALBUM, visibility=Visibility.WAITING))
    assert edit(hosted, HOST, visibility=Visibility.SHOWN).visibility is Visibility.SHOWN
    assert edit(hosted, ADA, comment="x").visibility is Visibility.SHOWN
    assert edit(hosted, OPERATOR, visibility=Visibility.HIDDEN).visibility is Visibility.HIDDEN
    assert stored(hosted).comment == "x"


def test_who_may_use_an_album_moves_photos_into_it_and_out(hosted: MemoryServices) -> None:
    hosted.photos.record(a_library_photo(1, owner_id=HOST.user_id, visibility=Visibility.HIDDEN))
    seen = edit(hosted, HOST, album_id=ALBUM)
    assert (seen.album_id, seen.visibility) == (ALBUM, Visibility.SHOWN)
    edit(hosted, HOST, visibility=Visibility.HIDDEN)
    assert edit(hosted, HOST, album_id=ALBUM).visibility is Visibility.HIDDEN
    seen = edit(hosted, HOST, album_id=None)
    assert (seen.album_id, stored(hosted).album_id) == (None, None)


def test_who_leaves_an_album_decides_again(hosted: MemoryServices) -> None:
    hosted.photos.record(a_library_photo(1, album_id=ALBUM, visibility=Visibility.WAITING))
    seen = edit(hosted, ADA, album_id=None, visibility=Visibility.SHOWN)
    assert (seen.album_id, seen.visibility) == (None, Visibility.SHOWN)


def test_a_photo_that_is_moved_meanwhile_is_looked_at_again(hosted: MemoryServices) -> None:
    """Whoever could have hidden it before may not be its host now."""

    class Moving(MemoryPhotoLibrary):
        def change(self, before: Photo, after: Photo) -> None:
            if stored(hosted).album_id is None:
                hosted.photos.records[an_id(1)] = a_library_photo(1, album_id=ALBUM)
            super().change(before, after)

    hosted.photos.record(a_library_photo(1))
    moving = replace(hosted, library=Moving(hosted.photos.records))
    with pytest.raises(ChangeNotAllowed):
        edit(moving, ADA, visibility=Visibility.HIDDEN)
    assert stored(hosted).visibility is Visibility.SHOWN


def test_one_that_is_deleted_meanwhile_is_not_there(services: MemoryServices) -> None:
    class Deleting(MemoryPhotoLibrary):
        def change(self, before: Photo, after: Photo) -> None:
            self.bury(before.photo_id)
            super().change(before, after)

    services.photos.record(a_library_photo(1))
    with pytest.raises(PhotoNotFound):
        edit(replace(services, library=Deleting(services.photos.records)), comment="x")
    deleted = stored(services)
    assert (deleted.state, deleted.rejection) == (PhotoState.REJECTED, Rejection.DELETED)
    assert deleted.comment is None


def test_one_that_is_moved_all_the_time_is_left_alone(services: MemoryServices) -> None:
    class Busy(MemoryPhotoLibrary):
        def change(self, before: Photo, after: Photo) -> None:
            raise PhotoChanged

    services.photos.record(a_library_photo(1))
    with pytest.raises(ServiceUnavailable):
        edit(replace(services, library=Busy(services.photos.records)), comment="x")
