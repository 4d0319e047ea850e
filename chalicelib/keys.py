"""Object keys and connection channels: built and parsed here only."""

import re
from dataclasses import dataclass

from chalicelib import categories
from chalicelib.photo import RenditionName

#: An id as `tokens.new_id` makes it, and nothing that means something in a path.
ID_PATTERN = r"[A-Za-z0-9_-]{22}"
#: Suffix of an upload whose type was not announced.
UNKNOWN_SUFFIX = "bin"

_ID = re.compile(ID_PATTERN)
_UPLOAD_KEY = re.compile(rf"session-uploads/({ID_PATTERN})/({ID_PATTERN})\.[a-z0-9]{{1,5}}")


@dataclass(frozen=True)
class UploadKey:
    """What the key of an upload says."""

    session_id: str
    photo_id: str


def upload_key(session_id: str, photo_id: str, content_type: str | None) -> str:
    """The one key that the ticket of this photo may write.

    `session-uploads/<sessionId>/<photoId>.<suffix>`
    """
    suffix = categories.SUFFIXES.get(content_type or "", UNKNOWN_SUFFIX)
    return f"session-uploads/{session_id}/{photo_id}.{suffix}"


def parse_upload_key(key: str) -> UploadKey | None:
    """The ids in a decoded key; None when it is not one of ours."""
    match = _UPLOAD_KEY.fullmatch(key)
    return UploadKey(*match.groups()) if match else None


def is_id(value: object) -> bool:
    """Whether this is an id as we make them, by its form alone."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def suffix_of(key: str) -> str:
    """The suffix of the key of an upload."""
    return key.rpartition(".")[2]


def rendition_key(photo_id: str, name: RenditionName) -> str:
    """Where a rendition lies in the media bucket: `renditions/<photoId>/<name>.jpg`.

    The same for every attempt at the same photo, so that there is one set of them.
    """
    return f"renditions/{photo_id}/{name}.jpg"


def upload_prefix(session_id: str, photo_id: str) -> str:
    """What the keys of all uploads of this photo begin with, and of no other photo's."""
    return f"session-uploads/{session_id}/{photo_id}."


def rendition_prefix(photo_id: str) -> str:
    """What the keys of all renditions of this photo begin with, and of no other photo's."""
    return f"renditions/{photo_id}/"


def session_channel(session_id: str) -> str:
    """The channel that the screens and the phone of a session listen to."""
    return f"session#{session_id}"


def album_channel(album_id: str) -> str:
    """The channel that the walls and the hosts of an album listen to."""
    return f"album#{album_id}"
