"""`PartStore`: one suite for the fake, and for a storage that keeps uploads in parts as S3 does.

moto tells no digests of parts, and of an upload that is complete as if it were not.
"""

import base64
import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import pytest

from chalicelib import tokens
from chalicelib.aws import clients
from chalicelib.aws.multipart import S3PartStore
from chalicelib.aws.s3 import S3ObjectStore
from chalicelib.errors import PartsMissing, UploadGone
from chalicelib.keys import upload_key
from chalicelib.photo import Announcement
from chalicelib.storage import ObjectFacts, ObjectStore, Part, PartStore
from tests.fake_parts import MemoryPartStore
from tests.fake_pictures import MemoryObjectStore

pytest_plugins = ["tests.contract.storage_fixtures"]

BUCKET = "scandrop-uploads"

#: S3 takes no smaller part but the last.
WHOLE = 5 * 1024 * 1024
LAST = 7
FILM = Announcement(WHOLE + LAST, "video/mp4", request_id="film-0001", parts_digested=True)


@dataclass
class Parts:
    """A store, what it makes, and the way by which parts come into it."""

    store: PartStore
    objects: ObjectStore
    key: str
    send: Callable[[str, int, int], object]


def digest(content: bytes) -> str:
    return base64.b64encode(hashlib.sha256(content).digest()).decode()


@pytest.fixture(params=["memory", "server"])
def parts(request: pytest.FixtureRequest) -> Parts:
    key = upload_key(tokens.new_id(), tokens.new_id(), "video/mp4")
    if request.param == "memory":
        objects = MemoryObjectStore()
        memory = MemoryPartStore(objects)

        def keep(upload_id: str, number: int, size_bytes: int) -> None:
            memory.put(upload_id, Part(number, size_bytes, digest(b"x" * size_bytes)))

        return Parts(memory, objects, key, keep)
    request.getfixturevalue("signer")

    def put(upload_id: str, number: int, size_bytes: int) -> None:
        body = b"x" * size_bytes
        clients.s3().upload_part(
            Bucket=BUCKET,
            Key=key,
            UploadId=upload_id,
            PartNumber=number,
            Body=body,
            ChecksumSHA256=digest(body),
        )

    return Parts(S3PartStore(clients.s3, BUCKET), S3ObjectStore(clients.s3, BUCKET), key, put)


def sent(parts: Parts) -> tuple[str, list[Part]]:
    """An upload of which all is there, last part first."""
    upload_id = parts.store.create(parts.key, FILM)
    parts.send(upload_id, 2, LAST)
    parts.send(upload_id, 1, WHOLE)
    arrived = parts.store.arrived(parts.key, upload_id)
    return upload_id, [arrived[number] for number in sorted(arrived)]


def test_what_has_arrived_is_known_by_number_and_size(parts: Parts) -> None:
    upload_id = parts.store.create(parts.key, FILM)
    assert parts.store.arrived(parts.key, upload_id) == {}
    parts.send(upload_id, 2, LAST)
    arrived = parts.store.arrived(parts.key, upload_id)
    assert {number: part.size_bytes for number, part in arrived.items()} == {2: LAST}
    assert arrived[2].number == 2
    assert arrived[2].sha256 == digest(b"x" * LAST)
    assert arrived[2].etag


def test_two_uploads_of_one_key_have_nothing_in_common(parts: Parts) -> None:
    one, other = parts.store.create(parts.key, FILM), parts.store.create(parts.key, FILM)
    parts.send(one, 1, LAST)
    assert parts.store.arrived(parts.key, other) == {}
    parts.store.abort(parts.key, other)
    assert set(parts.store.arrived(parts.key, one)) == {1}


def test_nothing_is_an_object_before_it_is_complete(parts: Parts) -> None:
    upload_id, arrived = sent(parts)
    assert parts.objects.facts(parts.key) is None
    parts.store.complete(parts.key, upload_id, arrived)
    assert parts.objects.facts(parts.key) == ObjectFacts(WHOLE + LAST, "video/mp4")


def test_a_complete_upload_is_gone(parts: Parts) -> None:
    upload_id, arrived = sent(parts)
    parts.store.complete(parts.key, upload_id, arrived)
    with pytest.raises(UploadGone):
        parts.store.arrived(parts.key, upload_id)
    # S3 may answer it as it did the first time.
    with suppress(UploadGone):
        parts.store.complete(parts.key, upload_id, arrived)
    assert parts.objects.facts(parts.key) == ObjectFacts(WHOLE + LAST, "video/mp4")


def test_an_object_that_is_there_stays_and_is_no_error(parts: Parts) -> None:
    first, arrived = sent(parts)
    second, again = sent(parts)
    parts.store.complete(parts.key, first, arrived)
    parts.send(second, 2, LAST + 1)
    again = [again[0], parts.store.arrived(parts.key, second)[2]]
    parts.store.complete(parts.key, second, again)
    facts = parts.objects.facts(parts.key)
    assert facts
    assert facts.size_bytes == WHOLE + LAST


def test_a_part_that_was_sent_anew_meanwhile_is_not_taken_for_the_other(parts: Parts) -> None:
    upload_id, arrived = sent(parts)
    parts.send(upload_id, 2, LAST + 1)
    with pytest.raises(PartsMissing):
        parts.store.complete(parts.key, upload_id, arrived)
    assert parts.objects.facts(parts.key) is None


def test_what_was_given_up_is_gone_and_can_be_given_up_again(parts: Parts) -> None:
    upload_id, arrived = sent(parts)
    for _ in range(2):
        parts.store.abort(parts.key, upload_id)
        with pytest.raises(UploadGone):
            parts.store.arrived(parts.key, upload_id)
        with pytest.raises(UploadGone):
            parts.store.complete(parts.key, upload_id, arrived)
    assert parts.objects.facts(parts.key) is None


def test_an_upload_that_never_was_is_gone(parts: Parts) -> None:
    with pytest.raises(UploadGone):
        parts.store.arrived(parts.key, "never-was")
    parts.store.abort(parts.key, "never-was")
