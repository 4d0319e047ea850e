"""What users say of a file that they want to keep."""

from typing import Any

import pytest

from chalicelib import limits
from chalicelib.errors import InvalidRequest, PhotoEmpty, UnsupportedContentType
from chalicelib.photo import Announcement
from chalicelib.user_upload_inputs import UserUpload, user_upload

SAID: dict[str, Any] = {"filename": "image.jpg", "content_type": "image/jpeg"}


def test_a_name_and_a_type_are_enough() -> None:
    announced = Announcement(content_type="image/jpeg", file_name="image.jpg")
    assert user_upload(SAID) == UserUpload(announced, None, None)


def test_all_that_may_be_said() -> None:
    said = {
        "filename": "C:\\talks\\Speech\u202e.m4a",
        "content_type": "audio/x-m4a; codecs=aac",
        "size": 5,
        "comment": "From the balcony\0",
        "album": "party",
        "owner": "bob",
        "state": "READY",
    }
    announced = Announcement(5, "audio/mp4", "Speech.m4a")
    assert user_upload(said) == UserUpload(announced, "From the balcony", "party")


def test_none_is_nothing() -> None:
    said = {**SAID, "size": None, "comment": None, "album": None}
    assert user_upload(said) == user_upload(SAID)


@pytest.mark.parametrize(
    "changes",
    [
        {"filename": None},
        {"filename": ""},
        {"filename": 1},
        {"filename": "x" * (limits.VALUE_CHARACTERS + 1)},
        {"content_type": None},
        {"content_type": ["image/jpeg"]},
        {"size": "5"},
        {"size": 5.0},
        {"size": True},
        {"size": -1},
        {"size": 10**15},
        {"comment": 1},
        {"comment": "x" * (limits.COMMENT_CHARACTERS + 1)},
        {"album": 1},
        {"album": "../party"},
    ],
)
def test_what_is_malformed_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest):
        user_upload(SAID | changes)


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(PhotoEmpty):
        user_upload({**SAID, "size": 0})


@pytest.mark.parametrize(
    "content_type",
    ["text/html", "image/svg+xml", "application/x-msdownload", "application/octet-stream", "jpeg"],
)
def test_a_type_that_nobody_may_keep_is_refused(content_type: str) -> None:
    with pytest.raises(UnsupportedContentType):
        user_upload({**SAID, "content_type": content_type})
