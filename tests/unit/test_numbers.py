"""An album at a glance: what is counted, and who may know."""

import pytest

from chalicelib import limits, numbers
from chalicelib.album_answers import AlbumNumbers, RejectedPhotos
from chalicelib.album_entry import Visibility
from chalicelib.album_errors import AlbumNotFound
from chalicelib.album_inputs import NumbersRequest, numbers_request
from chalicelib.errors import InvalidRequest
from chalicelib.people import Group, User
from chalicelib.photo import PhotoState, Rejection
from tests import fakes
from tests.builders import ALBUM_ID, HOST_ID, an_album
from tests.fakes import START, MemoryServices
from tests.libraries import OPERATOR, a_library_photo

HOST = User(HOST_ID, frozenset({Group.HOST}))
NOW = START + 3 * 86_400


@pytest.fixture
def services() -> MemoryServices:
    made = fakes.services()
    made.albums.create(an_album())
    made.clock.tick(NOW - made.clock())
    return made


def add(services: MemoryServices, number: int, **changes: object) -> None:
    facts: dict[str, object] = {"album_id": ALBUM_ID, "stored_at": NOW - number, "size_bytes": 10}
    services.photos.record(a_library_photo(number, **facts | changes))


def refused(services: MemoryServices, number: int, why: Rejection) -> None:
    add(services, number, state=PhotoState.REJECTED, rejection=why)


def look(services: MemoryServices, user: User = HOST, since: int | None = None) -> AlbumNumbers:
    return numbers.count_photos(services, user, NumbersRequest(ALBUM_ID, since))


def test_of_an_empty_album_all_numbers_are_none(services: MemoryServices) -> None:
    assert look(services) == AlbumNumbers(
        ALBUM_ID, NOW - 86_400, 0, 0, 0, 0, 0, 0, rejected=(), size_bytes=0, is_all=True
    )


def test_photos_are_counted_by_who_sees_them_and_what_has_become_of_them(
    services: MemoryServices,
) -> None:
    add(services, 1)
    add(services, 2, visibility=Visibility.WAITING)
    add(services, 3, visibility=Visibility.HIDDEN, size_bytes=1000)
    add(services, 4, state=PhotoState.STORED, renditions=(), visibility=Visibility.WAITING)
    add(services, 5, album_id="another")
    seen = look(services)
    assert (seen.total, seen.shown, seen.waiting, seen.hidden) == (4, 1, 2, 1)
    assert (seen.processing, seen.size_bytes) == (1, 1030)


def test_what_was_rejected_is_counted_by_the_reason_and_nowhere_else(
    services: MemoryServices,
) -> None:
    refused(services, 1, Rejection.TRUNCATED)
    refused(services, 2, Rejection.NOT_AN_IMAGE)
    refused(services, 3, Rejection.NOT_AN_IMAGE)
    refused(services, 4, Rejection.DAMAGED)
    seen = look(services)
    assert seen.rejected == (
        RejectedPhotos(Rejection.NOT_AN_IMAGE, 2),
        RejectedPhotos(Rejection.DAMAGED, 1),
        RejectedPhotos(Rejection.TRUNCATED, 1),
    )
    assert (seen.total, seen.today, seen.size_bytes) == (0, 0, 0)


@pytest.mark.parametrize(("since", "today"), [(None, 2), (NOW - 5, 1), (NOW - 4, 0), (0, 3)])
def test_today_is_since_whenever_the_hosts_day_began(
    services: MemoryServices, since: int | None, today: int
) -> None:
    add(services, 5)
    add(services, 86_400)
    add(services, 86_401)
    seen = look(services, since=since)
    assert (seen.today, seen.total) == (today, 3)
    assert seen.since == (NOW - 86_400 if since is None else since)


def test_of_very_many_photos_the_newest_are_counted_and_that_is_said(
    services: MemoryServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (1, 2, 3):
        add(services, number)
    refused(services, 4, Rejection.EMPTY)
    monkeypatch.setattr(limits, "COUNTED_PHOTOS", 4)
    assert look(services).is_all
    monkeypatch.setattr(limits, "COUNTED_PHOTOS", 2)
    seen = look(services)
    assert (seen.total, seen.rejected, seen.is_all) == (2, (), False)


@pytest.mark.parametrize("user", [User("other", frozenset({Group.HOST})), User(HOST_ID)])
def test_whose_album_it_is_not_is_told_that_there_is_none(
    services: MemoryServices, user: User
) -> None:
    add(services, 1)
    with pytest.raises(AlbumNotFound):
        look(services, user)
    assert look(services, OPERATOR).total == 1


def test_a_request_names_an_album_and_perhaps_a_time() -> None:
    assert numbers_request(ALBUM_ID, {}) == NumbersRequest(ALBUM_ID, None)
    assert numbers_request(ALBUM_ID, {"since": ["17"]}) == NumbersRequest(ALBUM_ID, 17)
    for album, query in ((ALBUM_ID, {"since": ["noon"]}), ("x", {})):
        with pytest.raises(InvalidRequest):
            numbers_request(album, query)
