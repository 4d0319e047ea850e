"""What differs from one deployment to the next. The only reader of the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib import limits


class SettingsMissing(Exception):
    """The environment does not name everything that this deployment needs."""


@dataclass(frozen=True)
class Settings:
    """One deployment. Names of resources have no default: a wrong one would be found too late."""

    #: Origin of the static site, without a slash at its end; also the only origin we answer.
    site_url: str
    uploads_bucket: str
    sessions_table: str
    connections_table: str
    photos_table: str
    #: Where posts to WebSocket connections go, if not to the stage that the socket came through:
    #: a custom domain has another path there, and the dev server no TLS.
    callback_url: str | None = None
    session_seconds: int = limits.SESSION_SECONDS
    max_photos: int = limits.MAX_PHOTOS
    max_upload_bytes: int = limits.MAX_UPLOAD_BYTES

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """Read `SCANDROP_*`.

        Raises:
            SettingsMissing: with all the names that are missing or not numbers.
        """
        wanted = {name: f"SCANDROP_{name.upper()}" for name in cls.__dataclass_fields__}
        given = {name: environ[var] for name, var in wanted.items() if environ.get(var)}
        faults = [wanted[name] for name in _REQUIRED if name not in given]
        faults += [
            f"{wanted[name]} (a whole number above 0)"
            for name in _NUMBERS
            if name in given and not _is_positive(given[name])
        ]
        if faults:
            raise SettingsMissing(f"Set in the environment: {', '.join(faults)}")
        return cls(
            site_url=given["site_url"].rstrip("/"),
            uploads_bucket=given["uploads_bucket"],
            sessions_table=given["sessions_table"],
            connections_table=given["connections_table"],
            photos_table=given["photos_table"],
            callback_url=given.get("callback_url"),
            session_seconds=int(given.get("session_seconds", limits.SESSION_SECONDS)),
            max_photos=int(given.get("max_photos", limits.MAX_PHOTOS)),
            max_upload_bytes=int(given.get("max_upload_bytes", limits.MAX_UPLOAD_BYTES)),
        )


_REQUIRED = (
    "site_url",
    "uploads_bucket",
    "sessions_table",
    "connections_table",
    "photos_table",
)
_NUMBERS = ("session_seconds", "max_photos", "max_upload_bytes")


def _is_positive(text: str) -> bool:
    return text.isascii() and text.isdigit() and int(text) > 0
