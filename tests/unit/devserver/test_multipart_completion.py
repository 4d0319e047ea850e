"""An object is made of parts as S3 makes one, once, and of nothing else."""

import hashlib

import pytest

from devserver.s3_events import STORED_ETAG, STORED_SIZE
from tests.unit.devserver.ministack import (
    FIRST,
    LAST,
    OTHER,
    Storage,
    document,
    fact,
    facts,
    md5,
    sha256,
)


async def test_an_object_is_its_parts_in_order(storage: Storage) -> None:
    upload = await storage.sent((3, LAST), (1, FIRST), content_type="video/mp4")
    answer = await storage.complete(upload, (1, FIRST), (3, LAST))
    etags = bytes.fromhex(md5(FIRST)) + bytes.fromhex(md5(LAST))
    sums = b"".join(hashlib.sha256(each).digest() for each in (FIRST, LAST))
    assert fact(answer, "ETag") == f'"{md5(etags)}-2"'
    assert fact(answer, "ChecksumSHA256") == f"{sha256(sums)}-2"
    assert answer.header("x-amz-version-id")

    got = await storage.ask("GET", x_amz_checksum_mode="ENABLED")
    assert got.body == FIRST + LAST
    assert got.header("Content-Type") == "video/mp4"
    assert got.header("ETag") == f'"{md5(etags)}-2"'
    assert got.header("x-amz-checksum-sha256") == f"{sha256(sums)}-2"
    assert got.header("x-amz-checksum-type") == "COMPOSITE"
    assert (await storage.ask("HEAD")).header("Content-Length") == str(len(FIRST + LAST))


async def test_a_completed_upload_leaves_no_part_on_disk(storage: Storage) -> None:
    upload = await storage.sent((1, LAST))
    await storage.complete(upload, (1, LAST))
    storage.uploads.sweep()
    assert storage.files() == {f"{upload}.done.json"}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (document((1, FIRST), (4, LAST)), "InvalidPart"),
        (document((1, OTHER), (3, LAST)), "InvalidPart"),
        (document((3, LAST), (1, FIRST)), "InvalidPartOrder"),
        (document((1, FIRST), (1, FIRST)), "InvalidPartOrder"),
        (document((2, LAST), (3, LAST)), "EntityTooSmall"),
        (document((1, FIRST), checksums=False), "InvalidRequest"),
        (document((1, FIRST)).replace(sha256(FIRST).encode(), b"AAAA"), "InvalidPart"),
        (document(), "MalformedXML"),
        (b"<Complete", "MalformedXML"),
        (b"<C><Part><PartNumber>one</PartNumber><ETag>e</ETag></Part></C>", "MalformedXML"),
        (b"<C><Part><PartNumber>1</PartNumber></Part></C>", "MalformedXML"),
    ],
)
async def test_a_completion_that_cannot_be_is_refused(
    storage: Storage, body: bytes, code: str
) -> None:
    upload = await storage.sent((1, FIRST), (2, LAST), (3, LAST))
    answer = await storage.ask("POST", f"uploadId={upload}", body)
    assert (answer.status, fact(answer, "Code")) == (400, code)
    assert (await storage.complete(upload, (1, FIRST), (3, LAST))).status == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"x_amz_mp_object_size": "7"}, 200),
        ({"x_amz_mp_object_size": "8"}, 400),
        ({"x_amz_checksum_sha256": f"{sha256(hashlib.sha256(LAST).digest())}-1"}, 200),
        ({"x_amz_checksum_sha256": sha256(LAST)}, 400),
    ],
)
async def test_what_a_completion_says_of_the_whole_is_held_against_it(
    storage: Storage, headers: dict[str, str], status: int
) -> None:
    upload = await storage.sent((1, LAST))
    assert (await storage.complete(upload, (1, LAST), **headers)).status == status


async def test_an_object_that_is_there_is_not_replaced(storage: Storage) -> None:
    assert (await storage.ask("PUT", body=b"there")).status == 200
    upload = await storage.sent((1, LAST))
    answer = await storage.complete(upload, (1, LAST), if_none_match="*")
    assert (answer.status, fact(answer, "Code")) == (412, "PreconditionFailed")
    assert (await storage.ask("GET")).body == b"there"
    assert not any("object." in name for name in storage.files())

    assert (await storage.complete(upload, (1, LAST))).status == 200
    assert (await storage.ask("GET")).body == LAST


async def test_a_completion_is_told_again_and_done_once(storage: Storage) -> None:
    upload = await storage.sent((1, LAST))
    once = await storage.complete(upload, (1, LAST), if_none_match="*")
    assert (once.header(STORED_SIZE), once.header(STORED_ETAG)) == (
        "7",
        f"{md5(bytes.fromhex(md5(LAST)))}-1",
    )
    again = await storage.complete(upload, (1, LAST), if_none_match="*")
    assert (again.status, again.body) == (200, once.body)
    assert again.header(STORED_SIZE) is None
    assert again.header("x-amz-version-id") == once.header("x-amz-version-id")


async def test_a_kill_between_the_object_and_the_note_of_it_is_mended_by_a_retry(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = await storage.sent((1, LAST))

    def killed(*_: object) -> None:
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(storage.uploads, "end", killed)
        assert (await storage.complete(upload, (1, LAST), if_none_match="*")).status == 500
    storage.uploads.sweep()
    answer = await storage.complete(upload, (1, LAST), if_none_match="*")
    assert answer.status == 200
    # The kill may have been before its event.
    assert answer.header(STORED_SIZE) == "7"
    versions = await storage.ask("GET", "versions", key="")
    assert len(facts(versions, "VersionId")) == 1


async def test_uploads_without_an_algorithm_have_no_checksum(storage: Storage) -> None:
    upload = fact(await storage.ask("POST", "uploads"), "UploadId")
    assert (await storage.put(upload, 1, LAST)).header("x-amz-checksum-sha256") == sha256(LAST)
    body = document((1, LAST), checksums=False)
    answer = await storage.ask("POST", f"uploadId={upload}", body)
    assert answer.status == 200
    assert not facts(answer, "ChecksumSHA256")


async def test_a_disk_that_is_full_is_an_error_and_the_upload_goes_on(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = await storage.sent((1, LAST))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(storage.uploads, "assemble", full)
        answer = await storage.complete(upload, (1, LAST))
        assert (answer.status, fact(answer, "Code")) == (500, "InternalError")
    assert (await storage.complete(upload, (1, LAST))).status == 200
