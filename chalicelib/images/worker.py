"""The process that knows the decoders, and nothing else: no credentials, no settings, no AWS.

    python -m chalicelib.images.worker DESCRIPTOR

It imports the decoders once and forks one child for each file, which is confined before it reads
the first byte and is gone with everything that it began when the file is done. The descriptor is a
Unix socket. By it come, for each file, one byte and two descriptors: the file, and an exchange that
holds the task until the child puts the result in its place. The answer is a `tasks.Report`. The
worker ends when the socket does.

The fork server of multiprocessing was looked at and not taken: it imports the caller's main module
again in each child, hands on the environment with the credentials in it, and knows no limits.
"""

import gc
import os
import resource
import select
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader, BytesIO, FileIO
from pathlib import Path
from typing import BinaryIO, NoReturn

from PIL import Image

from chalicelib import limits
from chalicelib.images import confinement, decode, render, results
from chalicelib.images.tasks import Output, Report, Task
from chalicelib.photo import PhotoRefused, Preview
from chalicelib.ports import Rendered
from chalicelib.watermarks import WatermarkInvalid

#: Does a task on a file. Raises PhotoRefused.
Work = Callable[[Task, BinaryIO], Rendered | Preview]
#: Takes from the process that calls it whatever this file does not need. Given its descriptor.
Confine = Callable[[int], None]

#: Says that the decoders are loaded.
READY = b"ready\n"

#: Exit codes of children.
DONE = 0
CRASHED = 70
OUT_OF_MEMORY = 71
LOGO_INVALID = 72

#: Descriptors that a worker, or a child, has at most.
_DESCRIPTORS = 32


def perform(task: Task, source: BinaryIO) -> Rendered | Preview:
    """Do the task."""
    if task.output is Output.PREVIEW:
        return render.preview(source)
    if task.output is Output.RENDITIONS:
        return render.render(source, task.mark)
    return Rendered(decode.inspect(source), ())


def main(descriptor: str, work: Work = perform) -> None:
    """Serve the socket of this descriptor."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (_DESCRIPTORS, _DESCRIPTORS))
    confinement.counted()
    _rehearse()
    # What is loaded by now stays: no collection in a child touches its pages, and so copies them.
    gc.freeze()
    with socket.socket(fileno=_lowest(int(descriptor))) as control, suppress(ConnectionError):
        control.sendall(READY)
        serve(control, work)


def _lowest(descriptor: int) -> int:
    """The same file by the lowest number that is free: a child closes none above `_DESCRIPTORS`.

    Whoever started us may have had many open.
    """
    with _closed_afterwards(descriptor):
        return os.dup(descriptor)


def _rehearse() -> None:
    """Have the decoders load what they load on first use: here, once, and not in every child."""
    file = BytesIO()
    Image.new("RGB", (8, 8)).save(file, "JPEG")
    perform(Task(Output.RENDITIONS), file)


def serve(
    control: socket.socket, work: Work, confine: Confine = confinement.confine_process
) -> None:
    """Have each file that comes worked on by a child, until the socket closes."""
    while True:
        _, descriptors, _, _ = socket.recv_fds(control, 1, 2)
        if not descriptors:
            return
        source, exchange = descriptors
        with _closed_afterwards(source), _closed_afterwards(exchange):
            report = _delegate(control, source, exchange, work, confine)
        control.sendall(report.to_line())


def attend(source: BinaryIO, exchange: BinaryIO | FileIO, work: Work) -> int:
    """Do the task that is in the exchange, and put the result in its place.

    Returns the exit code. An error that is no refusal is raised; its whereabouts are the result.
    """
    exchange.seek(0)
    task = Task.unpack(exchange.read())
    answer, code = None, DONE
    try:
        answer = results.pack(work(task, source))
    except PhotoRefused as refusal:
        answer = results.pack_refusal(refusal.why)
    except MemoryError:
        answer, code = b"", OUT_OF_MEMORY
    except WatermarkInvalid:
        answer, code = b"", LOGO_INVALID
    finally:
        exchange.seek(0)
        exchange.truncate()
        exchange.write(_whereabouts() if answer is None else answer)
    return code


def _whereabouts() -> bytes:
    """Which error is on its way, and from where; not its words, which may be the file's."""
    kind, _, trace = sys.exc_info()
    lines = [f"{Path(f.f_code.co_filename).name}:{line}" for f, line in traceback.walk_tb(trace)]
    return " ".join([getattr(kind, "__name__", ""), *reversed(lines)]).encode()


def _delegate(
    control: socket.socket, source: int, exchange: int, work: Work, confine: Confine
) -> Report:
    alive, held = os.pipe()
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        _be_child(source, exchange, held, work, confine)
    os.close(held)
    _lead_group(child)
    with _closed_afterwards(alive):
        # The pipe ends with the child and with all that it began, the socket with our parent.
        ended, _, _ = select.select([alive, control.fileno()], [], [], limits.DECODE_WALL_SECONDS)
    # Whatever is left of its group. One that is just exiting keeps its status.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
    _, status, usage = os.wait4(child, 0)
    code = os.waitstatus_to_exitcode(status)
    return Report(
        exit_code=code if code >= 0 else None,
        signal=-code if code < 0 else None,
        limit=_limit_of(code) if ended else "clock",
        cpu_seconds=usage.ru_utime + usage.ru_stime,
        wall_seconds=time.monotonic() - began,
        peak_bytes=usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
    )


def _limit_of(code: int) -> str | None:
    return {
        -signal.SIGXCPU: "processor",
        -signal.SIGALRM: "clock",
        -signal.SIGKILL: "memory",  # by the kernel: who else, before its time is over?
        OUT_OF_MEMORY: "memory",
        LOGO_INVALID: "logo",
    }.get(code)


def _be_child(source: int, exchange: int, held: int, work: Work, confine: Confine) -> NoReturn:
    """Work on the file, and end. Nothing but the file, the exchange and the pipe stays open."""
    code = CRASHED
    try:
        _lead_group(os.getpid())
        os.dup2(0, 2)  # from /dev/null: decoders chatter
        os.dup2(source, 0)
        os.dup2(exchange, 1)
        os.closerange(3, held)
        os.closerange(held + 1, _DESCRIPTORS)
        confine(0)
        os.lseek(0, 0, os.SEEK_SET)
        file = BufferedReader(FileIO(0, closefd=False))
        code = attend(file, FileIO(1, "r+", closefd=False), work)
    finally:
        os._exit(code)


def _lead_group(process: int) -> None:
    """Make it the first of a group; child and worker both do, so that neither has to wait."""
    with suppress(ProcessLookupError, PermissionError):
        os.setpgid(process, process)


@contextmanager
def _closed_afterwards(descriptor: int) -> Iterator[None]:
    try:
        yield
    finally:
        os.close(descriptor)


if __name__ == "__main__":
    main(sys.argv[1])
