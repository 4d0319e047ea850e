"""A line that breaks again and again: a SOCKS5 proxy (RFC 1928) for one browser."""

import contextlib
import socket
import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_LOOPBACK = "127.0.0.1"
_CHUNK_BYTES = 64 * 1024
_NO_PASSWORD = b"\x05\x00"
_GRANTED = b"\x05\x00\x00\x01" + bytes(6)


class CutLine:
    """Hangs up in the middle of what goes to one port, each time so many bytes more went there."""

    def __init__(self, port: int, every_bytes: int) -> None:
        self._port = port
        self._every_bytes = every_bytes
        self._lock = threading.Lock()
        #: What has gone to the port so far.
        self.sent_bytes = 0
        #: How often it hung up.
        self.cuts = 0

    def carries(self, port: int, size_bytes: int) -> bool:
        """Whether this many more bytes pass."""
        if port != self._port:
            return True
        with self._lock:
            self.sent_bytes += size_bytes
            if self.sent_bytes < (self.cuts + 1) * self._every_bytes:
                return True
            self.cuts += 1
            return False


class _Connection(socketserver.BaseRequestHandler):
    """One connection of the browser."""

    server: "_Proxy"

    def handle(self) -> None:
        with contextlib.suppress(OSError):
            port = self._asked_for()
            with socket.create_connection((_LOOPBACK, port)) as there:
                self.request.sendall(_GRANTED)
                down = threading.Thread(target=_pass_on, args=(there, self.request), daemon=True)
                down.start()
                while chunk := self.request.recv(_CHUNK_BYTES):
                    if not self.server.line.carries(port, len(chunk)):
                        # Not a farewell but a reset.
                        _hang_up(self.request)
                        _hang_up(there)
                        return
                    there.sendall(chunk)
                there.shutdown(socket.SHUT_WR)
                down.join()

    def _asked_for(self) -> int:
        """The port that the browser wants to be connected with, on this machine."""
        self._read(self._read(2)[1])
        self.request.sendall(_NO_PASSWORD)
        kind = self._read(4)[3]
        self._read(4 if kind == 1 else self._read(1)[0])
        (port,) = struct.unpack(">H", self._read(2))
        return int(port)

    def _read(self, size: int) -> bytes:
        content = b""
        while len(content) < size:
            if not (more := self.request.recv(size - len(content))):
                raise ConnectionError
            content += more
        return content


class _Proxy(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, line: CutLine) -> None:
        super().__init__((_LOOPBACK, 0), _Connection)
        self.line = line


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while chunk := source.recv(_CHUNK_BYTES):
            target.sendall(chunk)
        target.shutdown(socket.SHUT_WR)


def _hang_up(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


@contextmanager
def breaking(line: CutLine) -> Iterator[tuple[str, ...]]:
    """What sends all of Chromium's requests through this line, those to this machine too."""
    with _Proxy(line) as proxy:
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        port = proxy.server_address[1]
        yield f"--proxy-server=socks5://{_LOOPBACK}:{port}", "--proxy-bypass-list=<-loopback>"
        proxy.shutdown()
