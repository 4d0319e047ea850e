"""What Scandrop makes of image files: exactly what it does with uploads, but nothing is kept.

    python -m chalicelib.images FILE…

Prints one line of JSON for each file as soon as it is done:
`{"file", "ok", "code", "format", "width", "height", "seconds", "peak_mb"}`.
"""

import argparse
import json
import os
import signal
import stat
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from typing import Any, BinaryIO

from chalicelib import limits
from chalicelib.errors import ServiceUnavailable
from chalicelib.images import formats
from chalicelib.images.sandbox import Sandbox
from chalicelib.images.tasks import Output, Task
from chalicelib.photo import PhotoRefused, Rejection

#: The code of a file that is none, or cannot be opened.
UNREADABLE = "UNREADABLE"

#: More than any format needs to be told by.
_HEAD_BYTES = 256

#: As a shell tells of a process that this signal has ended.
_PIPE_CLOSED = 141


def main(arguments: list[str], standard_input: BinaryIO) -> int:
    """Print a line for each file that is named, and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m chalicelib.images",
        description="What Scandrop makes of image files, one line of JSON for each.",
    )
    parser.add_argument("file", nargs="+", help="- reads more names from standard input, by lines")
    names = parser.parse_args(arguments).file
    try:
        with closing(Sandbox()) as sandbox:
            for name in _named(names, standard_input):
                print(json.dumps(examine(sandbox, name)), flush=True)  # noqa: T201 - its output
    except BrokenPipeError:
        # What is left in the buffer has nowhere to go at exit either.
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123
            os.dup2(nowhere.fileno(), sys.stdout.fileno())
        return _PIPE_CLOSED
    except ServiceUnavailable:
        print("The decoders do not start.", file=sys.stderr)  # noqa: T201
        return 1
    return 0


def examine(sandbox: Sandbox, name: str) -> dict[str, Any]:
    """The line of the file of this name."""
    began = time.monotonic()
    line = {
        "file": name,
        "ok": False,
        "code": None,
        "format": None,
        "width": None,
        "height": None,
        "seconds": 0.0,
        "peak_mb": 0.0,
        **_found(sandbox, name),
    }
    return {**line, "seconds": round(time.monotonic() - began, 3)}


def _found(sandbox: Sandbox, name: str) -> dict[str, Any]:
    """What there is to say of it."""
    try:
        # A pipe that nobody writes to must not be waited for.
        source = open(name, "rb", opener=_open_at_once)  # noqa: SIM115 - closed below
    except (OSError, ValueError):
        return {"code": UNREADABLE}
    with source:
        found = os.fstat(source.fileno())
        if not stat.S_ISREG(found.st_mode):
            return {"code": UNREADABLE}
        if found.st_size == 0:
            return {"code": Rejection.EMPTY}
        if found.st_size > limits.MAX_UPLOAD_BYTES:
            return {"code": Rejection.TOO_LARGE, "format": _format(source)}
        examined = sandbox.examine(Task(Output.RENDITIONS), source)
        cost = {"peak_mb": round(examined.peak_bytes / 2**20, 1)}
        if isinstance(examined.outcome, Rejection):
            return {"code": examined.outcome, "format": _format(source), **cost}
    facts = examined.outcome.facts
    return {
        "ok": True,
        "format": facts.format,
        "width": facts.width,
        "height": facts.height,
        **cost,
    }


def _format(source: BinaryIO) -> str | None:
    """The format that it begins like, although it was refused."""
    source.seek(0)
    with suppress(PhotoRefused):
        return formats.recognised(source.read(_HEAD_BYTES))
    return None


def _open_at_once(name: str, flags: int) -> int:
    return os.open(name, flags | os.O_NONBLOCK | os.O_NOCTTY)


def _named(names: Iterable[str], standard_input: BinaryIO) -> Iterator[str]:
    """The names; in place of - those that standard input has, whatever their bytes are."""
    for name in names:
        if name == "-":
            yield from (os.fsdecode(line.removesuffix(b"\n")) for line in standard_input)
        else:
            yield name


if __name__ == "__main__":
    # At once: Python's own way waits for the next line, if the signal comes just before it reads.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.exit(main(sys.argv[1:], sys.stdin.buffer))
