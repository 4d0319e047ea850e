"""Requests to libraries: what is trusted of them, and what is refused."""

from typing import Any

import pytest

from chalicelib import inputs, library_inputs, limits
from chalicelib.album_entry import Visibility
from chalicelib.errors import InvalidRequest
from chalicelib.library_inputs import Change, PageRequest, PhotoEdit
from chalicelib.photo import PhotoState
from chalicelib.photo_query import FileType, Filters, ImageSize
from tests.builders import PHOTO_ID, an_id


def page(**values: str) -> PageRequest:
    return library_inputs.page_request({name.rstrip("_"): [v] for name, v in values.items()})


def edit(**body: Any) -> PhotoEdit:
    return library_inputs.photo_edit(PHOTO_ID, body)


def test_a_page_without_filters() -> None:
    assert page() == PageRequest(Filters(), limits.PAGE_PHOTOS, None)


def test_a_page_with_all_of_them() -> None:
    wanted = page(
        album="b2WcAv8TQZ6LqKf9uX0yRg",
        owner="5f1d7a9e-3c4b-4d2a-9f60-7b8c9d0e1f2a",
        from_="1800000000",
        to="1800000001",
        type="video",
        state="READY",
        visibility="HIDDEN",
        limit="100",
        cursor="c",
        userId="ignored",
    )
    filters = Filters(
        album_id="b2WcAv8TQZ6LqKf9uX0yRg",
        owner_id="5f1d7a9e-3c4b-4d2a-9f60-7b8c9d0e1f2a",
        stored_from=1800000000,
        stored_before=1800000001,
        file_type=FileType.VIDEO,
        state=PhotoState.READY,
        visibility=Visibility.HIDDEN,
    )
    assert wanted == PageRequest(filters, 100, "c")


@pytest.mark.parametrize(
    "values",
    [
        {"album": "a/b"},
        {"album": "x" * 129},
        {"owner": "<b>"},
        {"owner": "a b"},
        {"from_": "-1"},
        {"from_": "1.5"},
        {"from_": "2026-01-01"},
        {"from_": "9" * 12},
        {"to": "soon"},
        {"to": "0"},
        {"from_": "5", "to": "5"},
        {"from_": "6", "to": "5"},
        {"type": "IMAGE"},
        {"type": "picture"},
        {"state": "PENDING"},
        {"state": "ready"},
        {"visibility": "shown"},
        {"limit": "0"},
        {"limit": "101"},
        {"limit": "٣"},
        {"limit": "1e1"},
    ],
)
def test_a_page_of_what_nobody_has(values: dict[str, str]) -> None:
    with pytest.raises(InvalidRequest):
        page(**values)


def test_from_alone_has_no_end_and_to_alone_no_beginning() -> None:
    assert page(from_="5").filters.stored_before is None
    assert page(to="1").filters == Filters(stored_before=1)


def test_an_image_has_the_size_that_is_said() -> None:
    wanted = library_inputs.image_request(PHOTO_ID, {}, {})
    assert (wanted.size, wanted.redirects) == (None, False)
    for size in ImageSize:
        wanted = library_inputs.image_request(PHOTO_ID, {"size": [size]}, {"accept": "image/*"})
        assert (wanted.photo_id, wanted.size, wanted.redirects) == (PHOTO_ID, size, True)


@pytest.mark.parametrize(("photo_id", "size"), [("x", "thumb"), (PHOTO_ID, "huge")])
def test_no_such_image(photo_id: str, size: str) -> None:
    with pytest.raises(InvalidRequest):
        library_inputs.image_request(photo_id, {"size": [size]}, {})


def test_what_is_not_named_is_not_changed() -> None:
    assert edit(comment="x ") == PhotoEdit(PHOTO_ID, Change("x"), None, None)
    assert edit(comment=None) == PhotoEdit(PHOTO_ID, Change(None), None, None)
    assert edit(visibility="HIDDEN", ownerId="bob") == PhotoEdit(
        PHOTO_ID, None, Change(Visibility.HIDDEN), None
    )
    assert edit(album="party") == PhotoEdit(PHOTO_ID, None, None, Change("party"))
    assert edit(album=None).album_id == Change(None)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"state": "READY"},
        {"comment": 1},
        {"comment": "x" * (limits.COMMENT_CHARACTERS + 1)},
        {"visibility": None},
        {"visibility": "PUBLIC"},
        {"visibility": ["SHOWN"]},
        {"album": 7},
        {"album": ""},
        {"album": "a/b"},
        {"comment": "fine", "album": {}},
    ],
)
def test_no_such_change(body: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest):
        edit(**body)


def test_each_photo_is_deleted_once_in_their_order() -> None:
    body = {"photoIds": [an_id(2), an_id(1), an_id(2)]}
    assert library_inputs.photo_ids(body) == (an_id(2), an_id(1))
    most = [an_id(number) for number in range(limits.DELETED_AT_ONCE)]
    assert library_inputs.photo_ids({"photoIds": most}) == tuple(most)


@pytest.mark.parametrize(
    "named",
    [
        *(None, "x", {}, [], [1], [None], [["x"]], ["x"], [an_id(1), "../../etc/passwd"]),
        [an_id(number) for number in range(limits.DELETED_AT_ONCE + 1)],
    ],
)
def test_nothing_is_deleted_by_a_list_that_is_none(named: object) -> None:
    with pytest.raises(InvalidRequest):
        library_inputs.photo_ids({"photoIds": named})


def test_a_list_that_is_as_long_as_may_be_fits_into_a_body() -> None:
    assert limits.DELETED_AT_ONCE * (len(an_id(1)) + 4) < limits.BODY_BYTES
    assert inputs.photo_id(an_id(1)) == an_id(1)
