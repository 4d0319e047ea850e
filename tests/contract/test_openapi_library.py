"""docs/openapi.yaml and the limits of libraries."""

from typing import Any

from chalicelib import limits
from tests.contract.http_contract import contract


def _properties(name: str) -> dict[str, Any]:
    found: dict[str, Any] = contract().schemas[name]["properties"]
    return found


def test_the_limits_of_libraries_are_described() -> None:
    paths = contract().document["paths"]
    asked = {each["name"]: each["schema"] for each in paths["/images"]["get"]["parameters"]}
    assert (asked["limit"]["maximum"], asked["limit"]["default"]) == (
        limits.MAX_PAGE_PHOTOS,
        limits.PAGE_PHOTOS,
    )
    assert f"{limits.SCANNED_PHOTOS:,} photos at most" in paths["/images"]["get"]["description"]
    body = paths["/images"]["delete"]["requestBody"]["content"]["application/json"]["schema"]
    assert body["properties"]["photoIds"]["maxItems"] == limits.DELETED_AT_ONCE
    for name in ("PhotoEdit", "LibraryPhoto"):
        described = _properties(name)["comment"]["maxLength"]
        assert described == limits.COMMENT_CHARACTERS
    numbers = paths["/albums/{album}/numbers"]["get"]["description"]
    assert f"At most {limits.COUNTED_PHOTOS:,} are" in numbers.replace("\n", " ")
    described = _properties("LibraryPhoto")["fileName"]["maxLength"]
    assert described == limits.FILE_NAME_CHARACTERS
