"""Handshakes and messages of walls and hosts become values we can trust, or are refused."""

import json
from typing import Any

import pytest

from chalicelib import client_messages, limits
from chalicelib.album_errors import KioskKeyRefused
from chalicelib.client_messages import AlbumHandshake, AlbumPing, AlbumSync
from chalicelib.errors import InvalidRequest, TokenRequired
from tests.builders import ALBUM_ID, SCREEN_TOKEN, SESSION_ID
from tests.events import an_album_connect_event
from tests.fakes import SITE

KEY = "head.claims.signature"


def test_a_handshake_names_album_token_and_origin() -> None:
    event = an_album_connect_event("wall", ALBUM_ID, KEY)
    assert client_messages.handshake(event) == AlbumHandshake(ALBUM_ID, KEY, SITE)


def test_one_that_names_a_session_as_well_is_one_of_the_album() -> None:
    """And so is its token, which opens no session."""
    event = an_album_connect_event("wall", ALBUM_ID, KEY)
    event["queryStringParameters"]["sessionId"] = SESSION_ID
    assert isinstance(client_messages.handshake(event), AlbumHandshake)


@pytest.mark.parametrize("album_id", ["", "x", "../" + "A" * 19, "A" * 23])
def test_a_handshake_for_no_album_is_refused(album_id: str) -> None:
    with pytest.raises(InvalidRequest):
        client_messages.handshake(an_album_connect_event("wall", album_id, KEY))


@pytest.mark.parametrize(
    "token", [SCREEN_TOKEN, "a.b", "a.b.c.d", "a.b.é", "a" * limits.KIOSK_KEY_CHARACTERS + ".b.c"]
)
def test_a_token_of_another_form_is_refused(token: str) -> None:
    with pytest.raises(KioskKeyRefused):
        client_messages.handshake(an_album_connect_event("wall", ALBUM_ID, token))


def test_a_handshake_without_a_token_is_refused() -> None:
    with pytest.raises(TokenRequired):
        client_messages.handshake(an_album_connect_event("wall", ALBUM_ID, ""))


def test_what_is_said_on_it() -> None:
    said = {"albumId": ALBUM_ID, "unknown": 1}
    assert read(action="sync", **said) == AlbumSync(ALBUM_ID)
    assert read(action="ping", **said) == AlbumPing(ALBUM_ID)


@pytest.mark.parametrize(
    "said",
    [
        {"action": "shown", "albumId": ALBUM_ID},
        {"albumId": ALBUM_ID},
        {"action": "sync", "albumId": "x"},
        {"action": "sync", "albumId": None},
        {"action": "sync", "albumId": [ALBUM_ID]},
    ],
)
def test_anything_else_is_refused(said: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest):
        read(**said)


def read(**said: Any) -> object:
    return client_messages.client_message(json.dumps(said))
