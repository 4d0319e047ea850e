"""Of SOCKS5 what one browser of this machine needs: CONNECT without a password, to this machine.

https://www.rfc-editor.org/rfc/rfc1928
"""

import asyncio
import socket
import struct

LOOPBACK = "127.0.0.1"
GRANTED, REFUSED = 0, 5

_VERSION = 5
_NO_PASSWORD, _NO_METHOD = b"\x00", b"\xff"
_CONNECT, _IPV4, _NAME = 1, 1, 3
_NOT_ALLOWED, _NO_COMMAND, _NO_ADDRESS = 2, 7, 8


class Unwanted(Exception):
    """A request that gets no connection. The argument is the protocol's code for why."""


async def requested(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> int:
    """The port on this machine that is asked for.

    Raises:
        Unwanted: it asks for something else.
        EOFError: it wants a password asked for, or is gone.
    """
    _, count = await reader.readexactly(2)
    if _NO_PASSWORD not in await reader.readexactly(count):
        writer.write(bytes([_VERSION]) + _NO_METHOD)
        raise EOFError
    writer.write(bytes([_VERSION]) + _NO_PASSWORD)
    _, command, _, kind = await reader.readexactly(4)
    if kind == _IPV4:
        host = socket.inet_ntoa(await reader.readexactly(4))
    elif kind == _NAME:
        (length,) = await reader.readexactly(1)
        host = (await reader.readexactly(length)).decode("ascii", "replace")
    else:
        raise Unwanted(_NO_ADDRESS)
    (port,) = struct.unpack(">H", await reader.readexactly(2))
    if command != _CONNECT:
        raise Unwanted(_NO_COMMAND)
    if host not in (LOOPBACK, "localhost"):
        raise Unwanted(_NOT_ALLOWED)
    return int(port)


def reply(code: int) -> bytes:
    """The address that a CONNECT is answered with is of no use to anybody here."""
    return bytes([_VERSION, code, 0, _IPV4]) + bytes(6)
