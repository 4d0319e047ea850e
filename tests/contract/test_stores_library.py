"""`PhotoLibrary`: one suite for the fake and for DynamoDB."""

from itertools import chain
from typing import Any

import boto3
import pytest

from chalicelib import limits
from chalicelib.album_entry import Visibility
from chalicelib.aws import clients
from chalicelib.aws.photo_library import DynamoPhotoLibrary
from chalicelib.aws.photo_table import DynamoPhotoStore
from chalicelib.photo import PhotoState
from chalicelib.photo_query import FileType, Filters, Page
from devserver import resources
from tests.contract.library_records import MINE, Records, numbers, records_of
from tests.fakes import START
from tests.libraries import ADA, ALBUM, a_library_photo


@pytest.fixture(params=["memory", "dynamodb"])
def records(request: pytest.FixtureRequest) -> Records:
    return records_of(request)


def pages(
    records: Records, most: int, filters: Filters = MINE, *, oldest_first: bool = False
) -> list[list[int]]:
    """All pages, one after the other."""
    found, after = list[list[int]](), None
    while not found or after is not None:
        page = records.library.page(filters, after, most, oldest_first=oldest_first)
        found, after = [*found, numbers(page)], page.after
    return found


# Lists


def test_photos_of_an_owner_come_newest_first_and_as_they_were_recorded(records: Records) -> None:
    mine = [a_library_photo(n, comment=f"number {n}") for n in (1, 2, 3)]
    records.keep(*mine, a_library_photo(4, owner_id="bob"), a_library_photo(5, owner_id=None))
    page = records.library.page(MINE, None, 50)
    assert page == Page(tuple(reversed(mine)), None)


def test_photos_of_an_album_whoever_owns_them(records: Records) -> None:
    records.keep(
        a_library_photo(1, album_id=ALBUM),
        a_library_photo(2, album_id=ALBUM, owner_id=None),
        a_library_photo(3, album_id="another"),
        a_library_photo(4),
    )
    assert records.ids(album_id=ALBUM) == [2, 1]
    assert records.ids(album_id=ALBUM, owner_id=ADA.user_id) == [1]


def test_nothing_is_a_page_as_well(records: Records) -> None:
    assert records.library.page(MINE, None, 50) == Page((), None)


@pytest.mark.parametrize("most", [1, 2, 3, 5, 7, 8])
def test_pages_are_full_and_have_each_photo_once(records: Records, most: int) -> None:
    """Also those that were stored in the same second."""
    records.keep(*(a_library_photo(n, stored_at=START + n // 3) for n in range(1, 8)))
    found = pages(records, most)
    assert sorted(chain.from_iterable(found)) == list(range(1, 8))
    assert all(len(page) == most for page in found[:-1])
    times = [START + n // 3 for page in found for n in page]
    assert times == sorted(times, reverse=True)


@pytest.mark.parametrize("most", [1, 2, 3, 5, 7, 8])
def test_pages_go_the_other_way_as_well(records: Records, most: int) -> None:
    records.keep(*(a_library_photo(n, stored_at=START + n // 3) for n in range(1, 8)))
    found = pages(records, most, oldest_first=True)
    assert sorted(chain.from_iterable(found)) == list(range(1, 8))
    times = [START + n // 3 for page in found for n in page]
    assert times == sorted(times)


def test_pages_are_full_though_most_is_passed_over(records: Records) -> None:
    rare = {4, 17, 30, 43}
    records.keep(
        *(a_library_photo(n, visibility=Visibility.HIDDEN if n in rare else Visibility.SHOWN)
          for n in range(1, 60))
    )  # fmt: skip
    found = pages(records, 2, Filters(owner_id=ADA.user_id, visibility=Visibility.HIDDEN))
    assert found[0] == [43, 30]
    assert list(chain.from_iterable(found)) == [43, 30, 17, 4]


def test_one_page_looks_no_further_than_its_bound_and_the_next_goes_on(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "SCANNED_PHOTOS", 10)
    records.keep(*(a_library_photo(n) for n in range(2, 36)))
    records.keep(a_library_photo(1, visibility=Visibility.HIDDEN))
    found = pages(records, 3, Filters(owner_id=ADA.user_id, visibility=Visibility.HIDDEN))
    assert found == [[], [], [], [1]]


def test_a_page_goes_on_behind_a_photo_that_is_gone(records: Records) -> None:
    records.keep(*map(a_library_photo, range(1, 6)))
    first = records.library.page(MINE, None, 2)
    records.placement.remove(a_library_photo(4), None)
    records.keep(a_library_photo(9))
    assert numbers(records.library.page(MINE, first.after, 2)) == [3, 2]


TYPES = {1: "image/png", 2: "video/mp4", 3: "audio/mpeg", 4: "application/pdf", 5: None}


@pytest.mark.parametrize(
    ("file_type", "expected"),
    [
        (FileType.IMAGE, [5, 1]),
        (FileType.VIDEO, [2]),
        (FileType.AUDIO, [3]),
        (FileType.DOCUMENT, [4]),
    ],
)
def test_by_type(records: Records, file_type: FileType, expected: list[int]) -> None:
    """What came without a type is kept only if it is a picture."""
    records.keep(*(a_library_photo(n, content_type=kind) for n, kind in TYPES.items()))
    assert records.ids(file_type=file_type) == expected


def test_by_state(records: Records) -> None:
    states = {1: PhotoState.STORED, 2: PhotoState.READY, 3: PhotoState.REJECTED}
    records.keep(*(a_library_photo(n, state=state) for n, state in states.items()))
    assert records.ids() == [2, 1]
    for number, state in states.items():
        assert records.ids(state=state) == [number]


def test_by_visibility(records: Records) -> None:
    visible = dict(enumerate(Visibility))
    records.keep(*(a_library_photo(n, visibility=v) for n, v in visible.items()))
    for number, visibility in visible.items():
        assert records.ids(visibility=visibility) == [number]


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (None, None, [3, 2, 1]),
        (2, None, [3, 2]),
        (None, 3, [2, 1]),
        (2, 3, [2]),
        (4, None, []),
        (None, 1, []),
        (None, 10**11 - START - 1, [3, 2, 1]),
    ],
)
def test_by_time_from_one_second_and_before_another(
    records: Records, since: int | None, until: int | None, expected: list[int]
) -> None:
    records.keep(*map(a_library_photo, (1, 2, 3)))
    times: dict[str, Any] = {
        "stored_from": None if since is None else START + since,
        "stored_before": None if until is None else START + until,
    }
    assert records.ids(**times) == expected


def test_by_all_of_it_at_once(records: Records) -> None:
    chosen = a_library_photo(3, album_id=ALBUM, visibility=Visibility.HIDDEN)
    records.keep(chosen, a_library_photo(2, album_id=ALBUM), a_library_photo(1))
    assert records.ids(
        album_id=ALBUM,
        owner_id=ADA.user_id,
        stored_from=START,
        stored_before=START + 9,
        file_type=FileType.IMAGE,
        state=PhotoState.READY,
        visibility=Visibility.HIDDEN,
    ) == [3]


def test_dynamodb_is_asked_by_an_index_newest_first_and_a_little_more_each_time(
    tables: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It bills what it looks at, not what it answers."""
    asked: list[tuple[Any, ...]] = []
    clients.dynamodb().meta.events.register(
        "provide-client-params.dynamodb.Query",
        lambda params, **_: asked.append((params["IndexName"], params["Limit"])),
    )
    monkeypatch.setattr(limits, "SCANNED_PHOTOS", 12)
    library = DynamoPhotoLibrary(clients.dynamodb, resources.PHOTOS_TABLE)
    store = DynamoPhotoStore(clients.dynamodb, resources.PHOTOS_TABLE)
    for number in range(30):
        store.record(a_library_photo(number))
    library.page(MINE, None, 2)
    assert asked == [("by-owner", 3)]
    library.page(Filters(owner_id=ADA.user_id, state=PhotoState.STORED), None, 1)
    assert asked[1:] == [("by-owner", 2), ("by-owner", 8), ("by-owner", 2)]
    library.page(Filters(album_id=ALBUM), None, 1)
    assert asked[4:] == [("by-album", 2)]
    assert boto3.client("dynamodb").list_tables()["TableNames"]
