"""Nothing reaches the storage but signed requests for known buckets, and nothing else than S3."""

import pytest

from devserver.addresses import Addresses
from devserver.resources import media_cors, uploads_cors
from devserver.s3_events import STORED_ETAG, STORED_SIZE
from devserver.storage_gateway import Forward, StorageGateway, is_presigned
from devserver.wire import Answer, Headers, Request

ADDRESSES = Addresses("192.168.0.7", 8000, 8001, 8002)
GATEWAY = StorageGateway(
    {"uploads": uploads_cors(ADDRESSES.site), "media": media_cors(ADDRESSES.site)},
    ADDRESSES,
    announced=("uploads",),
    read_only=("media",),
    clock=lambda: 5.0,
)
SIGNED = (
    "X-Amz-Algorithm=AWS4-HMAC-SHA256"
    "&X-Amz-Credential=scandrop%2F20261121%2Fus-east-1%2Fs3%2Faws4_request"
    "&X-Amz-Date=20261121T000000Z&X-Amz-Expires=300"
    "&X-Amz-SignedHeaders=host&X-Amz-Signature=abc"
)
HOST = ("Host", "192.168.0.7:8002")
AUTHORIZED = ("Authorization", "AWS4-HMAC-SHA256 Credential=…")


def request(
    method: str = "PUT",
    path: str = "/uploads/a%20b/c.jpg",
    query: str = SIGNED,
    *more: tuple[str, str],
    host: tuple[str, str] = HOST,
    peer: str = "192.168.0.99",
) -> Request:
    headers = (host, ("Content-Length", "7"), *more)
    return Request(method, path, query, headers, peer=peer)


def admitted(asked: Request) -> Headers:
    result = GATEWAY.admit(asked)
    assert isinstance(result, Forward)
    return result.headers


def refused(asked: Request) -> Answer:
    result = GATEWAY.admit(asked)
    assert isinstance(result, Answer)
    return result


def test_a_presigned_put_passes_with_its_host() -> None:
    assert HOST in admitted(request())


@pytest.mark.parametrize(
    "asked",
    [
        request(path="/"),
        request(path="/other/key"),
        request(path="/_ministack/reset"),
        request(path="/uploads%2f..%2f_ministack/reset"),
        request(query=""),
        request(query=SIGNED.replace("%2Fs3%2F", "%2Fdynamodb%2F")),
        request(query=SIGNED + "&Action=ListUsers"),
        request("POST"),
        request("POST", query=SIGNED + "&uploads"),
        request("POST", query=SIGNED + "&uploadId=u"),
        request("DELETE"),
        request("DELETE", query=SIGNED + "&uploadId=u"),
        request("PATCH"),
        request("PUT", query=SIGNED + "&tagging"),
        request("PUT", query=SIGNED + "&acl"),
        request("PUT", query=SIGNED + "&uploadId=u"),
        request("PUT", query=SIGNED + "&partNumber=1&uploadId=u&tagging"),
        request("PUT", path="/uploads"),
        request("GET", query=SIGNED + "&uploadId=u"),
        request("GET", query=SIGNED + "&acl"),
        request("GET", path="/uploads", query=SIGNED + "&list-type=2"),
        request("PUT", "/uploads/key", "partNumber=1&uploadId=u"),
        request(host=("Host", "abc.execute-api.localhost")),
        request("GET", "/uploads/key", "", ("Authorization", "AWS4-HMAC-SHA256 anything")),
    ],
)
def test_everything_else_from_outside_is_denied(asked: Request) -> None:
    answer = refused(asked)
    assert answer.status == 403
    assert b"<Code>AccessDenied</Code>" in answer.body


@pytest.mark.parametrize(
    ("method", "query"),
    [
        ("PUT", ""),
        ("PUT", "&x-id=PutObject"),
        ("PUT", "&partNumber=7&uploadId=u&x-id=UploadPart"),
        ("GET", ""),
        ("GET", "&response-content-disposition=attachment"),
        ("HEAD", ""),
    ],
)
def test_pages_send_objects_and_parts_and_read(method: str, query: str) -> None:
    assert HOST in admitted(request(method, query=SIGNED + query))


def test_a_part_says_how_long_it_is() -> None:
    query = SIGNED + "&partNumber=1&uploadId=u"
    assert refused(Request("PUT", "/uploads/key", query, (HOST,))).status == 411


def test_a_header_that_s3_acts_upon_is_signed() -> None:
    """Else a leave to send a photo would be one to copy any other."""
    copying = ("x-amz-copy-source", "/media/renditions/p/large.jpg")
    answer = refused(request("PUT", "/uploads/key", SIGNED, copying))
    assert (answer.status, b"not signed" in answer.body) == (403, True)
    signed = SIGNED.replace("SignedHeaders=host", "SignedHeaders=host%3Bx-amz-checksum-sha256")
    assert admitted(request("PUT", "/uploads/key", signed, ("X-Amz-Checksum-Sha256", "c")))
    asked = request("PUT", "/uploads/key", SIGNED, ("X-Amz-Checksum-Sha256", "c"))
    assert refused(asked).status == 403


@pytest.mark.parametrize("peer", ["127.0.0.1", "192.168.0.7"])
def test_the_application_on_this_machine_signs_headers(peer: str) -> None:
    signed = ("Authorization", "AWS4-HMAC-SHA256 Credential=…")
    assert signed in admitted(request("GET", "/uploads/key", "", signed, peer=peer))


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_renditions_are_read_by_presigned_urls(method: str) -> None:
    assert HOST in admitted(request(method, "/media/renditions/p/large.jpg"))


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_no_presigned_url_changes_a_rendition(method: str) -> None:
    asked = request(method, "/media/renditions/p/large.jpg", SIGNED, ("Origin", ADDRESSES.site))
    assert refused(asked).status == 403


def test_the_application_alone_writes_renditions_and_nobody_is_told() -> None:
    signed = ("Authorization", "AWS4-HMAC-SHA256 Credential=…")
    path = "/media/renditions/p/large.jpg"
    result = GATEWAY.admit(request("PUT", path, "", signed, peer="127.0.0.1"))
    assert isinstance(result, Forward)
    assert not result.stores
    assert refused(request("PUT", path, "", signed)).status == 403


@pytest.mark.parametrize("name", ["X-Amz-Target", "X-Forwarded-For", "Connection", "Expect"])
def test_headers_that_would_change_the_meaning_stay_outside(name: str) -> None:
    asked = request("PUT", "/uploads/k", "", AUTHORIZED, (name, "x"), peer="127.0.0.1")
    assert name not in [header for header, _ in admitted(asked)]


@pytest.mark.parametrize("name", [part.partition("=")[0] for part in SIGNED.split("&")])
def test_a_presigned_url_has_each_part_once(name: str) -> None:
    assert is_presigned(SIGNED)
    assert not is_presigned(SIGNED.replace(name + "=", name.lower() + "="))
    assert not is_presigned(f"{SIGNED}&{name}=again")
    assert not is_presigned(f"{SIGNED}&{name.lower()}=again")


def test_an_old_signature_is_none() -> None:
    assert not is_presigned("AWSAccessKeyId=scandrop&Expires=1795256303&Signature=abc")
    assert not is_presigned(SIGNED.replace("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256"))


def test_a_put_says_how_long_it_is() -> None:
    asked = Request("PUT", "/uploads/key", SIGNED, (HOST,))
    assert refused(asked).status == 411


def test_a_page_of_the_site_may_read_why_it_was_denied() -> None:
    answer = refused(request("GET", "/uploads/key", "", ("Origin", ADDRESSES.site)))
    assert answer.header("Access-Control-Allow-Origin") == ADDRESSES.site


def test_preflights_are_answered_without_a_signature() -> None:
    assert refused(request("OPTIONS", "/uploads/key", "")).status == 400


def test_the_storages_own_cors_is_replaced() -> None:
    ours = ((STORED_SIZE, "7"), (STORED_ETAG, "e"))
    theirs = (("Access-Control-Allow-Origin", "*"), ("ETag", '"e"'), ("Server", "x"), *ours)
    headers = GATEWAY.answer_headers(request(), theirs)
    assert ("ETag", '"e"') in headers
    assert "Access-Control-Allow-Origin" not in dict(headers)
    assert not {"Server", STORED_SIZE, STORED_ETAG} & set(dict(headers))


def test_a_stored_object_is_known_by_its_decoded_key() -> None:
    answer = Answer(200, (("ETag", '"e7"'), ("x-amz-version-id", "v1")))
    stored = GATEWAY.stored(request(), answer)
    assert stored is not None
    assert (stored.bucket, stored.key, stored.size) == ("uploads", "a b/c.jpg", 7)
    assert (stored.etag, stored.version_id, stored.stored_at) == ("e7", "v1", 5.0)


def test_what_failed_has_stored_nothing() -> None:
    assert GATEWAY.stored(request(), Answer(412)) is None


def by_application(method: str, query: str, path: str = "/uploads/a%20b/c.mp4") -> Request:
    return request(method, path, query, AUTHORIZED, peer="127.0.0.1")


def test_a_completed_upload_is_known_by_what_the_storage_says() -> None:
    told = ((STORED_SIZE, "1073741824"), (STORED_ETAG, "e-64"), ("x-amz-version-id", "v1"))
    stored = GATEWAY.stored(by_application("POST", "uploadId=u"), Answer(200, told))
    assert stored is not None
    assert (stored.key, stored.size, stored.etag) == ("a b/c.mp4", 2**30, "e-64")
    assert (stored.event_name, stored.version_id) == (
        "ObjectCreated:CompleteMultipartUpload",
        "v1",
    )


def test_a_completion_that_is_repeated_has_stored_nothing() -> None:
    assert GATEWAY.stored(by_application("POST", "uploadId=u"), Answer(200)) is None


@pytest.mark.parametrize(
    ("asked", "stores"),
    [
        (request(), True),
        (request(query=SIGNED + "&x-id=PutObject"), True),
        (request("GET"), False),
        (request(query=SIGNED + "&partNumber=1&uploadId=u"), False),
        (by_application("PUT", "tagging"), False),
        (by_application("PUT", "", "/uploads"), False),
        (by_application("POST", "uploads"), False),
        (by_application("POST", "uploadId=u"), True),
        (by_application("POST", "uploadId=u", "/media/key"), False),
        (by_application("DELETE", "uploadId=u"), False),
    ],
)
def test_only_what_makes_an_object_is_announced(asked: Request, stores: bool) -> None:
    result = GATEWAY.admit(asked)
    assert isinstance(result, Forward)
    assert result.stores is stores
