"""Guests: the link of an album's gallery shows what its host lets them see, and nothing else."""

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib import albums, gallery, joining, limits
from chalicelib.album import Guests
from chalicelib.album_entry import AlbumEntry, Visibility
from chalicelib.album_errors import GalleryClosed, GalleryKeyRefused
from chalicelib.album_inputs import AlbumChange, JoinRequest
from chalicelib.gallery_answers import GalleryPage
from chalicelib.gallery_inputs import GalleryRequest, gallery_request
from chalicelib.library_errors import CursorRefused
from chalicelib.people import Group, User
from chalicelib.photo import Photo, PhotoState, Rejection, RenditionName
from tests import fakes
from tests.builders import ALBUM_ID, CODE, HOST_ID, SCREEN_TOKEN, an_album, an_id
from tests.fakes import SITE, START, MemoryServices
from tests.libraries import a_library_photo

HOST = User(HOST_ID, frozenset({Group.HOST}))
KEY = SCREEN_TOKEN
SHOWN, WAITING, HIDDEN = Visibility.SHOWN, Visibility.WAITING, Visibility.HIDDEN


def a_photo(number: int, visibility: Visibility = SHOWN, **changes: Any) -> Photo:
    said: dict[str, Any] = {"album_id": ALBUM_ID, "visibility": visibility}
    return replace(a_library_photo(number, **said), **changes)


def world(*photos: Photo, **album: Any) -> MemoryServices:
    services = fakes.services()
    said = {"guests": Guests.APPROVED, "gallery_key": KEY} | album
    services.albums.create(an_album(**said))
    for photo in photos:
        services.photos.record(photo)
    return services


def look(services: MemoryServices, cursor: str | None = None, key: str = KEY) -> GalleryPage:
    return gallery.open_gallery(services, GalleryRequest(ALBUM_ID, key, cursor))


def ids(page: GalleryPage) -> list[int]:
    return [int(photo.photo_id) for photo in page.photos]


@pytest.mark.parametrize(
    ("guests", "moderated", "seen"),
    [
        (Guests.APPROVED, False, [1]),
        (Guests.APPROVED, True, [1]),
        (Guests.ALL, False, [2, 1]),
        # What is moderated waits for its host, whatever else he lets guests see.
        (Guests.ALL, True, [1]),
    ],
)
def test_guests_see_what_their_host_lets_them(
    guests: Guests, moderated: bool, seen: list[int]
) -> None:
    photos = [a_photo(number, each) for number, each in enumerate((SHOWN, WAITING, HIDDEN), 1)]
    assert ids(look(world(*photos, guests=guests, moderated=moderated))) == seen


def test_where_they_see_nothing_they_are_told_so() -> None:
    with pytest.raises(GalleryClosed):
        look(world(a_photo(1), guests=Guests.NOTHING))


def test_only_pictures_that_are_ready_are_shown() -> None:
    """A video is as it came, with all that the phone wrote into it."""
    unmade: dict[str, Any] = {"renditions": (), "facts": None}
    services = world(
        a_photo(1),
        a_photo(2, state=PhotoState.STORED, **unmade),
        a_photo(3, state=PhotoState.REJECTED, rejection=Rejection.DELETED),
        a_photo(4, content_type="video/mp4", **unmade),
        a_photo(5, album_id=an_id(9)),
    )
    assert ids(look(services)) == [1]


def test_a_photo_is_shown_by_what_we_made_and_nothing_tells_of_its_file() -> None:
    photo = a_photo(1, entry=AlbumEntry(1, "Ada"), comment="At the sea")
    page = look(world(photo))
    (shown,) = page.photos
    assert (shown.guest_name, shown.comment, shown.stored_at) == ("Ada", "At the sea", START + 1)
    assert set(shown.renditions) == set(RenditionName)
    for rendition in photo.renditions:
        assert rendition.key in shown.renditions[rendition.name].url
    parts = urlsplit(shown.download_url)
    assert parts.path.endswith("/large.jpg")
    (name,) = parse_qs(parts.query)["save"]
    assert name == "20270115T080001Z-" + photo.photo_id + ".jpg"
    assert photo.announced.file_name
    assert photo.announced.file_name not in repr(page)
    assert (page.name, page.server_time) == ("Anna & Ben", START)
    assert page.expires_at == START + limits.VIEW_SECONDS


def test_photos_of_no_guest_have_no_name() -> None:
    (shown,) = look(world(a_photo(1, entry=None))).photos
    assert shown.guest_name is None


@pytest.mark.parametrize("guests", [Guests.APPROVED, Guests.ALL])
def test_page_by_page_each_once(guests: Guests) -> None:
    count = limits.MAX_PAGE_PHOTOS * 2 + 7
    services = world(*map(a_photo, range(count)), guests=guests)
    page = look(services)
    seen = ids(page)
    while page.cursor:
        page = look(services, page.cursor)
        seen += ids(page)
    assert seen == list(range(count))[::-1]


def test_a_cursor_shows_nothing_that_is_not_shown_any_more() -> None:
    """It is of those who saw all; now they see what is approved."""
    services = world(*map(a_photo, range(limits.MAX_PAGE_PHOTOS + 1)), guests=Guests.ALL)
    cursor = look(services).cursor
    change = AlbumChange({"guests": Guests.APPROVED})
    albums.change_album(services, HOST, ALBUM_ID, change)
    with pytest.raises(CursorRefused):
        look(services, cursor)


@pytest.mark.parametrize("key", ["", KEY[:-1], KEY.upper()])
def test_no_other_key_opens_it(key: str) -> None:
    with pytest.raises(GalleryKeyRefused):
        look(world(a_photo(1)), key=key)


@pytest.mark.parametrize("key", ["", KEY])
def test_what_has_no_key_nobody_opens(key: str) -> None:
    with pytest.raises(GalleryKeyRefused):
        look(world(a_photo(1), gallery_key=None), key=key)


def test_of_an_album_that_is_none_as_much_is_told_as_of_a_wrong_key() -> None:
    """Also where guests see nothing: the key is looked at first."""
    with pytest.raises(GalleryKeyRefused):
        look(fakes.services())
    with pytest.raises(GalleryKeyRefused):
        look(world(guests=Guests.NOTHING), key="another")


def test_a_new_link_takes_the_place_of_the_old_one() -> None:
    services = world(a_photo(1))
    before = services.albums[ALBUM_ID]
    change = AlbumChange({}, new_gallery_link=True)
    told = albums.change_album(services, HOST, ALBUM_ID, change)
    with pytest.raises(GalleryKeyRefused):
        look(services)
    key = str(told.gallery_url).rpartition("=")[2]
    assert ids(look(services, key=key)) == [1]
    assert told.code == before.code


def test_guests_who_join_are_led_there() -> None:
    url = f"{SITE}/gallery.html#album={ALBUM_ID}&key={KEY}"
    assert joining.join_album(world(), JoinRequest(CODE, None)).gallery_url == url
    assert albums.read_album(world(), HOST, ALBUM_ID).gallery_url == url
    hidden = world(guests=Guests.NOTHING)
    assert joining.join_album(hidden, JoinRequest(CODE, None)).gallery_url is None
    assert albums.read_album(hidden, HOST, ALBUM_ID).gallery_url is None


def test_a_new_album_has_a_key_of_its_own() -> None:
    services = fakes.services()
    said = AlbumChange({"name": "Party", "guests": Guests.ALL})
    made = [albums.create_album(services, HOST, said) for _ in range(2)]
    assert made[0].gallery_url != made[1].gallery_url
    assert made[0].join_url == f"{SITE}/phone.html#join={made[0].code}"
    assert made[0].join_qr_svg.startswith("<svg")


@pytest.mark.parametrize("header", [None, "Basic eDp5", "Bearer", "Bearer short", "Bearer x y"])
def test_a_link_that_was_cut_off_is_told_to_be_one(header: str | None) -> None:
    headers = {} if header is None else {"authorization": header}
    with pytest.raises(GalleryKeyRefused):
        gallery_request(ALBUM_ID, {}, headers)


def test_neither_key_nor_link_is_in_a_log_line() -> None:
    services = world()
    told = albums.read_album(services, HOST, ALBUM_ID)
    joined = joining.join_album(services, JoinRequest(CODE, None))
    assert KEY not in f"{services.albums[ALBUM_ID]!r} {told!r} {joined!r}"
