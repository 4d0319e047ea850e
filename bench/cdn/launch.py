"""The front as a process of its own."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from devserver.launch import DevServer
from tests.deployment.emulator.certificates import issue

_HERE = Path(__file__).parent
_STOP_SECONDS = 10


@dataclass(frozen=True)
class Front:
    """A front that is ready."""

    #: Origin of the site.
    site_url: str
    #: What makes Chromium trust it.
    arguments: tuple[str, ...]


@contextmanager
def launched(server: DevServer, folder: Path) -> Iterator[Front]:
    """Serve the site and the APIs of `server` by HTTP/2; certificates are in `folder`.

    Raises:
        RuntimeError: it does not start; what it said is on the standard error.
    """
    certificates = issue(folder / "certificates", ["127.0.0.1"])
    api = urlsplit(server.api_url)
    origins = (server.site_url, f"{api.scheme}://{api.netloc}")
    command = ["node", "front.mjs", str(certificates.key), str(certificates.chain), *origins]
    process = subprocess.Popen(
        command, cwd=_HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    trusted = f"--ignore-certificate-errors-spki-list={certificates.fingerprint}"
    try:
        told = [process.stdout.readline().strip() if process.stdout else "" for _ in origins]
        if not all(told):
            raise RuntimeError("the HTTP/2 front does not start; is there a node?")
        yield Front(told[0], (trusted,))
    finally:
        process.terminate()
        process.wait(_STOP_SECONDS)
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()
