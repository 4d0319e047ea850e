"""`ExportStore`: one suite for the fake, and for a storage that keeps uploads in parts."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import parse_qs, unquote, urlsplit
from urllib.request import urlopen

import pytest

from chalicelib import tokens
from chalicelib.aws import clients
from chalicelib.aws.exports import S3ExportStore
from chalicelib.errors import PartsMissing, UploadGone
from chalicelib.export_store import ExportStore
from chalicelib.storage import Part
from tests.fake_exports import MemoryExportStore
from tests.fake_pictures import MemoryMediaStore, MemoryObjectStore

pytest_plugins = ["tests.contract.storage_fixtures"]

UPLOADS, MEDIA = "scandrop-uploads", "scandrop-media-of-exports"
#: S3 takes no smaller part but the last.
WHOLE = 5 * 1024 * 1024


@dataclass
class Exports:
    """A store, and the ways by which uploads and renditions come into theirs."""

    store: ExportStore
    prefix: str
    upload: Callable[[str, bytes], object]
    render: Callable[[str, bytes], object]


@pytest.fixture(params=["memory", "server"])
def exports(request: pytest.FixtureRequest) -> Exports:
    prefix = f"exports/{tokens.new_id()}/"
    if request.param == "memory":
        media, objects = MemoryMediaStore(), MemoryObjectStore()
        store = MemoryExportStore(media, objects, lambda: int(time.time()))

        def keep(key: str, content: bytes) -> None:
            objects.put(key, len(content), None, content)

        return Exports(store, prefix, keep, media.objects.__setitem__)
    request.getfixturevalue("signer")
    clients.s3().create_bucket(Bucket=MEDIA)

    def put(bucket: str) -> Callable[[str, bytes], object]:
        return lambda key, content: clients.s3().put_object(Bucket=bucket, Key=key, Body=content)

    return Exports(S3ExportStore(clients.s3, MEDIA, UPLOADS), prefix, put(UPLOADS), put(MEDIA))


# Small objects


def test_a_small_object_comes_back_as_it_was_put_last(exports: Exports) -> None:
    key = f"{exports.prefix}asked.json"
    assert exports.store.read(key) is None
    for content in (b"one", b"two"):
        exports.store.put(key, content)
        assert exports.store.read(key) == content


def test_of_two_who_write_once_the_first_counts(exports: Exports) -> None:
    key = f"{exports.prefix}plan.json"
    assert exports.store.put_once(key, b"first")
    assert not exports.store.put_once(key, b"second")
    assert exports.store.read(key) == b"first"


class LosesAnswers:
    """A client of S3: the answer to a write is lost on the line, so it is sent once more."""

    def __init__(self) -> None:
        self._client = clients.s3()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def put_object(self, **named: Any) -> Any:
        self._client.put_object(**named)
        return self._client.put_object(**named)


@pytest.mark.usefixtures("signer")
def test_who_was_first_is_so_though_the_answer_was_lost() -> None:
    clients.s3().create_bucket(Bucket=MEDIA)
    store = S3ExportStore(cast("Any", LosesAnswers), MEDIA, UPLOADS)
    key = f"exports/{tokens.new_id()}/plan.json"
    assert store.put_once(key, b"same")
    assert not S3ExportStore(clients.s3, MEDIA, UPLOADS).put_once(key, b"same")


@pytest.mark.usefixtures("signer")
def test_who_was_first_and_erased_since_goes_on_no_more() -> None:
    clients.s3().create_bucket(Bucket=MEDIA)
    key = f"exports/{tokens.new_id()}/plan.json"

    class Another(LosesAnswers):
        """Somebody erases it in that moment."""

        def head_object(self, **named: Any) -> Any:
            clients.s3().delete_object(Bucket=MEDIA, Key=key)
            return clients.s3().head_object(**named)

    assert not S3ExportStore(cast("Any", Another), MEDIA, UPLOADS).put_once(key, b"same")


def test_a_list_has_all_that_begin_so_in_order_with_size_and_time(exports: Exports) -> None:
    for name, content in (("b", b"bb"), ("a", b""), ("c/d", b"ddd")):
        exports.store.put(exports.prefix + name, content)
    exports.store.put(exports.prefix.replace("/", "-"), b"another")
    listed = exports.store.listed(exports.prefix)
    assert [(key.removeprefix(exports.prefix), o.size_bytes) for key, o in listed.items()] == [
        ("a", 0),
        ("b", 2),
        ("c/d", 3),
    ]
    assert all(abs(each.stored_at - time.time()) < 60 for each in listed.values())
    assert exports.store.listed(f"{exports.prefix}none") == {}


def test_what_is_erased_is_gone_and_nothing_else(exports: Exports) -> None:
    for key in (f"{exports.prefix}a", f"{exports.prefix}b/c", "exports/other"):
        exports.store.put(key, b"x")
    exports.store.erase(exports.prefix)
    assert exports.store.listed(exports.prefix) == {}
    assert exports.store.read("exports/other") == b"x"


# In parts


def sent(exports: Exports, key: str) -> tuple[str, list[Part]]:
    """An upload of two parts, all there."""
    upload_id = exports.store.begin(key, "application/zip")
    parts = [
        exports.store.send(key, upload_id, number, content)
        for number, content in ((1, b"x" * WHOLE), (2, b"end"))
    ]
    assert [(part.number, part.size_bytes) for part in parts] == [(1, WHOLE), (2, 3)]
    return upload_id, parts


def test_parts_become_one_object_when_they_are_joined(exports: Exports) -> None:
    key = f"{exports.prefix}00001.zip"
    upload_id, parts = sent(exports, key)
    assert key not in exports.store.listed(exports.prefix)
    exports.store.complete(key, upload_id, parts)
    assert exports.store.listed(exports.prefix)[key].size_bytes == WHOLE + 3
    assert (exports.store.read(key) or b"").endswith(b"xend")


def test_an_object_that_is_there_stays(exports: Exports) -> None:
    key = f"{exports.prefix}00001.zip"
    exports.store.put(key, b"before")
    upload_id, parts = sent(exports, key)
    exports.store.complete(key, upload_id, parts)
    assert exports.store.read(key) == b"before"


def test_parts_that_another_has_sent_anew_are_not_joined(exports: Exports) -> None:
    key = f"{exports.prefix}00001.zip"
    upload_id, parts = sent(exports, key)
    exports.store.send(key, upload_id, 1, b"y" * WHOLE)
    with pytest.raises(PartsMissing):
        exports.store.complete(key, upload_id, parts)
    assert key not in exports.store.listed(exports.prefix)


def test_an_upload_that_is_gone_takes_no_parts(exports: Exports) -> None:
    key = f"{exports.prefix}00001.zip"
    with pytest.raises(UploadGone):
        exports.store.send(key, "none", 1, b"x")
    with pytest.raises(UploadGone):
        exports.store.complete(key, "none", [])


# What goes into them


@pytest.mark.parametrize("kind", ["original", "rendition"])
def test_a_file_is_read_in_chunks_from_any_byte_on(exports: Exports, kind: str) -> None:
    key, content = f"renditions/{tokens.new_id()}/large.jpg", bytes(range(256)) * 5000
    put = exports.upload if kind == "original" else exports.render
    put(key, content)
    read = getattr(exports.store, kind)
    for start in (0, 1, 700_000, len(content)):
        chunks = read(key, start)
        assert chunks is not None
        assert b"".join(chunks) == content[start:]
    put(f"{key}x", b"")
    assert b"".join(read(f"{key}x", 0)) == b""
    assert read(f"{key}y", 0) is None


def test_each_kind_is_read_where_it_lies(exports: Exports) -> None:
    key = f"renditions/{tokens.new_id()}/large.jpg"
    exports.render(key, b"jpeg")
    assert exports.store.original(key, 0) is None
    assert b"".join(exports.store.rendition(key, 0) or ()) == b"jpeg"


# By their URLs


def test_a_url_saves_the_file_under_its_name_for_as_long(exports: Exports) -> None:
    key = f"{exports.prefix}00001.zip"
    url = exports.store.download_url(key, "Anna & Ben ü.zip", 600)
    assert key in unquote(urlsplit(url).path)
    if isinstance(exports.store, MemoryExportStore):
        return
    upload_id, parts = sent(exports, key)
    exports.store.complete(key, upload_id, parts)
    said = parse_qs(urlsplit(url).query)
    assert said["X-Amz-Expires"] == ["600"]
    with urlopen(url, timeout=10) as answer:  # noqa: S310 (the storage of this test)
        assert answer.read().endswith(b"xend")
        assert answer.headers["Content-Type"] == "application/zip"
        assert answer.headers["Content-Disposition"].startswith("attachment;")
        assert "Anna%20&%20Ben%20%C3%BC.zip" in answer.headers["Content-Disposition"]
