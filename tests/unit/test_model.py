"""Sessions and photos keep their rules by themselves."""

from dataclasses import FrozenInstanceError

import pytest

from chalicelib import limits, tokens
from chalicelib.errors import SessionClaimed, SessionExpired, TokenRefused
from chalicelib.model import Role, SessionStatus
from chalicelib.photo import PhotoState
from tests.actors import with_tickets
from tests.builders import (
    OTHER_TOKEN,
    PHONE_TOKEN,
    SCREEN_TOKEN,
    a_photo,
    a_session,
    a_stored_photo,
    an_id,
)
from tests.fakes import START

KEY = "session-uploads/x"


# States


@pytest.mark.parametrize("state", [PhotoState.STORED, PhotoState.READY])
def test_the_first_photo_that_is_there_completes_the_session(state: PhotoState) -> None:
    session = a_session().claimed_by(PHONE_TOKEN).with_photo(a_stored_photo(state=state))
    assert session.status is SessionStatus.COMPLETED


@pytest.mark.parametrize("state", [PhotoState.PENDING, PhotoState.REJECTED])
def test_a_photo_that_is_not_shown_does_not_complete_the_session(state: PhotoState) -> None:
    session = a_session().claimed_by(PHONE_TOKEN).with_photo(a_stored_photo(state=state))
    assert session.status is SessionStatus.UPLOAD_REQUESTED


def test_a_completed_session_stays_completed() -> None:
    session = a_session().claimed_by(PHONE_TOKEN).with_photo(a_stored_photo())
    assert session.claimed_by(PHONE_TOKEN).status is SessionStatus.COMPLETED
    rejected = a_photo(photo_id=an_id(2), state=PhotoState.REJECTED)
    assert session.with_photo(rejected).status is SessionStatus.COMPLETED
    assert with_tickets(1, session).status is SessionStatus.COMPLETED


def test_a_change_makes_a_new_session_and_leaves_the_old_one() -> None:
    session = a_session()
    session.claimed_by(PHONE_TOKEN).with_photo(a_photo())
    assert session == a_session()
    with pytest.raises(FrozenInstanceError):
        session.status = SessionStatus.COMPLETED  # type: ignore[misc]


# Expiry


@pytest.mark.parametrize(("seconds", "is_open"), [(-1, True), (0, False), (1, False)])
def test_a_session_is_over_at_the_second_it_expires(seconds: int, is_open: bool) -> None:
    session = a_session()
    if is_open:
        session.require_open(session.expires_at + seconds)
        return
    with pytest.raises(SessionExpired):
        session.require_open(session.expires_at + seconds)


def test_a_ticket_keeps_the_session_open_for_a_slow_upload() -> None:
    late = START + 590
    session = with_tickets(1, now=late)
    assert session.expires_at == late + limits.SESSION_SECONDS_AFTER_TICKET


def test_a_ticket_never_shortens_a_session() -> None:
    session = a_session(expires_at=START + 3000)
    assert with_tickets(1, session).expires_at == START + 3000


def test_tickets_do_not_keep_a_session_open_beyond_its_cap() -> None:
    """A code on a screen gets photographed: it must die, however often tickets are asked for."""
    session = a_session()
    for minute in range(5, 60, 5):
        session = with_tickets(1, session, START + minute * 60)
        session.require_open(START + minute * 60)
    assert session.expires_at == START + limits.SESSION_SECONDS_AT_MOST


# Who


def test_each_token_has_its_role_and_no_other_token_has_one() -> None:
    session = a_session().claimed_by(PHONE_TOKEN)
    assert session.role_of(SCREEN_TOKEN) is Role.SCREEN
    assert session.role_of(PHONE_TOKEN) is Role.PHONE
    for token in (OTHER_TOKEN, "", session.screen_token_digest, SCREEN_TOKEN[:-1]):
        with pytest.raises(TokenRefused):
            session.role_of(token)


def test_before_the_claim_no_token_is_the_phones() -> None:
    with pytest.raises(TokenRefused):
        a_session().role_of(PHONE_TOKEN)


def test_the_first_phone_claims_and_only_the_digest_of_its_token_is_kept() -> None:
    session = a_session().claimed_by(PHONE_TOKEN)
    assert session.status is SessionStatus.UPLOAD_REQUESTED
    assert session.phone_token_digest == tokens.digest(PHONE_TOKEN)
    assert PHONE_TOKEN not in repr(session)


def test_claiming_again_changes_nothing() -> None:
    session = a_session().claimed_by(PHONE_TOKEN)
    assert session.claimed_by(PHONE_TOKEN) == session


def test_a_second_phone_is_told_that_another_was_first() -> None:
    with pytest.raises(SessionClaimed):
        a_session().claimed_by(PHONE_TOKEN).claimed_by(OTHER_TOKEN)


@pytest.mark.parametrize("claimed", [False, True])
def test_a_screen_reads_and_never_claims(claimed: bool) -> None:
    session = a_session().claimed_by(PHONE_TOKEN) if claimed else a_session()
    with pytest.raises(TokenRefused):
        session.claimed_by(SCREEN_TOKEN)
