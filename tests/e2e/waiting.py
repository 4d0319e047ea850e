"""Waiting for what needs a moment, without saying how long the moment is."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")

#: Long enough for a machine under load; whoever waits so long has found a defect.
PATIENCE_SECONDS = 50.0
_BETWEEN_SECONDS = 0.03


def eventually(ask: Callable[[], Result], patience: float = PATIENCE_SECONDS) -> Result:
    """Ask again until the answer is truthy; the last one. `patience` in seconds."""
    until = time.monotonic() + patience
    pause = threading.Event()
    while not (answer := ask()):
        assert time.monotonic() < until, f"still {answer!r}"
        pause.wait(_BETWEEN_SECONDS)
    return answer
