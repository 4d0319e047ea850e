"""Manifests of exports, as CSV and as JSON: one row for each photo. Pure.

Names and comments come from strangers, and spreadsheets run what looks like a formula.
"""

import csv
import io
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

from chalicelib.export import Export, ExportedPhoto
from chalicelib.messages import to_wire

#: Excel takes a CSV for Windows' own encoding unless it begins with this.
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
#: What makes a formula of a cell, in East Asian width as well; spreadsheets pass over blanks before
#: it. https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def row_of(volume: str | None, photo: ExportedPhoto) -> dict[str, Any]:
    """What is said of a photo, by the names of its columns; `volume`: the ZIP that it is in."""
    is_there = photo.left_out is None
    stored_at = photo.stored_at
    return {
        "volume": volume if is_there else None,
        "file": photo.file if is_there else None,
        "photoId": photo.photo_id,
        "leftOut": photo.left_out,
        "storedAt": None if stored_at is None else _iso(stored_at),
        "takenAt": photo.taken_at,
        "guestName": photo.guest_name,
        "comment": photo.comment,
        "visibility": photo.visibility,
        "contentType": photo.content_type,
        "sizeBytes": photo.size_bytes,
        "width": photo.width,
        "height": photo.height,
        "sha256": photo.sha256,
    }


COLUMNS = tuple(row_of(None, ExportedPhoto("", "")))


class Manifest(Protocol):
    """A manifest that is being written, row by row."""

    def add(self, row: Mapping[str, Any]) -> None:
        """One more photo."""

    def end(self) -> None:
        """That was the last one."""


class CsvManifest:
    """RFC 4180, UTF-8 with a byte order mark, a line of names first."""

    content_type = "text/csv; charset=utf-8"

    def __init__(self, write: Callable[[bytes], None], export: Export) -> None:
        del export
        self._write = write
        write(_BYTE_ORDER_MARK + _line(COLUMNS))

    def add(self, row: Mapping[str, Any]) -> None:
        """One more photo."""
        self._write(_line(_cell(row[name]) for name in COLUMNS))

    def end(self) -> None:
        """That was the last one."""


class JsonManifest:
    """One object: what was asked for, and `photos`, a row on each line."""

    content_type = "application/json"

    def __init__(self, write: Callable[[bytes], None], export: Export) -> None:
        self._write = write
        self._before = b""
        said = to_wire(export) | {"createdAt": _iso(export.created_at)}
        write(json.dumps(said, ensure_ascii=False)[:-1].encode() + b', "photos": [\n')

    def add(self, row: Mapping[str, Any]) -> None:
        """One more photo."""
        self._write(self._before + json.dumps(row, ensure_ascii=False).encode())
        self._before = b",\n"

    def end(self) -> None:
        """That was the last one."""
        self._write(b"\n]}\n")


def _iso(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _cell(value: object) -> object:
    """A value as a spreadsheet may have it: text stays text."""
    if isinstance(value, str) and (value.lstrip(" ").startswith(_FORMULA)):
        return f"'{value}"
    return value


def _line(cells: Any) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue().encode()
