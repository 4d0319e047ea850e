"""A function of an unpacked package, in a process as Lambda starts it."""

import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty
from typing import Any

from tests.deployment.runtime.api import Outcome, RuntimeApi, runtime_api

_START = Path(__file__).with_name("start.py")
#: A busy machine is slow, not wrong.
_SECONDS = 30.0


class FunctionDied(Exception):
    """The process has ended; its output is in the text."""


@dataclass(frozen=True)
class Machine:
    """What Lambda brings: an interpreter, and a folder with its runtime client and boto3."""

    python: Path
    version: str
    runtime: Path


@dataclass(frozen=True)
class Report:
    """What the process had done when it asked for an event."""

    #: Name → file, of all that is loaded.
    modules: Mapping[str, str | None]
    read: list[str]
    written: list[str]
    #: Names of what was compiled from source.
    compiled: list[str]
    #: Addresses that sockets were connected to.
    reached: list[str]


@dataclass
class Function:
    """One execution environment."""

    process: subprocess.Popen[bytes]
    api: RuntimeApi
    log: Path
    #: `time.perf_counter()` when it was started.
    started: float
    _reports: Path | None

    def invoke(self, event: Mapping[str, Any]) -> Outcome:
        """Hand it an event and wait for the outcome.

        Raises:
            FunctionDied: it ended, or seems to hang.
        """
        self.api.events.put(event)
        return self.outcome()

    def outcome(self) -> Outcome:
        """Wait for what it says next."""
        until = time.monotonic() + _SECONDS
        while time.monotonic() < until:
            try:
                return self.api.outcomes.get(timeout=0.1)
            except Empty:
                if self.process.poll() is not None and self.api.outcomes.empty():
                    break
        raise FunctionDied(f"exit code {self.process.poll()}\n{self.output()}")

    def output(self) -> str:
        """All that it has printed: its log."""
        return self.log.read_text(errors="replace")

    def reports(self) -> list[Report]:
        """One after the initialisation, and one after each event, but for the last, perhaps."""
        assert self._reports is not None
        lines = self._reports.read_bytes().split(b"\n")[:-1]
        return [Report(**json.loads(line)) for line in lines]


#: Starts a function by its handler; keywords are its environment.
Start = Callable[..., Function]


@contextmanager
def started(
    machine: Machine,
    task: Path,
    handler: str,
    environment: Mapping[str, str],
    folder: Path,
    *,
    reporting: bool = False,
    read_only: bool = False,
) -> Iterator[Function]:
    """Start the function, and end it.

    Read-only is what a task is on Lambda, but for root no folder is: then Python does not try.
    """
    log, reports = folder / "log.txt", folder / "reports.jsonl"
    with runtime_api() as api, log.open("wb") as output, reports.open("wb") as file:
        arguments = [str(task), str(machine.runtime), handler]
        if reporting:
            arguments.append(str(file.fileno()))
        began = time.perf_counter()
        process = subprocess.Popen(
            [machine.python, "-I", "-S", *(["-B"] if read_only else []), _START, *arguments],
            cwd=task,
            env={**_lambda_environment(machine, task, handler, api), **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            pass_fds=(file.fileno(),),
        )
        try:
            yield Function(process, api, log, began, reports if reporting else None)
        finally:
            process.kill()
            process.wait()


def _lambda_environment(
    machine: Machine, task: Path, handler: str, api: RuntimeApi
) -> dict[str, str]:
    """https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html."""
    return {
        "_HANDLER": handler,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EXECUTION_ENV": f"AWS_Lambda_python{machine.version}",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
        "AWS_LAMBDA_FUNCTION_NAME": "scandrop-dev",
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/scandrop-dev",
        "AWS_LAMBDA_LOG_STREAM_NAME": "2027/01/15/[$LATEST]0123456789abcdef",
        "AWS_LAMBDA_RUNTIME_API": api.address,
        "AWS_REGION": "us-east-1",
        "HOME": "/nonexistent",
        "LAMBDA_RUNTIME_DIR": str(machine.runtime),
        "LAMBDA_TASK_ROOT": str(task),
        "LANG": "en_US.UTF-8",
        "PATH": os.defpath,
        "SCANDROP_CALLBACK_URL": api.callback_url,
        "TZ": ":UTC",
    }
