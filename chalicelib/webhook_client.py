"""Webhooks over HTTPS: to whom a stranger has named, and to nobody who is not in public.

Its name is looked up here, each time, and the connection goes to the very address that was looked
at: a second look-up could lead elsewhere. Nothing follows a redirect, and of the answer nothing is
read but its status. All of it has a few seconds, also of one who sends a byte now and then.
"""

import http.client
import ipaddress
import logging
import socket
import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Thread
from urllib.parse import SplitResult, urlsplit

from chalicelib import limits
from chalicelib.errors import ServiceUnavailable

log = logging.getLogger(__name__)

#: Python before 3.12.4 takes most of it for global: https://github.com/python/cpython/issues/113171
_PROTOCOLS = ipaddress.ip_network("192.0.0.0/24")
#: The IPv4 addresses of a host.
LookUp = Callable[[str, int], list[str]]


def look_up(host: str, port: int) -> list[str]:
    """By the system's resolver. IPv6 has too many ways to say an address of IPv4."""
    found = socket.getaddrinfo(host, port, socket.AF_INET, socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def is_public(address: str) -> bool:
    """Whether it is one of the Internet: not ours, our network's, or the cloud's own services'."""
    parsed = ipaddress.ip_address(address)
    return parsed.is_global and not parsed.is_multicast and parsed not in _PROTOCOLS


class HttpWebhooks:
    """`Webhooks` by sockets of our own; `private` may be told what is on this machine."""

    def __init__(
        self,
        *,
        private: bool = False,
        seconds: float = limits.WEBHOOK_SECONDS,
        look_up: LookUp = look_up,
        context: Callable[[], ssl.SSLContext] = ssl.create_default_context,
    ) -> None:
        self._private = private
        self._seconds = seconds
        self._look_up = look_up
        self._context = context

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """Send it; the status of the answer."""
        attempt = _Attempt(urlsplit(url), headers, body, self._seconds)
        # Look-ups cannot be given a time, and a socket's is for each byte: who waits goes away.
        thread = Thread(target=self._try, args=(attempt,), name="webhook", daemon=True)
        thread.start()
        thread.join(self._seconds)
        attempt.end()
        if attempt.status is None:
            log.warning("a webhook has not answered: %s", attempt.failure or "too late")
            raise ServiceUnavailable
        return attempt.status

    def _try(self, attempt: "_Attempt") -> None:
        try:
            attempt.make(self._address(attempt.host, attempt.port), self._context)
        except (OSError, http.client.HTTPException, ValueError) as error:
            # What is in its text may be the receiver's.
            attempt.failure = type(error).__name__

    def _address(self, host: str, port: int) -> str:
        found = self._look_up(host, port)
        if not found or not (self._private or all(map(is_public, found))):
            raise _NotPublicError
        return found[0]


class _NotPublicError(OSError):
    """The name leads to where nothing is sent."""


@dataclass
class _Attempt:
    """One request, which another thread may end at any time."""

    url: SplitResult
    headers: Mapping[str, str]
    body: bytes
    seconds: float
    status: int | None = None
    failure: str | None = None
    _ended: bool = False
    _sockets: list[socket.socket] = field(default_factory=list)

    @property
    def host(self) -> str:
        return self.url.hostname or ""

    @property
    def port(self) -> int:
        return self.url.port or (443 if self.url.scheme == "https" else 80)

    def make(self, address: str, context: Callable[[], ssl.SSLContext]) -> None:
        """Make it, to this address and no other."""
        plain = socket.create_connection((address, self.port), self.seconds)
        self._hold(plain)
        connection = http.client.HTTPConnection(self.host, self.port, timeout=self.seconds)
        connection.sock = plain
        if self.url.scheme == "https":
            # Its handshake as a whole has no more than the socket's time.
            secure = context().wrap_socket(plain, server_hostname=self.host)
            self._hold(secure)
            connection.sock = secure
        query = f"?{self.url.query}" if self.url.query else ""
        target = (self.url.path or "/") + query
        named = {"host": self.url.netloc, "connection": "close", **self.headers}
        connection.request("POST", target, self.body, named)
        self.status = connection.getresponse().status

    def _hold(self, opened: socket.socket) -> None:
        self._sockets.append(opened)
        if self._ended:
            self.end()
            raise TimeoutError

    def end(self) -> None:
        """Wake whoever still waits, and leave nothing open."""
        self._ended = True
        for each in self._sockets:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
