"""Guests: the printed code lets a phone send photos into the album, and do nothing else."""

from typing import Any

import pytest

from chalicelib import joining, limits, sessions, uploads
from chalicelib.album_answers import JoinedAlbum
from chalicelib.album_errors import AlbumClosed, AlbumFull, AlbumNotFound
from chalicelib.album_inputs import JoinRequest
from chalicelib.errors import SessionClaimed, TokenRefused
from chalicelib.inputs import TicketRequest
from chalicelib.model import SessionStatus
from tests import fakes
from tests.builders import ALBUM_ID, CODE, OTHER_TOKEN, PHOTO_ID, an_album, an_announcement
from tests.fakes import START, MemoryServices


def world(**album: Any) -> MemoryServices:
    services = fakes.services()
    services.albums.create(an_album(**album))
    return services


def join(services: MemoryServices, name: str | None = None) -> JoinedAlbum:
    return joining.join_album(services, JoinRequest(CODE, name))


def test_a_guest_gets_all_that_a_phone_needs() -> None:
    services = world()
    joined = join(services)
    assert (joined.album_name, joined.status) == ("Anna & Ben", SessionStatus.UPLOAD_REQUESTED)
    assert (joined.server_time, joined.expires_at) == (START, START + limits.SESSION_SECONDS)
    assert joined.limits == uploads.limits_of(services.settings)
    session = services.sessions.load(joined.session_id)
    assert session is not None
    assert session.album_id == ALBUM_ID


def test_his_photos_go_into_the_album_under_his_name() -> None:
    services = world()
    joined = join(services, "Ada")
    request = TicketRequest(joined.session_id, an_announcement(), joined.phone_token)
    ticket = uploads.issue_ticket(services, request)
    session = services.sessions.load(joined.session_id)
    assert session is not None
    photo = session.photos[ticket.photo_id]
    assert photo.album_id == ALBUM_ID
    assert photo.entry is not None
    assert photo.entry.guest_name == "Ada"


def test_he_has_a_session_of_his_own_and_sees_no_photo() -> None:
    services = world()
    one, two = join(services), join(services)
    assert one.session_id != two.session_id
    assert one.phone_token != two.phone_token
    with pytest.raises(TokenRefused):
        sessions.read_session(services, one.session_id, two.phone_token)
    request = TicketRequest(one.session_id, an_announcement(), OTHER_TOKEN)
    with pytest.raises(SessionClaimed):
        uploads.issue_ticket(services, request)
    # The screen token that a session has was told to nobody.
    _, screen_token = services.new_token.made[:2]
    assert screen_token not in str(one)


def test_a_code_that_is_none_is_told_so() -> None:
    services = fakes.services()
    with pytest.raises(AlbumNotFound):
        join(services)
    assert len(services.sessions) == 0


@pytest.mark.parametrize(
    ("window", "facts"),
    [
        ({"opens_at": START + 1, "closes_at": START + 9}, {"opensAt": START + 1}),
        ({"opens_at": START - 9, "closes_at": START}, {"closedAt": START}),
    ],
)
def test_outside_its_time_nobody_joins(window: dict[str, int], facts: dict[str, int]) -> None:
    """And is told when to come."""
    services = world(**window)
    with pytest.raises(AlbumClosed) as refused:
        join(services)
    assert refused.value.facts == facts
    assert len(services.sessions) == 0


def test_nobody_joins_a_full_album() -> None:
    services = world(max_photos=1)
    services.albums.take_place(ALBUM_ID, PHOTO_ID, START + 9)
    with pytest.raises(AlbumFull):
        join(services)
    assert len(services.sessions) == 0
