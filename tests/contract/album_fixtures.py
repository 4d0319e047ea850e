"""Both stores of albums, for the suites that run on them."""

import pytest

from chalicelib.album_store import AlbumStore
from chalicelib.aws import clients
from chalicelib.aws.album_table import DynamoAlbumStore
from devserver import resources
from tests.fake_albums import MemoryAlbumStore


@pytest.fixture(params=["memory", "dynamodb"])
def store(request: pytest.FixtureRequest) -> AlbumStore:
    if request.param == "memory":
        return MemoryAlbumStore()
    request.getfixturevalue("tables")
    return DynamoAlbumStore(clients.dynamodb, resources.ALBUMS_TABLE)
