"""Use case of receipts: a screen says what it shows, and whoever sent it hears of it."""

import json
from dataclasses import replace

import pytest

from chalicelib import limits, notifications, processing, sayings, sessions
from chalicelib.jobs import Job
from chalicelib.model import Role
from chalicelib.photo import Photo, PhotoState, Rejection
from tests import fakes
from tests.actors import listen
from tests.builders import (
    CONNECTION_ID,
    PHONE_TOKEN,
    PHOTO_ID,
    SESSION_ID,
    a_handshake,
    a_photo,
    a_session,
    a_socket,
    a_stored_photo,
    an_id,
)
from tests.fakes import MemoryServices, RecordingScreens

SCREEN, OTHER_SCREEN, PHONE = CONNECTION_ID, "other-screen", "phone"
PHOTO = a_stored_photo()


def showing(photo: Photo) -> MemoryServices:
    """Two screens and a phone listen to the session of this photo."""
    services = fakes.services()
    services.sessions.create(replace(a_session().claimed_by(PHONE_TOKEN), photos={PHOTO_ID: photo}))
    services.photos.record(photo)
    services.objects.put(photo.key or "", 1000, "image/jpeg")
    listen(services, SCREEN)
    listen(services, OTHER_SCREEN)
    notifications.subscribe(services, a_socket(PHONE), a_handshake(token=PHONE_TOKEN))
    return services


def say(services: MemoryServices, who: str = SCREEN, photo_id: str = PHOTO_ID) -> None:
    said = {"action": "shown", "sessionId": SESSION_ID, "photoId": photo_id}
    sayings.answer(services, a_socket(who), json.dumps(said))


def shown_at(services: MemoryServices) -> int | None:
    session = services.sessions.load(SESSION_ID)
    assert session is not None
    return session.photos[PHOTO_ID].shown_at


def test_all_who_listen_hear_that_a_photo_is_shown() -> None:
    services = showing(PHOTO)
    now = services.clock()
    say(services)
    assert shown_at(services) == now
    for who in (SCREEN, OTHER_SCREEN, PHONE):
        (told,) = services.screens.told(who)
        assert (told["type"], told["photo"]["shownAt"]) == ("PHOTO_SHOWN", now)
        assert (told["photo"]["url"] is None) is (who == PHONE)


def test_the_first_time_counts_and_only_who_says_it_again_hears_of_it_again() -> None:
    services = showing(PHOTO)
    say(services)
    before = services.sessions.load(SESSION_ID)
    services.clock.tick(5)
    say(services, OTHER_SCREEN)
    assert services.sessions.load(SESSION_ID) == before
    assert services.screens.types(OTHER_SCREEN) == ["PHOTO_SHOWN"] * 2
    assert services.screens.types(SCREEN) == services.screens.types(PHONE) == ["PHOTO_SHOWN"]


def test_the_snapshot_has_it() -> None:
    services = showing(PHOTO)
    say(services)
    session = sessions.require_session(services, SESSION_ID)
    (view,) = sessions.snapshot(services, session, Role.PHONE).photos
    assert view.shown_at == services.clock()


def test_what_is_made_of_a_photo_does_not_take_it_off_the_screen() -> None:
    services = showing(PHOTO)
    say(services)
    processing.process_photo(services, Job(PHOTO.key or ""))
    session = services.sessions.load(SESSION_ID)
    assert session is not None
    assert session.photos[PHOTO_ID].state is PhotoState.READY
    assert shown_at(services) == services.clock()


class _QuickScreens(RecordingScreens):
    """A screen that shows a photo as soon as it hears that it is ready."""

    services: MemoryServices

    def post(self, connection_id: str, callback_url: str, text: str) -> None:
        super().post(connection_id, callback_url, text)
        if connection_id == SCREEN and "PHOTO_READY" in text:
            say(self.services)


def test_a_receipt_that_comes_while_others_are_being_told_is_kept() -> None:
    screens = _QuickScreens()
    services = screens.services = replace(showing(PHOTO), screens=screens)
    processing.process_photo(services, Job(PHOTO.key or ""))
    session = services.sessions.load(SESSION_ID)
    assert session is not None
    assert session.photos[PHOTO_ID].told
    assert shown_at(services) == services.clock()


@pytest.mark.parametrize("photo", [a_photo(), PHOTO.rejected(Rejection.DAMAGED)])
def test_what_is_not_there_cannot_be_shown(photo: Photo) -> None:
    services = showing(photo)
    say(services)
    assert shown_at(services) is None
    assert services.screens.frames == []


@pytest.mark.parametrize(
    ("who", "photo_id", "code"),
    [(PHONE, PHOTO_ID, "TokenRefused"), (SCREEN, an_id(9), "PhotoNotFound")],
)
def test_who_has_no_say_is_refused(who: str, photo_id: str, code: str) -> None:
    services = showing(PHOTO)
    say(services, who, photo_id)
    assert [each["Code"] for each in services.screens.told(who)] == [code]
    assert shown_at(services) is None


def test_a_session_that_is_over_has_no_receipts() -> None:
    services = showing(PHOTO)
    services.clock.tick(limits.SESSION_SECONDS)
    say(services)
    assert [each["Code"] for each in services.screens.told(SCREEN)] == ["SessionExpired"]
    assert shown_at(services) is None
