"""Files of who is signed in, from the request to the download: through API, storage and work."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from devserver.launch import DevServer
from devserver.resources import HOST_EMAIL
from tests.e2e.api_client import Answer, ask, bearer, put
from tests.e2e.conftest import Launch
from tests.e2e.pictures import jpeg
from tests.e2e.waiting import eventually
from tests.papers import DOCX, a_pdf, a_zip, open_xml_parts
from tests.recordings import an_mp3

MB = 1024 * 1024
JSON = {"Content-Type": "application/json"}


class User:
    """The host of the dev server, signed in."""

    def __init__(self, server: DevServer, data: Path) -> None:
        self.url = server.api_url
        said = {"email": HOST_EMAIL, "password": (data / "host-password").read_text().strip()}
        signed_in = ask("POST", f"{self.url}/auth/signin", JSON, json.dumps(said).encode())
        self.token = str(signed_in.json["idToken"])

    def upload(self, name: str, content_type: str, **said: object) -> Answer:
        """`POST /upload`."""
        body = {"filename": name, "content_type": content_type, **said}
        headers = JSON | bearer(self.token)
        return ask("POST", f"{self.url}/upload", headers, json.dumps(body).encode())

    def get(self, path: str, **query: object) -> Answer:
        return ask("GET", f"{self.url}{path}?{urlencode(query)}", bearer(self.token))

    def settled(self, upload: Mapping[str, Any]) -> dict[str, Any]:
        """What has become of it, as its session tells."""
        session = f"{self.url}/sessions/{upload['sessionId']}"

        def photo() -> dict[str, Any]:
            (found,) = ask("GET", session, bearer(upload["phoneToken"])).json["photos"]
            return dict(found) if found["state"] in ("READY", "REJECTED") else {}

        return eventually(photo)

    def original(self, photo_id: str) -> Answer:
        """The file, as it is saved."""
        return ask("GET", self.get(f"/image/{photo_id}").json["url"])


@pytest.fixture(scope="module")
def user(server: DevServer, data: Path) -> User:
    return User(server, data)


@pytest.mark.parametrize(
    ("name", "content_type", "content", "category"),
    [
        ("Speech.mp3", "audio/mpeg", an_mp3(), "audio"),
        ("Menu.pdf", "application/pdf", a_pdf(), "document"),
        ("Guests.docx", DOCX, a_zip(open_xml_parts()), "document"),
    ],
)
def test_a_file_by_one_put(
    user: User, name: str, content_type: str, content: bytes, category: str
) -> None:
    upload = user.upload(name, content_type, size=len(content), comment="Hi").json
    # Just what was told, and once.
    assert put(upload, content + b"!").status == 403
    assert put(upload, content, content_type="text/html").status == 403
    assert put(upload, content).status == 200
    assert put(upload, content).status == 412
    assert user.settled(upload)["state"] == "READY"
    photos = user.get("/images", type=category).json["photos"]
    (found,) = (each for each in photos if each["photoId"] == upload["photoId"])
    assert (found["fileName"], found["comment"], found["sizes"]) == (name, "Hi", ["original"])
    saved = user.original(upload["photoId"])
    assert saved.body == content
    assert saved.headers["content-type"] == "application/octet-stream"
    assert saved.headers["content-disposition"].startswith(f'attachment; filename="{name}"')


def test_a_large_file_in_parts(user: User) -> None:
    content = an_mp3() + os.urandom(17 * MB)
    upload = user.upload("Speeches.mp3", "audio/mp3", size=len(content)).json
    photo, size = f"/uploads/{upload['photoId']}", upload["partBytes"]
    session = {"sessionId": upload["sessionId"]}
    phone = bearer(upload["phoneToken"])

    def parts(**query: str) -> dict[str, Any]:
        target = f"{user.url}{photo}/parts?{urlencode(session | query)}"
        return dict(ask("GET", target, phone).json)

    def send(number: int) -> int:
        (url,) = parts(numbers=str(number))["urls"]
        return put(url, content[(number - 1) * size : number * size]).status

    def complete() -> Answer:
        body = json.dumps(session).encode()
        return ask("POST", f"{user.url}{photo}/complete", JSON | phone, body)

    assert upload["partCount"] == 3
    assert [send(number) for number in (1, 3)] == [200, 200]
    assert complete().code == "PartsMissing"
    assert parts()["arrived"] == [1, 3]
    assert send(2) == 200
    assert complete().status == 200
    assert user.settled(upload)["state"] == "READY"
    assert user.original(upload["photoId"]).body == content


@pytest.mark.parametrize(
    ("content_type", "content", "code"),
    [
        ("application/pdf", b"<!DOCTYPE html><script>alert(1)</script>", "TYPE_MISMATCH"),
        ("text/plain", b"<svg onload='alert(1)'/>", "TYPE_MISMATCH"),
        ("audio/mpeg", a_pdf(), "TYPE_MISMATCH"),
        (DOCX, a_zip(open_xml_parts() | {"word/vbaProject.bin": b"Sub"}), "ACTIVE_CONTENT"),
        ("application/pdf", a_pdf("/Encrypt 5 0 R"), "ENCRYPTED"),
        ("image/jpeg", b"no picture", "NOT_AN_IMAGE"),
    ],
)
def test_what_it_is_not_is_refused_after_all(
    user: User, content_type: str, content: bytes, code: str
) -> None:
    upload = user.upload("file", content_type, size=len(content)).json
    assert put(upload, content).status == 200
    assert user.settled(upload)["code"] == code
    refused = user.get(f"/image/{upload['photoId']}", size="original")
    assert (refused.status, refused.code) == (404, "SizeNotFound")


@pytest.mark.parametrize(
    ("content_type", "size", "refused"),
    [
        ("text/html", 5, (415, "UnsupportedContentType")),
        ("image/svg+xml", 5, (415, "UnsupportedContentType")),
        ("audio/flac", 1024 * MB + 1, (413, "PhotoTooLarge")),
        ("image/jpeg", 0, (400, "PhotoEmpty")),
    ],
)
def test_what_is_refused_is_refused_before_it_is_sent(
    user: User, content_type: str, size: int, refused: tuple[int, str]
) -> None:
    answer = user.upload("file", content_type, size=size)
    assert (answer.status, answer.code) == refused


def test_many_at_once_are_counted_one_by_one(launch: Launch, own_data: Path) -> None:
    """Each is as large as a file may be, and so a day has room for twenty."""
    user = User(launch(), own_data)

    def ask_for_one(_: int) -> Answer:
        return user.upload("Speeches.flac", "audio/flac", size=1024 * MB)

    with ThreadPoolExecutor(8) as threads:
        statuses = [answer.status for answer in threads.map(ask_for_one, range(30))]
    assert (statuses.count(201), statuses.count(429)) == (20, 10)
    refused = ask_for_one(31)
    assert refused.code == "QuotaExceeded"
    assert 0 < int(refused.headers["retry-after"]) <= 86_400


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl")
def test_the_commands_of_the_guide(user: User, tmp_path: Path) -> None:
    """As they are in docs/http-api.md, and in the references that they come from."""
    (tmp_path / "image.jpg").write_bytes(jpeg())

    def curl(*arguments: str) -> Any:
        ran = subprocess.run(
            ["curl", "-s", "-f", *arguments], cwd=tmp_path, capture_output=True, check=True
        )
        return json.loads(ran.stdout or b"{}")

    said = '{\n    "filename": "image.jpg",\n    "content_type": "image/jpeg"\n  }'
    authorized = ("-H", f"Authorization: Bearer {user.token}")
    upload = curl(
        *("-X", "POST", f"{user.url}/upload", *authorized),
        *("-H", "Content-Type: application/json", "-d", said),
    )
    curl(
        *("-X", "PUT", upload["url"], "-H", "Content-Type: image/jpeg"),
        *("-H", "if-none-match: *", "--upload-file", "image.jpg"),
    )
    assert user.settled(upload)["state"] == "READY"
    image = f"{user.url}/image/{upload['photoId']}"
    found = curl("-X", "GET", f"{image}?size=medium", *authorized)
    assert ask("GET", found["url"]).headers["content-type"] == "image/jpeg"
