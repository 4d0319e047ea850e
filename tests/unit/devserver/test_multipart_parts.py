"""Parts are taken, listed and given up as S3 does it, and their bytes are on disk."""

import base64

import pytest

from devserver import asgi
from tests.unit.devserver import ministack
from tests.unit.devserver.ministack import FIRST, LAST, OTHER, Storage, fact, facts, md5, sha256


async def test_parts_are_listed_page_by_page_with_their_checksums(storage: Storage) -> None:
    upload = await storage.sent((2, OTHER), (1, FIRST), (9, LAST))
    page = await storage.ask("GET", f"uploadId={upload}&max-parts=2")
    assert facts(page, "PartNumber") == ["1", "2"]
    assert facts(page, "ETag") == [f'"{md5(FIRST)}"', f'"{md5(OTHER)}"']
    assert facts(page, "ChecksumSHA256") == [sha256(FIRST), sha256(OTHER)]
    assert facts(page, "Size") == [str(len(FIRST))] * 2
    assert (fact(page, "IsTruncated"), fact(page, "NextPartNumberMarker")) == ("true", "2")
    page = await storage.ask("GET", f"uploadId={upload}&part-number-marker=2")
    assert (facts(page, "PartNumber"), fact(page, "IsTruncated")) == (["9"], "false")


async def test_a_part_that_is_sent_again_replaces_itself(storage: Storage) -> None:
    upload = await storage.sent((1, OTHER), (1, FIRST))
    assert len(storage.files()) == 3
    assert facts(await storage.ask("GET", f"uploadId={upload}"), "ETag") == [f'"{md5(FIRST)}"']
    assert fact(await storage.complete(upload, (1, OTHER)), "Code") == "InvalidPart"
    assert (await storage.complete(upload, (1, FIRST))).status == 200
    assert (await storage.ask("GET")).body == FIRST


async def test_uploads_of_a_bucket_are_listed(storage: Storage) -> None:
    upload = await storage.create()
    answer = await storage.ask("GET", "uploads", key="")
    assert facts(answer, "UploadId") == [upload]
    assert facts(answer, "Key") == [ministack.KEY]
    assert not facts(await storage.ask("GET", "uploads&prefix=other", key=""), "UploadId")


async def test_an_abort_frees_the_disk_and_ends_the_upload(storage: Storage) -> None:
    upload = await storage.sent((1, FIRST))
    assert (await storage.ask("DELETE", f"uploadId={upload}")).status == 204
    assert storage.files() == set()
    for answer in (
        await storage.put(upload, 2, LAST),
        await storage.complete(upload, (1, FIRST)),
        await storage.ask("GET", f"uploadId={upload}"),
        await storage.ask("DELETE", f"uploadId={upload}"),
    ):
        assert (answer.status, fact(answer, "Code")) == (404, "NoSuchUpload")


@pytest.mark.parametrize("upload", ["x", "../objects", "A" * 43, ""])
async def test_what_was_never_begun_is_not_found(storage: Storage, upload: str) -> None:
    answer = await storage.put(upload, 1, LAST)
    assert (answer.status, fact(answer, "Code")) == (404, "NoSuchUpload")


async def test_an_upload_belongs_to_its_key(storage: Storage) -> None:
    upload = await storage.create()
    answer = await storage.ask("PUT", f"partNumber=1&uploadId={upload}", LAST, key="s/other")
    assert fact(answer, "Code") == "NoSuchUpload"


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"x_amz_checksum_sha256": sha256(b"other")}, "BadDigest"),
        ({"x_amz_checksum_sha256": "c2hvcnQ="}, "InvalidRequest"),
        ({"x_amz_checksum_sha256": "~"}, "InvalidRequest"),
        ({"x_amz_checksum_sha256": ""}, "InvalidRequest"),
        ({"x_amz_checksum_sha256": "", "x_amz_checksum_crc32": "AAAAAA=="}, "InvalidRequest"),
        ({"x_amz_checksum_crc64nvme": "AAAAAAAAAAA="}, "InvalidRequest"),
        ({"content_md5": "AAAAAAAAAAAAAAAAAAAAAA=="}, "BadDigest"),
        ({"content_length": "8"}, "IncompleteBody"),
        ({"content_length": "6"}, "IncompleteBody"),
        ({"content_length": ""}, "MissingContentLength"),
        ({"content_length": str(5 * 1024**3 + 1)}, "EntityTooLarge"),
        ({"content_encoding": "aws-chunked"}, "NotImplemented"),
        ({"x_amz_copy_source": "/uploads/other"}, "NotImplemented"),
    ],
)
async def test_a_part_that_is_not_what_it_says_is_refused(
    storage: Storage, headers: dict[str, str], code: str
) -> None:
    upload = await storage.create()
    answer = await storage.put(upload, 1, LAST, **headers)
    assert fact(answer, "Code") == code
    assert storage.files() == {f"{upload}/upload.json"}


@pytest.mark.parametrize("number", ["0", "10001", "x", "-1", "²"])
async def test_parts_have_numbers_up_to_ten_thousand(storage: Storage, number: str) -> None:
    upload = await storage.create()
    query = f"partNumber={number}&uploadId={upload}".replace("²", "%C2%B2")
    assert fact(await storage.ask("PUT", query, LAST), "Code") == "InvalidArgument"


async def test_sdks_that_choose_crc32_are_served(storage: Storage) -> None:
    created = await storage.ask("POST", "uploads", x_amz_checksum_algorithm="CRC32")
    upload = fact(created, "UploadId")
    crc = base64.b64encode((0x884863D2).to_bytes(4, "big")).decode()
    query = f"partNumber=1&uploadId={upload}"
    assert (await storage.ask("PUT", query, b"123", x_amz_checksum_crc32=crc)).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"x_amz_checksum_algorithm": "CRC64NVME"},
        {"x_amz_checksum_algorithm": "CRC32", "x_amz_checksum_type": "FULL_OBJECT"},
    ],
)
async def test_checksums_that_are_not_computed_are_refused_at_once(
    storage: Storage, headers: dict[str, str]
) -> None:
    answer = await storage.ask("POST", "uploads", b"", **headers)
    assert fact(answer, "Code") == "InvalidRequest"


async def test_a_wrong_signature_stores_nothing(storage: Storage) -> None:
    upload = await storage.create()
    signed = (
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20260101T000000Z&X-Amz-Expires=604800"
        "&X-Amz-Credential=scandrop%2F20260101%2Fus-east-1%2Fs3%2Faws4_request"
        "&X-Amz-SignedHeaders=host&X-Amz-Signature=00"
    )
    answer = await storage.ask("PUT", f"partNumber=1&uploadId={upload}&{signed}", LAST)
    assert answer.status == 403
    assert storage.files() == {f"{upload}/upload.json"}


async def test_a_phone_that_leaves_within_a_part_leaves_nothing(storage: Storage) -> None:
    upload = await storage.create()
    messages: list[asgi.Message] = [
        {"type": "http.request", "body": b"half", "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def receive() -> asgi.Message:
        return messages.pop(0)

    async def send(_: asgi.Message) -> None:
        raise AssertionError("nobody is there to be answered")

    headers = (("content-length", "7"), ("x-amz-checksum-sha256", sha256(LAST)))
    path = f"/{ministack.BUCKET}/{ministack.KEY}"
    query = f"partNumber=1&uploadId={upload}"
    await storage.cloud(asgi.scope_of("PUT", path, headers, query), receive, send)
    assert storage.files() == {f"{upload}/upload.json"}


async def test_a_part_that_ends_after_the_abort_is_nobodys(storage: Storage) -> None:
    upload = await storage.create()
    answers: list[int] = []

    async def receive() -> asgi.Message:
        assert (await storage.ask("DELETE", f"uploadId={upload}")).status == 204
        return {"type": "http.request", "body": LAST, "more_body": False}

    async def send(message: asgi.Message) -> None:
        answers.append(message.get("status", 0))

    headers = (("content-length", "7"), ("x-amz-checksum-sha256", sha256(LAST)))
    path = f"/{ministack.BUCKET}/{ministack.KEY}"
    query = f"partNumber=1&uploadId={upload}"
    await storage.cloud(asgi.scope_of("PUT", path, headers, query), receive, send)
    assert answers[0] == 404
    assert storage.files() == set()
