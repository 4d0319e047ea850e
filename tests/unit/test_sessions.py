"""Use cases of sessions."""

from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from chalicelib import limits, sessions, tokens, uploads
from chalicelib.answers import Snapshot
from chalicelib.errors import (
    SessionBusy,
    SessionChanged,
    SessionExpired,
    SessionNotFound,
    TokenRefused,
)
from chalicelib.inputs import TicketRequest
from chalicelib.model import Session, SessionStatus
from chalicelib.photo import Announcement, Photo
from tests import fakes
from tests.actors import with_rivals
from tests.builders import (
    OTHER_TOKEN,
    PHONE_TOKEN,
    SCREEN_TOKEN,
    SESSION_ID,
    a_photo,
    a_session,
    an_announcement,
    an_id,
)
from tests.fakes import SITE, START, MemoryServices, MemorySessionStore


def add(photo: Photo) -> Callable[[Session], tuple[Session, Photo]]:
    return lambda session: (session.with_photo(photo), photo)


# Opening


def test_an_opened_session_waits_for_a_phone() -> None:
    services = fakes.services()
    opened = sessions.open_session(services)
    assert opened.session_id in services.sessions
    assert opened.status is SessionStatus.AWAITING_SCAN
    assert opened.created_at == opened.server_time == START
    assert opened.expires_at == START + limits.SESSION_SECONDS
    assert opened.photos == ()


def test_a_session_lives_as_long_as_the_operator_says() -> None:
    assert sessions.open_session(fakes.services(session_seconds=60)).expires_at == START + 60


def test_a_session_and_its_photos_belong_to_the_album_of_the_deployment() -> None:
    services = fakes.services(album_id="party")
    opened = sessions.open_session(services)
    ticket = uploads.issue_ticket(
        services, TicketRequest(opened.session_id, Announcement(), PHONE_TOKEN)
    )
    session = services.sessions.load(opened.session_id)
    assert session is not None
    assert session.album_id == session.photos[ticket.photo_id].album_id == "party"


def test_the_screens_token_is_told_once_and_kept_as_a_digest() -> None:
    services = fakes.services()
    opened = sessions.open_session(services)
    session = services.sessions.load(opened.session_id)
    assert session is not None
    assert session.screen_token_digest == tokens.digest(opened.screen_token)
    assert session.phone_token_digest is None
    assert opened.screen_token not in repr(session)


def test_the_code_leads_to_the_phone_page_and_hides_the_id_from_logs() -> None:
    """What stands behind `#` is never sent to a server and in no Referer."""
    opened = sessions.open_session(fakes.services())
    assert opened.upload_page_url == f"{SITE}/phone.html#{opened.session_id}"
    assert ET.fromstring(opened.qr_svg).attrib["viewBox"]  # noqa: S314
    assert opened.screen_token not in opened.upload_page_url


def test_two_sessions_share_nothing() -> None:
    services = fakes.services()
    one, other = sessions.open_session(services), sessions.open_session(services)
    assert one.session_id != other.session_id
    assert one.screen_token != other.screen_token
    with pytest.raises(TokenRefused):
        sessions.read_session(services, one.session_id, other.screen_token)


# Reading


def test_the_screen_sees_its_session(services: MemoryServices) -> None:
    services.clock.tick(7)
    assert sessions.read_session(services, SESSION_ID, SCREEN_TOKEN) == Snapshot(
        SESSION_ID, SessionStatus.AWAITING_SCAN, START, START + 600, START + 7, ()
    )


def test_a_session_that_is_not_known_is_not_found(services: MemoryServices) -> None:
    with pytest.raises(SessionNotFound):
        sessions.read_session(services, an_id(9), SCREEN_TOKEN)


@pytest.mark.parametrize("token", [OTHER_TOKEN, PHONE_TOKEN, SCREEN_TOKEN.upper()])
def test_another_token_sees_nothing(services: MemoryServices, token: str) -> None:
    with pytest.raises(TokenRefused):
        sessions.read_session(services, SESSION_ID, token)


def test_an_expired_session_is_over_though_the_table_still_has_it(services: MemoryServices) -> None:
    services.clock.tick(limits.SESSION_SECONDS)
    assert SESSION_ID in services.sessions
    with pytest.raises(SessionExpired):
        sessions.read_session(services, SESSION_ID, SCREEN_TOKEN)


def test_a_stranger_does_not_learn_that_a_session_has_expired(services: MemoryServices) -> None:
    services.clock.tick(limits.SESSION_SECONDS)
    with pytest.raises(TokenRefused):
        sessions.read_session(services, SESSION_ID, OTHER_TOKEN)


# Changing


def test_a_change_is_stored_and_tells_what_was_before(services: MemoryServices) -> None:
    before, after, photo = sessions.change_session(services, SESSION_ID, add(a_photo()))
    assert before == a_session()
    assert after == services.sessions.load(SESSION_ID)
    assert after.photos == {photo.photo_id: photo}
    assert after.version == 1


def test_a_change_that_changes_nothing_is_not_written(services: MemoryServices) -> None:
    sessions.change_session(services, SESSION_ID, add(a_photo()))
    before, after, _ = sessions.change_session(services, SESSION_ID, add(a_photo()))
    assert before is after
    assert after.version == 1


def test_a_change_is_made_again_on_what_another_writer_left() -> None:
    services = with_rivals(3)
    mine = a_photo(announced=an_announcement(request_id="mine-0001"))
    before, after, _ = sessions.change_session(services, SESSION_ID, add(mine))
    assert set(after.photos) == {mine.photo_id, *(an_id(n) for n in range(3))}
    assert set(before.photos) == set(after.photos) - {mine.photo_id}
    assert len(services.pause) == 3, "who tries again at once meets the same rivals"


def test_a_writer_who_is_never_first_gives_up() -> None:
    with pytest.raises(SessionBusy):
        sessions.change_session(with_rivals(limits.SAVE_ATTEMPTS), SESSION_ID, add(a_photo()))


def test_a_writer_who_is_first_at_last_succeeds() -> None:
    services = with_rivals(limits.SAVE_ATTEMPTS - 1)
    _, after, _ = sessions.change_session(services, SESSION_ID, add(a_photo()))
    assert len(after.photos) == limits.SAVE_ATTEMPTS


def test_an_unknown_session_cannot_be_changed(services: MemoryServices) -> None:
    with pytest.raises(SessionNotFound):
        sessions.change_session(services, an_id(9), add(a_photo()))


def test_an_expired_session_cannot_be_changed(services: MemoryServices) -> None:
    services.clock.tick(600)
    with pytest.raises(SessionExpired):
        sessions.change_session(services, SESSION_ID, add(a_photo()))
    assert services.sessions.load(SESSION_ID) == a_session()


def test_a_session_that_expires_between_read_and_write_is_not_changed(
    services: MemoryServices,
) -> None:
    """The clock of the condition is read before the change, which takes a moment."""

    class Slow(MemorySessionStore):
        def replace(self, before: Session, after: Session, now: int) -> Session:
            services.clock.tick(600)
            raise SessionChanged

    slow = Slow()
    slow.create(a_session())
    with pytest.raises(SessionExpired):
        sessions.change_session(replace(services, sessions=slow), SESSION_ID, add(a_photo()))
