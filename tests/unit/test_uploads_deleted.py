"""A visitor deletes what he has just sent, by what makes his phone the phone of its session."""

from dataclasses import replace
from functools import partial

import pytest

from chalicelib import arrivals, limits, uploads
from chalicelib.answers import PhotoView
from chalicelib.errors import (
    PhotoAlreadyStored,
    PhotoDuplicate,
    PhotoLimitReached,
    PhotoNotFound,
    ServiceUnavailable,
    SessionExpired,
    TokenRefused,
)
from chalicelib.inputs import PhotoRequest
from chalicelib.photo import Photo, Rejection
from tests import fakes
from tests.actors import arrived, photo_in_session, sized_ticket
from tests.builders import (
    ALBUM_ID,
    CONNECTION_ID,
    OTHER_TOKEN,
    PHONE_TOKEN,
    SCREEN_TOKEN,
    SESSION_ID,
    a_session,
    an_album,
    an_arrival,
    an_id,
)
from tests.fakes import MemoryServices
from tests.interruptions import Crash, every_interruption, interrupted, raising, until_done
from tests.libraries import a_world, remains
from tests.workers import by_queue


def sent(services: MemoryServices, number: int = 1, *, made: bool = True) -> Photo:
    """A photo that the visitor has sent: READY, or only STORED."""
    photo_id, key = arrived(services, number=number)
    if made:
        by_queue(services, key)
    services.screens.frames.clear()
    return services.photos.records[photo_id]


def delete(services: MemoryServices, photo_id: str, token: str = PHONE_TOKEN) -> PhotoView:
    return uploads.withdraw_photo(services, PhotoRequest(SESSION_ID, photo_id, token))


@pytest.mark.parametrize("made", [True, False])
def test_nothing_of_it_is_left_and_the_others_stay(watched: MemoryServices, made: bool) -> None:
    photo, other = sent(watched, 1, made=made), sent(watched, 2)
    kept = remains(watched, other)
    view = delete(watched, photo.photo_id)
    assert (view.state, view.code, view.url) == ("REJECTED", "DELETED", None)
    assert remains(watched, photo) == []
    assert remains(watched, other) == kept


def test_the_screen_and_the_phone_are_told(watched: MemoryServices) -> None:
    photo = sent(watched)
    delete(watched, photo.photo_id)
    for who in (CONNECTION_ID, "phone"):
        (told,) = watched.screens.told(who)
        assert (told["type"], told["photo"]["photoId"]) == ("PHOTO_DELETED", photo.photo_id)


def test_once_more_is_answered_the_same(watched: MemoryServices) -> None:
    photo = sent(watched)
    first = delete(watched, photo.photo_id)
    before = watched.sessions.load(SESSION_ID)
    assert delete(watched, photo.photo_id) == first
    assert watched.sessions.load(SESSION_ID) == before


@pytest.mark.parametrize("error", [Crash, ServiceUnavailable])
def test_one_that_dies_anywhere_is_repeated_to_its_end(error: type[Exception]) -> None:
    met = set()
    for interruption in every_interruption(raising(error())):
        services = a_world()
        photo = sent(services)
        again = interrupted(services, interruption)
        until_done(partial(delete, again, photo.photo_id), error)
        assert remains(services, photo) == [], interruption
        assert photo_in_session(services, photo.photo_id).rejection is Rejection.DELETED
        met.add(interruption.met)
    assert met >= {"library.bury", "sessions.replace", "objects.erase", "placement.remove"}


def test_the_same_file_may_be_sent_again_and_has_room(services: MemoryServices) -> None:
    """As another photo: what comes late of the one that was deleted has to stay away."""
    full = replace(services, settings=replace(services.settings, max_photos=1))
    photo = sent(full)
    with pytest.raises((PhotoLimitReached, PhotoDuplicate)):
        sized_ticket(full, 2)
    delete(full, photo.photo_id)
    with pytest.raises(PhotoAlreadyStored):
        sized_ticket(full, 1)
    again = sent(full, 2)
    assert again.photo_id != photo.photo_id
    assert remains(full, again)


def test_an_upload_by_its_url_which_is_still_good_is_removed(watched: MemoryServices) -> None:
    photo = sent(watched)
    delete(watched, photo.photo_id)
    key = photo.key or ""
    watched.objects.put(key, 1000, "image/jpeg")
    arrivals.accept_arrivals(watched, [an_arrival(key=key)])
    assert remains(watched, photo) == []


@pytest.mark.parametrize("made", [True, False])
def test_its_album_has_its_place_back(made: bool) -> None:
    services = fakes.services()
    services.albums.create(an_album(max_photos=1))
    services.sessions.create(a_session(album_id=ALBUM_ID))
    photo = sent(services, made=made)
    assert _places(services) == 1
    delete(services, photo.photo_id)
    assert _places(services) == 0
    sized_ticket(services, 2)


# Refusals


@pytest.mark.parametrize("token", [SCREEN_TOKEN, OTHER_TOKEN])
def test_only_the_phone_of_its_session_does_it(watched: MemoryServices, token: str) -> None:
    photo = sent(watched)
    kept = remains(watched, photo)
    with pytest.raises(TokenRefused):
        delete(watched, photo.photo_id, token)
    assert remains(watched, photo) == kept


def test_a_photo_of_another_session_is_not_found(watched: MemoryServices) -> None:
    photo = sent(watched)
    kept = remains(watched, photo)
    phone = a_session(session_id=an_id(77)).claimed_by(OTHER_TOKEN)
    watched.sessions.create(phone)
    request = PhotoRequest(phone.session_id, photo.photo_id, OTHER_TOKEN)
    with pytest.raises(PhotoNotFound):
        uploads.withdraw_photo(watched, request)
    assert remains(watched, photo) == kept


def test_after_its_session_it_is_in_the_hands_of_others(watched: MemoryServices) -> None:
    photo = sent(watched)
    kept = remains(watched, photo)
    watched.clock.tick(limits.SESSION_SECONDS_AT_MOST)
    with pytest.raises(SessionExpired):
        delete(watched, photo.photo_id)
    assert remains(watched, photo) == kept


def _places(services: MemoryServices) -> int:
    album = services.albums.load(ALBUM_ID)
    assert album is not None
    return album.photo_count
