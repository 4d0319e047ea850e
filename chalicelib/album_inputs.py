"""What hosts and guests say of albums and kiosks → values we can trust, or InvalidRequest. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from chalicelib import filenames, inputs, limits
from chalicelib.album import CODE_ALPHABET, CODE_CHARACTERS, Album, Attract, Guests
from chalicelib.album_errors import KioskKeyRefused, KioskKeyRequired
from chalicelib.errors import InvalidRequest
from chalicelib.inputs import Headers, Query
from chalicelib.webhook_inputs import webhook_url

_CODE = re.compile(rf"[{CODE_ALPHABET}]{{{CODE_CHARACTERS}}}")
_OWNER = re.compile(r"[A-Za-z0-9-]{1,128}")
_KIOSK_KEY = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
#: The year 5138: a time behind it is one in milliseconds.
_LATEST = 10**11


@dataclass(frozen=True)
class JoinRequest:
    """A guest has read a code."""

    code: str
    name: str | None


@dataclass(frozen=True)
class AlbumChange:
    """What a host says of an album: the fields of `Album` that he names, and their new values."""

    values: Mapping[str, Any]
    #: Whether the code that was printed shall be worth nothing from now on.
    new_code: bool = False
    #: Whether the link of its gallery shall open nothing from now on.
    new_gallery_link: bool = False


@dataclass(frozen=True)
class AlbumsRequest:
    """Whose albums, and behind which one the last page ended."""

    owner_id: str | None
    after: str | None


@dataclass(frozen=True)
class NumbersRequest:
    """A host looks at an album's numbers."""

    album_id: str
    #: When his day began; None: a day ago.
    since: int | None


def album_id(value: object) -> str:
    """An album's id, by its form alone."""
    return inputs.an_id(value, "albumId")


def kiosk_id(value: object) -> str:
    """A kiosk's id, by its form alone."""
    return inputs.an_id(value, "kioskId")


def join_request(code: str, body: Mapping[str, Any]) -> JoinRequest:
    """`POST /albums/{code}/join`. People write codes as they like: in any case, with dashes."""
    read = re.sub(r"[\s-]", "", code).upper()
    if not _CODE.fullmatch(read):
        raise InvalidRequest("This is not a code of ours. Please type it as it is printed.")
    name = body.get("name")
    return JoinRequest(read, None if name in (None, "") else _name(name, "name"))


def new_album(body: Mapping[str, Any]) -> AlbumChange:
    """`POST /albums`: as a change, with a name."""
    if "name" not in body:
        raise InvalidRequest("name is missing.")
    return AlbumChange(_values(body))


def album_change(body: Mapping[str, Any]) -> AlbumChange:
    """`PATCH /albums/{albumId}`."""
    return AlbumChange(
        _values(body),
        new_code=_switch(body.get("newCode", False), "newCode"),
        new_gallery_link=_switch(body.get("newGalleryLink", False), "newGalleryLink"),
    )


def albums_request(query: Query) -> AlbumsRequest:
    """`GET /albums`."""
    owner = inputs.matching(inputs.one(query, "owner"), _OWNER, "owner", "the id of a user")
    after = inputs.one(query, "after")
    return AlbumsRequest(owner, None if after is None else inputs.an_id(after, "after"))


def numbers_request(album: object, query: Query) -> NumbersRequest:
    """`GET /albums/{albumId}/numbers`."""
    return NumbersRequest(album_id(album), inputs.a_time(query, "since"))


def new_kiosk(body: Mapping[str, Any]) -> tuple[str, str]:
    """`POST /kiosks`: the album's id, and what the kiosk is called."""
    return inputs.an_id(body.get("album"), "album"), _name(body.get("name"), "name")


def album_of(query: Query) -> str:
    """The album that a request for kiosks names."""
    return inputs.an_id(inputs.one(query, "album"), "album")


def kiosk_key(headers: Headers) -> str | None:
    """The key of `Authorization: Bearer`, by its form alone; None without that header."""
    header = headers.get("authorization")
    if header is None:
        return None
    scheme, _, key = header.partition(" ")
    if scheme.lower() != "bearer":
        raise KioskKeyRequired
    return signed_token(key.strip())


def signed_token(text: str) -> str:
    """A kiosk key, or another token that we sign, by its form alone."""
    if len(text) > limits.KIOSK_KEY_CHARACTERS or not _KIOSK_KEY.fullmatch(text):
        raise KioskKeyRefused
    return text


def _values(body: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that are named, by the names of `Album`; what we do not know is ignored."""
    return {field: read(body[name], name) for name, (field, read) in FIELDS.items() if name in body}


def _name(value: object, name: str) -> str:
    """A short text in one line, without what is invisible or turns text around."""
    if not isinstance(value, str):
        raise InvalidRequest(f"{name} must be text.")
    seen = filenames.seen(value)
    if not 0 < len(seen) <= limits.NAME_CHARACTERS:
        raise InvalidRequest(f"{name} must have 1 to {limits.NAME_CHARACTERS} characters.")
    return seen


def _switch(value: object, name: str) -> bool:
    if not isinstance(value, bool):
        raise InvalidRequest(f"{name} must be true or false.")
    return value


def _one_of(known: type[StrEnum]) -> Callable[[object, str], StrEnum]:
    def read(value: object, name: str) -> StrEnum:
        if value not in list(known):
            raise InvalidRequest(f"{name} must be one of {', '.join(known)}.")
        return known(str(value))

    return read


def _number(most: int) -> Callable[[object, str], int]:
    def read(value: object, name: str) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= most:
            raise InvalidRequest(f"{name} must be a whole number from 1 to {most}.")
        return value

    return read


def _or_none(read: Callable[[object, str], int]) -> Callable[[object, str], int | None]:
    return lambda value, name: None if value is None else read(value, name)


#: What a host may say, by its name on the wire → the field of `Album`, and how it is read.
FIELDS: Mapping[str, tuple[str, Callable[[object, str], Any]]] = {
    "name": ("name", _name),
    "opensAt": ("opens_at", _or_none(_number(_LATEST))),
    "closesAt": ("closes_at", _or_none(_number(_LATEST))),
    "moderated": ("moderated", _switch),
    "guests": ("guests", _one_of(Guests)),
    "kioskShowsOwn": ("kiosk_shows_own", _switch),
    "attract": ("attract", _one_of(Attract)),
    "maxPhotos": ("max_photos", _number(limits.ALBUM_PHOTOS_AT_MOST)),
    "retentionDays": ("retention_days", _or_none(_number(limits.ALBUM_DAYS_AT_MOST))),
    "webhookUrl": ("webhook_url", webhook_url),
}


def require_window(album: Album) -> None:
    """Raise InvalidRequest if it closes before it opens; each alone may be right."""
    if album.closes_at is not None and album.closes_at <= (album.opens_at or 0):
        raise InvalidRequest("closesAt must be after opensAt.")
