"""What phones say of files that come in parts → values we can trust, or InvalidRequest. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib import filenames, inputs, limits
from chalicelib.errors import InvalidRequest
from chalicelib.inputs import Headers, PhotoRequest, Query, TicketRequest
from chalicelib.photo import Announcement

_NUMBERS = re.compile(r"[1-9][0-9]{0,4}(,[1-9][0-9]{0,4})*")


@dataclass(frozen=True)
class PartsRequest(PhotoRequest):
    """How a file in parts goes on."""

    #: Of the parts whose URLs are wanted, by number; None: one without.
    digests: Mapping[int, str | None]


def parts_request(photo: str, query: Query, headers: Headers) -> PartsRequest:
    """`GET /uploads/{photoId}/parts`."""
    asked = inputs.withdrawal(photo, query, headers)
    said = inputs.matching(
        inputs.one(query, "numbers"), _NUMBERS, "numbers", "part numbers, with commas"
    )
    numbers = [int(number) for number in said.split(",")] if said else []
    most = limits.PARTS_AT_ONCE
    if len(numbers) > most or len(set(numbers)) < len(numbers):
        raise InvalidRequest(f"numbers has up to {most} different part numbers.")
    digests = inputs.one(query, "sha256")
    each = digests.split(",") if digests else [None] * len(numbers)
    if len(each) != len(numbers):
        raise InvalidRequest("sha256 has one digest for each number, in their order.")
    checked = [
        inputs.matching(one, inputs.SHA256, "sha256", "base64 of 32 bytes each") for one in each
    ]
    digest_of = dict(zip(numbers, checked, strict=True))
    return PartsRequest(asked.session_id, asked.photo_id, asked.token, digest_of)


def completion(photo: str, body: Mapping[str, Any], headers: Headers) -> PhotoRequest:
    """`POST /uploads/{photoId}/complete`."""
    token = inputs.required_token(headers)
    return PhotoRequest(inputs.session_id(body.get("sessionId")), inputs.photo_id(photo), token)


def upload_request(body: Mapping[str, Any], headers: Headers) -> TicketRequest:
    """`POST /uploads`: as a ticket, of a file that must be told of."""
    checksum = body.get("checksum")
    if checksum not in (None, "SHA256"):
        raise InvalidRequest("checksum is SHA256, or left out.")
    size = size_bytes(body.get("size"))
    said = {name: text(body, name) for name in ("contentType", "filename", "requestId")}
    for name in ("contentType", "requestId"):
        if not said[name]:
            raise InvalidRequest(f"{name} is missing.")
    return TicketRequest(
        session_id=inputs.session_id(body.get("sessionId")),
        announced=Announcement(
            size_bytes=size,
            content_type=inputs.content_type(said["contentType"], limits.VIDEO_TYPES),
            file_name=filenames.shown(said["filename"]),
            request_id=inputs.request_id(said["requestId"]),
            parts_digested=checksum is not None,
        ),
        token=inputs.optional_token(headers),
    )


def size_bytes(value: object) -> int | None:
    """A file's size, as JSON has it; raises PhotoEmpty for none."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 10**15:
        raise InvalidRequest("size must be the file's size in bytes.")
    return inputs.size_bytes(str(value))


def text(body: Mapping[str, Any], name: str) -> str | None:
    """The text of this name, if it is given, and not empty."""
    value = body.get(name)
    if value is not None and not isinstance(value, str):
        raise InvalidRequest(f"{name} must be text.")
    return inputs.one({name: [value or ""]}, name)
