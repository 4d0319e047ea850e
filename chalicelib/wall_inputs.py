"""What is said to walls and asked by them → values we can trust, or InvalidRequest. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib import album_inputs, inputs, limits
from chalicelib.album import WALL_SECONDS_AT_LEAST, WALL_SECONDS_AT_MOST
from chalicelib.errors import InvalidRequest
from chalicelib.inputs import Headers, Query


@dataclass(frozen=True)
class WallControl:
    """What a host wants the walls of an album to do; None: as before."""

    paused: bool | None
    seconds: int | None
    #: Whether they shall show the next photo now.
    goes_on: bool


@dataclass(frozen=True)
class WallRequest:
    """A wall asks what it may show, or a kiosk what it may show while it waits for somebody."""

    #: None: it has none.
    kiosk_key: str | None
    cursor: str | None
    #: These and no others, if there are any.
    photo_ids: tuple[str, ...]
    #: It is a kiosk that waits.
    attracts: bool = False


def wall_request(query: Query, headers: Headers) -> WallRequest:
    """`GET /wall`."""
    listed = inputs.one(query, "photoIds")
    photo_ids = tuple(inputs.photo_id(each) for each in listed.split(",")) if listed else ()
    if len(photo_ids) > limits.PHOTOS_PER_MESSAGE:
        raise InvalidRequest(f"photoIds must be {limits.PHOTOS_PER_MESSAGE} ids at most.")
    cursor = inputs.one(query, "cursor")
    if photo_ids and cursor is not None:
        raise InvalidRequest("Ask for photoIds or for the page of a cursor.")
    attracts = inputs.one(query, "attract")
    if attracts not in (None, "true", "false"):
        raise InvalidRequest("attract must be true or false.")
    if attracts == "true" and cursor is not None:
        raise InvalidRequest("With attract there are no more pages. Ask without cursor.")
    return WallRequest(album_inputs.kiosk_key(headers), cursor, photo_ids, attracts == "true")


def wall_control(body: Mapping[str, Any]) -> WallControl:
    """`POST /albums/{albumId}/wall`."""
    paused, following = body.get("paused"), body.get("next", False)
    for name, value in (("paused", paused), ("next", following)):
        if value is not None and not isinstance(value, bool):
            raise InvalidRequest(f"{name} must be true or false.")
    return WallControl(paused, _seconds(body.get("seconds")), bool(following))


def _seconds(value: object) -> int | None:
    if value is None:
        return None
    fits = type(value) is int and WALL_SECONDS_AT_LEAST <= value <= WALL_SECONDS_AT_MOST
    if not fits:
        raise InvalidRequest(
            f"seconds must be from {WALL_SECONDS_AT_LEAST} to {WALL_SECONDS_AT_MOST}."
        )
    return value  # type: ignore[return-value]
