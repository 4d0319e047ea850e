"""Says what a deployment is doing, one line for each step."""

import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

#: What a terminal obeys instead of showing it, or cannot encode: controls but for tab and line
#: feed, marks that turn the direction of text, lone surrogates.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def printable(text: str) -> str:
    """Text from outside that does to a terminal what text does."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


class Console:
    """Prints steps as they begin and end; what is told in between is indented."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout

    @contextmanager
    def step(self, text: str) -> Iterator[None]:
        """Announce a step, and how long it took when it is done."""
        self.out(f"→ {text}")
        began, mark = time.monotonic(), "✗"
        try:
            yield
            mark = "✓"
        finally:
            self.out(f"{mark} {text} ({time.monotonic() - began:.0f} s)")

    def note(self, text: str) -> None:
        """Tell something within a step."""
        for line in text.splitlines():
            self.out(f"  {line}")

    def out(self, text: str) -> None:
        """Print a line now, whoever reads it."""
        print(text, file=self._stream, flush=True)
