"""`PhotoLibrary.glances`: one suite for the fake and for DynamoDB."""

from typing import Any

import pytest

from chalicelib.album_entry import Visibility
from chalicelib.aws import clients
from chalicelib.photo import PhotoState, Rejection
from chalicelib.photo_query import Glance, Glances
from tests.contract.library_records import Records, records_of
from tests.fakes import START
from tests.libraries import ALBUM, a_library_photo


@pytest.fixture(params=["memory", "dynamodb"])
def records(request: pytest.FixtureRequest) -> Records:
    return records_of(request)


def test_photos_of_an_album_are_glanced_at_newest_first(records: Records) -> None:
    refused = {"state": PhotoState.REJECTED, "rejection": Rejection.TRUNCATED, "renditions": ()}
    records.keep(
        a_library_photo(1, album_id=ALBUM),
        a_library_photo(2, album_id=ALBUM, visibility=Visibility.WAITING, owner_id=None),
        a_library_photo(3, album_id=ALBUM, **refused),
        a_library_photo(4, album_id="another"),
        a_library_photo(5),
    )
    ready, rejected = PhotoState.READY, PhotoState.REJECTED
    assert records.library.glances(ALBUM, 10) == Glances(
        (
            Glance(START + 3, rejected, Rejection.TRUNCATED, Visibility.SHOWN, 1000),
            Glance(START + 2, ready, None, Visibility.WAITING, 1000),
            Glance(START + 1, ready, None, Visibility.SHOWN, 1000),
        ),
        are_all=True,
    )


@pytest.mark.parametrize(("most", "are_all"), [(1, False), (4, False), (5, True), (6, True)])
def test_it_is_told_whether_these_are_all(records: Records, most: int, are_all: bool) -> None:
    records.keep(*(a_library_photo(n, album_id=ALBUM) for n in range(5)))
    found = records.library.glances(ALBUM, most)
    newest = [START + 4, START + 3, START + 2, START + 1, START]
    assert [each.stored_at for each in found.photos] == newest[:most]
    assert found.are_all is are_all


def test_an_album_without_photos_has_nothing_to_glance_at(records: Records) -> None:
    assert records.library.glances(ALBUM, 10) == Glances((), are_all=True)


@pytest.mark.parametrize("records", ["dynamodb"], indirect=True)
def test_dynamodb_is_asked_again_where_a_page_of_it_ends_and_for_no_more_than_is_counted(
    records: Records,
) -> None:
    """A page of DynamoDB ends after a megabyte."""
    records.keep(*(a_library_photo(n, album_id=ALBUM) for n in range(5)))
    asked = list[tuple[Any, ...]]()

    def shorten(params: dict[str, Any], **_: object) -> None:
        asked.append((params["IndexName"], params["Limit"], params["ProjectionExpression"]))
        params["Limit"] = 2

    events = clients.dynamodb().meta.events
    events.register("provide-client-params.dynamodb.Query", shorten)
    read = "#state, storedAt, rejection, visibility, sizeBytes"
    assert len(records.library.glances(ALBUM, 10).photos) == 5
    assert asked == [("by-album", limit, read) for limit in (11, 9, 7)]
    found = records.library.glances(ALBUM, 3)
    assert (len(found.photos), found.are_all) == (3, False)
    assert asked[3:] == [("by-album", limit, read) for limit in (4, 2)]
