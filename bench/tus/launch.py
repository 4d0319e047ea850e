"""The tus server as a process of its own, installed from its lock when it is first needed."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_HERE = Path(__file__).parent
_LOCK = _HERE / "package-lock.json"
#: npm writes it last of all.
_INSTALLED = _HERE / "node_modules" / ".package-lock.json"
#: Redis, for servers that are several, is left out.
_INSTALL = ("npm", "ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund")
_INSTALL_SECONDS = 300
_STOP_SECONDS = 10


class Unavailable(Exception):
    """There can be no tus server on this machine. The text says why."""


@dataclass(frozen=True)
class TusServer:
    """A tus server that is ready."""

    process: "subprocess.Popen[str]"
    #: Its origin.
    url: str

    @property
    def files_url(self) -> str:
        """Where uploads are created."""
        return f"{self.url}/files"

    @property
    def websocket_url(self) -> str:
        """What tells of finished ones."""
        return f"{self.url.replace('http', 'ws', 1)}/ws"


def install() -> None:
    """Have its packages, in `node_modules` beside this file.

    Raises:
        Unavailable: there is no npm, or it could not.
    """
    missing = [name for name in ("node", "npm") if shutil.which(name) is None]
    if missing:
        raise Unavailable(f"no {' and no '.join(missing)} here, so nothing to compare with")
    if _INSTALLED.exists() and _INSTALLED.stat().st_mtime >= _LOCK.stat().st_mtime:
        return
    try:
        done = subprocess.run(
            [*_INSTALL, "--loglevel=error"],
            cwd=_HERE,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_INSTALL_SECONDS,
        )
    except subprocess.TimeoutExpired as expired:
        raise Unavailable(f"npm ci took more than {_INSTALL_SECONDS} seconds") from expired
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["nothing"])[0]
        raise Unavailable(f"npm ci failed: {said}")


@contextmanager
def launched(folder: Path) -> Iterator[TusServer]:
    """Start one that keeps its files in `folder`, and stop it at the end.

    Raises:
        Unavailable: it does not start, as with a node that is too old.
    """
    log_path = folder.with_name(f"{folder.name}.log")
    with log_path.open("w") as log:
        process = subprocess.Popen(
            ["node", "server.mjs", str(folder)],
            cwd=_HERE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    try:
        # Either its address, or the end of what it says.
        url = process.stdout.readline().strip() if process.stdout else ""
        if not url:
            raise Unavailable(f"the tus server does not start:\n{log_path.read_text()}")
        yield TusServer(process, url)
    finally:
        _stop(process)


def _stop(process: "subprocess.Popen[str]") -> None:
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            pipe.close()
