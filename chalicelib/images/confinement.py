"""What decoding one file may cost: limits that the kernel keeps, set for good in its process."""

import ctypes
import mmap
import os
import resource
import signal
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

from chalicelib import limits

#: How the kernel ranks a child when it runs out of memory: before all others.
_KILL_FIRST = "1000"
#: From linux/prctl.h.
_PR_SET_PDEATHSIG = 1


def confine_process(source: int) -> None:
    """Leave this process what decoding the file may cost, for good."""
    if sys.platform == "linux":
        # The worker may be killed; nobody is left over then.
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        with suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text(_KILL_FIRST, encoding="ascii")
    # The same by the clock, should the worker be gone or stopped: its signal is handled by nobody.
    signal.alarm(limits.DECODE_WALL_SECONDS + 1)
    for kind, most in allowed(os.pread(source, 8, 0)).items():
        _, hard = resource.getrlimit(kind)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))


def allowed(head: bytes) -> dict[int, int]:
    """What a file that begins like this may cost, by kinds of resources."""
    # HEIC and AVIF are ISO media files, which begin with this box.
    heif = head[4:8] == b"ftyp"
    found = {
        resource.RLIMIT_CPU: limits.DECODE_CPU_SECONDS,
        resource.RLIMIT_FSIZE: limits.DECODE_RESULT_BYTES,
        resource.RLIMIT_CORE: 0,
    }
    if sys.platform != "darwin":  # whose kernel takes no such limit
        found[counted()] = limits.DECODE_BYTES_HEIF if heif else limits.DECODE_BYTES
    if not heif:
        # No process and no thread: of all decoders only libde265 cannot do without.
        found[resource.RLIMIT_NPROC] = 0
    return found


@cache
def counted() -> int:
    """The limit by which this kernel counts memory: what is written to, or all that is mapped."""
    before = resource.getrlimit(resource.RLIMIT_DATA)
    # One page: under a limit of none Linux gives memory all the same.
    resource.setrlimit(resource.RLIMIT_DATA, (mmap.PAGESIZE, before[1]))
    try:
        mmap.mmap(-1, mmap.PAGESIZE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS).close()
    except (OSError, MemoryError):
        return resource.RLIMIT_DATA
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)
    return resource.RLIMIT_AS
