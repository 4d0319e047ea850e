"""Leads AWS host names to the emulator, in every Python that has this folder on PYTHONPATH.

The port is exchanged as well, so that nothing needs port 443; what a client says in `Host` and
checks in the certificate stays the real name.
"""

import os
import re
import socket
from typing import Any

_SUFFIXES = (".amazonaws.com", ".cloudfront.net")
_REGION = re.compile(r"\b[a-z]{2}-[a-z]+-[0-9]\b")
_resolve = socket.getaddrinfo


def lead(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
    """`socket.getaddrinfo`, by which everything in Python finds its way."""
    name = host.decode() if isinstance(host, bytes) else host
    emulator = os.environ.get("EMULATED_AWS_PORT")
    if emulator and isinstance(name, str) and name.endswith(_SUFFIXES):
        if {*_REGION.findall(name)} - {os.environ.get("EMULATED_AWS_REGION")}:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        kind = kwargs.get("type") or (args[1] if len(args) > 1 else socket.SOCK_STREAM)
        return _resolve("127.0.0.1", int(emulator), socket.AF_INET, kind)
    return _resolve(host, port, *args, **kwargs)


if __name__ == "sitecustomize":
    socket.getaddrinfo = lead
