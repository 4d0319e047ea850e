"""The worker has each file worked on by a child, and tells truly what became of it.

Here it runs inside the test, so its children are not confined; test_sandbox.py has the real ones.
"""

import io
import os
import signal
import socket
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from threading import Thread
from typing import BinaryIO

import pytest
from PIL import Image

from chalicelib import limits
from chalicelib.images import results, worker
from chalicelib.images.tasks import Output, Report, Task
from chalicelib.photo import PhotoRefused, Preview, Rejection
from chalicelib.ports import Rendered
from chalicelib.watermarks import WatermarkInvalid
from tests.unit.images import rogue
from tests.unit.images.honest import INSPECTED, RENDERED
from tests.unit.images.processes import descendants, descriptors

pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")

RENDER = Task(Output.RENDITIONS)
INSPECT = Task(Output.FACTS)
PREVIEW = Task(Output.PREVIEW)


def picture() -> BinaryIO:
    file = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(file, "JPEG")
    file.seek(0)
    return file


# What a child does


def test_looking_into_a_file_makes_no_pictures() -> None:
    done = worker.perform(INSPECT, picture())
    assert isinstance(done, Rendered)
    assert (done.facts.format, done.facts.width, done.facts.height) == ("JPEG", 64, 48)
    assert done.pictures == ()


def test_rendering_makes_all_that_the_border_lets_through() -> None:
    done = worker.perform(RENDER, picture())
    assert isinstance(done, Rendered)
    assert results.unpack(results.pack(done), RENDER) == done


def test_so_does_a_preview() -> None:
    done = worker.perform(PREVIEW, picture())
    assert isinstance(done, Preview)
    assert (done.width, done.height) == (64, 48)
    assert results.unpack_preview(results.pack(done)) == done


def test_a_rehearsal_leaves_a_worker_that_works() -> None:
    worker._rehearse()
    assert isinstance(worker.perform(PREVIEW, picture()), Preview)


def attended(work: worker.Work) -> tuple[int, bytes]:
    """Exit code, and what is in the exchange then."""
    exchange = io.BytesIO(RENDER.pack() + b"longer than any result " * 1000)
    code = worker.attend(io.BytesIO(), exchange, work)
    return code, exchange.getvalue()


def test_the_result_takes_the_place_of_the_task() -> None:
    code, content = attended(lambda task, _: RENDERED if task == RENDER else INSPECTED)
    assert code == worker.DONE
    assert results.unpack(content, RENDER) == RENDERED


def failing(error: BaseException) -> worker.Work:
    def work(task: Task, source: BinaryIO) -> Rendered:
        raise error

    return work


def test_a_refusal_is_a_result() -> None:
    code, content = attended(failing(PhotoRefused(Rejection.TRUNCATED)))
    assert code == worker.DONE
    with pytest.raises(PhotoRefused, match="TRUNCATED"):
        results.unpack(content, RENDER)


@pytest.mark.parametrize(
    ("error", "code"),
    [(MemoryError(), worker.OUT_OF_MEMORY), (WatermarkInvalid("no PNG"), worker.LOGO_INVALID)],
)
def test_what_the_file_is_not_to_blame_for_has_an_exit_code(error: Exception, code: int) -> None:
    assert attended(failing(error)) == (code, b"")


def test_a_crash_leaves_its_place_and_none_of_its_words() -> None:
    """They may be the file's, and end in a log."""
    exchange = io.BytesIO(RENDER.pack())
    with pytest.raises(LookupError):
        worker.attend(io.BytesIO(), exchange, failing(LookupError("from the file")))
    assert exchange.getvalue().startswith(b"LookupError test_worker.py:")
    assert b"from the file" not in exchange.getvalue()


@pytest.mark.parametrize(
    ("code", "limit"),
    [
        (worker.DONE, None),
        (worker.CRASHED, None),
        (worker.OUT_OF_MEMORY, "memory"),
        (worker.LOGO_INVALID, "logo"),
        (-signal.SIGKILL, "memory"),
        (-signal.SIGXCPU, "processor"),
        (-signal.SIGALRM, "clock"),
        (-signal.SIGSEGV, None),
    ],
)
def test_the_way_it_ended_tells_the_limit(code: int, limit: str | None) -> None:
    assert worker._limit_of(code) == limit


# What the worker does


class Client:
    """The other side of a worker that runs in a thread of this very process."""

    def __init__(self, work: worker.Work = rogue.work) -> None:
        self._ours, theirs = socket.socketpair()
        self._lines = self._ours.makefile("rb")
        self._thread = Thread(target=self._serve, args=(theirs, work))
        self._thread.start()

    def ask(self, deed: bytes, task: Task = RENDER) -> BinaryIO:
        """Send a file; returns the exchange."""
        source, exchange = a_file(deed), a_file(task.pack())
        with source:
            socket.send_fds(self._ours, [b"\n"], [source.fileno(), exchange.fileno()])
        return exchange

    def hear(self) -> Report:
        """The answer."""
        return Report.of_line(self._lines.readline())

    def hang_up(self) -> None:
        """Returns when the worker has ended."""
        self._lines.close()
        self._ours.close()
        self._thread.join()

    @staticmethod
    def _serve(theirs: socket.socket, work: worker.Work) -> None:
        with theirs, suppress(ConnectionError):
            worker.serve(theirs, work, confine=lambda _: None)


def a_file(content: bytes) -> BinaryIO:
    file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - the caller closes it
    file.write(content)
    return file


@pytest.fixture
def client() -> Iterator[Client]:
    made = Client()
    yield made
    made.hang_up()


def test_files_are_worked_on_one_by_one_until_the_socket_closes(client: Client) -> None:
    for task, expected in ((RENDER, RENDERED), (INSPECT, INSPECTED)):
        with client.ask(b"", task) as exchange:
            report = client.hear()
            assert (report.exit_code, report.signal, report.limit) == (worker.DONE, None, None)
            assert report.wall_seconds > 0
            assert report.cpu_seconds >= 0
            assert report.peak_bytes > 2**20
            exchange.seek(0)
            assert results.unpack(exchange.read(), task) == expected


@pytest.mark.parametrize(
    ("deed", "expected"),
    [
        (b"fail", (worker.CRASHED, None, None)),
        (b"exit", (3, None, None)),
        (b"crash", (None, signal.SIGSEGV, None)),
        (b"abort", (None, signal.SIGABRT, None)),
        (b"be killed", (None, signal.SIGKILL, "memory")),
    ],
)
def test_it_tells_how_a_child_ended(
    client: Client, deed: bytes, expected: tuple[int | None, int | None, str | None]
) -> None:
    client.ask(deed).close()
    report = client.hear()
    assert (report.exit_code, report.signal, report.limit) == expected


@pytest.mark.parametrize("deed", [b"hang", rogue.FORKING + b"leave someone who holds on"])
def test_a_child_that_goes_on_is_killed_with_all_that_it_began(
    client: Client, deed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "DECODE_WALL_SECONDS", 0.2)
    before = descendants(os.getpid())
    client.ask(deed).close()
    report = client.hear()
    assert report.limit == "clock"
    assert report.wall_seconds >= 0.2
    assert descendants(os.getpid()) <= before


def test_a_worker_whose_parent_is_gone_ends_with_its_child(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At once, and not when the time of the child is up."""
    monkeypatch.setattr(limits, "DECODE_WALL_SECONDS", 600)
    before = descendants(os.getpid())
    client.ask(b"hang").close()
    client.hang_up()
    assert descendants(os.getpid()) <= before


def test_no_descriptor_is_left_over(client: Client) -> None:
    client.ask(b"").close()
    client.hear()
    before = descriptors()
    for deed in (b"", b"crash", b"fail"):
        client.ask(deed).close()
        client.hear()
    assert descriptors() == before
