"""Which processes and descriptors there are, read from the kernel."""

import os
import select
from contextlib import suppress
from pathlib import Path


def descendants(process: int) -> set[int]:
    """Processes that it has begun, and they in turn; zombies count."""
    found: set[int] = set()
    threads = Path(f"/proc/{process}/task")
    with suppress(FileNotFoundError, ProcessLookupError):
        for thread in threads.iterdir():
            for child in (thread / "children").read_text(encoding="ascii").split():
                found |= {int(child)} | descendants(int(child))
    return found


def members(group: int) -> set[int]:
    """Processes of this group."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(FileNotFoundError, ProcessLookupError):
            # The name, in parentheses, may have spaces.
            _, _, fields = stat.read_text(encoding="utf-8").rpartition(") ")
            if int(fields.split()[2]) == group:
                found.add(int(stat.parent.name))
    return found


def descriptors() -> list[int]:
    """Descriptors that this process has."""
    return sorted(int(each.name) for each in Path("/proc/self/fd").iterdir())


def ends(process: int, seconds: float = 10) -> bool:
    """Whether this process, which need not be ours, is gone within this time."""
    try:
        watched = os.pidfd_open(process)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([watched], [], [], seconds)[0])
    finally:
        os.close(watched)
