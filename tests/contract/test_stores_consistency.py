"""Reads from DynamoDB that decide something see every write that was done before."""

from collections.abc import Callable

import pytest

from chalicelib.aws import clients
from chalicelib.aws.album_table import DynamoAlbumStore
from chalicelib.aws.connection_table import DynamoConnectionStore
from chalicelib.aws.photo_table import DynamoPhotoStore
from chalicelib.aws.session_table import DynamoSessionStore
from devserver import resources
from tests.builders import ALBUM_ID, CONNECTION_ID, PHOTO_ID, SESSION_ID
from tests.fakes import START

CHANNEL = f"session#{SESSION_ID}"


def sessions() -> DynamoSessionStore:
    return DynamoSessionStore(clients.dynamodb, resources.SESSIONS_TABLE)


def photos() -> DynamoPhotoStore:
    return DynamoPhotoStore(clients.dynamodb, resources.PHOTOS_TABLE)


def albums() -> DynamoAlbumStore:
    return DynamoAlbumStore(clients.dynamodb, resources.ALBUMS_TABLE)


def connections() -> DynamoConnectionStore:
    return DynamoConnectionStore(clients.dynamodb, resources.CONNECTIONS_TABLE)


@pytest.mark.parametrize(
    "read",
    [
        lambda: sessions().load(SESSION_ID),
        lambda: photos().load(PHOTO_ID),
        lambda: albums().load(ALBUM_ID),
        lambda: albums().page(None, None),
        lambda: connections().load(CHANNEL, CONNECTION_ID, START),
        lambda: connections().listening(CHANNEL, START),
    ],
)
def test_a_read_is_strongly_consistent(tables: None, read: Callable[[], object]) -> None:
    """Half of why nothing is lost; the other half is the order of the use cases."""
    asked: list[object] = []
    clients.dynamodb().meta.events.register(
        "provide-client-params.dynamodb",
        lambda params, **_: asked.append(params.get("ConsistentRead")),
    )
    read()
    assert asked == [True]
