"""Use case of users' uploads: who may send into which album."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.album_entry import Visibility
from chalicelib.album_errors import AlbumClosed, AlbumFull, AlbumNotFound
from chalicelib.people import Group, User
from tests import fakes
from tests.builders import ALBUM_ID, an_album
from tests.fake_albums import MemoryAlbumStore
from tests.fakes import START, MemoryServices
from tests.libraries import ADA, HOST, OPERATOR
from tests.uploading import MB, issue, photo_of, send

OTHER_HOST = User("host-0009", frozenset({Group.HOST}))


@pytest.fixture
def services() -> MemoryServices:
    return fakes.services()


def with_album(services: MemoryServices, **changes: Any) -> None:
    services.albums.create(an_album(owner_id=HOST.user_id, **changes))


@pytest.mark.parametrize("moderated", [False, True])
@pytest.mark.parametrize("user", [HOST, OPERATOR])
def test_a_host_sends_into_an_album_and_it_takes_a_place(
    services: MemoryServices, user: User, moderated: bool
) -> None:
    with_album(services, moderated=moderated)
    upload = issue(services, user, album_id=ALBUM_ID)
    photo = photo_of(services, upload)
    assert photo.album_id == ALBUM_ID
    assert photo.visibility is (Visibility.WAITING if moderated else Visibility.SHOWN)
    assert list(services.albums[ALBUM_ID].held) == [upload.photo_id]
    send(services, upload)
    assert services.photos.records[upload.photo_id].album_id == ALBUM_ID


@pytest.mark.parametrize("user", [ADA, OTHER_HOST])
def test_to_all_others_it_does_not_exist(services: MemoryServices, user: User) -> None:
    with_album(services)
    for album_id in (ALBUM_ID, "none"):
        with pytest.raises(AlbumNotFound):
            issue(services, user, album_id=album_id)
    assert services.quotas.spent == {}
    assert len(services.sessions) == 0


def test_an_album_that_takes_none_costs_nothing(services: MemoryServices) -> None:
    with_album(services, closes_at=START)
    with pytest.raises(AlbumClosed):
        issue(services, HOST, album_id=ALBUM_ID)
    with_album(services, album_id="B" * 22, max_photos=0)
    with pytest.raises(AlbumFull):
        issue(services, HOST, album_id="B" * 22)
    assert services.quotas.spent == {}
    assert len(services.sessions) == 0


class Overtaken(MemoryAlbumStore):
    """Another photo takes a place just before each that asks for one."""

    def take_place(self, album_id: str, photo_id: str, until: int) -> bool:
        super().take_place(album_id, "P" * 22, until)
        return super().take_place(album_id, photo_id, until)


def test_who_loses_a_race_for_the_last_place_leaves_nothing(services: MemoryServices) -> None:
    overtaken = replace(services, albums=Overtaken())
    with_album(overtaken, max_photos=1)
    with pytest.raises(AlbumFull):
        issue(overtaken, HOST, album_id=ALBUM_ID, size_bytes=100 * MB)
    assert len(services.sessions) == len(services.parts) == 0
