"""All that we rely on within MiniStack's S3, and all that we change in it.

It holds every body in memory: what is sent, what is read however short the range, what is
displaced by a delete. Its records may be without a body where the bytes are on disk, which is so
after a restart; that is the way in. `adapt` makes sure that everything is as it was when this was
written: none of it is an interface.

Reads the environment, and the objects on disk, when it is imported.
"""

import inspect
import os
from collections.abc import Mapping
from contextlib import suppress
from contextvars import ContextVar
from functools import wraps
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ministack.core.responses import StreamingResponse
from ministack.services import s3

from devserver.asgi import Receive, Send
from devserver.cloud import CloudChanged
from devserver.multipart import Completed
from devserver.wire import Answer

#: Functions of `s3` and the names of their parameters.
_RELIED_ON = {
    "_atomic_write": ("fpath", "data", "text"),
    "_build_object_record": ("body", "headers", "etag", "checksums"),
    "_check_put_preconditions": ("headers", "existing_obj"),
    "_get_object": ("bucket_name", "key", "headers", "query_params"),
    "_object_disk_path": ("bucket", "key", "account_id"),
    "_persist_displaced_version": ("bucket_name", "key", "prior_obj", "versioning"),
    "_persist_object": ("bucket", "key", "obj"),
    "_read_body": ("bucket_name", "key", "obj"),
    "_record_object_version": ("bucket_name", "key", "prior_obj", "obj", "data"),
    "_verify_presigned_sigv4": ("method", "path", "headers", "query_params"),
    "_version_body": ("bucket", "bucket_name", "key", "v"),
    "_version_disk_path": ("bucket", "key", "version_id", "account_id"),
    "_version_entry_from_record": ("obj", "version_id", "data"),
}
_CHUNK_BYTES = 256 * 1024

#: Whether bodies are read for an answer only, and may come from disk while it is sent.
_answering: ContextVar[bool] = ContextVar("answering", default=False)


class FileSlice:
    """Bytes that stay in their file until they are sent, with what `_get_object` does to bytes."""

    def __init__(self, path: Path, inode: int, start: int, stop: int) -> None:
        self._path = path
        self._inode = inode
        self._start = start
        self._stop = max(start, stop)

    @classmethod
    def of(cls, path: Path) -> "FileSlice":
        """All bytes of a file."""
        facts = path.stat()
        return cls(path, facts.st_ino, 0, facts.st_size)

    def __len__(self) -> int:
        return self._stop - self._start

    def __getitem__(self, wanted: slice) -> "FileSlice":
        start, stop, _ = wanted.indices(len(self))
        return FileSlice(self._path, self._inode, self._start + start, self._start + stop)

    async def send(self, send: Send, _: Receive) -> None:
        """Send them as the body of an answer that has begun.

        It ends too early, which its receiver notices, if the file has been replaced meanwhile.
        """
        with suppress(ConnectionError, FileNotFoundError), self._path.open("rb") as file:
            left = len(self) if os.fstat(file.fileno()).st_ino == self._inode else 0
            file.seek(self._start)
            while left and (content := file.read(min(_CHUNK_BYTES, left))):
                left -= len(content)
                await send({"type": "http.response.body", "body": content, "more_body": True})
        with suppress(ConnectionError):
            await send({"type": "http.response.body", "body": b"", "more_body": False})


class MiniStackStorage:
    """MiniStack's buckets, as those who store beside it need them."""

    def has_bucket(self, bucket: str) -> bool:
        """Whether there is one of this name."""
        return s3._buckets.get(bucket) is not None

    def verify(
        self, method: str, path: str, headers: Mapping[str, str], query: Mapping[str, list[str]]
    ) -> Answer | None:
        """What is wrong with a presigned URL. Other requests are taken for signed, as it does."""
        return _refusal(s3._verify_presigned_sigv4(method, path, headers, query))

    def precondition(self, bucket: str, key: str, headers: Mapping[str, str]) -> Answer | None:
        """What does not hold of If-Match and If-None-Match."""
        return _refusal(s3._check_put_preconditions(headers, self._current(bucket, key)))

    def etag(self, bucket: str, key: str) -> str | None:
        """Of the current object, without quotes."""
        current = self._current(bucket, key)
        return str(current["etag"]).strip('"') if current else None

    def keep(self, path: Path, headers: Mapping[str, str], result: Completed) -> str | None:
        """Make a file the object that it was put together for; answers its version.

        Raises:
            OSError: the disk is full.
        """
        bucket, key = result.bucket, result.key
        sums = {result.algorithm: result.checksum} if result.checksum else {}
        record = s3._build_object_record(b"", headers, etag=f'"{result.etag}"', checksums=sums)
        record |= {"body": None, "size": result.size}
        record["checksum_type"] = "COMPOSITE" if sums else None
        before = self._current(bucket, key)
        version_id: str | None = s3._record_object_version(bucket, key, before, record, None)
        target = Path(s3._object_disk_path(bucket, key))
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.replace(target)
        # Last, as it does itself: bytes without a description are swept away at the next start.
        s3._persist_object(bucket, key, record)
        if not target.with_name(f"{target.name}.meta.json").exists():
            raise OSError("an object cannot be described on disk")
        s3._buckets[bucket]["objects"][key] = record
        return version_id

    def _current(self, bucket: str, key: str) -> dict[str, Any] | None:
        record: dict[str, Any] | None = s3._buckets[bucket]["objects"].get(key)
        return record


def adapt() -> None:
    """Let bodies stay on disk.

    Raises:
        CloudChanged: something is not as we know it.
    """
    _make_sure()
    originals = {name: getattr(s3, name) for name in _RELIED_ON}

    _read_while_sending(originals)
    _keep_versions_by_link(originals)


def _read_while_sending(originals: Mapping[str, Any]) -> None:
    """An object's bytes leave the disk as fast as they are taken."""

    @wraps(s3._get_object)
    def get_object(*arguments: Any, **named: Any) -> Any:
        token = _answering.set(True)
        try:
            status, headers, body = originals["_get_object"](*arguments, **named)
        finally:
            _answering.reset(token)
        return (
            status,
            headers,
            StreamingResponse(body.send) if isinstance(body, FileSlice) else body,
        )

    @wraps(s3._read_body)
    def read_body(bucket: str, key: str, record: dict[str, Any]) -> Any:
        if not _answering.get() or record.get("body") is not None:
            return originals["_read_body"](bucket, key, record)
        return FileSlice.of(Path(s3._object_disk_path(bucket, key)))

    @wraps(s3._version_body)
    def version_body(bucket: Any, name: str, key: str, entry: dict[str, Any]) -> Any:
        path = Path(s3._version_disk_path(name, key, entry["version_id"]))
        if not _answering.get() or entry.get("data") is not None or not path.is_file():
            return originals["_version_body"](bucket, name, key, entry)
        return FileSlice.of(path)

    s3._get_object = get_object
    s3._read_body = read_body
    s3._version_body = version_body


def _keep_versions_by_link(originals: Mapping[str, Any]) -> None:
    """A version that is displaced keeps its file, and nothing of it comes into memory."""

    def version_entry(record: Any, version_id: str, _: object) -> Any:
        # Bytes are dropped from memory once they are on disk, but not a version's: give it none.
        return originals["_version_entry_from_record"](record, version_id, None)

    @wraps(s3._persist_displaced_version)
    def persist_displaced(bucket: str, key: str, before: Any, versioning: str) -> None:
        # The same file under a second name; nothing writes into it, files are only replaced.
        if not (before and before.get("body") is None and versioning == "Enabled"):
            originals["_persist_displaced_version"](bucket, key, before, versioning)
            return
        target = Path(s3._version_disk_path(bucket, key, before.get("version_id") or "null"))
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            target.hardlink_to(s3._object_disk_path(bucket, key))
        except OSError:
            originals["_persist_displaced_version"](bucket, key, before, versioning)

    s3._version_entry_from_record = version_entry
    s3._persist_displaced_version = persist_displaced


def _make_sure() -> None:
    for name, parameters in _RELIED_ON.items():
        function = getattr(s3, name, None)
        found = tuple(inspect.signature(function).parameters) if callable(function) else None
        if found != parameters:
            raise CloudChanged(
                f"MiniStack {version('ministack')} has no s3.{name}({', '.join(parameters)}), "
                "which devserver/ministack_s3.py relies on: install the pinned version "
                "(requirements-run.txt), or adapt it to this one"
            )


def _refusal(answer: Any) -> Answer | None:
    if answer is None:
        return None
    status, headers, body = answer
    return Answer(status, tuple(headers.items()), bytes(body))
