"""Kiosks: enrolled by a host for his album, and out the moment that he removes them."""

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib import albums, kiosk_keys, kiosks, sessions
from chalicelib.album_errors import (
    AlbumChanged,
    AlbumClosed,
    AlbumFull,
    AlbumNotFound,
    KioskKeyRefused,
    KioskKeyRequired,
    KioskLimitReached,
    KioskNotFound,
)
from chalicelib.album_inputs import AlbumChange
from chalicelib.errors import ServiceUnavailable
from chalicelib.kiosk_keys import KioskKey
from tests import fakes
from tests.albums_heard import WALL, heard, told
from tests.builders import ALBUM_ID, KIOSK_ID, PHOTO_ID, a_kiosk, an_album, an_id
from tests.fake_albums import MemorySecrets
from tests.fakes import SITE, START, MemoryServices
from tests.interruptions import watched
from tests.unit.test_albums import FORMER, HOST, OPERATOR, OTHER_HOST, SOMEBODY


def world(**settings: Any) -> MemoryServices:
    services = fakes.services(**settings)
    services.albums.create(an_album())
    return services


def enrolled(services: MemoryServices, name: str = "Bar") -> Any:
    return kiosks.enrol_kiosk(services, HOST, ALBUM_ID, name)


def opened(services: MemoryServices, key: str | None) -> str | None:
    """The album of a session that is opened with this key."""
    session = services.sessions.load(sessions.open_session(services, key).session_id)
    assert session is not None
    return session.album_id


@pytest.mark.parametrize("user", [HOST, OPERATOR])
def test_a_key_opens_sessions_for_its_album(user: object) -> None:
    services = world(album_id="party", kiosk_keys="required")
    kiosk = kiosks.enrol_kiosk(services, user, ALBUM_ID, "Bar")  # type: ignore[arg-type]
    assert (kiosk.name, kiosk.album_id, kiosk.created_at) == ("Bar", ALBUM_ID, START)
    assert kiosk.enrolment_url == f"{SITE}/index.html#key={kiosk.kiosk_key}"
    assert opened(services, kiosk.kiosk_key) == ALBUM_ID


def test_the_key_is_kept_nowhere() -> None:
    services = world()
    key = enrolled(services).kiosk_key
    _, claims, signature = key.split(".")
    assert not any(part in str(services.albums[ALBUM_ID]) for part in (claims, signature))
    assert not any(part in str(kiosks.list_kiosks(services, HOST, ALBUM_ID)) for part in (key,))


def test_without_a_key_sessions_belong_to_the_album_of_all_kiosks() -> None:
    assert opened(world(album_id="party"), None) == "party"
    assert opened(world(), None) is None


def test_where_keys_are_required_none_is_opened_without() -> None:
    services = world(kiosk_keys="required")
    with pytest.raises(KioskKeyRequired):
        sessions.open_session(services)
    assert len(services.sessions) == 0


def test_a_bad_key_is_refused_also_where_none_is_required() -> None:
    """A screen that was removed shall learn it, and not go on for another album."""
    services = world(album_id="party")
    with pytest.raises(KioskKeyRefused):
        sessions.open_session(services, "a.b.c")
    assert len(services.sessions) == 0


def refusals(services: MemoryServices, key: str) -> str:
    with pytest.raises(KioskKeyRefused) as refused:
        sessions.open_session(services, key)
    return str(refused.value)


def test_a_kiosk_that_was_removed_is_out_at_once_and_the_others_are_not() -> None:
    services = world()
    one, two = enrolled(services), enrolled(services, "Door")
    left = kiosks.remove_kiosk(services, HOST, ALBUM_ID, one.kiosk_id)
    assert [each.name for each in left.kiosks] == ["Door"]
    refusals(services, one.kiosk_key)
    assert opened(services, two.kiosk_key) == ALBUM_ID


def test_removed_deleted_forged_nobody_is_told_which() -> None:
    services = world()
    key = enrolled(services).kiosk_key
    said = {refusals(services, key[:-4] + "AAAA")}
    live = services.secrets.live()
    said.add(refusals(services, kiosk_keys.signed(KioskKey(KIOSK_ID, an_id(7)), live, START)))
    said.add(refusals(services, kiosk_keys.signed(KioskKey(KIOSK_ID, ALBUM_ID), live, START)))
    albums.delete_album(services, HOST, ALBUM_ID)
    said.add(refusals(services, key))
    assert said == {KioskKeyRefused.message}


def test_a_kiosk_of_another_album_is_none_of_this_one() -> None:
    """Both ids are signed: neither can be taken for itself."""
    services = world()
    services.albums.create(an_album(album_id=an_id(1)))
    kiosk_id = enrolled(services).kiosk_id
    key = kiosk_keys.signed(KioskKey(kiosk_id, an_id(1)), services.secrets.live(), START)
    refusals(services, key)


def test_keys_outlive_one_rotation_and_not_two() -> None:
    services = world()
    key = enrolled(services).kiosk_key
    services.secrets.rotate(b"the second secret, 32 bytes long")
    assert opened(services, key) == ALBUM_ID
    newer = enrolled(services).kiosk_key
    services.secrets.rotate(b"the third secret, of 32 bytes...")
    refusals(services, key)
    assert opened(services, newer) == ALBUM_ID


def test_a_kiosk_says_so_when_its_album_takes_no_photos() -> None:
    services = world()
    key = enrolled(services).kiosk_key
    change = AlbumChange({"max_photos": 1, "closes_at": START + 5})
    albums.change_album(services, HOST, ALBUM_ID, change)
    services.albums.take_place(ALBUM_ID, PHOTO_ID, START + 60)
    with pytest.raises(AlbumFull):
        sessions.open_session(services, key)
    services.clock.tick(5)
    with pytest.raises(AlbumClosed):
        sessions.open_session(services, key)


@pytest.mark.parametrize("user", [OTHER_HOST, FORMER, SOMEBODY])
def test_whose_album_it_is_not_is_told_that_there_is_none(user: object) -> None:
    services = world()
    kiosk_id = enrolled(services).kiosk_id
    for ask in (
        lambda u: kiosks.enrol_kiosk(services, u, ALBUM_ID, "Mine"),
        lambda u: kiosks.list_kiosks(services, u, ALBUM_ID),
        lambda u: kiosks.remove_kiosk(services, u, ALBUM_ID, kiosk_id),
    ):
        with pytest.raises(AlbumNotFound):
            ask(user)
    assert set(services.albums[ALBUM_ID].kiosks) == {kiosk_id}


def test_kiosks_are_listed_the_oldest_first() -> None:
    services = fakes.services()
    album = an_album()
    for number in (3, 1, 2):
        album = album.with_kiosk(a_kiosk(kiosk_id=an_id(number), created_at=number))
    services.albums.create(album)
    found = kiosks.list_kiosks(services, HOST, ALBUM_ID).kiosks
    assert [each.kiosk_id for each in found] == [an_id(number) for number in (1, 2, 3)]


def test_one_that_is_not_there_is_not_removed() -> None:
    with pytest.raises(KioskNotFound):
        kiosks.remove_kiosk(world(), HOST, ALBUM_ID, KIOSK_ID)


def test_one_whose_removal_was_written_though_the_answer_was_lost_is_told_of_it() -> None:
    """The table is asked again, and says that somebody else was faster."""

    def lost(name: str, call: Callable[[], object]) -> object:
        answer = call()
        if name == "albums.replace":
            raise AlbumChanged
        return answer

    services = heard()
    left = kiosks.remove_kiosk(watched(services, lost), OPERATOR, ALBUM_ID, KIOSK_ID)
    assert left.kiosks == ()
    assert told(services, WALL) == [("KIOSK_REMOVED", "")]
    with pytest.raises(KioskNotFound):
        kiosks.remove_kiosk(services, OPERATOR, ALBUM_ID, KIOSK_ID)


def test_there_are_so_many_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.limits.ALBUM_KIOSKS", 1)
    services = world()
    enrolled(services)
    with pytest.raises(KioskLimitReached):
        enrolled(services)


def test_without_secrets_no_kiosk_is_left_that_nobody_has_the_key_of() -> None:
    class Away(MemorySecrets):
        def live(self) -> tuple[bytes, ...]:
            raise ServiceUnavailable

    services = fakes.MemoryServices(secrets=Away())
    services.albums.create(an_album())
    with pytest.raises(ServiceUnavailable):
        kiosks.enrol_kiosk(services, HOST, ALBUM_ID, "Bar")
    assert services.albums[ALBUM_ID].kiosks == {}
