"""Use case of deletions: nothing is left, screens and phone are told, and it can be repeated."""

from dataclasses import replace

import pytest

from chalicelib import deletion, limits
from chalicelib.connection import Connection
from chalicelib.errors import (
    PhotoAlreadyStored,
    PhotoNotFound,
    ServiceUnavailable,
)
from chalicelib.people import User
from chalicelib.photo import Photo, PhotoState, Rejection
from tests.actors import photo_in_session, sized_ticket
from tests.builders import (
    CONNECTION_ID,
    SESSION_ID,
    an_id,
)
from tests.fake_connections import MemoryConnectionStore
from tests.fakes import MemoryPhotoStore, MemoryServices
from tests.libraries import ADA, BOB, HOST, OPERATOR, end, owned, remains


@pytest.mark.parametrize("user", [ADA, OPERATOR])
@pytest.mark.parametrize("made", [True, False])
def test_nothing_of_it_is_left(watched: MemoryServices, user: User, made: bool) -> None:
    photo, other = owned(watched, 1, made=made), owned(watched, 2)
    kept = remains(watched, other)
    assert remains(watched, photo)
    deleted = deletion.delete_photo(watched, user, photo.photo_id)
    assert (deleted.photo_id, deleted.deleted, deleted.code) == (photo.photo_id, True, None)
    assert remains(watched, photo) == []
    assert remains(watched, other) == kept


def test_versions_that_a_plain_delete_has_hidden_go_too(watched: MemoryServices) -> None:
    photo = owned(watched)
    watched.objects.delete(photo.key or "")
    watched.media.delete([each.key for each in photo.renditions])
    assert len(remains(watched, photo)) == 5
    deletion.delete_photo(watched, ADA, photo.photo_id)
    assert remains(watched, photo) == []


@pytest.mark.parametrize("user", [BOB, HOST])
def test_nobody_else_deletes_it_or_learns_that_it_is_there(
    watched: MemoryServices, user: User
) -> None:
    photo = owned(watched)
    kept = remains(watched, photo)
    for photo_id in (photo.photo_id, an_id(99)):
        with pytest.raises(PhotoNotFound):
            deletion.delete_photo(watched, user, photo_id)
    assert remains(watched, photo) == kept
    assert len(watched.screens) == 0


def test_screens_and_phone_are_told(watched: MemoryServices) -> None:
    photo = owned(watched)
    deletion.delete_photo(watched, ADA, photo.photo_id)
    for who in (CONNECTION_ID, "phone"):
        (told,) = watched.screens.told(who)
        assert (told["type"], told["sessionId"]) == ("PHOTO_DELETED", SESSION_ID)
        view = told["photo"]
        assert (view["photoId"], view["state"]) == (photo.photo_id, "REJECTED")
        assert (view["code"], view["url"], view["renditions"]) == ("DELETED", None, None)


def test_a_snapshot_tells_who_missed_it(watched: MemoryServices) -> None:
    photo = owned(watched)
    deletion.delete_photo(watched, ADA, photo.photo_id)
    noted = photo_in_session(watched, photo.photo_id)
    assert (noted.state, noted.rejection) == (PhotoState.REJECTED, Rejection.DELETED)
    assert (noted.renditions, noted.facts, noted.comment) == ((), None, None)


def test_it_is_deleted_though_nobody_can_be_told(watched: MemoryServices) -> None:
    class Down(MemoryConnectionStore):
        def listening(self, channel: str, now: int) -> list[Connection]:
            raise ServiceUnavailable

    photo = owned(watched)
    deletion.delete_photo(replace(watched, connections=Down()), ADA, photo.photo_id)
    assert remains(watched, photo) == []


@pytest.mark.parametrize("forgotten", [False, True])
def test_after_its_session_it_is_deleted_and_nobody_is_told(
    watched: MemoryServices, forgotten: bool
) -> None:
    photo = owned(watched)
    end(watched, forgotten=forgotten)
    deletion.delete_photo(watched, ADA, photo.photo_id)
    assert remains(watched, photo) == []
    assert len(watched.screens) == 0


def test_its_place_is_free_and_its_request_id_brings_it_not_back(services: MemoryServices) -> None:
    full = replace(services, settings=replace(services.settings, max_photos=1))
    photo = owned(full)
    deletion.delete_photo(full, ADA, photo.photo_id)
    with pytest.raises(PhotoAlreadyStored):
        sized_ticket(full, 1)
    assert sized_ticket(full, 2).photo_id != photo.photo_id


# Many


def test_each_has_an_outcome_in_their_order(watched: MemoryServices) -> None:
    first, second = owned(watched, 1), owned(watched, 2)
    watched.photos.records[second.photo_id] = replace(second, owner_id=BOB.user_id)
    ids = [an_id(99), first.photo_id, second.photo_id]
    outcomes = deletion.delete_photos(watched, ADA, ids).deletions
    assert [each.photo_id for each in outcomes] == ids
    assert [each.deleted for each in outcomes] == [False, True, False]
    assert [each.code for each in outcomes] == ["PhotoNotFound", None, "PhotoNotFound"]
    assert outcomes[0].message == PhotoNotFound.message
    assert remains(watched, first) == []
    assert remains(watched, second)


def test_after_a_failure_of_a_service_the_rest_is_not_begun(watched: MemoryServices) -> None:
    """Each would use up the patience of its client, and API Gateway gives up after 29 s."""
    asked: list[str] = []

    class Away(MemoryPhotoStore):
        def load(self, photo_id: str) -> Photo | None:
            asked.append(photo_id)
            raise ServiceUnavailable

    ids = [an_id(n) for n in range(limits.DELETED_AT_ONCE)]
    outcomes = deletion.delete_photos(replace(watched, photos=Away()), ADA, ids).deletions
    assert {each.code for each in outcomes} == {"ServiceUnavailable"}
    assert len(outcomes) == len(ids)
    assert len(asked) <= limits.CONCURRENT_DELETIONS
