"""What a host says of where he wants to be told → an address we may send to, or InvalidRequest.

By its form alone. Whether its name leads into a network of ours is found out each time that
something is sent: names change. Pure.
"""

import re
from collections.abc import Mapping
from typing import Any

from chalicelib import limits
from chalicelib.errors import InvalidRequest

#: A name of the DNS, the last part of which is none of a number: no address of an IP, however
#: written. No credentials, no fragment, nothing but visible ASCII.
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_REST = r"(?::[1-9][0-9]{0,4})?(?:[/?][!\"$-;=?-\[\]_a-z~]*)?"
_PUBLIC = re.compile(rf"https://(?:{_LABEL}\.)+(?=[a-z]){_LABEL}{_REST}", re.I | re.A)
#: On a developer's own machine.
_PRIVATE = re.compile(rf"http://(?:localhost|127\.0\.0\.1){_REST}", re.I | re.A)
_PORT = re.compile(r"https?://[^:/?]+:(\d+)")
_HIGHEST_PORT = 65_535


def webhook_url(value: object, name: str) -> str | None:
    """An address of a webhook, public or private; None: there shall be none."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise InvalidRequest(f"{name} must be text, or null.")
    most = limits.WEBHOOK_URL_CHARACTERS
    if len(value) > most:
        raise InvalidRequest(f"{name} must have {most} characters at most.")
    port = _PORT.match(value)
    if not (_PUBLIC.fullmatch(value) or _PRIVATE.fullmatch(value)) or (
        port and int(port[1]) > _HIGHEST_PORT
    ):
        raise InvalidRequest(
            f"{name} must be an https URL of a host by its name, without credentials or fragment."
        )
    return value


def require_public(values: Mapping[str, Any]) -> None:
    """Raise InvalidRequest if the album would send to the very machine that sends."""
    url = values.get("webhook_url")
    if url is not None and not _PUBLIC.fullmatch(url):
        raise InvalidRequest("webhookUrl must be an https URL of a public host.")
