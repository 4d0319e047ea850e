"""A host takes an album away: ZIP and manifests, from the real storage, by the real queue."""

import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from devserver.launch import DevServer
from tests.e2e.conftest import Launch
from tests.e2e.hosts import Host, send
from tests.e2e.pictures import jpeg
from tests.e2e.waiting import eventually


@pytest.fixture
def server(launch: Launch) -> DevServer:
    return launch()


def test_a_host_takes_his_album_away_and_every_byte_is_as_it_was_sent(
    own_data: Path, server: DevServer
) -> None:
    host = Host(server, own_data)
    album = host.ask("POST", "/albums", {"name": "Anna & Ben"}, 201)
    sent = {f"photo {number}.jpg": jpeg(seed=number) for number in range(1, 4)}
    ids = {name: send(server, album["code"], name, content) for name, content in sent.items()}
    eventually(lambda: host.ready(album["albumId"]) == set(ids.values()))
    exports = f"/albums/{album['albumId']}/exports"

    view = host.exported(exports, {"size": "original"})
    names = [each["fileName"] for each in view["files"]]
    assert names == ["Anna & Ben.zip", "Anna & Ben manifest.csv", "Anna & Ben manifest.json"]
    archive, sheet, document = (download(each) for each in view["files"])
    assert view["photosTotal"] == view["photosDone"] == 3
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert opened.testzip() is None
        files = {name: opened.read(name) for name in opened.namelist()}
    assert {name.partition("_")[2]: content for name, content in files.items()} == sent
    rows = json.loads(document)["photos"]
    assert {row["file"]: row["sha256"] for row in rows} == {
        name: hashlib.sha256(content).hexdigest() for name, content in files.items()
    }
    assert {row["file"].partition("_")[2]: row["photoId"] for row in rows} == ids
    assert {row["guestName"] for row in rows} == {"=Ada"}
    table = list(csv.DictReader(io.StringIO(sheet.decode("utf-8-sig"), newline="")))
    assert [row["photoId"] for row in table] == [row["photoId"] for row in rows]
    assert {row["guestName"] for row in table} == {"'=Ada"}

    # A photo is deleted; renditions take the place of originals.
    host.ask("DELETE", f"/image/{ids['photo 2.jpg']}")
    view = host.exported(exports, {"size": "large"})
    with zipfile.ZipFile(io.BytesIO(download(view["files"][0]))) as opened:
        assert opened.testzip() is None
        assert len(opened.namelist()) == view["photosTotal"] == 2


def download(file: Any) -> bytes:
    """As a browser that follows the URL and saves what comes."""
    with urlopen(file["url"], timeout=30) as answer:  # noqa: S310 (our own storage)
        assert answer.headers["Content-Disposition"].startswith("attachment;")
        content: bytes = answer.read()
    assert len(content) == file["sizeBytes"]
    return content
