"""Multipart uploads that have begun: directories of parts that a kill at any moment leaves usable.

    ID/upload.json      what the object will be
    ID/00007.json       part 7: its facts, and which file holds its bytes
    ID/00007.TOKEN      these bytes
    ID.done.json        the upload has become an object, and its directory is gone or going

There is no other state. Bytes count once they are described, and a description replaces the one
before in one step; so a part is the old one or the new one, never half of one.
"""

import json
import os
import re
import secrets
import shutil
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path
from typing import Any

from devserver.s3_errors import refused

#: S3's quotas. The last part may be smaller.
MIN_PART_BYTES = 5 * 1024**2
MAX_PARTS = 10_000
#: The bucket's lifecycle rule, as deployed: abandoned uploads are aborted. Here, at a start.
ABANDONED_SECONDS = 86_400
_COPY_BYTES = 1024**2

_ID = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True)
class Upload:
    """An upload that has been created and neither completed nor aborted."""

    id: str
    bucket: str
    key: str
    initiated: str
    #: Of the parts' checksums, as S3 names it; None where none was asked for.
    algorithm: str | None
    #: Of the request that created it: those that describe the object.
    headers: dict[str, str]


@dataclass(frozen=True)
class Part:
    """A part that is stored."""

    number: int
    #: Without quotes: the MD5 of its bytes, in hexadecimal.
    etag: str
    size: int
    modified: str
    #: Base64; None in an upload without an algorithm.
    checksum: str | None
    #: The name of the file with its bytes.
    file: str


@dataclass(frozen=True)
class Completed:
    """What an upload has become, to be told again to who did not hear it."""

    bucket: str
    key: str
    #: Without quotes.
    etag: str
    size: int
    algorithm: str | None
    checksum: str | None
    version_id: str | None = None


class Uploads:
    """All of them. The methods block, though only `assemble` does so for long."""

    def __init__(self, root: Path, clock: Callable[[], float] = time.time) -> None:
        self._root = root
        self._clock = clock
        root.mkdir(mode=0o700, parents=True, exist_ok=True)

    def create(
        self, bucket: str, key: str, algorithm: str | None, headers: dict[str, str]
    ) -> Upload:
        """Begin an upload."""
        upload = Upload(secrets.token_urlsafe(32), bucket, key, self.now(), algorithm, headers)
        # Under its own name only when it is described: without that it would be nobody's.
        hidden = self._root / f"{upload.id}.new"
        hidden.mkdir(mode=0o700)
        _write(hidden / "upload.json", asdict(upload))
        hidden.rename(self._folder(upload))
        return upload

    def find(self, upload_id: str, bucket: str, key: str) -> Upload:
        """The upload of this id, if it is one of this key.

        Raises:
            Refused: NoSuchUpload.
        """
        document = _read(self._root / upload_id / "upload.json") if _ID.fullmatch(upload_id) else {}
        if (document.get("bucket"), document.get("key")) != (bucket, key):
            raise refused(
                404,
                "NoSuchUpload",
                "The specified upload does not exist. The upload ID may be invalid, or the upload "
                "may have been aborted or completed.",
            )
        return Upload(**document)

    def of_bucket(self, bucket: str) -> list[Upload]:
        """By key, then by age, as S3 lists them."""
        documents = [_read(path) for path in self._root.glob("*/upload.json")]
        found = [Upload(**document) for document in documents if document.get("bucket") == bucket]
        return sorted(found, key=lambda upload: (upload.key, upload.initiated))

    def parts(self, upload: Upload) -> list[Part]:
        """The stored parts, by number."""
        found = (_read(path) for path in self._folder(upload).glob("[0-9]*.json"))
        return sorted((Part(**each) for each in found if each), key=lambda part: part.number)

    def file_for(self, upload: Upload, number: int) -> Path:
        """Where to write the bytes of a part; `keep` makes them count."""
        return self._folder(upload) / f"{number:05}.{secrets.token_hex(8)}"

    def keep(self, upload: Upload, part: Part) -> None:
        """Let a part count, in the place of an earlier one of its number."""
        description = self._folder(upload) / f"{part.number:05}.json"
        before = _read(description)
        _write(description, asdict(part))
        if before:
            (self._folder(upload) / before["file"]).unlink(missing_ok=True)

    def assemble(self, upload: Upload, parts: Iterable[Part]) -> Path:
        """Put the bytes of these parts into one new file, within the kernel where it can."""
        path = self._folder(upload) / f"object.{secrets.token_hex(8)}"
        try:
            with path.open("xb", buffering=0) as whole:
                for part in parts:
                    with (self._folder(upload) / part.file).open("rb", buffering=0) as source:
                        _append(source, whole, part.size)
        except OSError:
            path.unlink(missing_ok=True)
            raise
        return path

    def mark_committing(self, upload: Upload) -> None:
        """Note that the object is about to appear: a retry after a kill then knows it for ours."""
        (self._folder(upload) / "committing").touch()

    def is_committing(self, upload: Upload) -> bool:
        """Whether the object may have appeared."""
        return (self._folder(upload) / "committing").exists()

    def end(self, upload: Upload, completed: Completed | None = None) -> Path:
        """The upload is over; answers what `clear` has to remove."""
        if completed:
            _write(self._root / f"{upload.id}.done.json", asdict(completed))
        gone = self._root / f"{upload.id}.gone"
        self._folder(upload).rename(gone)
        return gone

    def clear(self, gone: Path) -> None:
        """Give the disk back."""
        _remove(gone)

    def completed(self, upload_id: str, bucket: str, key: str) -> Completed | None:
        """What an upload has become, if it is an object."""
        path = self._root / f"{upload_id}.done.json"
        document = _read(path) if _ID.fullmatch(upload_id) else {}
        if (document.get("bucket"), document.get("key")) != (bucket, key):
            return None
        return Completed(**document)

    def sweep(self) -> None:
        """At a start: remove what a kill has left half-done, and what nobody will come back for."""
        for entry in list(self._root.iterdir()):
            if self._is_over(entry):
                _remove(entry)
            elif entry.is_dir():
                _remove_undescribed(entry)

    def now(self) -> str:
        """The time, as S3 writes it."""
        when = datetime.fromtimestamp(self._clock(), UTC)
        return when.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def _is_over(self, entry: Path) -> bool:
        if entry.suffix in (".new", ".gone", ".tmp"):
            return True
        if entry.with_name(f"{entry.name}.done.json").exists():
            return True
        described = entry / "upload.json" if entry.is_dir() else entry
        return self._clock() - described.stat().st_mtime > ABANDONED_SECONDS

    def _folder(self, upload: Upload) -> Path:
        return self._root / upload.id


def _append(source: FileIO, target: FileIO, size: int) -> None:
    # On file systems that share blocks the kernel copies nothing at all. macOS has no such call.
    if hasattr(os, "copy_file_range"):
        with suppress(OSError):
            while size and (copied := os.copy_file_range(source.fileno(), target.fileno(), size)):
                size -= copied
    while size and (content := source.read(min(size, _COPY_BYTES))):
        size -= len(content)
        while content:
            content = content[target.write(content) :]
    if size:
        raise OSError(f"{source.name} has become shorter than it was")


def _remove(entry: Path) -> None:
    if entry.is_dir():
        shutil.rmtree(entry, ignore_errors=True)
    else:
        # Who completed an upload may be about to remove what is left of it.
        entry.unlink(missing_ok=True)


def _remove_undescribed(folder: Path) -> None:
    described = {_read(path).get("file") for path in folder.glob("[0-9]*.json")}
    for path in folder.iterdir():
        if path.suffix != ".json" and path.name not in (described | {"committing"}):
            path.unlink()


def _read(path: Path) -> dict[str, Any]:
    try:
        document: dict[str, Any] = json.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return {}
    return document


def _write(path: Path, document: dict[str, Any]) -> None:
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}.tmp")
    temporary.write_text(json.dumps(document))
    temporary.replace(path)
