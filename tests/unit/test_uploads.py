"""Use case of uploads: leave to put one photo into the store."""

from dataclasses import replace

import pytest

from chalicelib import limits, notifications, sessions, tokens, uploads
from chalicelib.connection import Connection
from chalicelib.errors import (
    PhotoLimitReached,
    PhotoTooLarge,
    RequestIdReused,
    ServiceUnavailable,
    SessionClaimed,
    SessionExpired,
    SessionNotFound,
    TokenRefused,
)
from chalicelib.model import SessionStatus
from tests.builders import (
    CONNECTION_ID,
    OTHER_TOKEN,
    PHONE_TOKEN,
    SCREEN_TOKEN,
    SESSION_ID,
    SHA256,
    a_handshake,
    a_session,
    a_socket,
    a_ticket_request,
    an_announcement,
    an_id,
    an_open_request,
)
from tests.fake_connections import MemoryConnectionStore
from tests.fakes import START, MemoryServices
from tests.interruptions import Overtaken


@pytest.fixture
def screen(services: MemoryServices) -> str:
    """A screen that listens."""
    notifications.subscribe(services, a_socket(), a_handshake())
    return CONNECTION_ID


def test_the_first_request_claims_the_session(services: MemoryServices) -> None:
    ticket = uploads.issue_ticket(services, a_ticket_request())
    session = services.sessions.load(SESSION_ID)
    assert session is not None
    assert session.status is ticket.status is SessionStatus.UPLOAD_REQUESTED
    assert session.phone_token_digest == tokens.digest(PHONE_TOKEN)
    assert set(session.photos) == {ticket.photo_id}


def test_a_ticket_allows_one_put_of_just_the_announced_photo(services: MemoryServices) -> None:
    ticket = uploads.issue_ticket(services, a_ticket_request())
    assert services.signer.signed == [
        (
            f"session-uploads/{SESSION_ID}/{ticket.photo_id}.jpg",
            an_announcement(),
            limits.TICKET_SECONDS,
        )
    ]
    assert ticket.method == "PUT"
    assert ticket.headers == {
        "if-none-match": "*",
        "content-type": "image/jpeg",
        "x-amz-checksum-sha256": SHA256,
    }


def test_a_ticket_says_until_when_and_what_a_phone_can_check_itself(
    services: MemoryServices,
) -> None:
    services.clock.tick(100)
    ticket = uploads.issue_ticket(services, a_ticket_request())
    assert ticket.server_time == START + 100
    assert ticket.expires_at == START + 100 + limits.TICKET_SECONDS
    assert ticket.session_expires_at == START + 100 + limits.SESSION_SECONDS_AFTER_TICKET
    assert ticket.limits.max_photos == 10
    assert ticket.limits.max_upload_bytes == 25 * 2**20
    assert ticket.limits.max_preview_bytes == limits.PREVIEW_BYTES
    assert ticket.limits.max_put_bytes == 16 * 2**20
    assert ticket.limits.content_types == (*limits.CONTENT_TYPES, *limits.VIDEO_TYPES)


def test_where_photos_are_moderated_a_phone_is_told_to_send_no_preview(
    services: MemoryServices,
) -> None:
    moderated = replace(services, settings=replace(services.settings, moderation=True))
    assert uploads.issue_ticket(moderated, a_ticket_request()).limits.max_preview_bytes == 0


def test_a_phone_without_token_is_given_one_which_opens_the_session(
    services: MemoryServices,
) -> None:
    ticket = uploads.issue_ticket(services, a_ticket_request(token=None))
    assert ticket.phone_token == services.new_token.made[-1]
    again = uploads.issue_ticket(services, a_ticket_request(token=ticket.phone_token))
    assert again.photo_id == ticket.photo_id
    assert again.phone_token is None


def test_a_phone_that_brings_its_token_loses_nothing_with_a_lost_answer(
    services: MemoryServices,
) -> None:
    first = uploads.issue_ticket(services, a_ticket_request())
    services.clock.tick(30)
    again = uploads.issue_ticket(services, a_ticket_request())
    assert first.phone_token is again.phone_token is None
    assert again.photo_id == first.photo_id
    assert again.expires_at == first.expires_at + 30


@pytest.mark.parametrize("token", [OTHER_TOKEN, None])
def test_a_second_phone_is_refused_and_changes_nothing(
    services: MemoryServices, token: str | None
) -> None:
    uploads.issue_ticket(services, a_ticket_request())
    before = services.sessions.load(SESSION_ID)
    with pytest.raises(SessionClaimed):
        uploads.issue_ticket(services, a_ticket_request(token, request_id="request-2"))
    assert services.sessions.load(SESSION_ID) == before
    assert len(services.signer.signed) == 1


def test_a_screen_gets_no_ticket(services: MemoryServices) -> None:
    with pytest.raises(TokenRefused):
        uploads.issue_ticket(services, a_ticket_request(SCREEN_TOKEN))
    assert services.sessions.load(SESSION_ID) == a_session()


def test_the_session_alone_gets_an_open_ticket_which_the_photo_fills_in(
    services: MemoryServices,
) -> None:
    opened = uploads.issue_ticket(services, an_open_request())
    filled = uploads.issue_ticket(services, a_ticket_request())
    assert opened.photo_id == filled.photo_id
    assert opened.headers == {"if-none-match": "*"}
    assert services.signer.signed[0][0].endswith(".bin")
    assert services.signer.signed[1][0].endswith(".jpg")


def test_photos_with_ids_of_their_own_have_keys_of_their_own(services: MemoryServices) -> None:
    for n in range(3):
        uploads.issue_ticket(services, a_ticket_request(request_id=f"request-{n}"))
    assert len({key for key, _, _ in services.signer.signed}) == 3


@pytest.mark.parametrize(("size", "allowed"), [(1000, True), (1001, False)])
def test_a_photo_over_the_limit_is_refused_before_anyone_is_asked(
    services: MemoryServices, size: int, allowed: bool
) -> None:
    small = replace(services, settings=replace(services.settings, max_upload_bytes=1000))
    if allowed:
        assert uploads.issue_ticket(small, a_ticket_request(size_bytes=size)).photo_id
        return
    with pytest.raises(PhotoTooLarge):
        uploads.issue_ticket(small, a_ticket_request(size_bytes=size))
    assert services.sessions.load(SESSION_ID) == a_session()


def test_an_operators_number_of_photos_holds(services: MemoryServices) -> None:
    two = replace(services, settings=replace(services.settings, max_photos=2))
    for n in range(2):
        ticket = uploads.issue_ticket(two, a_ticket_request(request_id=f"request-{n}"))
        assert ticket.limits.max_photos == 2
    with pytest.raises(PhotoLimitReached):
        uploads.issue_ticket(two, a_ticket_request(request_id="request-2"))


def test_a_reused_request_id_changes_nothing(services: MemoryServices) -> None:
    uploads.issue_ticket(services, a_ticket_request())
    before = services.sessions.load(SESSION_ID)
    with pytest.raises(RequestIdReused):
        uploads.issue_ticket(services, a_ticket_request(size_bytes=7))
    assert services.sessions.load(SESSION_ID) == before


def test_no_ticket_without_an_open_session(services: MemoryServices) -> None:
    with pytest.raises(SessionNotFound):
        uploads.issue_ticket(services, replace(a_ticket_request(), session_id=an_id(9)))
    services.clock.tick(600)
    with pytest.raises(SessionExpired):
        uploads.issue_ticket(services, a_ticket_request())
    assert services.signer.signed == []


# Telling the screens


def test_screens_hear_once_that_a_phone_has_come(services: MemoryServices, screen: str) -> None:
    for n in range(3):
        uploads.issue_ticket(services, a_ticket_request(request_id=f"request-{n}"))
    assert services.screens.told(screen) == [
        {
            "type": "PHONE_CONNECTED",
            "sessionId": SESSION_ID,
            "status": "UPLOAD_REQUESTED",
            "expiresAt": START + limits.SESSION_SECONDS_AFTER_TICKET,
        }
    ]


def test_screens_do_not_hear_of_a_phone_that_was_refused(
    services: MemoryServices, screen: str
) -> None:
    with pytest.raises(TokenRefused):
        uploads.issue_ticket(services, a_ticket_request(SCREEN_TOKEN))
    assert services.screens.told(screen) == []


def test_a_phone_has_its_ticket_though_the_screens_cannot_be_told(
    services: MemoryServices,
) -> None:
    """The claim is made by then: refusing now would lock the phone out."""

    class Down(MemoryConnectionStore):
        def listening(self, channel: str, now: int) -> list[Connection]:
            raise ServiceUnavailable

    ticket = uploads.issue_ticket(
        replace(services, connections=Down()), a_ticket_request(token=None)
    )
    assert ticket.phone_token
    snapshot = sessions.read_session(services, SESSION_ID, SCREEN_TOKEN)
    assert snapshot.status is SessionStatus.UPLOAD_REQUESTED


def test_of_two_phones_at_the_same_time_one_wins(services: MemoryServices) -> None:
    """Both read the session while it was free; the second write is refused and read again."""

    def rival() -> None:
        uploads.issue_ticket(raced, a_ticket_request(OTHER_TOKEN))

    store = Overtaken()
    raced = replace(services, sessions=store)
    store.create(a_session())
    store.overtake = rival
    with pytest.raises(SessionClaimed):
        uploads.issue_ticket(raced, a_ticket_request())
    session = raced.sessions.load(SESSION_ID)
    assert session is not None
    assert session.phone_token_digest == tokens.digest(OTHER_TOKEN)
    assert len(session.photos) == 1
