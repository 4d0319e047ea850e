"""Use cases of walls: what they may show, and how their host leads them."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib import limits, wall_inputs, walls
from chalicelib.album_entry import Visibility
from chalicelib.album_errors import AlbumNotFound, KioskKeyRefused, KioskKeyRequired
from chalicelib.errors import InvalidRequest
from chalicelib.library_errors import CursorRefused
from chalicelib.photo import PhotoState
from chalicelib.wall_answers import WallPage, WallState
from chalicelib.wall_inputs import WallControl, WallRequest
from tests.albums_heard import LISTENER, OTHER_ALBUM, WALL, heard, key_of, put, told
from tests.builders import ALBUM_ID, CODE, an_id
from tests.fakes import SITE, MemoryServices
from tests.libraries import BOB, HOST


@pytest.fixture
def services() -> MemoryServices:
    return heard()


def look(services: MemoryServices, *photo_ids: str, cursor: str | None = None) -> WallPage:
    return walls.read_wall(services, WallRequest(key_of(services), cursor, photo_ids))


def shown(page: WallPage) -> list[str]:
    return [photo.photo_id for photo in page.photos]


OUT_OF_SIGHT: list[dict[str, Any]] = [
    {"visibility": Visibility.WAITING},
    {"visibility": Visibility.HIDDEN},
    {"state": PhotoState.STORED, "renditions": ()},
    {"state": PhotoState.REJECTED, "renditions": ()},
    {"renditions": (), "content_type": "video/mp4"},
    {"album_id": OTHER_ALBUM},
    {"album_id": None},
]


def test_a_wall_shows_the_pictures_that_everybody_may_see_newest_first(
    services: MemoryServices,
) -> None:
    for number in (1, 2):
        put(services, number)
    for number, changes in enumerate(OUT_OF_SIGHT):
        put(services, 10 + number, **changes)
    page = look(services)
    assert shown(page) == [an_id(2), an_id(1)]
    assert page.photos[0].guest_name == "Ada"
    assert (page.album_id, page.name, page.paused, page.seconds) == (
        *(ALBUM_ID, "Anna & Ben"),
        *(False, 8),
    )
    assert page.join_url == f"{SITE}/phone.html#join={CODE}"
    assert page.join_qr_svg
    assert page.join_qr_svg.startswith("<svg")
    assert page.expires_at == page.server_time + limits.VIEW_SECONDS


@pytest.mark.parametrize("changes", OUT_OF_SIGHT)
def test_of_certain_photos_it_is_answered_with_those_that_it_may_show(
    services: MemoryServices, changes: dict[str, Any]
) -> None:
    put(services, 1)
    put(services, 2, **changes)
    page = look(services, an_id(2), an_id(1), an_id(3))
    assert shown(page) == [an_id(1)]
    assert page.join_qr_svg is None
    assert page.cursor is None


def test_pages_follow_each_other(services: MemoryServices) -> None:
    for number in range(limits.MAX_PAGE_PHOTOS + 1):
        put(services, number)
    first = look(services)
    assert first.cursor is not None
    assert len(shown(first)) == limits.MAX_PAGE_PHOTOS
    assert shown(look(services, cursor=first.cursor)) == [an_id(0)]
    with pytest.raises(CursorRefused):
        look(services, cursor="forged")


def test_nobody_looks_without_a_key_or_with_one_that_was_removed(services: MemoryServices) -> None:
    with pytest.raises(KioskKeyRequired):
        walls.read_wall(services, WallRequest(None, None, ()))
    key = key_of(services)
    album = services.albums[ALBUM_ID]
    services.albums.replace(album, replace(album, kiosks={}))
    with pytest.raises(KioskKeyRefused):
        walls.read_wall(services, WallRequest(key, None, ()))


def test_a_wall_shows_its_album_also_when_that_is_closed_or_full(services: MemoryServices) -> None:
    put(services, 1)
    album = services.albums[ALBUM_ID]
    services.albums.replace(album, replace(album, closes_at=1, max_photos=1))
    assert shown(look(services)) == [an_id(1)]


def lead(services: MemoryServices, **wanted: Any) -> WallState:
    control = WallControl(**{"paused": None, "seconds": None, "goes_on": False} | wanted)
    return walls.lead_walls(services, HOST, ALBUM_ID, control)


def test_a_host_leads_all_walls_and_it_is_kept(services: MemoryServices) -> None:
    assert lead(services) == WallState(ALBUM_ID, False, 8)
    assert lead(services, paused=True) == WallState(ALBUM_ID, True, 8)
    assert lead(services, seconds=20) == WallState(ALBUM_ID, True, 20)
    assert look(services).paused is True
    assert look(services).seconds == 20
    for connection_id in (WALL, LISTENER):
        changes = services.screens.told(connection_id)
        assert [(each["type"], each["paused"], each["seconds"]) for each in changes] == [
            ("ALBUM_CHANGED", True, 8),
            ("ALBUM_CHANGED", True, 20),
        ]


def test_next_is_told_to_walls_and_kept_nowhere(services: MemoryServices) -> None:
    before = services.albums[ALBUM_ID]
    lead(services, goes_on=True)
    assert services.albums[ALBUM_ID] == before
    assert told(services, WALL) == [("NEXT_REQUESTED", "")]
    assert told(services, LISTENER) == []


def test_nobody_else_leads_them(services: MemoryServices) -> None:
    with pytest.raises(AlbumNotFound):
        walls.lead_walls(services, BOB, ALBUM_ID, WallControl(True, None, True))
    assert told(services, WALL) == []


# Inputs


@pytest.mark.parametrize(
    ("body", "control"),
    [
        ({}, WallControl(None, None, False)),
        ({"paused": True, "unknown": 1}, WallControl(True, None, False)),
        ({"seconds": 3, "next": True}, WallControl(None, 3, True)),
        ({"seconds": 60, "next": None, "paused": None}, WallControl(None, 60, False)),
    ],
)
def test_what_a_host_says(body: dict[str, Any], control: WallControl) -> None:
    assert wall_inputs.wall_control(body) == control


@pytest.mark.parametrize(
    "body",
    [
        *[{"paused": 0}, {"paused": 1}, {"paused": "true"}, {"paused": []}],
        *[{"next": 1}, {"next": "yes"}],
        *[{"seconds": 2}, {"seconds": 61}, {"seconds": 8.5}, {"seconds": True}, {"seconds": "8"}],
    ],
)
def test_what_makes_no_sense_is_refused(body: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest):
        wall_inputs.wall_control(body)


def test_what_a_wall_asks() -> None:
    headers = {"authorization": "Bearer a.b.c"}
    ids = ",".join([an_id(1), an_id(2)])
    assert wall_inputs.wall_request({}, headers) == WallRequest("a.b.c", None, ())
    assert wall_inputs.wall_request({"cursor": ["x"]}, {}) == WallRequest(None, "x", ())
    asked = wall_inputs.wall_request({"photoIds": [ids]}, headers)
    assert asked.photo_ids == (an_id(1), an_id(2))
    assert not asked.attracts
    waits = wall_inputs.wall_request({"photoIds": [ids], "attract": ["true"]}, headers)
    assert waits == replace(asked, attracts=True)
    assert wall_inputs.wall_request({"photoIds": [ids], "attract": ["false"]}, headers) == asked


@pytest.mark.parametrize(
    "query",
    [
        {"photoIds": ["x"]},
        {"photoIds": [f"{an_id(1)},"]},
        {"photoIds": [",".join(an_id(n) for n in range(limits.PHOTOS_PER_MESSAGE + 1))]},
        {"photoIds": [an_id(1), an_id(2)]},
        {"photoIds": [an_id(1)], "cursor": ["x"]},
        *[{"attract": ["yes"]}, {"attract": ["True"]}, {"attract": ["true", "true"]}],
        {"attract": ["true"], "cursor": ["x"]},
    ],
)
def test_what_no_wall_asks_is_refused(query: dict[str, list[str]]) -> None:
    with pytest.raises(InvalidRequest):
        wall_inputs.wall_request(query, {})
