"""What happens in an album is told to its walls and its hosts: to each what it may know."""

import json
from dataclasses import replace
from typing import Any

import pytest

from chalicelib import (
    album_news,
    albums,
    arrivals,
    deletion,
    kiosks,
    library,
    sayings,
)
from chalicelib.album_entry import Visibility
from chalicelib.album_inputs import album_change
from chalicelib.errors import ServiceUnavailable
from chalicelib.library_inputs import page_request
from tests.actors import put as upload
from tests.actors import sized_ticket
from tests.albums_heard import (
    CHANNEL,
    LISTENER,
    PHOTO,
    WALL,
    come,
    edit,
    heard,
    key_of,
    put,
    sent,
    told,
)
from tests.builders import (
    ALBUM_ID,
    KIOSK_ID,
    PHONE_TOKEN,
    SESSION_ID,
    a_handshake,
    a_kiosk,
    a_socket,
    an_id,
    in_album,
)
from tests.fake_connections import MemoryConnectionStore
from tests.fakes import MemoryServices
from tests.libraries import HOST
from tests.workers import by_queue


@pytest.fixture
def services() -> MemoryServices:
    return heard()


def moderated(services: MemoryServices) -> None:
    album = services.albums[ALBUM_ID]
    services.albums.replace(album, replace(album, moderated=True))


# From arrival to the wall


def test_a_photo_is_told_from_its_arrival_on_and_to_walls_when_it_is_ready(
    services: MemoryServices,
) -> None:
    photo_id, key = sent(services)
    assert told(services, LISTENER) == [("PHOTO_STORED", photo_id)]
    assert told(services, WALL) == []
    by_queue(services, key)
    assert told(services, LISTENER)[1:] == [("PHOTO_READY", photo_id)]
    assert told(services, WALL) == [("PHOTO_PUBLISHED", photo_id)]
    (message,) = services.screens.told(WALL)
    assert message["storedAt"] == services.photos.records[photo_id].stored_at


def test_hosts_see_it_as_their_library_has_it(services: MemoryServices) -> None:
    photo_id, key = sent(services)
    by_queue(services, key)
    ready = services.screens.told(LISTENER)[-1]["photo"]
    view = library.list_photos(services, HOST, page_request({"album": [ALBUM_ID]})).photos[0]
    assert ready["photoId"] == view.photo_id == photo_id
    assert ready["thumbUrl"] == view.thumb_url
    assert ready["fileName"] == "beach.jpg"


def test_walls_hear_nothing_of_a_photo_that_waits_until_it_is_approved(
    services: MemoryServices,
) -> None:
    moderated(services)
    services.screens.frames.clear()
    photo_id, key = sent(services)
    by_queue(services, key)
    edit(services, photo_id, comment="still waiting")
    edit(services, photo_id, visibility="HIDDEN")
    edit(services, photo_id, visibility="WAITING")
    assert told(services, WALL) == []
    edit(services, photo_id, visibility="SHOWN")
    assert told(services, WALL) == [("PHOTO_PUBLISHED", photo_id)]
    kinds = [kind for kind, _ in told(services, LISTENER)]
    assert kinds == ["PHOTO_STORED", "PHOTO_READY", *["PHOTO_CHANGED"] * 4]
    assert services.screens.told(LISTENER)[-1]["photo"]["visibility"] == "SHOWN"


def test_what_is_refused_is_told_to_hosts_alone(services: MemoryServices) -> None:
    photo_id, key = sent(services, b"refuse DAMAGED")
    by_queue(services, key)
    assert told(services, LISTENER) == [("PHOTO_STORED", photo_id), ("PHOTO_REJECTED", photo_id)]
    assert services.screens.told(LISTENER)[-1]["photo"]["code"]
    assert told(services, WALL) == []


def test_what_is_refused_when_it_arrives_too(services: MemoryServices) -> None:
    services.sessions.create(in_album())
    arrival = upload(services, sized_ticket(services), 0)
    arrivals.accept_arrivals(services, [arrival])
    assert [kind for kind, _ in told(services, LISTENER)] == ["PHOTO_REJECTED"]


def test_a_photo_that_comes_after_its_session_is_told_as_well(services: MemoryServices) -> None:
    services.sessions.create(in_album())
    ticket = sized_ticket(services)
    arrival = upload(services, ticket)
    services.clock.tick(3600)
    arrivals.accept_arrivals(services, [arrival])
    assert told(services, LISTENER) == [("PHOTO_STORED", ticket.photo_id)]


def test_a_photo_in_no_album_or_in_one_that_is_just_a_name_is_told_to_nobody(
    services: MemoryServices,
) -> None:
    for album_id in (None, "party"):
        photo = put(services, album_id=album_id)
        album_news.photo_became(services, photo)
        album_news.photo_deleted(services, photo)
    assert len(services.screens) == 0


def test_uploads_on_their_way_are_told_to_hosts(services: MemoryServices) -> None:
    services.sessions.create(in_album())
    ticket = sized_ticket(services)
    sayings.listen(services, a_socket("phone"), a_handshake(token=PHONE_TOKEN))
    upload_of = {"photoId": ticket.photo_id, "percent": 40}
    said = {"action": "progress", "sessionId": SESSION_ID, "uploads": [upload_of], "secondsLeft": 7}
    sayings.answer(services, a_socket("phone"), json.dumps(said))
    assert services.screens.told(LISTENER) == [
        {
            "type": "UPLOAD_PROGRESS",
            "albumId": ALBUM_ID,
            "photos": [{"photoId": ticket.photo_id, "fileName": "beach.jpg", "percent": 40}],
            "secondsLeft": 7,
        }
    ]
    assert told(services, WALL) == []


# The album itself


def test_another_name_or_code_is_told_and_nothing_else(services: MemoryServices) -> None:
    albums.change_album(services, HOST, ALBUM_ID, album_change({"maxPhotos": 9}))
    assert told(services, WALL) == []
    albums.change_album(services, HOST, ALBUM_ID, album_change({"name": "Ben & Anna"}))
    albums.change_album(services, HOST, ALBUM_ID, album_change({"newCode": True}))
    for connection_id in (WALL, LISTENER):
        renamed, recoded = services.screens.told(connection_id)
        assert renamed["name"] == recoded["name"] == "Ben & Anna"
        assert renamed["joinUrl"] != recoded["joinUrl"]


# Walls whose key was removed


def test_a_wall_that_is_removed_is_told_and_then_hears_no_more(services: MemoryServices) -> None:
    album, other = services.albums[ALBUM_ID], an_id(7)
    both = {**album.kiosks, other: a_kiosk(kiosk_id=other)}
    services.albums.replace(album, replace(album, kiosks=both))
    come(services, "other wall", key_of(services, other))
    kiosks.remove_kiosk(services, HOST, ALBUM_ID, KIOSK_ID)
    assert told(services, WALL) == [("KIOSK_REMOVED", "")]
    assert told(services, LISTENER) == []
    put(services)
    edit(services, comment="secret")
    edit(services, visibility="HIDDEN")
    assert told(services, WALL) == [("KIOSK_REMOVED", "")]
    assert len(told(services, LISTENER)) == 2
    assert told(services, "other wall") == [("PHOTO_PUBLISHED", PHOTO), ("PHOTO_GONE", PHOTO)]


def test_it_hears_nothing_also_if_it_came_while_it_was_removed(services: MemoryServices) -> None:
    """Its key was looked at before, its connection registered after."""
    (connection,) = [
        each
        for each in services.connections.listening(CHANNEL, services.clock())
        if each.connection_id == WALL
    ]
    services.connections.remove(WALL)
    kiosks.remove_kiosk(services, HOST, ALBUM_ID, KIOSK_ID)
    services.connections.add(connection)
    put(services)
    edit(services, comment="secret")
    assert told(services, WALL) == []


# Failures


class Away(MemoryConnectionStore):
    def listening(self, channel: str, now: int) -> Any:
        raise ServiceUnavailable


def test_what_people_do_is_done_also_if_nobody_can_be_told(services: MemoryServices) -> None:
    photo = put(services)
    put(services, 2)
    away = replace(services, connections=Away())
    edit(away, visibility="HIDDEN")
    assert services.photos.records[photo.photo_id].visibility is Visibility.HIDDEN
    albums.change_album(away, HOST, ALBUM_ID, album_change({"name": "Ben"}))
    kiosks.remove_kiosk(away, HOST, ALBUM_ID, KIOSK_ID)
    deletion.remove_photo(away, photo)
    assert photo.photo_id not in services.photos


def test_that_a_photo_is_ready_is_told_by_whoever_comes_again(services: MemoryServices) -> None:
    """A job that could tell nobody comes again, and finds what was decided."""
    photo_id, key = sent(services)
    services.screens.frames.clear()
    with pytest.raises(ServiceUnavailable):
        album_news.photo_became(
            replace(services, connections=Away()), services.photos.records[photo_id]
        )
    by_queue(services, key)
    by_queue(services, key)
    assert ("PHOTO_PUBLISHED", photo_id) in told(services, WALL)


def test_a_photo_that_was_deleted_while_it_was_made_is_told_as_gone_alone(
    services: MemoryServices,
) -> None:
    photo_id, key = sent(services)
    services.screens.frames.clear()
    deletion.remove_photo(services, services.photos.records[photo_id])
    by_queue(services, key)
    assert told(services, LISTENER) == [("PHOTO_GONE", photo_id)]
    assert ("PHOTO_PUBLISHED", photo_id) not in told(services, WALL)
