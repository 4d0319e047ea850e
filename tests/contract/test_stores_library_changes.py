"""`PhotoLibrary`: what it writes; one suite for the fake and for DynamoDB."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.album_entry import Visibility
from chalicelib.library_errors import PhotoChanged
from chalicelib.photo import PhotoState, Rejection
from tests.builders import an_id
from tests.contract.library_records import Records, records_of
from tests.libraries import ADA, ALBUM, a_library_photo


@pytest.fixture(params=["memory", "dynamodb"])
def records(request: pytest.FixtureRequest) -> Records:
    return records_of(request)


# Changes


def test_what_is_said_is_written_and_nothing_else(records: Records) -> None:
    before = a_library_photo(1)
    after = a_library_photo(1, comment="x", visibility=Visibility.HIDDEN, album_id=ALBUM)
    records.keep(before, a_library_photo(2))
    told = a_library_photo(1, comment="x", visibility=Visibility.HIDDEN, album_id=ALBUM, key="y")
    records.library.change(before, told)
    assert records.photos.load(an_id(1)) == after
    records.library.change(after, before)
    assert records.photos.load(an_id(1)) == before
    assert records.photos.load(an_id(2)) == a_library_photo(2)


@pytest.mark.parametrize(("stored", "believed"), [(ALBUM, None), (None, ALBUM), (ALBUM, "another")])
def test_one_that_was_moved_is_not_changed(
    records: Records, stored: str | None, believed: str | None
) -> None:
    records.keep(a_library_photo(1, album_id=stored))
    before = a_library_photo(1, album_id=believed)
    with pytest.raises(PhotoChanged):
        records.library.change(before, a_library_photo(1, album_id=believed, comment="x"))
    assert records.photos.load(an_id(1)) == a_library_photo(1, album_id=stored)


@pytest.mark.parametrize(
    ("read", "first", "second"),
    [
        ({}, {"visibility": Visibility.HIDDEN}, {"comment": "x"}),
        ({}, {"comment": "x"}, {"visibility": Visibility.HIDDEN}),
        ({"comment": "x"}, {"comment": None}, {"comment": "y"}),
        ({"visibility": Visibility.WAITING}, {"visibility": Visibility.SHOWN}, {"comment": "x"}),
    ],
)
def test_of_two_who_read_the_same_the_second_undoes_nothing(
    records: Records, read: dict[str, Any], first: dict[str, Any], second: dict[str, Any]
) -> None:
    """A comment must not bring back to a screen what its host has just hidden."""
    seen = a_library_photo(1, album_id=ALBUM, **read)
    records.keep(seen)
    records.library.change(seen, replace(seen, **first))
    with pytest.raises(PhotoChanged):
        records.library.change(seen, replace(seen, **second))
    assert records.photos.load(an_id(1)) == replace(seen, **first)


def test_one_that_is_gone_is_not_brought_back_by_a_change(records: Records) -> None:
    with pytest.raises(PhotoChanged):
        records.library.change(a_library_photo(1), a_library_photo(1, comment="x"))
    assert records.photos.load(an_id(1)) is None


def test_one_that_is_being_deleted_is_not_changed_and_another_rejected_one_is(
    records: Records,
) -> None:
    bad = a_library_photo(1, state=PhotoState.REJECTED, rejection=Rejection.DAMAGED)
    records.keep(bad)
    records.library.change(bad, a_library_photo(1, comment="x"))
    records.library.bury(an_id(1))
    with pytest.raises(PhotoChanged):
        records.library.change(bad, a_library_photo(1, comment="y"))
    kept = records.photos.load(an_id(1))
    assert kept is not None
    assert kept.comment == "x"


# Deletions


@pytest.mark.parametrize("state", [PhotoState.STORED, PhotoState.READY, PhotoState.REJECTED])
def test_one_that_is_buried_takes_no_outcome_and_keeps_its_owner(
    records: Records, state: PhotoState
) -> None:
    records.keep(a_library_photo(1, state=state))
    for _ in range(2):
        records.library.bury(an_id(1))
        kept = records.photos.load(an_id(1))
        assert kept is not None
        assert (kept.state, kept.rejection) == (PhotoState.REJECTED, Rejection.DELETED)
        assert (kept.owner_id, kept.key) == (ADA.user_id, a_library_photo(1).key)
    assert records.photos.settle(a_library_photo(1)) == kept
