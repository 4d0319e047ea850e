"""A team's own server outside of AWS, which takes webhooks."""

import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import SimpleQueue
from threading import Thread
from typing import Any

from tests.deployment.emulator.certificates import Certificates

_SECONDS = 20


@dataclass(frozen=True)
class Posted:
    """One request."""

    path: str
    authorization: str | None
    body: Any


@dataclass
class Webhook:
    """What came, in its order."""

    url: str = ""
    _posted: SimpleQueue[Posted] = field(default_factory=SimpleQueue)

    def hears_of(self, photo_id: str) -> Posted:
        """The next request about this photo; those about others are passed over."""
        while True:
            posted = self._posted.get(timeout=_SECONDS)
            if posted.body["detail"]["photoId"] == photo_id:
                return posted

    def take(self, posted: Posted) -> None:
        """Write down a request."""
        self._posted.put(posted)


@contextmanager
def webhook(certificates: Certificates) -> Iterator[Webhook]:
    """Serve on this machine, by a certificate that the emulator trusts."""
    taken = Webhook()

    class Requests(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["Content-Length"]))
            taken.take(Posted(self.path, self.headers["Authorization"], json.loads(text)))
            self.send_response(HTTPStatus.NO_CONTENT)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name in the base
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Requests)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates.chain, certificates.key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    taken.url = f"https://localhost:{server.server_port}/photos"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield taken
    server.shutdown()
    server.server_close()
    thread.join()
