"""The dev server's storage holds presigned URLs to what S3 would."""

import socket
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.e2e.api_client import Api, Phone, ask, put, sha256
from tests.e2e.pictures import jpeg
from tests.e2e.stored import Buckets
from tests.e2e.waiting import eventually

PHOTO = jpeg()
OTHER = bytes(reversed(PHOTO))


@pytest.fixture
def phone(api: Api) -> Phone:
    return Phone(api, api.open_session()["sessionId"])


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"content_type": "image/png"}, id="another type"),
        pytest.param({"content_type": ""}, id="no type"),
        pytest.param({"if_none_match": ""}, id="may overwrite"),
        pytest.param({"if_none_match": '"etag"'}, id="another condition"),
        pytest.param({"x_amz_checksum_sha256": ""}, id="no checksum"),
        pytest.param({"x_amz_checksum_sha256": sha256(OTHER)}, id="another checksum"),
    ],
)
def test_a_put_with_other_headers_than_signed_is_refused(
    phone: Phone, headers: dict[str, str]
) -> None:
    ticket = phone.ticket(PHOTO)
    refused = put(ticket, PHOTO, **headers)
    assert (refused.status, refused.code) == (403, "SignatureDoesNotMatch")
    assert put(ticket, PHOTO).status == 200


@pytest.mark.parametrize("content", [PHOTO[:-1], PHOTO + b"\0", b""], ids=["less", "more", "none"])
def test_a_put_of_another_size_is_refused(phone: Phone, content: bytes) -> None:
    ticket = phone.ticket(PHOTO)
    assert put(ticket, content).status == 403
    assert put(ticket, PHOTO).status == 200


@pytest.mark.parametrize(
    "elsewhere",
    [
        pytest.param(lambda url: url.replace(".jpg?", ".png?"), id="another key"),
        pytest.param(lambda url: url.replace("session-uploads/", "private/"), id="another prefix"),
        pytest.param(lambda url: url.replace("X-Amz-Expires=300", "X-Amz-Expires=3000"), id="life"),
        pytest.param(lambda url: url + "&response-content-type=text/html", id="one more parameter"),
        pytest.param(lambda url: url[:-1] + ("0" if url[-1] != "0" else "1"), id="signature"),
        pytest.param(lambda url: url.split("?")[0], id="none at all"),
    ],
)
def test_a_put_to_another_url_than_signed_is_refused(
    phone: Phone, elsewhere: Callable[[str], str]
) -> None:
    ticket = phone.ticket(PHOTO)
    assert elsewhere(ticket["url"]) != ticket["url"]
    assert put({**ticket, "url": elsewhere(ticket["url"])}, PHOTO).status == 403
    assert put(ticket, PHOTO).status == 200


@pytest.mark.parametrize("method", ["GET", "DELETE", "POST"])
def test_the_url_of_a_put_does_nothing_else(phone: Phone, method: str) -> None:
    ticket = phone.ticket(PHOTO)
    assert put(ticket, PHOTO).status == 200
    headers = {**ticket["headers"], "content-length": str(len(PHOTO))}
    assert ask(method, ticket["url"], headers, PHOTO).status == 403


def test_a_url_stores_one_object_and_never_another_over_it(api: Api, data: Path) -> None:
    session = api.open_session()
    phone = Phone(api, session["sessionId"])
    ticket = phone.ticket(PHOTO)
    assert put(ticket, PHOTO).status == 200
    again = put(ticket, PHOTO)
    assert (again.status, again.code) == (412, "PreconditionFailed")
    assert len(eventually(lambda: api.photos(session, "READY"))) == 1
    assert Buckets(ticket["url"], data).upload(phone.session_id, ticket["photoId"]) == PHOTO


def test_bytes_that_changed_on_the_way_are_not_stored(phone: Phone) -> None:
    ticket = phone.ticket(PHOTO)
    changed = put(ticket, OTHER)
    assert (changed.status, changed.code) == (400, "BadDigest")
    assert put(ticket, PHOTO).status == 200


def test_who_asks_before_sending_is_told_to_go_on(phone: Phone) -> None:
    """As boto3 does with every rendition: it would wait a second for the word."""
    ticket = phone.ticket(PHOTO)
    parts = urlsplit(ticket["url"])
    headers = {**ticket["headers"], "Host": parts.netloc, "Content-Length": str(len(PHOTO))}
    lines = [f"PUT {parts.path}?{parts.query} HTTP/1.1", "Expect: 100-continue"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=10) as line:
        line.sendall("\r\n".join([*lines, "", ""]).encode())
        assert line.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        line.sendall(PHOTO)
        assert line.recv(100).startswith(b"HTTP/1.1 200")


def test_who_asks_before_sending_what_is_refused_need_not_send_it(phone: Phone) -> None:
    parts = urlsplit(phone.ticket(PHOTO)["url"])
    asking = f"PUT {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Length: 7\r\n"
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=10) as line:
        line.sendall(f"{asking}Expect: 100-continue\r\n\r\n".encode())
        assert line.recv(100).startswith(b"HTTP/1.1 403")


def test_a_ticket_without_a_size_is_bounded_afterwards(api: Api) -> None:
    session = api.open_session()
    first = api.ask_for_ticket(session["sessionId"], None).json
    assert first["phoneToken"]
    assert put(first, b"", content_type="image/jpeg").status == 200
    rejected = eventually(
        lambda: [each for each in api.snapshot(session)["photos"] if each["state"] == "REJECTED"]
    )
    assert [photo["code"] for photo in rejected] == ["EMPTY"]


def test_a_url_runs_out(phone: Phone, data: Path) -> None:
    """The API's URLs live for minutes, so this one is signed with the same key for two seconds."""
    ticket = phone.ticket(PHOTO)
    assert put(ticket, PHOTO).status == 200
    url = Buckets(ticket["url"], data).signed(ticket["url"], seconds=2)
    assert ask("GET", url).status == 200
    eventually(lambda: ask("GET", url).status == 403)
