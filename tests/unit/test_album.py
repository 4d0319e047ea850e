"""An album by itself: its window, its places, its kiosks and its code."""

import math
from dataclasses import replace

import pytest

from chalicelib import album as albums
from chalicelib import limits
from chalicelib.album_entry import AlbumEntry, Visibility
from chalicelib.album_errors import AlbumClosed, AlbumFull, KioskLimitReached, KioskNotFound
from tests.builders import KIOSK_ID, a_kiosk, a_photo, an_album, an_id
from tests.fakes import START


@pytest.mark.parametrize(
    ("opens", "closes", "is_open"),
    [
        (None, None, True),
        (START, None, True),
        (START + 1, None, False),
        (None, START + 1, True),
        (None, START, False),
        (START, START + 1, True),
    ],
)
def test_it_takes_photos_in_its_time(opens: int | None, closes: int | None, is_open: bool) -> None:
    album = an_album(opens_at=opens, closes_at=closes)
    if is_open:
        album.require_open(START)
        return
    with pytest.raises(AlbumClosed):
        album.require_open(START)


def test_it_has_so_many_places_and_those_of_photos_that_never_came() -> None:
    album = an_album(max_photos=2, photo_count=2, held={an_id(1): START, an_id(2): START + 1})
    assert album.lapsed(START) == {an_id(1): START}
    album.require_room(START)
    with pytest.raises(AlbumFull):
        album.require_room(START - 1)


@pytest.mark.parametrize("moderated", [False, True])
def test_photos_of_a_moderated_album_wait_for_its_host(moderated: bool) -> None:
    album = an_album(moderated=moderated, kiosk_shows_own=False)
    photo = album.admitted(a_photo(), "Ada", START + 9)
    assert photo.visibility is (Visibility.WAITING if moderated else Visibility.SHOWN)
    assert photo.entry == AlbumEntry(START + 9, "Ada", on_own_screen=False)
    assert replace(photo, visibility=Visibility.SHOWN, entry=None) == a_photo()


def test_kiosks_come_and_go() -> None:
    album = an_album().with_kiosk(a_kiosk()).with_kiosk(a_kiosk(kiosk_id=an_id(1)))
    assert set(album.kiosks) == {KIOSK_ID, an_id(1)}
    assert set(album.without_kiosk(KIOSK_ID).kiosks) == {an_id(1)}
    with pytest.raises(KioskNotFound):
        album.without_kiosk(an_id(2))


def test_it_has_so_many_kiosks() -> None:
    album = an_album()
    for number in range(limits.ALBUM_KIOSKS):
        album = album.with_kiosk(a_kiosk(kiosk_id=an_id(number)))
    with pytest.raises(KioskLimitReached):
        album.with_kiosk(a_kiosk())


def test_codes_are_read_and_typed_without_a_mistake() -> None:
    """No letter that looks like a digit, no two that look alike, all of a QR code's denser kind."""
    assert len(set(albums.CODE_ALPHABET)) == len(albums.CODE_ALPHABET) == 30
    assert not set("01OILU") & set(albums.CODE_ALPHABET)
    assert albums.CODE_ALPHABET.isalnum()
    assert albums.CODE_ALPHABET.upper() == albums.CODE_ALPHABET


def test_codes_cannot_be_guessed() -> None:
    """A hundred guesses a second against a thousand albums: longer than anybody waits."""
    made = [albums.new_code() for _ in range(1000)]
    assert len(set(made)) == 1000
    assert set("".join(made)) == set(albums.CODE_ALPHABET)
    bits = albums.CODE_CHARACTERS * math.log2(len(albums.CODE_ALPHABET))
    years = 2**bits / (1000 * 100) / (365 * 24 * 3600)
    assert bits > 49
    assert years > 150
