"""Requests to a library → values we can trust, or InvalidRequest and its like. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from chalicelib import inputs, limits
from chalicelib.album_entry import Visibility
from chalicelib.comments import comment
from chalicelib.errors import InvalidRequest
from chalicelib.inputs import Headers, Query, a_time, matching, one
from chalicelib.negotiation import wants_file
from chalicelib.photo import PhotoState
from chalicelib.photo_query import FileType, Filters, ImageSize

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

#: Of an album, as of a user in any identity provider.
_NAME = re.compile(r"[A-Za-z0-9_.:|=@+-]{1,128}")
_COUNT = re.compile(r"[1-9][0-9]{0,3}")
#: States of photos that libraries hold: what is on its way is in none.
_STATES = (PhotoState.STORED, PhotoState.READY, PhotoState.REJECTED)


@dataclass(frozen=True)
class PageRequest:
    """Somebody asks for photos of a library."""

    filters: Filters
    limit: int
    cursor: str | None


@dataclass(frozen=True)
class ImageRequest:
    """Somebody asks for one photo."""

    photo_id: str
    #: None: the one that is best for most.
    size: ImageSize | None
    #: Whether to be led to the file itself, instead of being told where it is.
    redirects: bool


@dataclass(frozen=True)
class Change(Generic[T]):
    """A new value, which may be None; where nothing is to change there is no `Change`."""

    value: T


@dataclass(frozen=True)
class PhotoEdit:
    """Somebody changes what is said of a photo."""

    photo_id: str
    comment: Change[str | None] | None
    visibility: Change[Visibility] | None
    album_id: Change[str | None] | None


def page_request(query: Query) -> PageRequest:
    """`GET /images`."""
    filters = Filters(
        album_id=matching(one(query, "album"), _NAME, "album", "the id of an album"),
        owner_id=matching(one(query, "owner"), _NAME, "owner", "the id of a user"),
        stored_from=a_time(query, "from"),
        stored_before=a_time(query, "to"),
        file_type=_choice(one(query, "type"), tuple(FileType), "type"),
        state=_choice(one(query, "state"), _STATES, "state"),
        visibility=_choice(one(query, "visibility"), tuple(Visibility), "visibility"),
    )
    if filters.stored_before is not None and (filters.stored_from or 0) >= filters.stored_before:
        raise InvalidRequest("from must be before to.")
    return PageRequest(filters, _limit(query), one(query, "cursor"))


def image_request(photo_id: str, query: Query, headers: Headers) -> ImageRequest:
    """`GET /image/{photoId}`."""
    size = _choice(one(query, "size"), tuple(ImageSize), "size")
    redirects = wants_file(headers.get("accept"))
    return ImageRequest(inputs.photo_id(photo_id), size, redirects)


def photo_edit(photo_id: str, body: Mapping[str, Any]) -> PhotoEdit:
    """`PATCH /image/{photoId}`: what is not named stays as it is."""
    edit = PhotoEdit(
        photo_id=inputs.photo_id(photo_id),
        comment=Change(comment(body["comment"])) if "comment" in body else None,
        visibility=Change(_visibility(body["visibility"])) if "visibility" in body else None,
        album_id=Change(album(body["album"])) if "album" in body else None,
    )
    if edit == PhotoEdit(edit.photo_id, None, None, None):
        raise InvalidRequest("Send what is to change: comment, visibility or album.")
    return edit


def photo_ids(body: Mapping[str, Any]) -> tuple[str, ...]:
    """`DELETE /images`: each id once, in their order."""
    named = body.get("photoIds")
    most = limits.DELETED_AT_ONCE
    if not isinstance(named, list) or not 1 <= len(named) <= most:
        raise InvalidRequest(f"photoIds must be a list of 1 to {most} ids.")
    return tuple(dict.fromkeys(inputs.photo_id(each) for each in named))


def _limit(query: Query) -> int:
    most = limits.MAX_PAGE_PHOTOS
    text = matching(one(query, "limit"), _COUNT, "limit", f"a whole number from 1 to {most}")
    if text is not None and int(text) > most:
        raise InvalidRequest(f"limit must be a whole number from 1 to {most}.")
    return limits.PAGE_PHOTOS if text is None else int(text)


def _choice(text: str | None, known: tuple[E, ...], name: str) -> E | None:
    return None if text is None else one_of(text, known, name)


def one_of(value: object, known: tuple[E, ...], name: str) -> E:
    """The one of these that the value is."""
    for each in known:
        if each.value == value:
            return each
    raise InvalidRequest(f"{name} must be one of {', '.join(known)}.")


def _visibility(value: object) -> Visibility:
    return one_of(value, tuple(Visibility), "visibility")


def album(value: object) -> str | None:
    """The id of an album, or None."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise InvalidRequest("album must be the id of an album, or null.")
    return matching(value, _NAME, "album", "the id of an album")
