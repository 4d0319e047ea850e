"""Ports that a server can have again, and ways to end one without asking it."""

import socket
from contextlib import ExitStack

import psutil

from devserver.launch import DevServer

_STOP_SECONDS = 30


def three_ports() -> int:
    """The first of three free ports in a row: a server that comes back has to have the same."""
    for first in range(20_000, 32_000, 3):
        with ExitStack() as stack:
            try:
                for port in range(first, first + 3):
                    stack.enter_context(socket.create_server(("127.0.0.1", port)))
            except OSError:
                continue
            return first
    raise LookupError("no three free ports in a row")


def kill_server(server: DevServer) -> None:
    """As a power cut would, but for its embedded AWS, which has to notice."""
    server.kill()


def kill_cloud(server: DevServer) -> None:
    """Kill the embedded AWS alone. The dev server cannot go on without it, and says so."""
    (cloud,) = psutil.Process(server.process.pid).children()
    assert "devserver.cloud_server" in cloud.cmdline()
    cloud.kill()
    assert server.process.wait(_STOP_SECONDS) == 1
