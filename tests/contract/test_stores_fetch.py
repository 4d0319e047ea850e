"""`ObjectStore.fetch`: an upload on disk, one suite for the fake and for S3; and what breaks it."""

import errno
import gc
import hashlib
import os
import tempfile
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from threading import Thread
from typing import IO, Any

import boto3
import pytest
from botocore.config import Config

from chalicelib.aws import clients
from chalicelib.aws.s3 import S3ObjectStore
from chalicelib.errors import ServiceUnavailable
from chalicelib.storage import ObjectStore
from devserver import resources
from tests.builders import an_arrival
from tests.fake_pictures import MemoryObjectStore

KEY = an_arrival().key
BUCKET = resources.UPLOADS_BUCKET
#: Several chunks, and a rest.
BIG = os.urandom(5 * 1024 * 1024 + 7)


@dataclass
class Objects:
    """A store, and the way by which uploads come into it."""

    store: ObjectStore
    put: Callable[[str, bytes], object]


@pytest.fixture(params=["memory", "s3"])
def objects(request: pytest.FixtureRequest) -> Objects:
    if request.param == "memory":
        memory = MemoryObjectStore()
        return Objects(memory, lambda key, body: memory.put(key, len(body), content=body))
    request.getfixturevalue("bucket")
    client = boto3.client("s3")
    return Objects(
        S3ObjectStore(clients.s3, BUCKET),
        lambda key, body: client.put_object(Bucket=BUCKET, Key=key, Body=body),
    )


@pytest.mark.parametrize("body", [b"", b"x", BIG], ids=["empty", "one byte", "big"])
def test_an_upload_comes_back_byte_by_byte_from_its_beginning(
    objects: Objects, body: bytes
) -> None:
    objects.put(KEY, body)
    source = objects.store.fetch(KEY)
    assert source is not None
    with source:
        assert hashlib.sha256(source.read()).digest() == hashlib.sha256(body).digest()
        source.seek(0)
        assert source.read(1) == body[:1]


def test_an_upload_that_is_not_there_is_none(objects: Objects) -> None:
    objects.put(KEY + "x", b"x")
    assert objects.store.fetch(KEY) is None


def test_each_fetch_has_a_file_of_its_own(objects: Objects) -> None:
    objects.put(KEY, b"upload")
    one, other = objects.store.fetch(KEY), objects.store.fetch(KEY)
    assert one is not None
    assert other is not None
    with one, other:
        assert one.read() == other.read() == b"upload"


def test_a_decoder_gets_a_descriptor_of_a_file_without_a_name(bucket: str) -> None:
    """Nothing of an upload is left on disk, however the function ends."""
    boto3.client("s3").put_object(Bucket=bucket, Key=KEY, Body=b"upload")
    source = S3ObjectStore(clients.s3, bucket).fetch(KEY)
    assert source is not None
    with source:
        assert os.fstat(source.fileno()).st_nlink == 0
        assert os.pread(source.fileno(), 99, 0) == b"upload"


# What breaks it


class Breaking(BaseHTTPRequestHandler):
    """S3 that promises a megabyte and hangs up in the middle."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(1024 * 1024))
        self.end_headers()
        self.wfile.write(b"x" * 300_000)
        self.wfile.flush()
        self.connection.close()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def breaking(credentials: None) -> Any:
    """A client of it."""
    with HTTPServer(("127.0.0.1", 0), Breaking) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield boto3.client(
            "s3",
            endpoint_url=f"http://127.0.0.1:{server.server_port}",
            config=Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}),
        )
        server.shutdown()
        thread.join()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[IO[bytes]]:
    """The files that were made."""
    files: list[IO[bytes]] = []
    make = tempfile.TemporaryFile

    def noted() -> IO[bytes]:
        files.append(make())
        return files[-1]

    monkeypatch.setattr(tempfile, "TemporaryFile", noted)
    return files


def test_a_connection_that_is_cut_in_the_middle_is_a_fault_and_leaves_nothing(
    breaking: Any, made: list[IO[bytes]], caplog: pytest.LogCaptureFixture
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", ResourceWarning)
        with pytest.raises(ServiceUnavailable):
            S3ObjectStore(lambda: breaking, BUCKET).fetch(KEY)
        gc.collect()
    (file,) = made
    assert file.closed
    assert "AWS not reached" in caplog.text


class Full(BytesIO):
    """A file on a disk that is full."""

    def write(self, _: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_disk_that_is_full_is_a_fault_and_leaves_nothing(
    bucket: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    boto3.client("s3").put_object(Bucket=bucket, Key=KEY, Body=BIG)
    full = Full()
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda: full)
    with pytest.raises(ServiceUnavailable):
        S3ObjectStore(clients.s3, bucket).fetch(KEY)
    assert full.closed
    assert "No space left on device" in caplog.text


def test_a_temporary_folder_that_is_missing_is_a_fault(
    bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    boto3.client("s3").put_object(Bucket=bucket, Key=KEY, Body=BIG)
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere/at/all")
    with pytest.raises(ServiceUnavailable):
        S3ObjectStore(clients.s3, bucket).fetch(KEY)
