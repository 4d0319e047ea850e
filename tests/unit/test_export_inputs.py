"""What hosts say of exports."""

from typing import Any

import pytest

from chalicelib import export_inputs
from chalicelib.album_entry import Visibility
from chalicelib.errors import InvalidRequest
from chalicelib.export_inputs import ExportRequest
from chalicelib.photo_query import ImageSize
from tests.builders import an_id


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ({}, ExportRequest(ImageSize.ORIGINAL, None)),
        ({"size": None, "visibility": None}, ExportRequest(ImageSize.ORIGINAL, None)),
        ({"size": "large"}, ExportRequest(ImageSize.LARGE, None)),
        (
            {"size": "thumb", "visibility": "HIDDEN", "more": 1},
            ExportRequest(ImageSize.THUMB, Visibility.HIDDEN),
        ),
    ],
)
def test_what_is_not_said_is_originals_of_all(body: Any, wanted: ExportRequest) -> None:
    assert export_inputs.export_request(body) == wanted


@pytest.mark.parametrize(
    "body", [{"size": "huge"}, {"size": ["large"]}, {"visibility": "shown"}, {"visibility": 1}]
)
def test_what_there_is_not_is_refused(body: Any) -> None:
    with pytest.raises(InvalidRequest):
        export_inputs.export_request(body)


def test_an_id_has_the_form_of_one() -> None:
    assert export_inputs.export_id(an_id(1)) == an_id(1)
    for other in ("", "x", "../" + an_id(1)[3:], None):
        with pytest.raises(InvalidRequest, match="exportId"):
            export_inputs.export_id(other)
