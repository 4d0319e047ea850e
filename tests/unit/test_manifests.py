"""Manifests: what is told of each photo, safe in a spreadsheet."""

import csv
import io
import json

import pytest

from chalicelib.album_entry import Visibility
from chalicelib.export import Export, ExportedPhoto, LeftOut
from chalicelib.manifests import COLUMNS, CsvManifest, JsonManifest, row_of
from chalicelib.photo_query import ImageSize
from tests.builders import ALBUM_ID, PHOTO_ID, an_id
from tests.exporting import a_world, add, exported, manifest, sheet
from tests.fakes import START

EXPORT = Export(an_id(1), ALBUM_ID, "Anna & Ben", ImageSize.LARGE, Visibility.SHOWN, START)


def as_csv(*photos: ExportedPhoto) -> bytes:
    written = bytearray()
    made = CsvManifest(written.extend, EXPORT)
    for photo in photos:
        made.add(row_of("a.zip", photo))
    made.end()
    return bytes(written)


def as_json(*photos: ExportedPhoto) -> bytes:
    written = bytearray()
    made = JsonManifest(written.extend, EXPORT)
    for photo in photos:
        made.add(row_of("a.zip", photo))
    made.end()
    return bytes(written)


def cells(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def of(**said: str) -> ExportedPhoto:
    return ExportedPhoto(PHOTO_ID, said.pop("file", "a.jpg"), **said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "first", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "＝", "＋", "－", "＠"]
)
@pytest.mark.parametrize("column", ["file", "comment", "guest_name", "taken_at", "content_type"])
def test_what_looks_like_a_formula_is_text(column: str, first: str) -> None:
    text = f"{first}HYPERLINK(\"https://evil.example\";'x')"
    (row,) = cells(as_csv(of(**{column: text})))
    name = {"guest_name": "guestName", "taken_at": "takenAt", "content_type": "contentType"}
    assert row[name.get(column, column)] == f"'{text}"
    assert sum(value.startswith("'") for value in row.values()) == 1


@pytest.mark.parametrize("text", ["Cheers, all", 'a "b"', "two\nlines", "🥂 äöü", "a;b", "5-3=2"])
def test_every_other_text_is_as_it_was_said(text: str) -> None:
    assert cells(as_csv(of(comment=text)))[0]["comment"] == text


def test_a_sheet_begins_with_what_excel_needs_to_read_it_and_with_names() -> None:
    content = as_csv()
    assert content == b"\xef\xbb\xbf" + ",".join(COLUMNS).encode() + b"\r\n"


def test_json_has_texts_as_they_are_and_says_what_was_asked_for() -> None:
    photo, other = of(comment="=1+1"), of(comment="🥂")
    told = json.loads(as_json(photo, other))
    assert [row["comment"] for row in told.pop("photos")] == ["=1+1", "🥂"]
    assert told == {
        "exportId": an_id(1),
        "albumId": ALBUM_ID,
        "albumName": "Anna & Ben",
        "size": "large",
        "visibility": "SHOWN",
        "createdAt": "2027-01-15T08:00:00Z",
    }
    assert json.loads(as_json())["photos"] == []


def test_of_a_photo_that_is_left_out_it_says_so_and_which_it_was() -> None:
    (row,) = cells(as_csv(ExportedPhoto(PHOTO_ID, "a.jpg", LeftOut.DELETED)))
    assert {name: value for name, value in row.items() if value} == {
        "photoId": PHOTO_ID,
        "leftOut": "DELETED",
    }


def test_both_say_the_same() -> None:
    services = a_world()
    for number in (1, 2):
        add(services, number, comment=f"number {number}")
    view = exported(services)
    rows = manifest(services, view)
    assert [list(row) for row in rows] == [list(COLUMNS)] * 2
    said = [{name: "" if value is None else str(value) for name, value in r.items()} for r in rows]
    assert sheet(services, view) == said
