"""The dev server as a process of its own, for tests and measurements."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

#: Seconds that a stop may take before it is a defect.
STOP_SECONDS = 15


class LaunchFailed(Exception):
    """The process ended before it was ready. The text is what it printed."""


@dataclass(frozen=True)
class DevServer:
    """A dev server that is ready."""

    process: "subprocess.Popen[str]"
    #: Origin of the site, without a slash at its end.
    site_url: str
    api_url: str
    websocket_url: str

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        self.process.kill()
        self.process.wait(STOP_SECONDS)


@contextmanager
def launched(
    data: Path, *arguments: str, port: int = 0, environ: Mapping[str, str] | None = None
) -> Iterator[DevServer]:
    """Start a dev server that keeps its data in `data`, wait until it is ready, stop it at the end.

    Its log goes to a file beside `data`: a pipe that nobody reads would fill and stop it.

    Raises:
        LaunchFailed: with its output.
    """
    log_path = data.with_name(f"{data.name}.log")
    command = [sys.executable, "-m", "devserver", "--port", str(port), "--data", str(data)]
    with log_path.open("a") as log:
        process = subprocess.Popen(
            [*command, *arguments],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **(environ or {})},
        )
    try:
        yield _when_ready(process, log_path)
    finally:
        _stop(process)


def _when_ready(process: "subprocess.Popen[str]", log_path: Path) -> DevServer:
    printed = []
    for line in process.stdout or ():
        printed.append(line)
        if line.startswith("Kiosk "):
            site_url = line.split()[1].rstrip("/")
            with urlopen(f"{site_url}/config.json", timeout=10) as answer:  # noqa: S310 - loopback
                config = json.load(answer)
            return DevServer(process, site_url, config["apiUrl"], config["websocketUrl"])
    raise LaunchFailed("".join(printed) + log_path.read_text())


def _stop(process: "subprocess.Popen[str]") -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise
    finally:
        if process.stdout:
            process.stdout.close()
