"""The records of photos as a store and as a library, for the suites of both."""

from dataclasses import dataclass
from typing import Any

import pytest

from chalicelib.album_store import AlbumStore, PhotoPlacement
from chalicelib.aws import clients
from chalicelib.aws.album_table import DynamoAlbumStore
from chalicelib.aws.photo_library import DynamoPhotoLibrary
from chalicelib.aws.photo_placement import DynamoPhotoPlacement
from chalicelib.aws.photo_table import DynamoPhotoStore
from chalicelib.library_store import PhotoLibrary
from chalicelib.photo import Photo
from chalicelib.photo_query import Filters, Page
from chalicelib.ports import PhotoStore
from devserver import resources
from tests.fake_albums import MemoryAlbumStore
from tests.fake_library import MemoryPhotoLibrary, MemoryPhotoPlacement
from tests.fakes import MemoryPhotoStore
from tests.libraries import ADA

MINE = Filters(owner_id=ADA.user_id)


@dataclass
class Records:
    """The same records, as a store and as a library."""

    photos: PhotoStore
    library: PhotoLibrary
    albums: AlbumStore
    placement: PhotoPlacement

    def keep(self, *photos: Photo) -> None:
        for photo in photos:
            self.photos.record(photo)

    def ids(self, most: int = 50, **filters: Any) -> list[int]:
        chosen = {"owner_id": ADA.user_id} if "album_id" not in filters else {}
        page = self.library.page(Filters(**chosen | filters), None, most)
        assert page.after is None
        return numbers(page)


def records_of(request: pytest.FixtureRequest) -> Records:
    """Empty ones, in memory or in DynamoDB as the fixture's parameter says."""
    if request.param == "memory":
        stored, albums = MemoryPhotoStore(), MemoryAlbumStore()
        library = MemoryPhotoLibrary(stored.records)
        return Records(stored, library, albums, MemoryPhotoPlacement(stored.records, albums))
    request.getfixturevalue("tables")
    client, tables = clients.dynamodb, (resources.PHOTOS_TABLE, resources.ALBUMS_TABLE)
    return Records(
        DynamoPhotoStore(client, tables[0]),
        DynamoPhotoLibrary(client, tables[0]),
        DynamoAlbumStore(client, tables[1]),
        DynamoPhotoPlacement(client, *tables),
    )


def numbers(page: Page) -> list[int]:
    return [int(photo.photo_id) for photo in page.photos]
