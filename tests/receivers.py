"""A host's own server, on this machine, which takes webhooks, and not always at once."""

import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


@dataclass(frozen=True)
class Taken:
    """One request."""

    path: str
    #: By names in lower case.
    headers: dict[str, str]
    body: bytes

    @property
    def data(self) -> Any:
        """What it tells of the photo."""
        return json.loads(self.body)["data"]


@dataclass
class Receiver:
    """What came, in its order, and how to answer."""

    port: int = 0
    #: In turn, then 204.
    answers: list[int] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    #: Sent with each answer, below a status of 300 or above.
    location: str | None = None
    #: Seconds between two bytes of the answer.
    pause: float = 0
    #: Bytes of the answer's body.
    size: int = 0
    closed: Event = field(default_factory=Event)


@contextmanager
def receiver(context: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """Serve, by TLS if there is a certificate for it."""
    made = Receiver()

    class Requests(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            made.taken.append(Taken(self.path, headers, body))
            status = made.answers.pop(0) if made.answers else 204
            answer = f"HTTP/1.1 {status} Said\r\nlocation: {made.location}\r\n\r\n".encode()
            try:
                for byte in (answer[i : i + 1] for i in range(len(answer))):
                    self.wfile.write(byte)
                    if made.pause:
                        made.closed.wait(made.pause)
                self.wfile.write(b"x" * made.size)
            except OSError:
                made.closed.set()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name in the base
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Requests)
    server.daemon_threads = True
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    made.port = server.server_port
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
