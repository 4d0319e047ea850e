"""What hosts and guests say, before anybody believes it."""

from typing import Any

import pytest

from chalicelib import album_inputs, limits
from chalicelib.album import Attract, Guests
from chalicelib.album_errors import KioskKeyRefused, KioskKeyRequired
from chalicelib.album_inputs import AlbumChange, AlbumsRequest, JoinRequest
from chalicelib.errors import InvalidRequest
from tests.builders import ALBUM_ID, CODE, KIOSK_ID, an_id

SAID = {
    "name": " Anna  & Ben ",
    "opensAt": 1,
    "closesAt": None,
    "moderated": True,
    "guests": "APPROVED",
    "kioskShowsOwn": False,
    "attract": "PHOTOS",
    "maxPhotos": limits.ALBUM_PHOTOS_AT_MOST,
    "retentionDays": 30,
    "webhookUrl": "https://example.org/photos",
}
MEANT = {
    "name": "Anna & Ben",
    "opens_at": 1,
    "closes_at": None,
    "moderated": True,
    "guests": Guests.APPROVED,
    "kiosk_shows_own": False,
    "attract": Attract.PHOTOS,
    "max_photos": limits.ALBUM_PHOTOS_AT_MOST,
    "retention_days": 30,
    "webhook_url": "https://example.org/photos",
}


def test_all_that_a_host_may_say_is_read() -> None:
    assert album_inputs.new_album(SAID) == album_inputs.album_change(SAID) == AlbumChange(MEANT)
    assert album_inputs.album_change({"newCode": True}) == AlbumChange({}, new_code=True)
    said = {"newGalleryLink": True}
    assert album_inputs.album_change(said) == AlbumChange({}, new_gallery_link=True)


def test_what_he_may_not_say_is_ignored() -> None:
    forged = {"albumId": an_id(1), "ownerId": "me", "code": CODE, "photoCount": 0, "kiosks": {}}
    assert album_inputs.new_album({"name": "A", **forged}) == AlbumChange({"name": "A"})
    assert album_inputs.album_change({**forged, "version": 0}) == AlbumChange({})


def test_an_album_has_a_name() -> None:
    with pytest.raises(InvalidRequest, match="name"):
        album_inputs.new_album({})


BAD: dict[str, tuple[Any, ...]] = {
    "name": (None, "", " ", "\0", "\u202e", 7, ["a"], {}, "x" * (limits.NAME_CHARACTERS + 1)),
    "opensAt": ("1", 0, -1, 1.5, True, 10**11 + 1, []),
    "closesAt": ("1", 0, -1, 1.5, True, 10**11 + 1, {}),
    "moderated": (None, 0, "true", []),
    "guests": (None, "all", "SOME", 1, ["ALL"], {}),
    "kioskShowsOwn": (None, 1, "false"),
    "attract": (None, "photos", "ALL", True, ["PHOTOS"], {}),
    "maxPhotos": (None, 0, -1, "5", True, 1.0, limits.ALBUM_PHOTOS_AT_MOST + 1),
    "retentionDays": (0, "30", 1.5, True, limits.ALBUM_DAYS_AT_MOST + 1),
    "newCode": (None, 1, "yes"),
}


@pytest.mark.parametrize(("name", "value"), [(n, v) for n, values in BAD.items() for v in values])
def test_what_is_malformed_is_refused_by_its_name(name: str, value: object) -> None:
    with pytest.raises(InvalidRequest, match=name):
        album_inputs.album_change({name: value})


@pytest.mark.parametrize(
    "typed", [CODE, CODE.lower(), "ABCDE-23456", "abcde 23456", " ABC-DE2-3456 ", "ABCDE\t23456"]
)
def test_a_code_is_read_as_people_write_it(typed: str) -> None:
    assert album_inputs.join_request(typed, {}) == JoinRequest(CODE, None)


@pytest.mark.parametrize(
    "typed", ["", "ABCDE2345", "ABCDE234567", "ABCDE2345O", "ABCDE2345\0", "ÀBCDE23456", "../" * 3]
)
def test_what_is_no_code_is_refused_before_anybody_is_asked(typed: str) -> None:
    with pytest.raises(InvalidRequest):
        album_inputs.join_request(typed, {})


@pytest.mark.parametrize(
    ("said", "name"), [("Ada", "Ada"), ("", None), (None, None), (" \tZoë\u202e ", "Zoë")]
)
def test_a_guest_may_say_his_name(said: object, name: str | None) -> None:
    assert album_inputs.join_request(CODE, {"name": said}) == JoinRequest(CODE, name)


@pytest.mark.parametrize("said", [7, ["Ada"], {"first": "Ada"}, "x" * 61, "\0"])
def test_and_only_a_short_text_is_one(said: object) -> None:
    with pytest.raises(InvalidRequest):
        album_inputs.join_request(CODE, {"name": said})


def test_lists_are_asked_for_by_owner_and_end_of_page() -> None:
    assert album_inputs.albums_request({}) == AlbumsRequest(None, None)
    query = {"owner": ["abc-1"], "after": [ALBUM_ID]}
    assert album_inputs.albums_request(query) == AlbumsRequest("abc-1", ALBUM_ID)
    for bad in ({"owner": ["a b"]}, {"owner": ["x" * 129]}, {"after": ["x"]}):
        with pytest.raises(InvalidRequest):
            album_inputs.albums_request(bad)


def test_kiosks_are_asked_for_by_album() -> None:
    assert album_inputs.album_of({"album": [ALBUM_ID]}) == ALBUM_ID
    assert album_inputs.new_kiosk({"album": ALBUM_ID, "name": "Bar"}) == (ALBUM_ID, "Bar")
    assert album_inputs.album_id(ALBUM_ID) == ALBUM_ID
    assert album_inputs.kiosk_id(KIOSK_ID) == KIOSK_ID
    for ask in (
        lambda: album_inputs.album_of({}),
        lambda: album_inputs.new_kiosk({"name": "Bar"}),
        lambda: album_inputs.new_kiosk({"album": ALBUM_ID}),
        lambda: album_inputs.album_id("x"),
        lambda: album_inputs.kiosk_id(None),
    ):
        with pytest.raises(InvalidRequest):
            ask()


def test_a_key_is_read_by_its_form() -> None:
    assert album_inputs.kiosk_key({}) is None
    assert album_inputs.kiosk_key({"authorization": "bearer  a.b-_.c "}) == "a.b-_.c"
    with pytest.raises(KioskKeyRequired):
        album_inputs.kiosk_key({"authorization": "Basic eDp5"})
    long = "a." * 2 + "a" * limits.KIOSK_KEY_CHARACTERS
    for bad in ("", "a.b", "a.b.c.d", "a.b.", "a.b.c\n.", "ä.b.c", "a b.c.d", long):
        with pytest.raises(KioskKeyRefused):
            album_inputs.kiosk_key({"authorization": f"Bearer {bad}"})
