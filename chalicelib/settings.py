"""What differs from one deployment to the next. The only reader of the environment."""

import os
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from typing import Any

from chalicelib import categories, limits
from chalicelib.photo_query import FileType
from chalicelib.watermarks import EVERY_ALBUM, Watermark, watermarks


class SettingsMissing(Exception):
    """The environment does not say everything that this deployment needs, or not rightly."""


@dataclass(frozen=True)
class Settings:
    """One deployment. Names of resources have no default: a wrong one would be found too late."""

    #: Origin of the static site, without a slash at its end; also the only origin we answer.
    site_url: str
    uploads_bucket: str
    media_bucket: str
    #: Where jobs wait; its last part is the queue's name.
    job_queue_url: str
    sessions_table: str
    connections_table: str
    photos_table: str
    #: The Cognito user pool that knows our users; its last part is the pool's id.
    user_pool_arn: str
    #: The pool's client that we sign users in by. It has no secret.
    user_pool_client_id: str
    albums_table: str
    #: Where the secrets that we sign with are, in Parameter Store.
    secret_parameter: str
    #: Where posts to WebSocket connections go, if not to the stage that the socket came through:
    #: a custom domain has another path there, and the dev server no TLS.
    callback_url: str | None = None
    #: After how many days S3 removes what phones have sent; None: never.
    keep_days: int | None = None
    session_seconds: int = limits.SESSION_SECONDS
    max_photos: int = limits.MAX_PHOTOS
    max_upload_bytes: int = limits.MAX_UPLOAD_BYTES
    #: 0: no videos.
    max_video_bytes: int = limits.MAX_VIDEO_BYTES
    #: Of audio and documents; 0: none of these.
    max_file_bytes: int = limits.MAX_FILE_BYTES
    #: What who is signed in may send.
    user_categories: tuple[FileType, ...] = tuple(FileType)
    #: The state machine that works on jobs; without it the function of the queue does it all.
    state_machine_arn: str | None = None
    #: The album of the sessions that kiosks open without a key of their own.
    album_id: str | None = None
    #: `required`: only a kiosk with a key opens sessions.
    kiosk_keys: str = "optional"
    #: By album id, or EVERY_ALBUM.
    watermarks: Mapping[str, Watermark] = field(default_factory=dict)
    #: Whether people may make themselves an account; else they are invited.
    sign_up: bool = False
    #: Whether to keep where a photo was taken, for the host.
    keep_position: bool = False
    #: Whether Amazon Rekognition looks at each photo before it is READY.
    moderation: bool = False
    #: Percent of confidence that its labels need.
    moderation_confidence: int = limits.MODERATION_CONFIDENCE
    #: Whether webhooks may lead to this machine and its network: for the dev server, and no other.
    private_webhooks: bool = False
    #: What metrics are kept apart by.
    stage: str = "local"
    #: Whether lines of the log are JSON; else they are for people.
    json_logs: bool = False

    @property
    def job_queue(self) -> str:
        """The queue's name."""
        return self.job_queue_url.rpartition("/")[2]

    @property
    def user_pool_id(self) -> str:
        """The user pool's id."""
        return self.user_pool_arn.rpartition("/")[2]

    @property
    def content_types(self) -> tuple[str, ...]:
        """What phones may send. Where somebody looks at photos first, nobody can look at videos."""
        videos = limits.VIDEO_TYPES if self._takes(FileType.VIDEO) else ()
        return (*limits.CONTENT_TYPES, *videos)

    @property
    def user_content_types(self) -> tuple[str, ...]:
        """What who is signed in may send."""
        taken = [category for category in self.user_categories if self._takes(category)]
        return tuple(each for category in taken for each in categories.TYPES[category])

    @property
    def kiosk_keys_required(self) -> bool:
        """Whether only a kiosk with a key opens sessions."""
        return self.kiosk_keys == "required"

    def max_bytes_of(self, content_type: str | None) -> int:
        """How large a file of this type may be; one of a type that is not ours, as a picture."""
        if content_type is None or content_type not in categories.SUFFIXES:
            return self.max_upload_bytes
        return self._most_bytes(categories.category_of(content_type))

    def _takes(self, category: FileType) -> bool:
        unseen = self.moderation and category is FileType.VIDEO
        return self._most_bytes(category) > 0 and not unseen

    def _most_bytes(self, category: FileType) -> int:
        own = {FileType.IMAGE: self.max_upload_bytes, FileType.VIDEO: self.max_video_bytes}
        return own.get(category, self.max_file_bytes)

    def watermark_of(self, album_id: str | None) -> Watermark | None:
        """What is written across the photos of this album."""
        return self.watermarks.get(album_id or EVERY_ALBUM) or self.watermarks.get(EVERY_ALBUM)

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """Read `SCANDROP_*`.

        Raises:
            SettingsMissing: with all the names that are missing or not what they should be.
        """
        values: dict[str, Any] = {}
        faults = []
        for part in fields(cls):
            variable = f"SCANDROP_{part.name.upper()}"
            text = environ.get(variable)
            if text:
                try:
                    values[part.name] = _READ.get(part.name, str)(text)
                except ValueError as error:
                    faults.append(f"{variable} ({error})")
            elif part.default is MISSING and part.default_factory is MISSING:
                faults.append(variable)
        if faults:
            raise SettingsMissing(f"Set in the environment: {', '.join(faults)}")
        return cls(**values)


def _positive(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise ValueError("a whole number above 0")
    return int(text)


def _fit_for_parts(text: str) -> int:
    most = limits.MAX_PARTS * limits.PART_BYTES
    if not (text.isascii() and text.isdigit() and int(text) <= most):
        raise ValueError(f"a whole number up to {most}")
    return int(text)


def _categories(text: str) -> tuple[FileType, ...]:
    named = [name.strip() for name in text.split(",")]
    if not set(named) <= set(FileType):
        raise ValueError(f"some of {', '.join(FileType)}, with commas between them")
    return tuple(category for category in FileType if category in named)


def _percent(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= 100):
        raise ValueError("a whole number from 1 to 100")
    return int(text)


def _switch(text: str) -> bool:
    if text not in ("on", "off"):
        raise ValueError("on or off")
    return text == "on"


def _requirement(text: str) -> str:
    if text not in ("required", "optional"):
        raise ValueError("required or optional")
    return text


def _origin(text: str) -> str:
    return text.rstrip("/")


#: How a variable is read, if not as the text that it is. Each raises ValueError with what it takes.
_READ: Mapping[str, Callable[[str], Any]] = {
    "site_url": _origin,
    "session_seconds": _positive,
    "keep_days": _positive,
    "max_photos": _positive,
    "max_upload_bytes": _positive,
    "max_video_bytes": _fit_for_parts,
    "max_file_bytes": _fit_for_parts,
    "user_categories": _categories,
    "kiosk_keys": _requirement,
    "watermarks": watermarks,
    "sign_up": _switch,
    "keep_position": _switch,
    "moderation": _switch,
    "moderation_confidence": _percent,
    "private_webhooks": _switch,
    "json_logs": _switch,
}
