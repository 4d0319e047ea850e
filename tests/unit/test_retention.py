"""Photos leave with everything that there is of them when their album has kept them long enough."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib import limits
from chalicelib.album_entry import AlbumEntry
from chalicelib.errors import ServiceUnavailable
from chalicelib.photo import Photo, PhotoState, Rejection
from chalicelib.retention import expire_photos
from tests.builders import an_album, an_id
from tests.fake_library import MemoryPhotoPlacement
from tests.fakes import MemoryServices, TickingClock
from tests.libraries import a_library_photo

WEEK, EVER = "V2VkZGluZy1hbmQtbW9yZQ", "UGFydHktYWZ0ZXItdGhhdA"
DAY = 86_400


@pytest.fixture
def services(services: MemoryServices) -> MemoryServices:
    """An album that keeps photos for seven days, and one that keeps them for ever."""
    services.albums.create(an_album(album_id=WEEK, retention_days=7))
    services.albums.create(an_album(album_id=EVER, code="ABCDEFGHJK"))
    return services


def photo(services: MemoryServices, number: int, age_days: float, **changes: Any) -> Photo:
    stored_at = services.clock() - round(age_days * DAY)
    known: dict[str, Any] = {"album_id": WEEK, "entry": AlbumEntry(1), "stored_at": stored_at}
    recorded = a_library_photo(number, **known | changes)
    services.photos.record(recorded)
    if recorded.album_id is not None:
        services.albums.count(recorded.album_id, {}, 1)
    return recorded


def left(services: MemoryServices) -> list[int]:
    return sorted(int(photo_id) for photo_id in services.photos.records)


def test_what_is_older_than_its_album_keeps_it_is_deleted(services: MemoryServices) -> None:
    photo(services, 1, age_days=6.99)
    photo(services, 2, age_days=7.01)
    photo(services, 3, age_days=700, album_id=EVER)
    photo(services, 4, age_days=700, album_id=None, entry=None)
    old = photo(services, 5, age_days=30)
    services.media.objects.update({each.key: b"jpeg" for each in old.renditions})
    assert expire_photos(services) == 2
    assert left(services) == [1, 3, 4]
    assert services.media.objects == {}
    assert services.albums[WEEK].photo_count == 1
    assert expire_photos(services) == 0


@pytest.mark.parametrize(
    ("keep_days", "left_over"), [(None, [1, 2, 3]), (20, [1]), (7, [1]), (3, []), (365, [1, 2, 3])]
)
def test_nothing_is_kept_longer_than_the_deployment_keeps_any(
    services: MemoryServices, keep_days: int | None, left_over: list[int]
) -> None:
    """S3 removes it then, and an album would go on to count what is not there any more."""
    kept = replace(services, settings=replace(services.settings, keep_days=keep_days))
    photo(services, 1, age_days=5, album_id=EVER)
    photo(services, 2, age_days=30, album_id=EVER)
    photo(services, 3, age_days=31, album_id=EVER)
    expire_photos(kept)
    assert left(services) == left_over


@pytest.mark.parametrize(
    "changes",
    [
        {"state": PhotoState.STORED, "ready_at": None, "renditions": ()},
        {"state": PhotoState.REJECTED, "rejection": Rejection.DAMAGED, "ready_at": None},
        {"state": PhotoState.REJECTED, "rejection": Rejection.DELETED},
    ],
)
def test_whatever_has_become_of_it(services: MemoryServices, changes: dict[str, Any]) -> None:
    photo(services, 1, age_days=8, **changes)
    assert expire_photos(services) == 1
    assert left(services) == []


def test_one_that_cannot_be_deleted_holds_up_no_other(services: MemoryServices) -> None:
    class Away(MemoryPhotoPlacement):
        def remove(self, photo: Photo, *rest: Any) -> None:
            if photo.photo_id == an_id(2):
                raise ServiceUnavailable
            super().remove(photo, *rest)

    for number in (1, 2, 3):
        photo(services, number, age_days=8)
    away = replace(services, placement=Away(services.photos.records, services.albums))
    assert expire_photos(away) == 2
    assert left(services) == [2]
    assert expire_photos(services) == 1


def test_many_albums_and_many_photos_are_gone_through(
    services: MemoryServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ALBUMS_PER_PAGE", 1)
    monkeypatch.setattr(limits, "DELETED_AT_ONCE", 3)
    services.albums.create(an_album(album_id=an_id(90), code="BCDEFGHJKM", retention_days=1))
    for number in range(8):
        photo(services, number, age_days=8, album_id=WEEK if number % 2 else an_id(90))
    assert expire_photos(services) == 8


def test_a_run_ends_in_time_and_the_next_goes_on(
    services: MemoryServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "DELETED_AT_ONCE", 1)
    for number in (1, 2, 3):
        photo(services, number, age_days=8)

    class Slow(MemoryPhotoPlacement):
        def remove(self, *asked: Any) -> None:
            timer.now += limits.EXPIRY_SECONDS
            super().remove(*asked)

    timer = TickingClock()
    slow = replace(services, timer=timer, placement=Slow(services.photos.records, services.albums))
    assert [expire_photos(slow) for _ in range(4)] == [1, 1, 1, 0]
