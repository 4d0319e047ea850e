"""A worker whose decoder does what the file says: what a picture could do that has taken it over.

`Sandbox(worker=rogue.MODULE)` starts it.
"""

import ctypes
import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from chalicelib import limits
from chalicelib.images import worker
from chalicelib.images.tasks import Output, Task
from chalicelib.photo import PhotoRefused, Preview, Rejection
from chalicelib.ports import Rendered
from tests.unit.images.honest import FACTS, INSPECTED, PREVIEW, RENDERED
from tests.unit.images.processes import descriptors

MODULE = "tests.unit.images.rogue"

#: Shorter than in production, so that the tests are; for this worker only.
CPU_SECONDS = 2


#: Only what may be HEIC may begin processes; this makes it look like it.
FORKING = b"\0\0\0\x18ftyp"


def burn() -> None:
    while True:
        pass


def eat() -> None:
    held = []
    while True:
        held.append(bytes(2**24))


def eat_unseen() -> None:
    """As a decoder does that does not look at what malloc answers."""
    allocate = ctypes.CDLL(None).malloc
    allocate.restype = ctypes.c_void_p
    while True:
        ctypes.memset(allocate(2**24), 1, 2**24)


def write_nonsense() -> None:
    os.pwrite(1, b'{"facts": "mine", "pictures": []}\n' + b"\xff" * 1000, 0)
    os._exit(worker.DONE)


def write_without_end() -> None:
    while True:
        os.write(1, b"\0" * 2**20)


def leave_someone_behind() -> None:
    """A process that holds nothing, so that nobody waits for it."""
    if os.fork() == 0:
        os.closerange(0, 100)
        signal.pause()


def leave_someone_who_holds_on() -> None:
    if os.fork() == 0:
        signal.pause()


def fail() -> None:
    raise LookupError("words of the file")


def refuse() -> None:
    raise PhotoRefused(Rejection.TRUNCATED)


DEEDS: dict[bytes, Callable[[], object]] = {
    b"hang": signal.pause,
    b"burn": burn,
    b"eat": eat,
    b"eat unseen": eat_unseen,
    b"crash": lambda: ctypes.string_at(0),
    b"abort": os.abort,
    b"exit": lambda: os._exit(3),
    b"fail": fail,
    b"refuse": refuse,
    b"be killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    b"kill worker": lambda: os.kill(os.getppid(), signal.SIGKILL),
    b"write nonsense": write_nonsense,
    b"write without end": write_without_end,
    FORKING + b"leave someone": leave_someone_behind,
    FORKING + b"leave someone who holds on": leave_someone_who_holds_on,
}


def seen() -> dict[str, object]:
    """What a decoder can see of the world around it."""
    kinds = {name: getattr(resource, name) for name in dir(resource) if name.startswith("RLIMIT_")}
    return {
        "environment": Path("/proc/self/environ").read_bytes().decode(),
        "descriptors": descriptors(),
        "errors go to": str(Path("/proc/self/fd/2").readlink()),
        "limits": {name: resource.getrlimit(kind) for name, kind in kinds.items()},
        "alarm": signal.alarm(0),
        "killed first": Path("/proc/self/oom_score_adj").read_text(encoding="ascii").strip(),
        "modules": sorted({name.partition(".")[0] for name in sys.modules}),
        "process": os.getpid(),
        "worker": os.getppid(),
        "group": os.getpgid(0),
    }


def work(task: Task, source: BinaryIO) -> Rendered | Preview:
    """Do the deed that the file's first line names; write into the file that its second names."""
    deed, path, *_ = [*source.read().splitlines(), b"", b""]
    if path:
        Path(os.fsdecode(path)).write_text(json.dumps(seen()), encoding="utf-8")
    DEEDS.get(deed, lambda: None)()
    if task.mark is not None:
        return replace(RENDERED, facts=replace(FACTS, camera=task.mark.watermark.text))
    if task.output is Output.PREVIEW:
        return PREVIEW
    return RENDERED if task.output is Output.RENDITIONS else INSPECTED


if __name__ == "__main__":
    limits.DECODE_CPU_SECONDS = CPU_SECONDS
    worker.main(sys.argv[1], work)
