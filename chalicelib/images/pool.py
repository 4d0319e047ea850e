"""The workers: processes that know the decoders (worker.py) and no secrets, and one pool of them.

Nothing is started before the first file comes. A worker does one file at a time; idle ones are kept
for the next, and one that has died is replaced.
"""

import logging
import os
import socket
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from chalicelib import limits
from chalicelib.errors import ServiceUnavailable
from chalicelib.images.tasks import Report

log = logging.getLogger(__name__)

#: How long a worker may take to load the decoders: a second, or many where all is slow.
_START_SECONDS = 60
#: How much longer than its file a worker may take to say what became of it.
_ANSWER_SECONDS = 5
#: How long an idle worker may take to end.
_END_SECONDS = 2


class Pool:
    """Workers of one module. Threads may share it; each that is at work at once has its own."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._idle: list[_Worker] = []
        self._lock = Lock()
        # The interpreter's exit is one too.
        self._ends = weakref.finalize(self, _end_all, self._idle)

    def handle(self, source: int, task: bytes) -> tuple[Report, bytes]:
        """What became of the file, and what was put in the task's place.

        By an idle worker or a new one; if it dies, by another.

        Raises:
            ServiceUnavailable: no worker can be had.
        """
        for used in (True, False):
            with tempfile.TemporaryFile(buffering=0) as exchange:
                exchange.write(task)
                try:
                    with self._worker(used=used) as worker:
                        report = worker.handle(source, exchange.fileno())
                except OSError as error:
                    log.warning("a worker has died (%s)", type(error).__name__)
                    continue
                exchange.seek(0)
                return report, exchange.read(limits.DECODE_RESULT_BYTES + 1)
        raise ServiceUnavailable

    def close(self) -> None:
        """End the idle workers, and those at work when they are done."""
        with self._lock:
            self._ends()

    @contextmanager
    def _worker(self, *, used: bool) -> Iterator["_Worker"]:
        """A worker for one file. It is kept if nothing goes wrong."""
        with self._lock:
            worker = self._idle.pop() if used and self._idle else None
        worker = worker or _Worker(self._module)
        well = False
        try:
            yield worker
            well = True
        finally:
            with self._lock:
                well = well and self._ends.alive
                if well:
                    self._idle.append(worker)
            if not well:
                worker.end()


class _Worker:
    """The process, and the socket to it."""

    def __init__(self, module: str) -> None:
        """Start it.

        Raises:
            OSError: it does not start, or not in time.
        """
        self._socket, theirs = socket.socketpair()
        self._lines = self._socket.makefile("rb")
        try:
            with theirs:
                self._process = _started(module, theirs.fileno())
        except OSError:
            self._hang_up()
            raise
        try:
            self._line(_START_SECONDS)
        except OSError:
            self.end()
            raise

    def handle(self, source: int, exchange: int) -> Report:
        """What became of the file.

        Raises:
            OSError: the worker has died, or does not answer.
        """
        socket.send_fds(self._socket, [b"\n"], [source, exchange])
        return Report.of_line(self._line(limits.DECODE_WALL_SECONDS + _ANSWER_SECONDS))

    def end(self) -> None:
        """End it, with the child that it may have."""
        self._hang_up()
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _line(self, seconds: float) -> bytes:
        self._socket.settimeout(seconds)
        line = self._lines.readline()
        if not line:
            raise ConnectionResetError
        return line

    def _hang_up(self) -> None:
        self._lines.close()
        self._socket.close()


def _started(module: str, descriptor: int) -> subprocess.Popen[bytes]:
    """A worker's process, with nothing of ours but this descriptor and the way to our modules."""
    path = os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path)
    return subprocess.Popen(  # noqa: S603 - this very Python, and a module of ours
        [sys.executable, "-P", "-m", module, str(descriptor)],
        env={
            "PYTHONPATH": path,
            # By this the interpreter of Lambda finds its own library.
            "LD_LIBRARY_PATH": str(Path(sys.base_prefix) / "lib"),
            # A child touches all its memory for the first time: in large pages that costs less.
            "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
            "LANG": "C.UTF-8",
        },
        pass_fds=[descriptor],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        cwd="/",
        start_new_session=True,  # Ctrl-C is not for it: it ends with the socket
    )


def _end_all(workers: list[_Worker]) -> None:
    while workers:
        workers.pop().end()
