"""Use case of previews: screens get a small picture of a photo that is on its way, made anew."""

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, BinaryIO

import pytest

from chalicelib import limits, notifications, sayings, uploads
from chalicelib.album_entry import AlbumEntry, Visibility
from chalicelib.errors import ServiceUnavailable
from chalicelib.inputs import PhotoRequest
from chalicelib.photo import Photo, Preview, Rejection
from tests import fakes
from tests.actors import listen
from tests.builders import (
    CONNECTION_ID,
    PHONE_TOKEN,
    PHOTO_ID,
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
from tests.fake_pictures import MemoryRenderer, refusal
from tests.fakes import MemoryServices

SCREEN, PHONE = CONNECTION_ID, "phone"
ON_ITS_WAY = a_photo()


def sending(photo: Photo = ON_ITS_WAY, **settings: Any) -> MemoryServices:
    """A screen and the phone listen to the session of this photo."""
    services = fakes.services(**settings)
    services.sessions.create(
        replace(a_session().claimed_by(PHONE_TOKEN), photos={photo.photo_id: photo})
    )
    listen(services, SCREEN)
    notifications.subscribe(services, a_socket(PHONE), a_handshake(token=PHONE_TOKEN))
    return services


def say(
    services: MemoryServices, content: bytes = b"good", photo_id: str = PHOTO_ID, who: str = PHONE
) -> None:
    said = {
        "action": "preview",
        "sessionId": SESSION_ID,
        "photoId": photo_id,
        "jpeg": base64.b64encode(content).decode(),
    }
    sayings.answer(services, a_socket(who), json.dumps(said))


def codes(services: MemoryServices, who: str = PHONE) -> list[Any]:
    return [each["Code"] for each in services.screens.told(who)]


def test_screens_get_what_we_made_of_it_and_never_what_was_sent() -> None:
    services = sending()
    say(services, b"good")
    (told,) = services.screens.told(SCREEN)
    assert told.pop("photo")["photoId"] == PHOTO_ID
    assert base64.b64decode(told.pop("jpeg")) == b"preview of good"
    assert told == {
        "type": "UPLOAD_PREVIEW",
        "sessionId": SESSION_ID,
        "width": 512,
        "height": 384,
    }
    assert services.screens.told(PHONE) == []


@pytest.mark.parametrize("why", [Rejection.NOT_AN_IMAGE, Rejection.TOO_COMPLEX])
def test_a_picture_that_is_refused_is_told_to_the_phone_and_shown_to_nobody(why: Rejection) -> None:
    services = sending()
    say(services, refusal(why))
    assert codes(services) == ["PreviewRefused"]
    assert services.screens.told(SCREEN) == []


def test_one_that_is_too_heavy_is_not_looked_at() -> None:
    services = sending()
    say(services, b"x" * limits.PREVIEW_BYTES)
    assert services.screens.types(SCREEN) == ["UPLOAD_PREVIEW"]
    say(services, b"x" * (limits.PREVIEW_BYTES + 1))
    assert codes(services) == ["PreviewRefused"]


class _Unused(MemoryRenderer):
    def preview(self, source: BinaryIO) -> Preview:
        raise AssertionError("nobody may look at it")


def unlooked(services: MemoryServices) -> MemoryServices:
    return replace(services, renderer=_Unused())


def test_where_photos_are_moderated_nobody_is_shown_one_and_none_is_decoded() -> None:
    services = unlooked(sending(moderation=True))
    say(services)
    assert services.screens.frames == []


@pytest.mark.parametrize(
    "photo", [a_stored_photo(), a_ready_photo(), a_photo().rejected(Rejection.WITHDRAWN)]
)
def test_one_of_a_photo_that_is_there_or_taken_back_is_dropped(photo: Photo) -> None:
    services = unlooked(sending(photo))
    say(services)
    assert services.screens.frames == []


def test_only_the_phone_sends_one() -> None:
    services = unlooked(sending())
    say(services, who=SCREEN)
    assert codes(services, SCREEN) == ["TokenRefused"]


def test_it_is_of_a_photo_of_its_session() -> None:
    services = unlooked(sending())
    say(services, photo_id=an_id(9))
    assert codes(services) == ["PhotoNotFound"]


def test_a_session_that_is_over_says_so() -> None:
    services = unlooked(sending())
    services.clock.tick(limits.SESSION_SECONDS)
    say(services)
    assert services.screens.types(PHONE) == ["SESSION_EXPIRED"]
    assert services.screens.told(SCREEN) == []


class _Meanwhile(MemoryRenderer):
    """While it draws, something else happens."""

    def __init__(self, happens: Callable[[], object]) -> None:
        self._happens = happens

    def preview(self, source: BinaryIO) -> Preview:
        self._happens()
        return super().preview(source)


def test_a_photo_that_was_taken_back_while_it_was_drawn_is_not_shown() -> None:
    services = sending()
    withdrawal = PhotoRequest(SESSION_ID, PHOTO_ID, PHONE_TOKEN)
    drawn = _Meanwhile(lambda: uploads.withdraw_photo(services, withdrawal))
    say(replace(services, renderer=drawn))
    assert services.screens.types(SCREEN) == ["PHOTO_REJECTED"]


def test_a_decoder_that_cannot_be_had_is_told_to_the_phone() -> None:
    class Down(MemoryRenderer):
        def preview(self, source: BinaryIO) -> Preview:
            raise ServiceUnavailable

    services = replace(sending(), renderer=Down())
    say(services)
    assert codes(services) == ["ServiceUnavailable"]
    assert services.screens.told(SCREEN) == []


def test_the_heaviest_one_is_sent_in_one_frame_and_told_in_one() -> None:
    class Heavy(MemoryRenderer):
        def preview(self, source: BinaryIO) -> Preview:
            return Preview(512, 512, b"x" * limits.PREVIEW_RESULT_BYTES)

    name = "\U0001f3d6" * limits.FILE_NAME_CHARACTERS
    services = sending(a_photo(announced=an_announcement(file_name=name)))
    say(replace(services, renderer=Heavy()), b"x" * limits.PREVIEW_BYTES)
    ((_, _, text),) = services.screens.frames
    assert len(text) < limits.FRAME_BYTES


@pytest.mark.parametrize("shown", [True, False])
def test_of_what_waits_for_its_host_no_preview_is_made(shown: bool) -> None:
    """But where the visitor's own kiosk may show it."""
    entry = AlbumEntry(0, on_own_screen=shown)
    services = sending(replace(ON_ITS_WAY, visibility=Visibility.WAITING, entry=entry))
    say(services)
    assert services.screens.types(SCREEN) == (["UPLOAD_PREVIEW"] if shown else [])
