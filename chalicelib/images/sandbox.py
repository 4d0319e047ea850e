"""`Renderer` whose decoders run in a process of their own, which knows no secrets."""

import logging
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO, Generic, TypeVar

from chalicelib.errors import ServiceUnavailable
from chalicelib.images import results
from chalicelib.images.pool import Pool
from chalicelib.images.results import ResultInvalid
from chalicelib.images.tasks import Output, Report, Task
from chalicelib.photo import PhotoFacts, PhotoRefused, Preview, Rejection
from chalicelib.ports import Mark, Rendered

log = logging.getLogger(__name__)

T = TypeVar("T", Rendered, Preview)

_WORKER = "chalicelib.images.worker"


@dataclass(frozen=True)
class Examined(Generic[T]):
    """What became of a file, and what that cost."""

    outcome: T | Rejection
    size_bytes: int
    #: By the clock, of the whole; and of the processor.
    seconds: float
    cpu_seconds: float
    #: The most memory that its process held, with what it shared with others.
    peak_bytes: int


class Sandbox:
    """Live `Renderer`. Threads may share it.

    Every method raises ServiceUnavailable when no worker can be had.
    """

    def __init__(self, worker: str = _WORKER) -> None:
        self._pool = Pool(worker)

    def inspect(self, source: BinaryIO) -> PhotoFacts:
        """What the file is, if it may be decoded at all."""
        return _granted(self.examine(Task(Output.FACTS), source)).facts

    def render(self, source: BinaryIO, mark: Mark | None) -> Rendered:
        """Its renditions, with this across them."""
        return _granted(self.examine(Task(Output.RENDITIONS, mark), source))

    def preview(self, source: BinaryIO) -> Preview:
        """A small picture of a small JPEG."""
        return _granted(self.examine_preview(source))

    def examine(self, task: Task, source: BinaryIO) -> Examined[Rendered]:
        """Either of the first two, and what it cost. A refusal is an outcome."""
        return self._examined(task, source, partial(results.unpack, task=task))

    def examine_preview(self, source: BinaryIO) -> Examined[Preview]:
        """The same of the third."""
        return self._examined(Task(Output.PREVIEW), source, results.unpack_preview)

    def close(self) -> None:
        """End the idle workers, and those at work when they are done."""
        self._pool.close()

    def _examined(self, task: Task, source: BinaryIO, unpack: Callable[[bytes], T]) -> Examined[T]:
        began = time.monotonic()
        with _as_file(source) as file:
            size = os.fstat(file).st_size
            report, content = self._pool.handle(file, task.pack())
        outcome, seconds = _judged(task, report, content, unpack), time.monotonic() - began
        log.info(
            "decoded %s of %.1f MB in %.2f s and %.0f MB of memory",
            _told(outcome),
            size / 2**20,
            seconds,
            report.peak_bytes / 2**20,
        )
        return Examined(outcome, size, seconds, report.cpu_seconds, report.peak_bytes)


@contextmanager
def _as_file(source: BinaryIO) -> Iterator[int]:
    """Descriptor of the file, or of a copy if it is in memory only."""
    try:
        descriptor = source.fileno()
    except OSError:
        with tempfile.TemporaryFile() as copy:
            source.seek(0)
            shutil.copyfileobj(source, copy)
            copy.flush()
            yield copy.fileno()
    else:
        source.flush()
        yield descriptor


def _judged(
    task: Task, report: Report, content: bytes, unpack: Callable[[bytes], T]
) -> T | Rejection:
    """What the report and the result make of the file."""
    if report.limit == "logo" and task.mark is not None:
        log.error("the watermark %s cannot be drawn", task.mark.watermark.logo)
        raise ServiceUnavailable
    if report.limit is not None:
        log.info("the decoder reached its limit of %s", report.limit)
        return Rejection.TOO_COMPLEX
    if report.exit_code != 0:
        # Not its own words: they may be the file's.
        where = content[:200].decode("ascii", "replace")
        log.warning("the decoder crashed: signal %s, %r", report.signal, where)
        return Rejection.DAMAGED
    try:
        return unpack(content)
    except PhotoRefused as refusal:
        return refusal.why
    except ResultInvalid as error:
        log.warning("the decoder's result was refused: %s", error)
        return Rejection.DAMAGED


def _granted(examined: Examined[T]) -> T:
    if isinstance(examined.outcome, Rejection):
        raise PhotoRefused(examined.outcome)
    return examined.outcome


def _told(outcome: Rendered | Preview | Rejection) -> str:
    """What it is, or why it is none."""
    if isinstance(outcome, Rendered):
        return outcome.facts.format
    return Output.PREVIEW if isinstance(outcome, Preview) else outcome
