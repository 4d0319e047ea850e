"""Use case of lists: who sees what, in which order, page by page."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib import library, limits
from chalicelib.album_entry import AlbumEntry, Visibility
from chalicelib.album_errors import AlbumNotFound
from chalicelib.library_answers import LibraryPage
from chalicelib.library_errors import CursorRefused
from chalicelib.library_inputs import PageRequest
from chalicelib.people import User
from chalicelib.photo import Photo, PhotoState, Rejection
from chalicelib.photo_query import FileType, Filters, ImageSize
from tests.builders import an_announcement, an_id
from tests.fake_albums import MemorySecrets
from tests.fakes import START, MemoryServices
from tests.libraries import ADA, ALBUM, BOB, HOST, OPERATOR, a_library_photo

STORED: dict[str, Any] = {
    "state": PhotoState.STORED,
    "renditions": (),
    "ready_at": None,
    "facts": None,
}


def keep(services: MemoryServices, *photos: Photo) -> None:
    for photo in photos:
        services.photos.record(photo)


def listed(
    services: MemoryServices,
    user: User = ADA,
    limit: int = 50,
    cursor: str | None = None,
    **filters: Any,
) -> LibraryPage:
    return library.list_photos(services, user, PageRequest(Filters(**filters), limit, cursor))


def ids(page: LibraryPage) -> list[int]:
    return [int(photo.photo_id) for photo in page.photos]


# Listing


def test_one_s_own_newest_first(services: MemoryServices) -> None:
    bobs = a_library_photo(9, owner_id=BOB.user_id)
    keep(services, *map(a_library_photo, (2, 1, 3)), bobs, a_library_photo(8, owner_id=None))
    assert ids(listed(services)) == [3, 2, 1]
    assert ids(listed(services, BOB)) == [9]
    assert ids(listed(services, OPERATOR)) == []


def test_page_by_page_each_once(services: MemoryServices) -> None:
    """Also those that were stored in the same second."""
    keep(services, *(a_library_photo(n, stored_at=START + n // 4) for n in range(1, 24)))
    seen, cursor, pages = list[int](), None, 0
    while pages == 0 or cursor:
        page = listed(services, limit=5, cursor=cursor)
        assert len(page.photos) == 5 or page.cursor is None
        seen, cursor, pages = seen + ids(page), page.cursor, pages + 1
    assert seen == list(range(23, 0, -1))
    assert pages == 5


def test_what_comes_meanwhile_moves_no_page(services: MemoryServices) -> None:
    keep(services, *map(a_library_photo, range(1, 7)))
    first = listed(services, limit=3)
    keep(services, a_library_photo(9))
    services.placement.remove(services.photos.records[an_id(4)], None)
    assert ids(listed(services, limit=3, cursor=first.cursor)) == [3, 2, 1]


def test_a_cursor_is_its_users_and_its_querys(services: MemoryServices) -> None:
    keep(services, *map(a_library_photo, range(1, 4)))
    cursor = listed(services, limit=1).cursor
    assert ids(listed(services, limit=2, cursor=cursor)) == [2, 1]
    others: list[tuple[User, dict[str, Any]]] = [
        (BOB, {}),
        (OPERATOR, {"owner_id": ADA.user_id}),
        (ADA, {"state": PhotoState.READY}),
    ]
    for user, filters in others:
        with pytest.raises(CursorRefused):
            listed(services, user, cursor=cursor, **filters)
    with pytest.raises(CursorRefused):
        listed(replace(services, secrets=MemorySecrets(b"another")), cursor=cursor)
    services.clock.tick(limits.CURSOR_SECONDS)
    with pytest.raises(CursorRefused):
        listed(services, cursor=cursor)


def test_who_needs_no_cursor_needs_no_secret(services: MemoryServices) -> None:
    keep(services, a_library_photo(1))
    assert ids(listed(replace(services, secrets=MemorySecrets()))) == [1]


def test_what_is_rejected_is_listed_when_it_is_asked_for(services: MemoryServices) -> None:
    bad = a_library_photo(2, state=PhotoState.REJECTED, rejection=Rejection.DAMAGED, renditions=())
    keep(services, a_library_photo(1), bad, a_library_photo(3, **STORED))
    assert ids(listed(services)) == [3, 1]
    (seen,) = listed(services, state=PhotoState.REJECTED).photos
    assert (seen.code, seen.sizes, seen.thumb_url) == (Rejection.DAMAGED, (), None)


def test_filters(services: MemoryServices) -> None:
    keep(
        services,
        a_library_photo(1, visibility=Visibility.WAITING),
        a_library_photo(2, content_type="video/mp4", renditions=()),
        a_library_photo(3, content_type="audio/mpeg"),
        a_library_photo(4, content_type="application/pdf"),
        a_library_photo(5, content_type=None),
        a_library_photo(6, album_id=ALBUM),
    )
    assert ids(listed(services, file_type=FileType.IMAGE)) == [6, 5, 1]
    assert ids(listed(services, file_type=FileType.VIDEO)) == [2]
    assert ids(listed(services, file_type=FileType.AUDIO)) == [3]
    assert ids(listed(services, file_type=FileType.DOCUMENT)) == [4]
    assert ids(listed(services, visibility=Visibility.WAITING)) == [1]
    assert ids(listed(services, stored_from=START + 2, stored_before=START + 4)) == [3, 2]
    assert ids(listed(services, owner_id=ADA.user_id, album_id=ALBUM)) == [6]


@pytest.mark.parametrize("user", [ADA, BOB, HOST])
def test_other_libraries_and_albums_are_as_if_they_were_not(
    services: MemoryServices, user: User
) -> None:
    keep(services, a_library_photo(1, owner_id="zoe", album_id=ALBUM))
    for owner in ("zoe", "nobody"):
        assert listed(services, user, owner_id=owner).photos == ()
    for album in (ALBUM, "none"):
        for owner_id in (None, "zoe"):
            with pytest.raises(AlbumNotFound):
                listed(services, user, album_id=album, owner_id=owner_id)


def test_an_operator_sees_every_library_and_album(services: MemoryServices) -> None:
    keep(services, a_library_photo(1), a_library_photo(2, owner_id=None, album_id=ALBUM))
    keep(services, a_library_photo(3, album_id=ALBUM))
    assert ids(listed(services, OPERATOR, owner_id=ADA.user_id)) == [3, 1]
    assert ids(listed(services, OPERATOR, album_id=ALBUM)) == [3, 2]
    assert ids(listed(services, OPERATOR, album_id=ALBUM, owner_id=ADA.user_id)) == [3]


def test_a_host_sees_the_name_that_others_will_see_beside_a_photo(
    services: MemoryServices,
) -> None:
    entry = AlbumEntry(START, guest_name="<b>Ada</b>")
    keep(services, a_library_photo(1, entry=entry), a_library_photo(2, entry=None))
    assert [seen.guest_name for seen in listed(services).photos] == [None, "<b>Ada</b>"]


def test_a_page_shows_what_is_known_and_a_thumb_of_each(services: MemoryServices) -> None:
    named = an_announcement(file_name="<b>sea</b>.jpg")
    keep(services, a_library_photo(1, announced=named, comment="<i>calm</i>"))
    page = listed(services)
    (seen,) = page.photos
    assert (seen.file_name, seen.comment) == ("<b>sea</b>.jpg", "<i>calm</i>")
    assert seen.thumb_url is not None
    assert f"/renditions/{an_id(1)}/thumb.jpg" in seen.thumb_url
    assert seen.sizes == tuple(ImageSize)
    assert page.expires_at == START + limits.VIEW_SECONDS
