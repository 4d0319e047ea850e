"""What the signed URL of a part lets a phone do, at a server that checks signatures as S3 does."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import botocore.auth
import pytest

from chalicelib import limits, tokens
from chalicelib.aws import clients
from chalicelib.aws.multipart import S3PartStore
from chalicelib.aws.presign import S3UploadSigner
from chalicelib.aws.s3 import S3ObjectStore
from chalicelib.keys import upload_key
from chalicelib.photo import Announcement
from chalicelib.storage import ObjectFacts, Part, SignedRequest
from tests.contract.test_presigned import BODY, BUCKET, SHA256, Reply, changed_url, send

pytest_plugins = ["tests.contract.storage_fixtures"]

DIGESTED = Announcement(len(BODY), "video/mp4", request_id="film-0001", parts_digested=True)
PLAIN = Announcement(len(BODY), "video/mp4", request_id="film-0001")
PART = Part(1, len(BODY), SHA256)


class Film:
    """An upload in parts that has begun."""

    def __init__(self, signer: S3UploadSigner, announced: Announcement) -> None:
        self.store = S3PartStore(clients.s3, BUCKET)
        self.key = upload_key(tokens.new_id(), tokens.new_id(), "video/mp4")
        self.upload_id = self.store.create(self.key, announced)
        self._signer = signer

    def sign(self, part: Part = PART) -> SignedRequest:
        return self._signer.sign_part(self.key, self.upload_id, part, limits.TICKET_SECONDS)

    def arrived(self) -> dict[int, Part]:
        return dict(self.store.arrived(self.key, self.upload_id))


@pytest.fixture
def film(signer: S3UploadSigner) -> Film:
    return Film(signer, DIGESTED)


@pytest.mark.parametrize(
    ("announced", "part"), [(DIGESTED, PART), (PLAIN, Part(1, len(BODY)))], ids=["digest", "plain"]
)
def test_it_takes_the_part_and_the_parts_become_the_object(
    signer: S3UploadSigner, announced: Announcement, part: Part
) -> None:
    film = Film(signer, announced)
    assert send(film.sign(part), BODY).status == 200
    arrived = film.arrived()
    assert {n: each.size_bytes for n, each in arrived.items()} == {1: len(BODY)}
    film.store.complete(film.key, film.upload_id, list(arrived.values()))
    objects = S3ObjectStore(clients.s3, BUCKET)
    assert objects.facts(film.key) == ObjectFacts(len(BODY), "video/mp4")
    assert objects.excerpt(film.key, 0, 4) == BODY[:4]


WRONG: dict[str, Callable[[SignedRequest], Reply]] = {
    "longer": lambda put: send(put, BODY + b"!"),
    "shorter": lambda put: send(put, BODY[:-1]),
    "empty": lambda put: send(put, b""),
    "another digest": lambda put: send(put, BODY, x_amz_checksum_sha256="A" * 43 + "="),
    "no digest": lambda put: send(put, BODY, x_amz_checksum_sha256=None),
    "GET": lambda put: send(put, method="GET"),
    "DELETE": lambda put: send(put, method="DELETE"),
    "POST": lambda put: send(put, BODY, method="POST"),
    "another key": lambda put: send(changed_url(put, ".mp4?", ".mov?"), BODY),
    "another part": lambda put: send(changed_url(put, "partNumber=1", "partNumber=2"), BODY),
    "another upload": lambda put: send(changed_url(put, "uploadId=", "uploadId=x"), BODY),
    "a longer life": lambda put: send(changed_url(put, "Expires=300", "Expires=3000"), BODY),
    "fewer signed headers": lambda put: send(changed_url(put, "content-length%3B", ""), BODY),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_it_lets_nothing_else_through(film: Film, wrong: Callable[[SignedRequest], Reply]) -> None:
    request = film.sign()
    assert wrong(request).status == 403
    assert film.arrived() == {}
    assert send(request, BODY).status == 200, "the refusals above must be for what was wrong"


def test_other_bytes_than_the_digest_says_are_refused(film: Film) -> None:
    assert send(film.sign(), BODY[:-1] + b"!").status == 400
    assert film.arrived() == {}


@pytest.mark.parametrize(("age", "status"), [(-30, 200), (30, 403)])
def test_it_holds_for_five_minutes(
    film: Film, monkeypatch: pytest.MonkeyPatch, age: int, status: int
) -> None:
    def then(remove_tzinfo: bool = True) -> datetime:
        past = datetime.now(UTC) - timedelta(seconds=limits.TICKET_SECONDS + age)
        return past.replace(tzinfo=None) if remove_tzinfo else past

    monkeypatch.setattr(botocore.auth, "get_current_datetime", then)
    request = film.sign()
    monkeypatch.undo()
    assert send(request, BODY).status == status


@pytest.mark.parametrize(
    ("part", "signed"),
    [
        (PART, "content-length;host;x-amz-checksum-sha256"),
        (Part(1, len(BODY)), "content-length;host"),
    ],
)
def test_what_is_signed(film: Film, part: Part, signed: str) -> None:
    request = film.sign(part)
    query = {name: values[0] for name, values in parse_qs(urlsplit(request.url).query).items()}
    assert query["X-Amz-Expires"] == "300"
    assert query["X-Amz-SignedHeaders"] == signed
    assert (query["partNumber"], query["uploadId"]) == ("1", film.upload_id)
    assert {*request.headers, "host", "content-length"} == set(signed.split(";"))


def test_a_part_may_be_sent_again(film: Film) -> None:
    """An answer that is lost costs a repetition."""
    for _ in range(2):
        assert send(film.sign(), BODY).status == 200
    assert set(film.arrived()) == {1}


def test_no_part_comes_into_an_upload_that_was_given_up(film: Film) -> None:
    request = film.sign()
    film.store.abort(film.key, film.upload_id)
    assert send(request, BODY).status == 404
