"""Exports of albums: who may have one, what is in it, what becomes of it."""

import hashlib

import pytest

from chalicelib import albums, export_plans, exports, limits
from chalicelib.album_entry import Visibility
from chalicelib.album_errors import AlbumNotFound, ExportNotFound, ExportRunning
from chalicelib.export import ExportState
from chalicelib.export_inputs import ExportRequest
from chalicelib.people import User
from chalicelib.photo import PhotoState
from chalicelib.photo_query import ImageSize
from tests.builders import ALBUM_ID, HOST_ID, an_id
from tests.exporting import (
    HOST,
    LARGE,
    OPERATOR,
    ORIGINALS,
    OTHER_HOST,
    a_world,
    add,
    add_stored,
    ask,
    contents,
    exported,
    look,
    manifest,
    run,
)
from tests.fakes import START, MemoryServices
from tests.films import an_mp4

#: START, as names of files have it.
STAMP = "20270115T0800"


@pytest.fixture
def services() -> MemoryServices:
    """An album of three photos."""
    made = a_world()
    for number in (3, 1, 2):
        add(made, number)
    return made


# Who may


@pytest.mark.parametrize("user", [OTHER_HOST, User(HOST_ID), User("somebody")])
def test_whose_album_it_is_not_is_told_that_there_is_none(
    services: MemoryServices, user: User
) -> None:
    export_id = ask(services).export_id
    with pytest.raises(AlbumNotFound):
        exports.request_export(services, user, ALBUM_ID, LARGE)
    with pytest.raises(AlbumNotFound):
        exports.read_export(services, user, ALBUM_ID, export_id)


def test_an_operator_may_export_every_album(services: MemoryServices) -> None:
    export_id = ask(services, user=OPERATOR).export_id
    run(services)
    assert exports.read_export(services, OPERATOR, ALBUM_ID, export_id).files
    assert look(services, export_id).files


def test_an_album_that_there_is_not_has_no_export(services: MemoryServices) -> None:
    with pytest.raises(AlbumNotFound):
        exports.request_export(services, OPERATOR, an_id(9), ORIGINALS)


# What is in it


def test_originals_come_out_as_they_went_in_sorted_by_time(services: MemoryServices) -> None:
    view = exported(services)
    assert contents(services, view) == {
        f"{STAMP}01Z_beach.jpg": b"content of 1",
        f"{STAMP}02Z_beach.jpg": b"content of 2",
        f"{STAMP}03Z_beach.jpg": b"content of 3",
    }
    assert list(contents(services, view)) == sorted(contents(services, view))


def test_renditions_are_exported_in_the_size_that_is_asked_for(services: MemoryServices) -> None:
    view = exported(services, LARGE)
    assert list(contents(services, view).values()) == [b"large of 1", b"large of 2", b"large of 3"]
    row = manifest(services, view)[0]
    assert (row["contentType"], row["width"], row["height"]) == ("image/jpeg", 2016, 1512)


def test_the_manifest_tells_everything_of_each_photo(services: MemoryServices) -> None:
    add(services, 4, comment="Cheers 🥂", visibility=Visibility.HIDDEN)
    row = manifest(services, exported(services))[-1]
    assert row == {
        "volume": "Anna & Ben.zip",
        "file": f"{STAMP}04Z_beach.jpg",
        "photoId": an_id(4),
        "leftOut": None,
        "storedAt": "2027-01-15T08:00:04Z",
        "takenAt": "2026-11-21T14:03:05+01:00",
        "guestName": "Ada",
        "comment": "Cheers 🥂",
        "visibility": "HIDDEN",
        "contentType": "image/jpeg",
        "sizeBytes": len(b"content of 4"),
        "width": 4032,
        "height": 3024,
        "sha256": hashlib.sha256(b"content of 4").hexdigest(),
    }


def test_a_video_is_exported_as_it_came_whatever_the_size(services: MemoryServices) -> None:
    film = an_mp4()
    add_stored(services, 4, content=film, content_type="video/mp4", state=PhotoState.READY)
    assert contents(services, exported(services, LARGE))[f"{STAMP}04Z_beach.jpg.mp4"] == film


def test_two_photos_of_one_second_and_name_have_two_names(services: MemoryServices) -> None:
    for number, name in ((4, "BEACH.jpg"), (5, "Beach.JPG")):
        add(services, number, file_name=name, stored_at=START + 1)
    names = [*contents(services, exported(services))]
    assert names[:3] == [
        f"{STAMP}01Z_beach.jpg",
        f"{STAMP}01Z_BEACH (2).jpg",
        f"{STAMP}01Z_Beach (3).JPG",
    ]
    assert len({name.casefold() for name in names}) == 5


def test_an_export_of_one_visibility_has_only_those(services: MemoryServices) -> None:
    add(services, 4, visibility=Visibility.WAITING)
    view = exported(services, ExportRequest(ImageSize.ORIGINAL, Visibility.WAITING))
    assert [*contents(services, view).values()] == [b"content of 4"]
    assert (view.visibility, view.photos_total) == (Visibility.WAITING, 1)


def test_an_export_has_no_photo_that_came_after_it_was_asked_for(services: MemoryServices) -> None:
    export_id = ask(services).export_id
    add(services, 4, stored_at=services.clock() + 1)
    run(services)
    assert look(services, export_id).photos_total == 3


def test_an_album_without_photos_has_manifests_only() -> None:
    services = a_world()
    view = exported(services)
    assert view.state is ExportState.READY
    assert [file.file_name for file in view.files] == [
        "Anna & Ben manifest.csv",
        "Anna & Ben manifest.json",
    ]
    assert manifest(services, view) == []


# What becomes of it


def test_an_export_tells_how_far_it_is_and_then_where_its_files_are(
    services: MemoryServices,
) -> None:
    asked = ask(services)
    assert (asked.state, asked.photos_total, asked.photos_done) == (ExportState.MAKING, None, 0)
    assert (asked.files, asked.urls_expire_at, asked.photos_left_out) == ((), None, None)
    assert asked.expires_at == services.clock() + limits.EXPORT_SECONDS
    assert look(services, asked.export_id) == asked
    run(services)
    view = look(services, asked.export_id)
    assert (view.state, view.photos_total, view.photos_done) == (ExportState.READY, 3, 3)
    assert view.photos_left_out == 0
    assert [file.file_name for file in view.files] == [
        "Anna & Ben.zip",
        "Anna & Ben manifest.csv",
        "Anna & Ben manifest.json",
    ]
    assert all(f"&for={limits.VIEW_SECONDS}" in file.url for file in view.files)
    assert view.urls_expire_at == services.clock() + limits.VIEW_SECONDS
    for file in view.files:
        key = file.url.removeprefix("https://media.example.org/").partition("?")[0]
        assert file.size_bytes == len(services.media.objects[key])


def test_to_ask_again_for_what_is_being_made_begins_nothing(services: MemoryServices) -> None:
    asked = ask(services)
    export = exports.asked_export(services, ALBUM_ID)
    assert export is not None
    export_plans.planned(services, export, 1)
    assert ask(services) == asked
    assert len(services.jobs) == 1


def test_to_ask_again_begins_what_nobody_was_told_to_begin(services: MemoryServices) -> None:
    asked = ask(services)
    services.jobs.exports.clear()
    assert ask(services) == asked
    assert ask(services) == asked
    run(services)
    assert len(manifest(services, look(services, asked.export_id))) == 3


def test_something_else_has_to_wait_until_it_is_made(services: MemoryServices) -> None:
    first = ask(services).export_id
    with pytest.raises(ExportRunning):
        ask(services, LARGE)
    run(services)
    second = exported(services, LARGE)
    assert second.export_id != first
    with pytest.raises(ExportNotFound):
        look(services, first)
    left = [key for key in services.media.objects if first in key]
    assert left == [], "of the one before nothing is kept"


def test_an_export_is_there_for_some_days(services: MemoryServices) -> None:
    view = exported(services)
    services.clock.now = view.expires_at - 1
    assert look(services, view.export_id).files
    services.clock.tick(1)
    with pytest.raises(ExportNotFound):
        look(services, view.export_id)


def test_an_export_that_never_was_is_not_found(services: MemoryServices) -> None:
    with pytest.raises(ExportNotFound):
        look(services, an_id(8))


def test_an_export_of_which_nothing_moves_has_failed_and_another_may_begin(
    services: MemoryServices,
) -> None:
    export_id = ask(services).export_id
    services.clock.tick(limits.EXPORT_STALL_SECONDS - 1)
    assert look(services, export_id).state is ExportState.MAKING
    services.clock.tick(1)
    assert look(services, export_id).state is ExportState.FAILED
    services.jobs.exports.clear()
    assert exported(services, LARGE).state is ExportState.READY


def test_an_album_that_is_deleted_takes_its_export_along(services: MemoryServices) -> None:
    exported(services)
    albums.delete_album(services, HOST, ALBUM_ID)
    assert not [key for key in services.media.objects if key.startswith("exports/")]
