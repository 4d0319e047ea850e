"""What screens and phones see of the photos of their session."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from chalicelib import limits, sessions
from chalicelib.album_entry import AlbumEntry, Visibility
from chalicelib.model import Role
from chalicelib.photo import Photo, PhotoState, Rejection, RenditionName
from tests import fakes
from tests.builders import (
    PHONE_TOKEN,
    SCREEN_TOKEN,
    SESSION_ID,
    a_ready_photo,
    a_session,
    a_stored_photo,
    an_announcement,
    an_id,
)
from tests.fakes import START, MemoryServices


def test_screens_see_pictures_and_phones_see_states() -> None:
    """Who photographed the code may upload; looking needs the screen's token."""
    services = fakes.services()
    services.sessions.create(a_session().claimed_by(PHONE_TOKEN).with_photo(a_stored_photo()))
    (on_screen,) = sessions.read_session(services, SESSION_ID, SCREEN_TOKEN).photos
    (on_phone,) = sessions.read_session(services, SESSION_ID, PHONE_TOKEN).photos
    assert on_screen.url == services.objects.view_url(
        a_stored_photo().key or "", "image/jpeg", limits.VIEW_SECONDS
    )
    assert on_phone.url is None
    assert replace(on_screen, url=None) == on_phone


def test_of_a_photo_that_is_ready_screens_see_the_renditions_and_never_the_upload(
    services: MemoryServices,
) -> None:
    photo = a_ready_photo()
    on_screen = sessions.photo_view(services, photo, Role.SCREEN)
    urls = {
        each.name: services.media.view_url(each.key, limits.VIEW_SECONDS)
        for each in photo.renditions
    }
    assert on_screen.renditions is not None
    assert {name: view.url for name, view in on_screen.renditions.items()} == urls
    assert on_screen.url == urls[RenditionName.LARGE]
    on_phone = sessions.photo_view(services, photo, Role.PHONE)
    assert (on_phone.url, on_phone.renditions) == (None, None)


def test_photos_stand_as_they_arrived_and_those_of_one_second_as_they_were_picked() -> None:
    services = fakes.services()
    session = a_session().claimed_by(PHONE_TOKEN)
    picked = [an_id(number) for number in (9, 8, 7, 6, 5)]
    for number, photo_id in enumerate(picked):
        said = an_announcement(request_id=f"file-{number:04d}")
        session, _ = session.with_ticket(said, photo_id, START, limits.MAX_PHOTOS)
    for photo_id, second in ((picked[1], 2), (picked[2], 1), (picked[3], 2)):
        photo = session.photos[photo_id].arrived("key", 1000, "image/jpeg", START + second)
        session = session.with_photo(photo)
    shuffled = dict(sorted(session.photos.items()))
    services.sessions.create(replace(session, photos=shuffled))
    photos = sessions.read_session(services, SESSION_ID, SCREEN_TOKEN).photos
    assert [photo.photo_id for photo in photos] == [picked[at] for at in (2, 1, 3, 0, 4)]


def test_where_photos_are_moderated_the_upload_is_not_shown() -> None:
    """It is shown when the moderator has let it pass."""
    services = fakes.services(moderation=True)
    assert sessions.photo_view(services, a_stored_photo(), Role.SCREEN).url is None
    assert sessions.photo_view(services, a_ready_photo(), Role.SCREEN).url is not None


@pytest.mark.parametrize("state", [PhotoState.PENDING, PhotoState.REJECTED])
def test_a_photo_that_is_not_there_has_no_picture(
    services: MemoryServices, state: PhotoState
) -> None:
    photo = a_stored_photo(state=state, rejection=Rejection.EMPTY)
    view = sessions.photo_view(services, photo, Role.SCREEN)
    assert (view.url, view.renditions) == (None, None)


def test_a_picture_of_unknown_type_is_signed_as_such(services: MemoryServices) -> None:
    photo = a_stored_photo(content_type=None)
    url = sessions.photo_view(services, photo, Role.SCREEN).url
    assert url is not None
    assert "as=&" in url


def test_photos_are_told_as_they_arrived_and_then_those_on_their_way(
    services: MemoryServices,
) -> None:
    session = a_session()
    for photo_id, stored_at in ((4, None), (3, 30), (1, 20), (2, 20), (0, 40), (5, None)):
        state = PhotoState.STORED if stored_at else PhotoState.PENDING
        session = session.with_photo(
            a_stored_photo(photo_id=an_id(photo_id), stored_at=stored_at, state=state)
        )
    photos = sessions.snapshot(services, session, Role.SCREEN).photos
    assert [photo.photo_id for photo in photos] == [an_id(n) for n in (1, 2, 3, 0, 4, 5)]


@pytest.mark.parametrize("made", [a_stored_photo, a_ready_photo])
@pytest.mark.parametrize(
    ("visibility", "entry", "seen"),
    [
        (Visibility.SHOWN, None, True),
        (Visibility.SHOWN, AlbumEntry(1, on_own_screen=False), True),
        (Visibility.WAITING, AlbumEntry(1, on_own_screen=True), True),
        (Visibility.WAITING, AlbumEntry(1, on_own_screen=False), False),
        (Visibility.WAITING, None, False),
        (Visibility.HIDDEN, AlbumEntry(1, on_own_screen=True), False),
    ],
)
def test_what_waits_for_its_host_is_on_its_own_screen_if_he_says_so(
    services: MemoryServices,
    made: Callable[..., Photo],
    visibility: Visibility,
    entry: AlbumEntry | None,
    seen: bool,
) -> None:
    photo = made(visibility=visibility, entry=entry)
    on_screen = sessions.photo_view(services, photo, Role.SCREEN)
    assert (on_screen.url is not None) is seen
    assert on_screen.state is photo.state
    assert sessions.photo_view(services, photo, Role.PHONE).url is None
