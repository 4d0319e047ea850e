"""One file of a gibibyte: how long it takes to send, and the most memory that any process took.

Ours in parts, three at a time, as the phone page sends it: each by a URL that is asked for when its
turn comes, with a checksum, which is reckoned before, because on a phone it is not this machine's
work. Beside it the tus server, which gets the file as tus-js-client sends it by default: all of it
in one PATCH.
Both clients are the same: the kernel copies from the file into the socket (`sendfile`).

Each round has new servers, so that the peaks (`VmHWM`, which counts what processes share with
others, too) are of nothing else.
"""

import base64
import hashlib
import http.client
import json
import os
import re
import tempfile
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import psutil

from bench.figures import Figure
from bench.tus import launch
from bench.tus.client import FROM_THE_START, VERSION
from chalicelib import limits
from devserver.launch import DevServer, launched
from tests.e2e.api_client import Api, Phone, ask, bearer

SIZE_BYTES = 2**30
PART_BYTES = limits.PART_BYTES
AT_ONCE = 3
ROUNDS = 2
_SECONDS = 300


@dataclass(frozen=True)
class Film:
    """A file, and the SHA-256 of each of its parts in base64."""

    path: Path
    size_bytes: int
    checksums: list[str]

    def part(self, number: int) -> tuple[int, int]:
        """Where a part begins, counted from 0, and how many bytes it has."""
        start = number * PART_BYTES
        return start, min(PART_BYTES, self.size_bytes - start)


@dataclass(frozen=True)
class Sent:
    """One round."""

    seconds: float
    #: The most that each process had, by its name.
    peaks: Mapping[str, int]


def figures() -> list[Figure]:
    """Ours and tus in turn; of several rounds the fastest, and the highest peaks.

    Raises:
        Unavailable: there is nothing to compare with.
    """
    launch.install()
    with tempfile.TemporaryDirectory() as folder:
        film = _film(Path(folder) / "film.mp4")
        ours, theirs = [], []
        for _ in range(ROUNDS):
            ours.append(_ours(film))
            theirs.append(_tus(film))
    mine, reference = (min(each.seconds for each in rounds) for rounds in (ours, theirs))
    their_peak = max(_highest(theirs).values())
    return [
        Figure(
            f"{film.size_bytes / 2**20:,.0f} MiB sent",
            f"{mine:.1f} s",
            f"tus {reference:.1f} s",
            f"{mine / reference:.2f}",
            "–",
        ),
        *(
            Figure(
                f"the same, most memory of {name}",
                f"{peak / 1e6:.0f} MB",
                f"tus, of node {their_peak / 1e6:.0f} MB",
                f"{peak / their_peak:.2f}",
                "≤ 110 MB",
            )
            for name, peak in _highest(ours).items()
        ),
    ]


def _film(path: Path) -> Film:
    checksums = []
    with path.open("wb") as file:
        while (size_bytes := file.tell()) < SIZE_BYTES:
            content = os.urandom(min(PART_BYTES, SIZE_BYTES - size_bytes))
            file.write(content)
            checksums.append(base64.b64encode(hashlib.sha256(content).digest()).decode())
    return Film(path, SIZE_BYTES, checksums)


# Ours


def _ours(film: Film) -> Sent:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        with launched(data) as server:
            seconds = _timed(lambda: send_in_parts(server, film))
            return Sent(seconds, peaks(server.process.pid))


def send_in_parts(server: DevServer, film: Film) -> Callable[[], None]:
    """What is to be timed: begin, send all parts, complete."""
    api = Api(server)
    phone = Phone(api, api.open_session()["sessionId"])

    def asked(method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        headers = {**bearer(phone.token), "Content-Type": "application/json"}
        content = json.dumps(body).encode() if body else None
        answer = ask(method, f"{server.api_url}/uploads{path}", headers, content)
        if answer.status >= http.client.BAD_REQUEST:
            raise RuntimeError(f"{answer}")
        return answer.json

    def send() -> None:
        named = {"sessionId": phone.session_id}
        facts = {"size": film.size_bytes, "contentType": "video/mp4", "filename": film.path.name}
        wanted = {"requestId": "bench-film", "checksum": "SHA256"}
        photo_id = asked("POST", "", {**named, **facts, **wanted})["photoId"]

        def part(number: int) -> None:
            checksum = film.checksums[number]
            query = urlencode({**named, "numbers": number + 1, "sha256": checksum})
            (url,) = asked("GET", f"/{photo_id}/parts?{query}")["urls"]
            _send(film, url["method"], url["url"], url["headers"], *film.part(number))

        with ThreadPoolExecutor(AT_ONCE) as threads:
            list(threads.map(part, range(len(film.checksums))))
        asked("POST", f"/{photo_id}/complete", named)

    return send


# tus


def _tus(film: Film) -> Sent:
    with tempfile.TemporaryDirectory() as folder, launch.launched(Path(folder) / "files") as server:

        def send() -> None:
            length = {**VERSION, "Upload-Length": str(film.size_bytes)}
            created = ask("POST", server.files_url, length)
            if created.status != http.client.CREATED:
                raise RuntimeError(f"{created}")
            url = created.headers["location"]
            _send(film, "PATCH", url, FROM_THE_START, 0, film.size_bytes)

        return Sent(_timed(lambda: send), peaks(server.process.pid))


# Both


def _timed(prepared: Callable[[], Callable[[], None]]) -> float:
    work = prepared()
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _send(
    film: Film, method: str, url: str, headers: Mapping[str, str], start: int, size_bytes: int
) -> Mapping[str, str]:
    """A stretch of the file as the body of a request; its answer's headers, in lower case."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=_SECONDS)
    try:
        connection.putrequest(method, f"{parts.path}?{parts.query}".rstrip("?"))
        for name, value in {**headers, "Content-Length": str(size_bytes)}.items():
            connection.putheader(name, value)
        connection.endheaders()
        with film.path.open("rb") as file:
            connection.sock.sendfile(file, start, size_bytes)
        answer = connection.getresponse()
        said = answer.read()
        if answer.status >= http.client.BAD_REQUEST:
            raise RuntimeError(f"{method} {url}: {answer.status} {said[:300]!r}")
        return {name.lower(): value for name, value in answer.getheaders()}
    finally:
        connection.close()


def peaks(pid: int) -> dict[str, int]:
    """The most bytes of memory that a process and those that it has started ever had."""
    process = psutil.Process(pid)
    found = {}
    for each in (process, *process.children(recursive=True)):
        status = Path(f"/proc/{each.pid}/status").read_text(encoding="ascii", errors="replace")
        peak = re.search(r"VmHWM:\s+(\d+) kB", status)
        if peak:
            found[_name(each.cmdline())] = int(peak[1]) * 1024
    return found


def _name(command: list[str]) -> str:
    """The module that Python runs, or else the program."""
    if "-m" in command:
        return f"`{command[command.index('-m') + 1]}`"
    return f"`{Path(command[0]).name}`"


def _highest(rounds: list[Sent]) -> dict[str, int]:
    names = {name: None for sent in rounds for name in sent.peaks}
    return {name: max(sent.peaks.get(name, 0) for sent in rounds) for name in names}
