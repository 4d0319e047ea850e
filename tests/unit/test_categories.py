"""Which types of files users keep, and by which names they may go."""

import re

import pytest

from chalicelib import categories, keys, limits
from chalicelib.photo import Photo
from chalicelib.photo_query import FileType, file_type
from tests.papers import DOCUMENTS
from tests.recordings import SOUNDS


def test_each_type_has_one_category_and_within_it_a_suffix_of_its_own() -> None:
    for category, types in categories.TYPES.items():
        assert len(set(types.values())) == len(types)
        for content_type in types:
            assert categories.category_of(content_type) is category
    assert len(categories.SUFFIXES) == sum(len(types) for types in categories.TYPES.values())
    with pytest.raises(KeyError):
        categories.category_of("text/html")


def test_libraries_find_each_type_in_its_category() -> None:
    for category, types in categories.TYPES.items():
        for content_type in types:
            photo = Photo("P" * 22, "S" * 22, content_type=content_type)
            assert file_type(photo) is category


def test_each_suffix_fits_into_a_key() -> None:
    for content_type, suffix in categories.SUFFIXES.items():
        key = keys.upload_key("S" * 22, "P" * 22, content_type)
        assert key.endswith(f".{suffix}")
        assert keys.parse_upload_key(key) is not None


def test_what_visitors_send_is_among_them() -> None:
    assert categories.TYPES[FileType.IMAGE] == limits.CONTENT_TYPES
    assert limits.VIDEO_TYPES.items() <= categories.TYPES[FileType.VIDEO].items()


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("image/jpeg", "image/jpeg"),
        ("Image/JPG", "image/jpeg"),
        ("text/plain; charset=utf-8", "text/plain"),
        ("audio/x-m4a", "audio/mp4"),
        ("audio/x-wav", "audio/wav"),
        ("video/vnd.avi", "video/x-msvideo"),
        ("text/html", None),
        ("image/svg+xml", None),
        ("application/zip", None),
        ("application/vnd.ms-word.document.macroEnabled.12", None),
        ("application/octet-stream", None),
        ("", None),
    ],
)
def test_other_names_of_a_type_are_known(said: str, meant: str | None) -> None:
    assert categories.known_type(said) == meant


def test_there_is_a_file_of_each_type_to_test_with() -> None:
    assert set(SOUNDS) == set(categories.AUDIO_TYPES)
    assert set(DOCUMENTS) == set(categories.DOCUMENT_TYPES)


def test_no_type_is_one_that_browsers_run() -> None:
    for content_type in categories.SUFFIXES:
        assert not re.search("html|xml$|svg|script|octet", content_type)
