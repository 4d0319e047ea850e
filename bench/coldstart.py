"""Cold start of each function under AWS's own runtime client: process start → first answer.

Beside it the same without our choices, as a plain `chalice deploy` would pack it: boto3 in the zip,
nothing compiled, and clients and the QR library loaded with the module. Python's start, the imports
and the event are in it; what AWS does before (a machine, the download of the zip) is not.
"""

import os
import signal
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event as Signal
from threading import Thread

from bench.figures import Figure
from bench.packages import variants, zipped_bytes
from bench.visit import Event, visited
from infra.package import MAX_ZIP_BYTES
from tests.deployment.runtime import kit
from tests.deployment.runtime.api import runtime_api
from tests.deployment.runtime.function import Machine, started

RUNS = 5
_START_SECONDS = 20.0
#: With so much memory Lambda gives a whole processor, and with less a share of it.
#: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
_WHOLE_MB = 1769
_MEMORIES = (512, 1024, _WHOLE_MB)
#: How often a share is given out.
_PERIOD_SECONDS = 0.02
_EVENTS = {
    "api_handler": "`POST /sessions`",
    "websocket_connect": "`$connect`",
    "websocket_message": "`sync`",
    "websocket_disconnect": "`$disconnect`",
    "photo_uploaded": "an upload",
}
_CHOICES = {
    "uncompiled": "the same without .pyc",
    "boto3": "boto3 in the zip, compiled",
    "boto3 uncompiled": "boto3 in the zip, as Chalice packs it",
    "eager": "clients and QR library made at import",
}


@dataclass(frozen=True)
class Start:
    """One cold start, in seconds."""

    #: From the start of the process until it asks for its first event.
    init: float
    #: From there to the answer.
    event: float


@dataclass(frozen=True)
class Bench:
    """What all measurements share."""

    machine: Machine
    environment: Mapping[str, str]
    events: Mapping[str, Event]
    folder: Path

    def cold(self, task: Path, name: str, memory_mb: int) -> Start:
        """Start a function and give it its first event."""
        with started(
            self.machine, task, kit.HANDLERS[name], self.environment, self.folder, read_only=True
        ) as function:
            if not function.api.ready.wait(_START_SECONDS):
                raise RuntimeError(function.output())
            asked = time.perf_counter()
            # The initialisation has a whole processor, whatever the memory.
            # https://serverlessland.com/content/service/lambda/guides/effectively-running-java-on-serverless/init-heavy-lifting
            with _slowed(function.process.pid, memory_mb / _WHOLE_MB):
                outcome = function.invoke(self.events[name])
        if outcome.kind != "response":
            raise RuntimeError(f"{name}: {outcome.body}")
        return Start(asked - function.started, outcome.at - asked)


Seen = Mapping[tuple[str, str, int], list[Start]]


def figures() -> list[Figure]:
    """Medians of fresh processes, all in turn."""
    with tempfile.TemporaryDirectory() as name, _bench(Path(name)) as (bench, tasks):
        seen: dict[tuple[str, str, int], list[Start]] = defaultdict(list)
        # What is compared runs one after the other: a burst of other work hits all of it.
        wanted = sorted(_wanted(tasks), key=lambda each: (each[1], each[2], each[0]))
        for _ in range(RUNS):
            for variant, function, memory_mb in wanted:
                start = bench.cold(tasks[variant], function, memory_mb)
                seen[variant, function, memory_mb].append(start)
        return [*_of_functions(seen), *_of_choices(seen), *_of_memory(seen), _of_size(tasks)]


def _wanted(tasks: Mapping[str, Path]) -> set[tuple[str, str, int]]:
    whole = {(variant, name, _WHOLE_MB) for variant in ("ours", "plain") for name in _EVENTS}
    choices = {(variant, "api_handler", _WHOLE_MB) for variant in tasks}
    memories = {
        (variant, "photo_uploaded", memory_mb)
        for variant in ("ours", "eager")
        for memory_mb in _MEMORIES
    }
    return whole | choices | memories


def _of_functions(seen: Seen) -> Iterator[Figure]:
    for function, name in _EVENTS.items():
        mine = seen["ours", function, _WHOLE_MB]
        event = statistics.median(start.event for start in mine) * 1000
        yield _beside(
            f"cold start → {name} answered",
            (mine, f", {event:.0f} of it the event"),
            ("packed plainly", seen["plain", function, _WHOLE_MB]),
            "≤ 0.6",
        )


def _of_choices(seen: Seen) -> Iterator[Figure]:
    for variant, name in _CHOICES.items():
        yield _beside(
            "cold start → `POST /sessions` answered",
            (seen["ours", "api_handler", _WHOLE_MB], ""),
            (name, seen[variant, "api_handler", _WHOLE_MB]),
            "–",
        )


def _of_memory(seen: Seen) -> Iterator[Figure]:
    for memory_mb in _MEMORIES:
        yield _beside(
            f"cold start → an upload answered, {memory_mb} MB",
            (seen["ours", "photo_uploaded", memory_mb], ""),
            ("clients made at import", seen["eager", "photo_uploaded", memory_mb]),
            "–",
        )


def _of_size(tasks: Mapping[str, Path]) -> Figure:
    mine, plain = zipped_bytes(tasks["ours"]), zipped_bytes(tasks["plain"])
    return Figure(
        "package, zipped",
        f"{mine / 1e6:.2f} MB",
        f"packed plainly {plain / 1e6:.1f} MB",
        f"{mine / plain:.2f}",
        f"≤ {MAX_ZIP_BYTES / 1e6:.0f} MB",
    )


def _beside(
    name: str, ours: tuple[list[Start], str], theirs: tuple[str, list[Start]], budget: str
) -> Figure:
    starts, remark = ours
    other, others = theirs
    mine, reference = (
        statistics.median(start.init + start.event for start in each) * 1000
        for each in (starts, others)
    )
    return Figure(
        name,
        f"{mine:.0f} ms{remark}",
        f"{other} {reference:.0f} ms",
        f"{mine / reference:.2f}",
        budget,
    )


@contextmanager
def _bench(folder: Path) -> Iterator[tuple[Bench, dict[str, Path]]]:
    tools = kit.toolchain()
    machine = kit.machine(tools)
    tasks = variants(kit.package(tools, kit.project(tools, folder / "project")), machine, folder)
    with kit.embedded_aws(folder / "aws") as aws, runtime_api() as gateway:
        environment = {**aws, "SCANDROP_CALLBACK_URL": gateway.callback_url}
        events = visited(machine, tasks["ours"], environment, folder)
        yield Bench(machine, environment, events, folder), tasks


@contextmanager
def _slowed(pid: int, share: float) -> Iterator[None]:
    """Give a process a share of a processor: it stands still for the rest of each period."""
    over = Signal()

    def alternate() -> None:
        with suppress(ProcessLookupError):
            while not over.wait(_PERIOD_SECONDS * share):
                os.kill(pid, signal.SIGSTOP)
                over.wait(_PERIOD_SECONDS * (1 - share))
                os.kill(pid, signal.SIGCONT)

    thread = Thread(target=alternate)
    if share < 1:
        thread.start()
    try:
        yield
    finally:
        over.set()
        if share < 1:
            thread.join()
