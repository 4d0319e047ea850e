"""The embedded AWS, seen from the dev server: a child process that cannot outlive it."""

import asyncio
import os
import socket
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from pathlib import Path

from devserver.addresses import BACKLOG, LOOPBACK
from devserver.environment import cloud_environment

#: The one line that the child prints.
READY = "ready"

_STOP_SECONDS = 3.0
_ROOT = Path(__file__).resolve().parent.parent


class CloudDied(Exception):
    """The embedded AWS has ended though nobody asked it to."""


class CloudChanged(Exception):
    """The MiniStack that is installed is not one that we know how to adapt."""


class Cloud:
    """The child process. It listens on loopback only, whatever the dev server does."""

    def __init__(self, data: Path, secret: str) -> None:
        self._data = data
        self._secret = secret
        # Bound here and inherited, so that its address is known before it runs and nobody else
        # can take the port meanwhile.
        self._listener = socket.create_server((LOOPBACK, 0), backlog=BACKLOG)
        self._process: Process | None = None
        self.endpoint = f"http://{LOOPBACK}:{self._listener.getsockname()[1]}"

    async def start(self) -> None:
        """Start it and wait until it answers.

        Raises:
            CloudDied: with what it said last on standard error.
        """
        file = self._listener.fileno()
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "devserver.cloud_server",
            str(file),
            str(self._data),
            cwd=_ROOT,
            env=cloud_environment(os.environ, self._data / "objects", self._secret),
            # Its end tells the child that we are gone, however we went.
            stdin=PIPE,
            stdout=PIPE,
            pass_fds=(file,),
            # A signal from the terminal is for us to pass on, or not.
            start_new_session=True,
        )
        self._listener.close()
        line = await self._process.stdout.readline() if self._process.stdout else b""
        if line.decode().strip() != READY:
            await self.died()

    async def died(self) -> None:
        """Wait for its end, which is an error.

        Raises:
            CloudDied: always.
        """
        code = await self._process.wait() if self._process else "it was not started"
        raise CloudDied(f"the embedded AWS has ended (exit code {code})")

    async def stop(self) -> None:
        """End it. Nothing is lost by a kill, so it gets one if it is slow."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        if process.stdin:
            process.stdin.close()
        try:
            async with asyncio.timeout(_STOP_SECONDS):
                await process.wait()
        except TimeoutError:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
