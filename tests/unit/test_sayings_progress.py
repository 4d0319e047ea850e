"""Use case of progress: screens hear how far photos are that are on their way."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from chalicelib import client_messages, limits, messages, notifications, sayings
from chalicelib.errors import SessionExpired, TokenRefused
from chalicelib.photo import Photo, Rejection
from tests import fakes
from tests.actors import listen
from tests.builders import (
    CONNECTION_ID,
    PHONE_TOKEN,
    PHOTO_ID,
    SCREEN_TOKEN,
    SESSION_ID,
    a_handshake,
    a_photo,
    a_ready_photo,
    a_session,
    a_socket,
    a_stored_photo,
    an_announcement,
    an_id,
)
from tests.fakes import MemoryServices

SCREEN, OTHER_SCREEN, PHONE = CONNECTION_ID, "other-screen", "phone"
ON_ITS_WAY = a_photo()


def sending(*photos: Photo) -> MemoryServices:
    """Two screens and the phone listen to the session of these photos."""
    services = fakes.services()
    known = {photo.photo_id: photo for photo in photos}
    services.sessions.create(replace(a_session().claimed_by(PHONE_TOKEN), photos=known))
    listen(services, SCREEN, OTHER_SCREEN)
    notifications.subscribe(services, a_socket(PHONE), a_handshake(token=PHONE_TOKEN))
    return services


def say(
    services: MemoryServices,
    uploads: Mapping[str, int],
    seconds_left: int | None = None,
    who: str = PHONE,
) -> None:
    said = {
        "action": "progress",
        "sessionId": SESSION_ID,
        "uploads": [{"photoId": key, "percent": percent} for key, percent in uploads.items()],
        "secondsLeft": seconds_left,
    }
    sayings.answer(services, a_socket(who), json.dumps(said))


def codes(services: MemoryServices, who: str = PHONE) -> list[Any]:
    return [each["Code"] for each in services.screens.told(who)]


def test_screens_hear_how_far_and_the_phone_need_not() -> None:
    services = sending(ON_ITS_WAY, a_photo(photo_id=an_id(2)))
    say(services, {PHOTO_ID: 0, an_id(2): 42}, 7)
    for screen in (SCREEN, OTHER_SCREEN):
        (told,) = services.screens.told(screen)
        assert (told["type"], told["sessionId"]) == ("UPLOAD_PROGRESS", SESSION_ID)
        assert told["secondsLeft"] == 7
        assert [(each["photoId"], each["percent"]) for each in told["photos"]] == [
            (PHOTO_ID, 0),
            (an_id(2), 42),
        ]
    assert services.screens.told(PHONE) == []


def test_it_tells_of_a_photo_what_the_snapshot_tells() -> None:
    services = sending(ON_ITS_WAY)
    say(services, {PHOTO_ID: 50})
    sayings.answer(
        services, a_socket(SCREEN), json.dumps({"action": "sync", "sessionId": SESSION_ID})
    )
    progress, state = services.screens.told(SCREEN)
    assert progress["photos"] == [{**state["photos"][0], "percent": 50}]
    assert progress["secondsLeft"] is None


@pytest.mark.parametrize(
    "other",
    [a_stored_photo(), a_ready_photo(), a_photo().rejected(Rejection.WITHDRAWN)],
)
def test_what_is_there_or_taken_back_is_not_on_its_way(other: Photo) -> None:
    services = sending(other, a_photo(photo_id=an_id(2)))
    say(services, {PHOTO_ID: 99, an_id(2): 10})
    (told,) = services.screens.told(SCREEN)
    assert [each["photoId"] for each in told["photos"]] == [an_id(2)]
    services.screens.frames.clear()
    say(services, {PHOTO_ID: 100})
    assert services.screens.frames == []


def test_it_changes_nothing() -> None:
    services = sending(ON_ITS_WAY)
    before = services.sessions.load(SESSION_ID)
    say(services, {PHOTO_ID: 100})
    assert services.sessions.load(SESSION_ID) == before


def test_only_the_phone_says_it() -> None:
    services = sending(ON_ITS_WAY)
    say(services, {PHOTO_ID: 1}, who=SCREEN)
    assert codes(services, SCREEN) == ["TokenRefused"]
    assert services.screens.told(OTHER_SCREEN) == []


def test_it_is_about_photos_of_its_session() -> None:
    services = sending(ON_ITS_WAY)
    say(services, {PHOTO_ID: 1, an_id(9): 1})
    assert codes(services) == ["PhotoNotFound"]
    assert services.screens.told(SCREEN) == []


@pytest.mark.parametrize("still_there", [True, False])
def test_a_session_that_is_over_says_so(still_there: bool) -> None:
    services = sending(ON_ITS_WAY)
    services.clock.tick(limits.SESSION_SECONDS)
    if not still_there:
        services.sessions.forget(SESSION_ID)
    say(services, {PHOTO_ID: 1})
    assert services.screens.told(PHONE) == [{"type": "SESSION_EXPIRED", "sessionId": SESSION_ID}]
    assert services.screens.told(SCREEN) == []


def test_by_http_screens_hear_the_same_and_nothing_is_answered() -> None:
    services = sending(ON_ITS_WAY)
    body = {"action": "progress", "uploads": [{"photoId": PHOTO_ID, "percent": 3}]}
    said = client_messages.saying(SESSION_ID, body)
    assert sayings.answer_request(services, PHONE_TOKEN, said) == messages.Replies(())
    assert services.screens.types(SCREEN) == ["UPLOAD_PROGRESS"]
    with pytest.raises(TokenRefused):
        sayings.answer_request(services, SCREEN_TOKEN, said)


def test_by_http_a_session_that_is_over_is_a_refusal() -> None:
    services = sending(ON_ITS_WAY)
    services.clock.tick(limits.SESSION_SECONDS)
    body = {"action": "progress", "uploads": [{"photoId": PHOTO_ID, "percent": 3}]}
    with pytest.raises(SessionExpired):
        sayings.answer_request(services, PHONE_TOKEN, client_messages.saying(SESSION_ID, body))


def test_the_longest_one_fits_into_a_frame() -> None:
    """Of photos whose names are as long as they may be, in letters that JSON writes in twelve."""
    name = "\U0001f3d6" * limits.FILE_NAME_CHARACTERS
    ids = [an_id(number) for number in range(limits.PHOTOS_PER_MESSAGE)]
    services = sending(
        *(a_photo(photo_id=each, announced=an_announcement(file_name=name)) for each in ids)
    )
    say(services, dict.fromkeys(ids, 100), 2**53 - 1)
    ((_, _, text), _) = services.screens.frames
    assert len(text) < limits.FRAME_BYTES
