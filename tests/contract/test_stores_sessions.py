"""`SessionStore`: one suite for the fake and for DynamoDB."""

from dataclasses import replace

import boto3
import pytest

from chalicelib import limits
from chalicelib.aws import clients
from chalicelib.aws.session_table import DynamoSessionStore
from chalicelib.errors import ServiceUnavailable, SessionChanged
from chalicelib.model import Session
from chalicelib.photo import Announcement, PhotoState, Rejection
from chalicelib.ports import SessionStore
from devserver import resources
from tests.builders import (
    PHONE_TOKEN,
    PHOTO_ID,
    SESSION_ID,
    a_photo,
    a_ready_photo,
    a_session,
    a_stored_photo,
    an_announcement,
    an_id,
)
from tests.fakes import START, MemorySessionStore


@pytest.fixture(params=["memory", "dynamodb"])
def store(request: pytest.FixtureRequest) -> SessionStore:
    if request.param == "memory":
        return MemorySessionStore()
    request.getfixturevalue("tables")
    return DynamoSessionStore(clients.dynamodb, resources.SESSIONS_TABLE)


def a_full_session() -> Session:
    """A session in which every field of everything has a value somewhere."""
    session = a_session(version=3, album_id="party", owner_id="ada").claimed_by(PHONE_TOKEN)
    photos = [
        a_photo(photo_id=an_id(1)),
        a_photo(photo_id=an_id(2), announced=Announcement()),
        a_stored_photo(photo_id=an_id(3), announced=an_announcement(file_name="写真 👨‍👩‍👧.jpg")),
        a_stored_photo(photo_id=an_id(4), ticket_expires_at=None, content_type=None),
        a_stored_photo(
            photo_id=an_id(5), state=PhotoState.REJECTED, rejection=Rejection.EMPTY, size_bytes=0
        ),
        a_ready_photo(photo_id=an_id(6), facts=None, album_id="party"),
        a_ready_photo(photo_id=an_id(7), facts=None, number=3, told=True, shown_at=START + 7),
    ]
    for photo in photos:
        session = session.with_photo(photo)
    return session


@pytest.mark.parametrize("session", [a_session(), a_full_session()])
def test_a_session_comes_back_as_it_was_stored(store: SessionStore, session: Session) -> None:
    store.create(session)
    assert store.load(SESSION_ID) == session


def test_an_unknown_session_is_none(store: SessionStore) -> None:
    store.create(a_session())
    assert store.load(an_id(9)) is None


def test_an_expired_session_is_still_there(store: SessionStore) -> None:
    """TTL deletes within about two days: whoever loads a session checks its time."""
    store.create(a_session(expires_at=START - 1))
    assert store.load(SESSION_ID) is not None


def test_a_session_is_created_once(store: SessionStore) -> None:
    store.create(a_session())
    with pytest.raises(ServiceUnavailable):
        store.create(a_session(created_at=START + 1))
    assert store.load(SESSION_ID) == a_session()


def test_a_change_is_stored_with_the_next_version(store: SessionStore) -> None:
    store.create(a_session())
    changed = a_session().claimed_by(PHONE_TOKEN).with_photo(a_photo())
    stored = store.replace(a_session(), changed, START)
    assert stored == replace(changed, version=1)
    assert store.load(SESSION_ID) == stored
    again = store.replace(stored, stored.with_photo(a_stored_photo()), START)
    assert again.version == 2
    assert store.load(SESSION_ID) == again


def test_of_two_writers_who_read_the_same_the_second_is_refused(store: SessionStore) -> None:
    store.create(a_session())
    first = store.replace(a_session(), a_session().claimed_by(PHONE_TOKEN), START)
    with pytest.raises(SessionChanged):
        store.replace(a_session(), a_session().claimed_by("x" * 43), START)
    assert store.load(SESSION_ID) == first


def test_a_writer_who_read_what_was_never_stored_is_refused(store: SessionStore) -> None:
    store.create(a_session())
    with pytest.raises(SessionChanged):
        store.replace(a_session(version=1), a_session(), START)


@pytest.mark.parametrize(("seconds", "is_open"), [(-1, True), (0, False), (1, False)])
def test_an_expired_session_is_not_changed(
    store: SessionStore, seconds: int, is_open: bool
) -> None:
    """The condition checks the time as well, because TTL deletes late."""
    session = a_session()
    store.create(session)
    now = session.expires_at + seconds
    longer = replace(session, expires_at=session.expires_at + 100)
    if is_open:
        assert store.replace(session, longer, now).expires_at == session.expires_at + 100
        return
    with pytest.raises(SessionChanged):
        store.replace(session, longer, now)
    assert store.load(SESSION_ID) == session


def test_a_session_that_is_gone_is_not_brought_back(store: SessionStore) -> None:
    with pytest.raises(SessionChanged):
        store.replace(a_session(), a_session(), START)
    assert store.load(SESSION_ID) is None


def test_sessions_do_not_meet(store: SessionStore) -> None:
    store.create(a_session())
    store.create(a_session(session_id=an_id(2)))
    store.replace(a_session(), a_session().claimed_by(PHONE_TOKEN), START)
    assert store.load(an_id(2)) == a_session(session_id=an_id(2))


def test_the_table_can_end_a_session_by_itself(tables: None) -> None:
    """TTL wants a number of seconds in the attribute that it was told."""
    DynamoSessionStore(clients.dynamodb, resources.SESSIONS_TABLE).create(a_session())
    (item,) = boto3.client("dynamodb").scan(TableName=resources.SESSIONS_TABLE)["Items"]
    assert item["expiresAt"] == {"N": str(START + 600)}
    assert resources.TABLES[0].ttl_attribute == "expiresAt"


def test_a_session_of_before_there_were_albums_still_loads(tables: None) -> None:
    store = DynamoSessionStore(clients.dynamodb, resources.SESSIONS_TABLE)
    store.create(a_session().with_photo(a_stored_photo()))
    (item,) = boto3.client("dynamodb").scan(TableName=resources.SESSIONS_TABLE)["Items"]
    assert {"albumId", "told"}.isdisjoint(item | item["photos"]["M"][PHOTO_ID]["M"])
    assert store.load(SESSION_ID) == a_session().with_photo(a_stored_photo())


def test_a_session_full_of_photos_that_are_ready_fits_its_item(store: SessionStore) -> None:
    """DynamoDB takes 400 KB."""
    name = "写" * limits.FILE_NAME_CHARACTERS
    session = a_session()
    for number in range(limits.MAX_PHOTOS * limits.TICKETS_PER_PHOTO):
        said = an_announcement(file_name=name, request_id=f"{number:064d}")
        photo = a_ready_photo(photo_id=an_id(number), announced=said, facts=None, told=True)
        session = session.with_photo(photo)
    store.create(session)
    assert store.load(SESSION_ID) == session
