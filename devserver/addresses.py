"""Where the three listeners are, and the URLs that follow from it."""

import errno
import socket
from dataclasses import dataclass

LOOPBACK = "127.0.0.1"
#: A burst of 500 kiosks that reconnect must not meet a full accept queue.
BACKLOG = 1024
_EVERY_INTERFACE = "0.0.0.0"
#: An address of the documentation range (RFC 5737): routed like any other, owned by nobody.
_SOMEWHERE_ELSE = ("192.0.2.1", 9)


class NoLanAddress(Exception):
    """This machine is in no network that another device could reach it through."""


class PortBusy(Exception):
    """Another program listens on a port that we need."""


@dataclass(frozen=True)
class Addresses:
    """Host and ports of the site, the gateway and the storage, as other programs are told them.

    Three ports are three origins, as the site, the API and the bucket have on AWS: what a browser
    forbids there, it forbids here.
    """

    host: str
    site_port: int
    gateway_port: int
    storage_port: int

    @property
    def site(self) -> str:
        """Origin of the static site."""
        return f"http://{self.host}:{self.site_port}"

    @property
    def gateway(self) -> str:
        """Origin of the APIs."""
        return f"http://{self.host}:{self.gateway_port}"

    @property
    def api(self) -> str:
        """Base of the HTTP API, its stage included."""
        return f"{self.gateway}/api"

    @property
    def websocket_origin(self) -> str:
        """What a content security policy must name for the sockets."""
        return f"ws://{self.host}:{self.gateway_port}"

    @property
    def websocket(self) -> str:
        """URL of the WebSocket API."""
        return f"{self.websocket_origin}/ws"

    @property
    def storage(self) -> str:
        """Origin of the buckets, which presigned URLs carry."""
        return f"http://{self.host}:{self.storage_port}"

    @property
    def callbacks(self) -> str:
        """Where the application posts to connections: always loopback, it runs on this machine."""
        return f"http://{LOOPBACK}:{self.gateway_port}"

    def is_this_machine(self, peer: str) -> bool:
        """Whether a connection's other end is on this machine."""
        return peer in (LOOPBACK, self.host)


@dataclass(frozen=True)
class Listeners:
    """The bound sockets behind `Addresses`."""

    addresses: Addresses
    site: socket.socket
    gateway: socket.socket
    storage: socket.socket


def lan_address() -> str:
    """The address under which the local network sees this machine.

    Connecting a datagram socket sends nothing; it only makes the kernel choose a route and with
    it our own address.

    Raises:
        NoLanAddress: there is no route, or only loopback.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_SOMEWHERE_ELSE)
        except OSError as error:
            raise NoLanAddress(
                "--lan: this machine is in no network; join one, or start without --lan"
            ) from error
        address = str(probe.getsockname()[0])
    if address.startswith("127.") or address == _EVERY_INTERFACE:
        raise NoLanAddress("--lan: this machine has no address but its own loopback")
    return address


def open_listeners(port: int, *, lan: bool) -> Listeners:
    """Bind the three ports, all or none.

    Raises:
        PortBusy: one of them is taken.
        NoLanAddress: `lan`, and there is no network.
    """
    host = lan_address() if lan else LOOPBACK
    bind = _EVERY_INTERFACE if lan else LOOPBACK
    wanted = (port, port + 1, port + 2) if port else (0, 0, 0)
    opened: list[socket.socket] = []
    try:
        opened.extend(_listen(bind, number) for number in wanted)
    except PortBusy:
        for listener in opened:
            listener.close()
        raise
    ports = [int(listener.getsockname()[1]) for listener in opened]
    return Listeners(Addresses(host, *ports), *opened)


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), backlog=BACKLOG)
    except OSError as error:
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            raise PortBusy(f"port {port} is taken or not ours; try --port 0") from error
        raise
