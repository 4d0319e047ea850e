"""Ports that a server can have again, and ways to end one without asking it."""

import os
import socket
from contextlib import ExitStack

import psutil

from devserver.launch import DevServer

_STOP_SECONDS = 30


def three_ports() -> int:
    """The first of three free ports in a row: a server that comes back has to have the same.

    Whoever runs other tests meanwhile looks for theirs elsewhere.
    """
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    lowest = 20_000 + 300 * (worker % 40)
    for first in range(lowest, lowest + 300, 3):
        with ExitStack() as stack:
            try:
                for port in range(first, first + 3):
                    stack.enter_context(socket.create_server(("127.0.0.1", port)))
            except OSError:
                continue
            return first
    raise LookupError("no three free ports in a row")


def family(server: DevServer) -> list[psutil.Process]:
    """The processes that it has started, and those that they have."""
    return psutil.Process(server.process.pid).children(recursive=True)


def running_with(argument: str) -> list[psutil.Process]:
    """The processes that were started with this on their command line."""
    found = psutil.process_iter(["cmdline"])
    return [each for each in found if argument in (each.info["cmdline"] or ())]


def stop_server(server: DevServer) -> None:
    """As Ctrl-C does."""
    server.process.terminate()
    assert server.process.wait(_STOP_SECONDS) == 0


def kill_server(server: DevServer) -> None:
    """As a power cut would, but for its embedded AWS, which has to notice."""
    server.kill()


def kill_cloud(server: DevServer) -> None:
    """Kill the embedded AWS alone. The dev server cannot go on without it, and says so."""
    (cloud,) = (each for each in family(server) if "devserver.cloud_server" in each.cmdline())
    cloud.kill()
    assert server.process.wait(_STOP_SECONDS) == 1
