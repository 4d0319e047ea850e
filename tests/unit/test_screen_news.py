"""The screen of a session follows what its host says of its photos."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import count
from typing import Any

import pytest

from chalicelib import library, notifications, sessions
from chalicelib.album_entry import Visibility
from chalicelib.library_inputs import Change, PhotoEdit
from chalicelib.people import User
from chalicelib.photo import PhotoState
from tests import fakes
from tests.actors import arrived
from tests.builders import (
    ALBUM_ID,
    CONNECTION_ID,
    PHONE_TOKEN,
    SCREEN_TOKEN,
    SESSION_ID,
    a_handshake,
    a_session,
    a_socket,
    an_album,
)
from tests.fakes import MemoryServices
from tests.interruptions import Interruption, interrupted
from tests.libraries import HOST, OPERATOR, end
from tests.workers import by_queue


def a_kiosk_of(**album: Any) -> tuple[MemoryServices, str, str]:
    """Its screen and its phone listen, and a photo has arrived in its album: its id and key."""
    services = fakes.services()
    services.albums.create(an_album(owner_id=HOST.user_id, **album))
    services.sessions.create(a_session(album_id=ALBUM_ID))
    notifications.subscribe(services, a_socket(), a_handshake())
    photo_id, key = arrived(services)
    notifications.subscribe(services, a_socket("phone"), a_handshake(token=PHONE_TOKEN))
    return services, photo_id, key


def a_screen_with_a_photo(**album: Any) -> tuple[MemoryServices, str]:
    """It is READY, and what they have heard of it is forgotten."""
    services, photo_id, key = a_kiosk_of(**album)
    by_queue(services, key)
    services.screens.frames.clear()
    return services, photo_id


def say(services: MemoryServices, photo_id: str, visibility: Visibility, user: User = HOST) -> None:
    edit = PhotoEdit(photo_id, None, Change(visibility), None)
    library.edit_photo(services, user, edit)


def url_on_screen(services: MemoryServices) -> str | None:
    (photo,) = sessions.read_session(services, SESSION_ID, SCREEN_TOKEN).photos
    assert (photo.url is None) is (photo.renditions is None)
    return photo.url


@pytest.mark.parametrize("user", [HOST, OPERATOR])
def test_a_photo_that_is_hidden_leaves_the_screen_that_shows_it(user: User) -> None:
    services, photo_id = a_screen_with_a_photo()
    assert url_on_screen(services)
    say(services, photo_id, Visibility.HIDDEN, user)
    (told,) = services.screens.told(CONNECTION_ID)
    assert (told["type"], told["photo"]["state"]) == ("PHOTO_READY", "READY")
    assert (told["photo"]["url"], told["photo"]["renditions"]) == (None, None)
    assert url_on_screen(services) is None
    assert services.screens.told("phone") == []


def test_it_comes_back_when_its_host_shows_it_again() -> None:
    services, photo_id = a_screen_with_a_photo()
    say(services, photo_id, Visibility.HIDDEN)
    services.screens.frames.clear()
    say(services, photo_id, Visibility.SHOWN)
    (told,) = services.screens.told(CONNECTION_ID)
    assert told["photo"]["url"] == url_on_screen(services) is not None


@pytest.mark.parametrize(("shows_own", "told"), [(False, ["PHOTO_READY"]), (True, [])])
def test_one_that_has_waited_for_its_host_appears_when_he_lets_it(
    shows_own: bool, told: list[str]
) -> None:
    services, photo_id = a_screen_with_a_photo(moderated=True, kiosk_shows_own=shows_own)
    assert (url_on_screen(services) is not None) is shows_own
    say(services, photo_id, Visibility.SHOWN)
    assert services.screens.types(CONNECTION_ID) == told
    assert url_on_screen(services)


def test_a_photo_that_is_hidden_before_it_is_ready_is_seen_no_more() -> None:
    services, photo_id, _ = a_kiosk_of()
    services.screens.frames.clear()
    say(services, photo_id, Visibility.HIDDEN)
    (told,) = services.screens.told(CONNECTION_ID)
    assert (told["type"], told["photo"]["url"]) == ("UPLOAD_COMPLETED", None)


def test_a_comment_is_nothing_to_a_screen() -> None:
    services, photo_id = a_screen_with_a_photo()
    library.edit_photo(services, HOST, PhotoEdit(photo_id, Change("At the sea"), None, None))
    assert len(services.screens) == 0


@pytest.mark.parametrize("forgotten", [False, True])
def test_a_session_that_is_over_has_no_screen(forgotten: bool) -> None:
    services, photo_id = a_screen_with_a_photo()
    end(services, forgotten=forgotten)
    say(services, photo_id, Visibility.HIDDEN)
    assert services.photos.records[photo_id].visibility is Visibility.HIDDEN
    assert len(services.screens) == 0


def test_a_photo_of_which_its_session_knows_nothing_changes_nothing_there() -> None:
    services, photo_id = a_screen_with_a_photo()
    session = services.sessions.load(SESSION_ID)
    assert session is not None
    unknown = replace(services.photos.records[photo_id], photo_id="unknown")
    services.photos.records["unknown"] = unknown
    say(services, "unknown", Visibility.HIDDEN)
    assert services.sessions.load(SESSION_ID) == session


def _hidings() -> Iterator[tuple[MemoryServices, str, str, Interruption]]:
    """A photo to be made, and its host who hides it at one call of that, for each call of it."""
    for number in count():
        for after in (False, True):
            services, photo_id, key = a_kiosk_of()
            happen = partial(say, services, photo_id, Visibility.HIDDEN)
            yield services, photo_id, key, Interruption(number, after, happen)


def test_whenever_it_is_hidden_while_it_is_made_its_screen_does_not_show_it_in_the_end() -> None:
    met = set()
    for services, photo_id, key, interruption in _hidings():
        by_queue(interrupted(services, interruption), key)
        if interruption.met is None:
            break
        assert services.photos.records[photo_id].state is PhotoState.READY, interruption
        assert url_on_screen(services) is None, interruption
        met.add(interruption.met)
    assert met >= {"photos.settle", "sessions.load", "sessions.replace"}
