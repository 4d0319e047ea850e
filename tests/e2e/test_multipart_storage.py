"""Large files come in parts, by presigned URLs, through ports and processes as they are."""

import http.client
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
from botocore.exceptions import ClientError

from devserver import resources
from devserver.deliveries import Checkpoint
from devserver.launch import DevServer, launched
from tests.e2e.api_client import ask, sha256
from tests.e2e.multipart import Listener, Upload
from tests.e2e.processes import family, kill_cloud, kill_server, three_ports
from tests.e2e.stored import Buckets
from tests.e2e.waiting import eventually

MIB = 1024**2
PARTS = {1: os.urandom(5 * MIB), 2: os.urandom(5 * MIB), 3: os.urandom(MIB)}
FILM = b"".join(PARTS.values())


@pytest.fixture(scope="module")
def listener(tmp_path_factory: pytest.TempPathFactory) -> Listener:
    return Listener(tmp_path_factory.mktemp("project"))


def starting(data: Path, listener: Listener, port: int) -> AbstractContextManager[DevServer]:
    return launched(data, "--project", str(listener.folder), port=port)


@pytest.fixture(scope="module")
def port() -> int:
    return three_ports()


@pytest.fixture(scope="module")
def server(data: Path, listener: Listener, port: int) -> Iterator[DevServer]:
    with starting(data, listener, port) as started:
        # Until it has looked for what the last run left, it may tell of an object twice.
        eventually(Checkpoint(data / "delivered-until").load)
        yield started


@pytest.fixture
def upload(server: DevServer, data: Path, port: int) -> Upload:
    return Upload(Buckets(f"http://127.0.0.1:{port + 2}", data))


def sent(upload: Upload) -> None:
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(upload.put, PARTS, PARTS.values()))
    assert [answer.status for answer in answers] == [200] * 3
    assert [each["ETag"] for each in upload.listed()] == [each.headers["etag"] for each in answers]


def test_a_film_arrives_in_parts_and_is_announced_once(upload: Upload, listener: Listener) -> None:
    sent(upload)
    parts = {"Parts": upload.listed()}
    done = upload.complete(IfNoneMatch="*")
    assert done["ETag"].endswith('-3"')
    again = upload.client.complete_multipart_upload(
        **upload.named, MultipartUpload=parts, IfNoneMatch="*"
    )
    assert (again["ETag"], again["VersionId"]) == (done["ETag"], done["VersionId"])

    head = upload.client.head_object(**upload.object, ChecksumMode="ENABLED")
    assert (head["ContentLength"], head["ContentType"]) == (len(FILM), "video/mp4")
    assert (head["ETag"], head["ChecksumSHA256"]) == (done["ETag"], done["ChecksumSHA256"])
    assert upload.client.get_object(**upload.object)["Body"].read() == FILM

    upload.client.put_object(Bucket=resources.UPLOADS_BUCKET, Key=f"{upload.key}.later", Body=b".")
    assert eventually(lambda: listener.events(f"{upload.key}.later"))
    (told,) = eventually(lambda: listener.events(upload.key))
    assert told["eventName"] == "ObjectCreated:CompleteMultipartUpload"
    described = told["s3"]["object"]
    assert (described["size"], f'"{described["eTag"]}"') == (len(FILM), done["ETag"])
    assert described["versionId"] == done["VersionId"]


def test_a_page_reads_ranges_of_it(upload: Upload) -> None:
    sent(upload)
    upload.complete()
    url = upload.client.generate_presigned_url("get_object", upload.object)
    across = ask("GET", url, {"Range": f"bytes={5 * MIB - 3}-{5 * MIB + 3}"})
    assert (across.status, across.body) == (206, FILM[5 * MIB - 3 : 5 * MIB + 4])
    assert across.headers["content-range"] == f"bytes {5 * MIB - 3}-{5 * MIB + 3}/{len(FILM)}"
    assert ask("GET", url, {"Range": "bytes=-5"}).body == FILM[-5:]
    assert ask("GET", url, {"Range": f"bytes={len(FILM)}-"}).status == 416


def test_a_page_that_turns_away_disturbs_nobody(upload: Upload, data: Path) -> None:
    sent(upload)
    upload.complete()
    url = upload.client.generate_presigned_url("get_object", upload.object)
    parts = urlsplit(url)
    for _ in range(3):
        connection = http.client.HTTPConnection(parts.netloc, timeout=10)
        connection.request("GET", f"{parts.path}?{parts.query}")
        assert connection.getresponse().read(1000) == FILM[:1000]
        connection.close()
    assert ask("GET", url).body == FILM
    assert "Traceback" not in data.with_name(f"{data.name}.log").read_text()


def test_a_part_is_what_was_signed(upload: Upload) -> None:
    content, other = PARTS[3], PARTS[3][::-1]
    url = upload.url_for(1, content)
    headers = {"x-amz-checksum-sha256": sha256(content)}
    refusals = [
        ask("PUT", url, {}, content),
        ask("PUT", url, headers, content[:-1]),
        ask("PUT", url, {"x-amz-checksum-sha256": sha256(other)}, other),
        ask("PUT", url.replace("partNumber=1", "partNumber=2"), headers, content),
        ask("PUT", url.partition("&X-Amz-")[0], headers, content),
        ask("PUT", url, {**headers, "x-amz-copy-source": "/scandrop-media/x"}, content),
        ask("GET", url, headers),
        ask("PUT", url.replace("uploadId=", "uploadId=x"), headers, content),
    ]
    assert [answer.status for answer in refusals] == [403] * len(refusals)
    changed = ask("PUT", url, headers, other)
    assert (changed.status, changed.code) == (400, "BadDigest")
    assert not upload.listed()
    assert ask("PUT", url, headers, content).status == 200


@pytest.mark.parametrize(
    ("method", "operation"),
    [
        ("POST", "create_multipart_upload"),
        ("POST", "complete_multipart_upload"),
        ("DELETE", "abort_multipart_upload"),
        ("GET", "list_parts"),
        ("DELETE", "delete_object"),
    ],
)
def test_the_rest_is_not_for_pages_however_it_is_signed(
    upload: Upload, method: str, operation: str
) -> None:
    params = (
        upload.object if operation in ("create_multipart_upload", "delete_object") else upload.named
    )
    url = upload.client.generate_presigned_url(operation, params)
    refused = ask(method, url)
    assert (refused.status, refused.code) == (403, "AccessDenied")


def test_what_is_aborted_is_off_the_disk(upload: Upload, data: Path) -> None:
    sent(upload)
    folder = data / "multipart" / upload.named["UploadId"]
    assert sum(path.stat().st_size for path in folder.iterdir()) > len(FILM)
    upload.client.abort_multipart_upload(**upload.named)
    assert not folder.exists()
    with pytest.raises(ClientError, match="NoSuchUpload"):
        upload.listed()


def test_an_object_that_is_there_stays(upload: Upload) -> None:
    upload.client.put_object(**upload.object, Body=b"there")
    sent(upload)
    with pytest.raises(ClientError, match="PreconditionFailed"):
        upload.complete(IfNoneMatch="*")
    assert upload.client.get_object(**upload.object)["Body"].read() == b"there"


@pytest.mark.parametrize("kill", [kill_server, kill_cloud], ids=["server", "cloud"])
def test_a_phone_goes_on_where_a_kill_has_stopped_it(
    own_data: Path, listener: Listener, kill: Callable[[DevServer], None]
) -> None:
    port = three_ports()
    with starting(own_data, listener, port) as server:
        upload = Upload(Buckets(f"http://127.0.0.1:{port + 2}", own_data))
        for number in (1, 3):
            assert upload.put(number, PARTS[number]).status == 200
        before = upload.listed()
        kill(server)
    with starting(own_data, listener, port):
        assert upload.listed() == before
        assert upload.put(2, PARTS[2]).status == 200
        upload.complete(IfNoneMatch="*")
        assert upload.client.get_object(**upload.object)["Body"].read() == FILM
        assert eventually(lambda: listener.events(upload.key))


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="Linux tells of peaks")
def test_memory_does_not_grow_with_the_file(server: DevServer, upload: Upload) -> None:
    """Here MiniStack alone would take three times the file."""
    content = os.urandom(16 * MIB)
    processes = [psutil.Process(server.process.pid), *family(server)]
    before = [_from_now_on(process) for process in processes]
    with ThreadPoolExecutor(4) as threads:
        answers = threads.map(lambda number: upload.put(number, content).status, range(1, 9))
        assert list(answers) == [200] * 8
    upload.complete()
    url = upload.client.generate_presigned_url("get_object", upload.object)
    assert len(ask("GET", url).body) == 8 * len(content)
    grown = [_peak(process) - was for process, was in zip(processes, before, strict=True)]
    assert max(grown) < 2 * len(content)


def _from_now_on(process: psutil.Process) -> int:
    """Begin to look for a new peak; what it is now."""
    Path(f"/proc/{process.pid}/clear_refs").write_text("5")
    return _peak(process)


def _peak(process: psutil.Process) -> int:
    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    (line,) = (line for line in lines if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024
