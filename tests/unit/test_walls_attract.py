"""What a kiosk may show while it waits for somebody: the latest photos, if its album allows it."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib import albums, limits, walls
from chalicelib.album import ATTRACT_PHOTOS, Attract
from chalicelib.album_errors import KioskKeyRefused, KioskKeyRequired
from chalicelib.album_inputs import AlbumChange
from chalicelib.wall_answers import WallPage
from chalicelib.wall_inputs import WallRequest
from tests.albums_heard import WALL, heard, key_of, put
from tests.builders import ALBUM_ID, an_id
from tests.fakes import MemoryServices
from tests.libraries import HOST
from tests.unit.test_walls import OUT_OF_SIGHT


@pytest.fixture
def services() -> MemoryServices:
    return heard()


def shown(page: WallPage) -> list[str]:
    return [photo.photo_id for photo in page.photos]


def allow(services: MemoryServices, attract: Attract) -> None:
    albums.change_album(services, HOST, ALBUM_ID, AlbumChange({"attract": attract}))


def wait(services: MemoryServices, *photo_ids: str) -> WallPage:
    return walls.read_wall(services, WallRequest(key_of(services), None, photo_ids, attracts=True))


def test_a_kiosk_that_waits_is_answered_with_the_latest_photos(services: MemoryServices) -> None:
    for number in range(ATTRACT_PHOTOS + 2):
        put(services, number)
    for number, changes in enumerate(OUT_OF_SIGHT):
        put(services, 20 + number, **changes)
    allow(services, Attract.PHOTOS)
    page = wait(services)
    latest = range(ATTRACT_PHOTOS + 1, 1, -1)
    assert shown(page) == [an_id(number) for number in latest]
    assert (page.attract, page.cursor, page.join_qr_svg) == (Attract.PHOTOS, None, None)
    assert page.expires_at == page.server_time + limits.VIEW_SECONDS


@pytest.mark.parametrize("changes", OUT_OF_SIGHT)
def test_of_certain_photos_too_it_is_answered_with_those_that_all_may_see(
    services: MemoryServices, changes: dict[str, Any]
) -> None:
    put(services, 1)
    put(services, 2, **changes)
    allow(services, Attract.PHOTOS)
    assert shown(wait(services, an_id(2), an_id(1), an_id(3))) == [an_id(1)]


def test_where_its_album_allows_no_photos_it_is_answered_with_none(
    services: MemoryServices,
) -> None:
    """So it is from the beginning, and what it asks for does not matter; walls go on."""
    put(services, 1)
    for page in (wait(services), wait(services, an_id(1))):
        assert (shown(page), page.attract) == ([], Attract.MESSAGES)
        assert page.expires_at == page.server_time + limits.VIEW_SECONDS
    allow(services, Attract.PHOTOS)
    assert shown(wait(services)) == [an_id(1)]
    allow(services, Attract.MESSAGES)
    assert shown(wait(services)) == shown(wait(services, an_id(1))) == []
    assert shown(walls.read_wall(services, WallRequest(key_of(services), None, ()))) == [an_id(1)]


def test_whether_it_may_show_photos_is_told_at_once(services: MemoryServices) -> None:
    allow(services, Attract.PHOTOS)
    allow(services, Attract.MESSAGES)
    told_of = [(each["type"], each["attract"]) for each in services.screens.told(WALL)]
    assert told_of == [("ALBUM_CHANGED", "PHOTOS"), ("ALBUM_CHANGED", "MESSAGES")]


def test_a_kiosk_that_waits_needs_a_key_that_is_good(services: MemoryServices) -> None:
    allow(services, Attract.PHOTOS)
    put(services, 1)
    with pytest.raises(KioskKeyRequired):
        walls.read_wall(services, WallRequest(None, None, (), attracts=True))
    key = key_of(services)
    album = services.albums[ALBUM_ID]
    services.albums.replace(album, replace(album, kiosks={}))
    with pytest.raises(KioskKeyRefused):
        walls.read_wall(services, WallRequest(key, None, (), attracts=True))
