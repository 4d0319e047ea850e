"""An append-only file of what was done, which a kill at any moment cannot make unreadable.

One JSON document per line. A line is handed to the operating system in one write before the deed
is acknowledged, so after a kill at most the last line is torn, and that deed was not acknowledged.
There is no fsync per line: the kernel outlives the process, and a power cut is not what a laptop's
dev server guards against.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_HEADER = {"scandrop-journal": 1}


class JournalDamaged(Exception):
    """A line in the middle of the journal is unreadable: that is no kill's doing."""


@dataclass(frozen=True)
class Record:
    """One deed: an AWS operation, as `X-Amz-Target` names it, and its request."""

    target: str
    request: dict[str, Any]


class Journal:
    """The file, and how to append to it. Use `Journal.open`."""

    def __init__(self, path: Path, file: int) -> None:
        self._path = path
        self._file = file

    @classmethod
    def open(cls, path: Path) -> tuple["Journal", list[Record]]:
        """Open or create a journal; answers its records too.

        A torn last line is cut off, so that the next line does not grow on it.

        Raises:
            JournalDamaged: another line is unreadable.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        content = path.read_bytes() if path.exists() else b""
        whole = content[: content.rfind(b"\n") + 1]
        records = _parse(path, whole)
        if not whole:
            _write_atomically(path, _lines([]))
        elif len(whole) < len(content):
            os.truncate(path, len(whole))
        return cls(path, _open_to_append(path)), records

    def append(self, record: Record) -> None:
        """Keep one record. It is safe from a kill when this returns.

        Raises:
            OSError: it could not be written; the journal is not to be used any more.
        """
        line = _line(record)
        if os.write(self._file, line) != len(line):
            raise OSError(f"{self._path}: only a part of a record could be written")

    def replace(self, records: Iterable[Record]) -> None:
        """Put other records in the place of all; a kill leaves the old ones or the new ones."""
        _write_atomically(self._path, _lines(records))
        os.close(self._file)
        self._file = _open_to_append(self._path)

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._file)


def _parse(path: Path, content: bytes) -> list[Record]:
    records = []
    for number, line in enumerate(content.splitlines(), start=1):
        try:
            document = json.loads(line)
            if number == 1 and document == _HEADER:
                continue
            records.append(Record(document["target"], document["request"]))
        except (ValueError, KeyError, TypeError) as error:
            raise JournalDamaged(
                f"{path}, line {number}, is unreadable: repair it, or remove the file to begin anew"
            ) from error
    return records


def _lines(records: Iterable[Record]) -> bytes:
    header = json.dumps(_HEADER).encode() + b"\n"
    return header + b"".join(_line(record) for record in records)


def _line(record: Record) -> bytes:
    document = {"target": record.target, "request": record.request}
    return json.dumps(document, separators=(",", ":")).encode() + b"\n"


def _open_to_append(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_APPEND)


def _write_atomically(path: Path, content: bytes) -> None:
    temporary = path.with_suffix(".new")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
