"""A Lambda Runtime API for one function, and an API Gateway that takes its posts to sockets.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import SimpleQueue
from threading import Event, Thread
from typing import Any
from urllib.parse import unquote

_RUNTIME = "/2018-06-01/runtime"
_CALLBACKS = "/callbacks"
_CONNECTIONS = f"{_CALLBACKS}/@connections/"
_DEADLINE_MS = 30_000


@dataclass(frozen=True)
class Outcome:
    """What became of an event, or of the start."""

    #: `response`, `error`, or `init/error`.
    kind: str
    body: Any
    #: `time.perf_counter()` when it was here.
    at: float


class RuntimeApi:
    """Events for the function, what it made of them, and what it sent to sockets."""

    def __init__(self, port: int) -> None:
        self.address = f"127.0.0.1:{port}"
        #: Where the function posts to sockets.
        self.callback_url = f"http://{self.address}{_CALLBACKS}"
        self.events: SimpleQueue[Any] = SimpleQueue()
        self.outcomes: SimpleQueue[Outcome] = SimpleQueue()
        #: Set once the function has started and asks for its first event.
        self.ready = Event()
        #: (connection id, message), in the order of their arrival.
        self.posts: list[tuple[str, Any]] = []


@contextmanager
def runtime_api() -> Iterator[RuntimeApi]:
    """Serve on loopback."""
    server = _Server(("127.0.0.1", 0), _Requests)
    server.api = RuntimeApi(server.server_port)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server.api
    server.shutdown()
    server.server_close()
    thread.join()


class _Server(ThreadingHTTPServer):
    api: RuntimeApi
    daemon_threads = True
    # A request for the next event waits for ever.
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a function that was killed while it waited."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Requests(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    # An answer leaves in one piece and at once.
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """The function asks for an event."""
        if self.path != f"{_RUNTIME}/invocation/next":
            self._answer(HTTPStatus.NOT_FOUND)
            return
        self.server.api.ready.set()
        event = self.server.api.events.get()
        deadline = int(time.time() * 1000) + _DEADLINE_MS
        headers = {
            "Content-Type": "application/json",
            "Lambda-Runtime-Aws-Request-Id": "8476a536-e9f4-11e8-9739-2dfe598c3fcd",
            "Lambda-Runtime-Deadline-Ms": str(deadline),
            "Lambda-Runtime-Invoked-Function-Arn": (
                "arn:aws:lambda:us-east-1:123456789012:function:scandrop-dev"
            ),
            "Lambda-Runtime-Trace-Id": (
                "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0"
            ),
        }
        self._answer(HTTPStatus.OK, json.dumps(event).encode(), headers)

    def do_POST(self) -> None:
        """The function has an outcome, or something to say to a socket."""
        at = time.perf_counter()
        text = self._body()
        api = self.server.api
        if self.path.startswith(_CONNECTIONS):
            api.posts.append((unquote(self.path.removeprefix(_CONNECTIONS)), json.loads(text)))
            self._answer(HTTPStatus.OK)
            return
        kind = self.path.removeprefix(f"{_RUNTIME}/")
        if kind.startswith("invocation/"):
            kind = kind.rpartition("/")[2]
        self._answer(HTTPStatus.ACCEPTED, b'{"status":"OK"}')
        api.outcomes.put(Outcome(kind, json.loads(text), at))

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        chunks = []
        while size := int(self.rfile.readline(), 16):
            chunks.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(chunks)

    def _answer(
        self, status: HTTPStatus, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        for name, value in {**(headers or {}), "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name in the base
        """Say nothing."""
