"""Photos that are gone, changed or not ready when they are packed: left out, and that is said."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chalicelib import deletion
from chalicelib.album_entry import Visibility
from chalicelib.errors import ServiceUnavailable
from chalicelib.export_inputs import ExportRequest
from chalicelib.photo import PhotoState, Rejection
from chalicelib.photo_query import ImageSize
from tests.builders import an_id
from tests.exporting import (
    HOST,
    LARGE,
    a_world,
    add,
    add_stored,
    ask,
    contents,
    deliver,
    exported,
    look,
    manifest,
    run,
)
from tests.fakes import MemoryServices


@pytest.fixture
def services() -> MemoryServices:
    """An album of three photos."""
    made = a_world()
    for number in (3, 1, 2):
        add(made, number)
    return made


def _delete(services: MemoryServices) -> None:
    deletion.delete_photo(services, HOST, an_id(2))


def _bury(services: MemoryServices) -> None:
    """Somebody has begun to delete it; its file is still there."""
    services.library.bury(an_id(2))


def _lose(services: MemoryServices) -> None:
    """Its file is gone, and nobody knows why."""
    services.objects.erase(services.photos.records[an_id(2)].key or "")


def _reject(services: MemoryServices) -> None:
    photo = services.photos.records[an_id(2)]
    services.photos.records[an_id(2)] = replace(
        photo, state=PhotoState.REJECTED, rejection=Rejection.DAMAGED
    )


def _move(services: MemoryServices) -> None:
    photo = services.photos.records[an_id(2)]
    services.photos.records[an_id(2)] = replace(photo, album_id=an_id(7))


@pytest.mark.parametrize(
    ("happens", "why"),
    [
        (_delete, "DELETED"),
        (_bury, "DELETED"),
        (_lose, "DELETED"),
        (_reject, "DELETED"),
        (_move, "CHANGED"),
    ],
)
def test_a_photo_that_is_gone_before_it_is_packed_is_left_out_and_that_is_said(
    services: MemoryServices, happens: Callable[[MemoryServices], None], why: str
) -> None:
    export_id = ask(services).export_id
    _plan_only(services)
    happens(services)
    run(services)
    view = look(services, export_id)
    assert [*contents(services, view).values()] == [b"content of 1", b"content of 3"]
    rows = manifest(services, view)
    assert [row["leftOut"] for row in rows] == [None, why, None]
    assert (rows[1]["file"], rows[1]["volume"], rows[1]["photoId"]) == (None, None, an_id(2))
    assert (view.photos_total, view.photos_left_out) == (3, 1)


def _plan_only(services: MemoryServices) -> None:
    """A job has planned the volume, and no more: what it needs then is away."""

    def away(*_: object) -> Any:
        raise ServiceUnavailable

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(services.exports, "begin", away)
        assert deliver(services)


def test_a_photo_whose_visibility_changes_is_left_out_of_an_export_of_one(
    services: MemoryServices,
) -> None:
    export_id = ask(services, ExportRequest(ImageSize.ORIGINAL, Visibility.SHOWN)).export_id
    _plan_only(services)
    photo = services.photos.records[an_id(2)]
    services.photos.records[an_id(2)] = replace(photo, visibility=Visibility.HIDDEN)
    run(services)
    view = look(services, export_id)
    assert [row["leftOut"] for row in manifest(services, view)] == [None, "CHANGED", None]


def test_a_photo_of_which_nothing_is_made_yet_is_in_an_export_of_originals_only(
    services: MemoryServices,
) -> None:
    add_stored(services, 4)
    assert len(contents(services, exported(services))) == 4
    view = exported(services, LARGE)
    assert manifest(services, view)[3]["leftOut"] == "NOT_READY"
    assert len(contents(services, view)) == 3


def test_where_somebody_looks_at_photos_first_none_is_exported_before_that() -> None:
    services = a_world(moderation=True)
    add(services, 1)
    add_stored(services, 2)
    view = exported(services)
    assert [row["leftOut"] for row in manifest(services, view)] == [None, "NOT_READY"]
