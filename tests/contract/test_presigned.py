"""What a signed URL lets a phone do, at a server that checks signatures as S3 does."""

import base64
import hashlib
import http.client
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import botocore.auth
import pytest

from chalicelib import limits, tokens
from chalicelib.aws import clients
from chalicelib.aws.presign import S3UploadSigner
from chalicelib.aws.s3 import S3ObjectStore
from chalicelib.keys import upload_key
from chalicelib.photo import Announcement
from chalicelib.storage import SignedRequest

pytest_plugins = ["tests.contract.storage_fixtures"]

BUCKET = "scandrop-uploads"
BODY = b"\x89PNG\r\n\x1a\n rest of a picture"
SHA256 = base64.b64encode(hashlib.sha256(BODY).digest()).decode()
PNG = Announcement(size_bytes=len(BODY), content_type="image/png")
PNG_WITH_DIGEST = Announcement(size_bytes=len(BODY), content_type="image/png", sha256=SHA256)
OPEN = Announcement()


@dataclass(frozen=True)
class Reply:
    status: int
    content_type: str | None
    disposition: str | None
    body: bytes


def send(request: SignedRequest, body: bytes = b"", **changes: str | None) -> Reply:
    """Send it as signed, but for these headers; None leaves one out, `method` is the method."""
    method = changes.pop("method", None) or request.method
    changed = {name.replace("_", "-"): value for name, value in changes.items()}
    headers = {name: value for name, value in {**request.headers, **changed}.items() if value}
    url = urlsplit(request.url)
    connection = http.client.HTTPConnection(url.netloc, timeout=10)
    try:
        connection.request(method, f"{url.path}?{url.query}", body=body, headers=headers)
        answer = connection.getresponse()
        return Reply(
            answer.status,
            answer.getheader("Content-Type"),
            answer.getheader("Content-Disposition"),
            answer.read(),
        )
    finally:
        connection.close()


@pytest.fixture
def objects(signer: S3UploadSigner) -> S3ObjectStore:
    return S3ObjectStore(clients.s3, BUCKET)


@pytest.fixture
def key() -> str:
    return upload_key(tokens.new_id(), tokens.new_id(), "image/png")


Sign = Callable[[Announcement], SignedRequest]


@pytest.fixture
def sign(signer: S3UploadSigner, key: str) -> Sign:
    return lambda announced: signer.sign_put(key, announced, limits.TICKET_SECONDS)


@pytest.mark.parametrize("announced", [PNG, PNG_WITH_DIGEST, OPEN])
def test_it_stores_the_announced_photo_once(
    sign: Sign, objects: S3ObjectStore, key: str, announced: Announcement
) -> None:
    request = sign(announced)
    assert send(request, BODY).status == 200
    facts = objects.facts(key)
    assert facts
    assert facts.size_bytes == len(BODY)
    assert send(request, BODY).status == 412
    assert send(sign(PNG), BODY).status == 412, "nor may a fresh URL replace what is there"


WRONG: dict[str, Callable[[SignedRequest], Reply]] = {
    "longer": lambda put: send(put, BODY + b"!"),
    "shorter": lambda put: send(put, BODY[:-1]),
    "empty": lambda put: send(put, b""),
    "another type": lambda put: send(put, BODY, content_type="text/html"),
    "no type": lambda put: send(put, BODY, content_type=None),
    "may replace": lambda put: send(put, BODY, if_none_match=None),
    "may replace another": lambda put: send(put, BODY, if_none_match='"etag"'),
    "another digest": lambda put: send(put, BODY, x_amz_checksum_sha256="A" * 43 + "="),
    "no digest": lambda put: send(put, BODY, x_amz_checksum_sha256=None),
    "GET": lambda put: send(put, method="GET"),
    "DELETE": lambda put: send(put, method="DELETE"),
    "POST": lambda put: send(put, BODY, method="POST"),
    "another key": lambda put: send(changed_url(put, ".png?", ".gif?"), BODY),
    "another bucket": lambda put: send(changed_url(put, BUCKET, "scandrop-other"), BODY),
    "a longer life": lambda put: send(changed_url(put, "Expires=300", "Expires=3000"), BODY),
    "fewer signed headers": lambda put: send(changed_url(put, "content-length%3B", ""), BODY),
    "another signature": lambda put: send(changed_url(put, "Signature=", "Signature=0"), BODY),
}


def changed_url(request: SignedRequest, old: str, new: str) -> SignedRequest:
    assert request.url.count(old) == 1, old
    return SignedRequest(request.method, request.url.replace(old, new), request.headers)


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_it_lets_nothing_else_through(
    sign: Sign, objects: S3ObjectStore, key: str, wrong: Callable[[SignedRequest], Reply]
) -> None:
    request = sign(PNG_WITH_DIGEST)
    assert wrong(request).status == 403
    assert objects.facts(key) is None
    assert send(request, BODY).status == 200, "the refusals above must be for what was wrong"


def test_other_bytes_than_the_digest_says_are_refused(
    sign: Sign, objects: S3ObjectStore, key: str
) -> None:
    assert send(sign(PNG_WITH_DIGEST), BODY[:-1] + b"!").status == 400
    assert objects.facts(key) is None


@pytest.mark.parametrize(("age", "status"), [(-30, 200), (30, 403)])
def test_it_holds_for_five_minutes(
    sign: Sign, monkeypatch: pytest.MonkeyPatch, age: int, status: int
) -> None:
    def then(remove_tzinfo: bool = True) -> datetime:
        past = datetime.now(UTC) - timedelta(seconds=limits.TICKET_SECONDS + age)
        return past.replace(tzinfo=None) if remove_tzinfo else past

    # The clock of whoever signs; the server's own is the one that decides.
    monkeypatch.setattr(botocore.auth, "get_current_datetime", then)
    assert send(sign(PNG), BODY).status == status


@pytest.mark.parametrize("body", [b"!", BODY * 1000], ids=["small", "large"])
def test_an_open_ticket_takes_any_size_and_type(
    sign: Sign, objects: S3ObjectStore, key: str, body: bytes
) -> None:
    """Both are bounded when the photo arrives."""
    assert send(sign(OPEN), body, content_type="image/webp").status == 200
    facts = objects.facts(key)
    assert facts
    assert (facts.size_bytes, facts.content_type) == (len(body), "image/webp")


def test_an_open_ticket_is_good_for_one_object_too(
    sign: Sign, objects: S3ObjectStore, key: str
) -> None:
    assert send(sign(OPEN), BODY, if_none_match=None).status == 403
    assert objects.facts(key) is None


@pytest.mark.parametrize(
    ("announced", "signed"),
    [
        (OPEN, "host;if-none-match"),
        (PNG, "content-length;content-type;host;if-none-match"),
        (
            PNG_WITH_DIGEST,
            "content-length;content-type;host;if-none-match;x-amz-checksum-sha256",
        ),
    ],
)
def test_what_is_signed(sign: Sign, key: str, announced: Announcement, signed: str) -> None:
    request = sign(announced)
    query = {name: values[0] for name, values in parse_qs(urlsplit(request.url).query).items()}
    assert query["X-Amz-Algorithm"] == "AWS4-HMAC-SHA256"
    assert query["X-Amz-Expires"] == str(limits.TICKET_SECONDS) == "300"
    assert query["X-Amz-SignedHeaders"] == signed
    assert urlsplit(request.url).path == f"/{BUCKET}/{key}"
    # All that is signed is told, but for what a client sets by itself.
    assert {*request.headers, "host", "content-length"} >= set(signed.split(";"))
    assert set(request.headers) <= set(signed.split(";"))


@pytest.mark.parametrize("claimed", ["text/html", "image/svg+xml", "", *limits.CONTENT_TYPES])
def test_only_pictures_are_shown_as_what_they_say(
    sign: Sign, objects: S3ObjectStore, key: str, claimed: str
) -> None:
    assert send(sign(OPEN), b"<script>", content_type=claimed or None).status == 200
    url = objects.view_url(key, claimed, limits.VIEW_SECONDS)
    seen = send(SignedRequest("GET", url, {}))
    assert (seen.status, seen.body, seen.disposition) == (200, b"<script>", "inline")
    expected = claimed if claimed in limits.CONTENT_TYPES else "application/octet-stream"
    assert seen.content_type == expected


def test_a_view_shows_one_object_for_ten_minutes(sign: Sign, objects: S3ObjectStore) -> None:
    url = objects.view_url("session-uploads/x/y.png", "image/png", limits.VIEW_SECONDS)
    assert parse_qs(urlsplit(url).query)["X-Amz-Expires"] == ["600"]
    for old, new in (("y.png", "z.png"), ("image%2Fpng", "text%2Fhtml")):
        assert send(changed_url(SignedRequest("GET", url, {}), old, new)).status == 403
