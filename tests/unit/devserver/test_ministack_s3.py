"""What we change in MiniStack's S3 holds for the version that is installed, and says so if not."""

import os
from pathlib import Path
from typing import Any

import pytest

from devserver import asgi, ministack_s3
from devserver.cloud import CloudChanged
from devserver.ministack_s3 import FileSlice
from tests.unit.devserver import ministack
from tests.unit.devserver.ministack import Storage, fact

#: More than any memory: to read it is to fail.
HUGE = 2**40


def stored(storage: Storage) -> list[Path]:
    """The files of objects and of their versions."""
    files = (storage.folder / "objects").rglob("*.mp4")
    return [path for path in files if path.is_file()]


async def a_huge_object(storage: Storage, s3: Any) -> None:
    """An object that would not fit into memory, nor its file onto the disk but that it is empty."""
    assert (await storage.ask("PUT", body=b"begin")).status == 200
    (path,) = stored(storage)
    os.truncate(path, HUGE)
    s3._buckets[ministack.BUCKET]["objects"][ministack.KEY]["size"] = HUGE


async def test_a_range_is_read_and_not_the_whole(storage: Storage, s3: Any) -> None:
    await a_huge_object(storage, s3)
    got = await storage.ask("GET", range="bytes=2-6")
    assert (got.status, got.body) == (206, b"gin\0\0")
    assert got.header("Content-Range") == f"bytes 2-6/{HUGE}"
    assert (await storage.ask("GET", range=f"bytes={HUGE}-")).status == 416
    assert (await storage.ask("GET", range="bytes=-3")).body == b"\0\0\0"


async def test_an_object_is_sent_in_pieces(storage: Storage, s3: Any) -> None:
    await a_huge_object(storage, s3)
    pieces: list[int] = []

    async def send(message: asgi.Message) -> None:
        pieces.append(len(message.get("body", b"")))
        if len(pieces) > 3:
            raise ConnectionResetError("the page has turned away")

    scope = asgi.scope_of("GET", f"/{ministack.BUCKET}/{ministack.KEY}", (("host", "h"),))
    received: list[asgi.Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> asgi.Message:
        return received.pop()

    await storage.cloud(scope, receive, send)
    assert max(pieces) < 1024**2


async def test_a_deleted_object_is_no_second_time_on_disk(storage: Storage, s3: Any) -> None:
    await a_huge_object(storage, s3)
    assert (await storage.ask("DELETE")).status == 204
    assert len({path.stat().st_ino for path in stored(storage)}) == 1


async def test_displaced_versions_keep_their_bytes(storage: Storage) -> None:
    first = await storage.ask("PUT", body=b"first")
    await storage.ask("PUT", body=b"second")
    upload = await storage.create()
    await storage.put(upload, 1, b"third")
    await storage.complete(upload, (1, b"third"))
    version = first.header("x-amz-version-id")
    assert (await storage.ask("GET", f"versionId={version}")).body == b"first"
    assert (await storage.ask("GET")).body == b"third"
    copied = await storage.ask(
        "PUT", key="copy", x_amz_copy_source=f"{ministack.BUCKET}/s/film.mp4"
    )
    assert copied.status == 200
    assert (await storage.ask("GET", key="copy")).body == b"third"


async def test_a_completed_object_is_found_again_after_a_restart(storage: Storage, s3: Any) -> None:
    upload = await storage.create(content_type="video/mp4", x_amz_meta_from="phone")
    await storage.put(upload, 1, b"film")
    etag = fact(await storage.complete(upload, (1, b"film")), "ETag")
    s3._buckets.clear()
    s3._object_versions.clear()
    s3._load_persisted_data()
    got = await storage.ask("GET")
    assert (got.body, got.header("ETag")) == (b"film", etag)
    assert got.header("Content-Type") == "video/mp4"
    assert got.header("x-amz-meta-from") == "phone"


async def test_an_object_that_cannot_be_described_is_none(
    storage: Storage, s3: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """MiniStack only logs it; at the next start the bytes would be swept away."""
    upload = await storage.create()
    await storage.put(upload, 1, b"film")
    with monkeypatch.context() as patch:
        patch.setattr(s3, "_persist_object", lambda *_: None)
        assert (await storage.complete(upload, (1, b"film"))).status == 500
    assert (await storage.ask("HEAD")).status == 404
    assert (await storage.complete(upload, (1, b"film"))).status == 200


async def test_a_file_that_was_replaced_is_not_sent_for_the_one_that_was_asked_for(
    tmp_path: Path,
) -> None:
    path, other = tmp_path / "object", tmp_path / "other"
    path.write_bytes(b"asked for")
    other.write_bytes(b"the other")
    found = FileSlice.of(path)
    other.replace(path)
    sent: list[bytes] = []

    async def send(message: asgi.Message) -> None:
        sent.append(message["body"])

    async def receive() -> asgi.Message:
        raise AssertionError("there is nothing to hear")

    await found.send(send, receive)
    assert sent == [b""]


@pytest.mark.parametrize("now", [None, lambda bucket, key, obj, compressed: None, "a string"])
def test_another_ministack_is_told_loudly(
    s3: Any, monkeypatch: pytest.MonkeyPatch, now: object
) -> None:
    monkeypatch.setattr(s3, "_persist_object", now)
    with pytest.raises(CloudChanged, match=r"MiniStack [\d.]+ has no s3\._persist_object\(bucket"):
        ministack_s3.adapt()
