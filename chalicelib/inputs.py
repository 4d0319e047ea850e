"""Untrusted input → values we can trust, or InvalidRequest and its like. Pure: asks nobody.

Keys that we do not know are ignored, so a client cannot send a state, a time, a key or an owner.
"""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn
from urllib.parse import parse_qs, unquote_plus

from chalicelib import filenames, keys, limits
from chalicelib.errors import (
    InvalidRequest,
    PhotoEmpty,
    PrefetchRefused,
    TokenRefused,
    TokenRequired,
    UnsupportedContentType,
)
from chalicelib.photo import Announcement

Query = Mapping[str, Sequence[str]]
Headers = Mapping[str, str]

_ID = re.compile(keys.ID_PATTERN)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
SHA256 = re.compile(r"[A-Za-z0-9+/]{43}=")
_TIME = re.compile(r"[0-9]{1,11}")
_SIZE = re.compile(r"[0-9]{1,15}")


@dataclass(frozen=True)
class TicketRequest:
    """A phone asks for leave to upload."""

    session_id: str
    announced: Announcement
    #: The phone's token, if it has or brings one.
    token: str | None


@dataclass(frozen=True)
class PhotoRequest:
    """A phone asks something of one of its photos."""

    session_id: str
    photo_id: str
    token: str


@dataclass(frozen=True)
class Arrival:
    """S3 says: this object is there."""

    bucket: str
    #: Decoded.
    key: str
    size_bytes: int
    #: When, by S3's clock: the same in every repetition of the event.
    stored_at: int


def session_id(value: object) -> str:
    """A session's id, by its form alone."""
    return an_id(value, "sessionId")


def photo_id(value: object) -> str:
    """A photo's id, by its form alone."""
    return an_id(value, "photoId")


def required_token(headers: Headers) -> str:
    """The token of `Authorization: Bearer` (RFC 6750)."""
    token = optional_token(headers)
    if token is None:
        raise TokenRequired
    return token


def optional_token(headers: Headers) -> str | None:
    """The token of `Authorization: Bearer`; None without that header."""
    header = headers.get("authorization")
    if header is None:
        return None
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer":
        raise TokenRequired
    return token_of_ours(token.strip())


def token_of_ours(text: str) -> str:
    """A token, by its form alone."""
    if not _TOKEN.fullmatch(text):
        raise TokenRefused
    return text


def ticket_request(query: Query, headers: Headers) -> TicketRequest:
    """`GET /upload-url`, which claims and therefore must not be done ahead of a person's wish.

    A browser marks what it fetches ahead: https://www.w3.org/TR/fetch-metadata/ and its
    `Sec-Purpose`, `Purpose` in older ones.
    """
    if "prefetch" in headers.get("sec-purpose", headers.get("purpose", "")).lower():
        raise PrefetchRefused
    return _ticket_request(query, optional_token(headers))


def ticket_form(query: Query, form: Query, headers: Headers) -> TicketRequest:
    """`POST /upload-url`: the same, for the phone whose token the form carries (RFC 6750, 2.2).

    A form is sent at once, while a browser asks first whether it may send an `Authorization`:
    https://fetch.spec.whatwg.org/#cors-safelisted-request-header
    """
    if "authorization" in headers:
        raise InvalidRequest("Send the token once: in the form, or as Authorization.")
    token = one(form, "access_token")
    if token is None:
        raise TokenRequired("Send the phone's token as access_token of a form.")
    return _ticket_request(query, token_of_ours(token))


def withdrawal(photo: str, query: Query, headers: Headers) -> PhotoRequest:
    """`DELETE /uploads/{photoId}`."""
    token = required_token(headers)
    return PhotoRequest(session_id(one(query, "sessionId")), photo_id(photo), token)


def json_object(text: str, most: int = limits.BODY_BYTES) -> dict[str, Any]:
    """A JSON object (RFC 8259) of at most so many characters, and no other JSON value."""
    if len(text) > most:
        raise InvalidRequest(f"The JSON is longer than {most} characters.")
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise InvalidRequest("This is not valid JSON.") from error
    if not isinstance(value, dict):
        raise InvalidRequest("The JSON must be an object.")
    return value


def form(text: str) -> Query:
    """The fields of a form: https://url.spec.whatwg.org/#application/x-www-form-urlencoded."""
    if len(text) > limits.BODY_BYTES:
        raise InvalidRequest(f"The form is longer than {limits.BODY_BYTES} characters.")
    return parse_qs(text, keep_blank_values=True)


def s3_arrivals(event: Mapping[str, Any]) -> list[Arrival]:
    """The objects that an S3 event tells of; none for the test event of a new trigger.

    S3 encodes keys as form fields do: `+` is a space, so a key is decoded once, here.
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
    """
    arrivals = []
    for record in event.get("Records", ()):
        if not str(record.get("eventName", "")).startswith("ObjectCreated:"):
            continue
        s3 = record["s3"]
        arrivals.append(
            Arrival(
                bucket=s3["bucket"]["name"],
                key=unquote_plus(s3["object"]["key"]),
                size_bytes=int(s3["object"].get("size", 0)),
                stored_at=int(datetime.fromisoformat(record["eventTime"]).timestamp()),
            )
        )
    return arrivals


def an_id(value: object, name: str) -> str:
    """An id of ours, by its form alone."""
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise InvalidRequest(f"{name} is not an id of ours. Please scan the code again.")
    return value


def _ticket_request(query: Query, token: str | None) -> TicketRequest:
    return TicketRequest(
        session_id=session_id(one(query, "sessionId")),
        announced=Announcement(
            size_bytes=size_bytes(one(query, "size")),
            content_type=content_type(one(query, "contentType")),
            file_name=filenames.shown(one(query, "filename")),
            sha256=matching(one(query, "sha256"), SHA256, "sha256", "base64 of 32 bytes"),
            request_id=request_id(one(query, "requestId")),
        ),
        token=token,
    )


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def one(query: Query, name: str) -> str | None:
    """The value of a parameter, if it is given, and not empty."""
    values = query.get(name) or ()
    if len(values) > 1:
        raise InvalidRequest(f"{name} is given more than once.")
    if not values or values[0] == "":
        return None
    if len(values[0]) > limits.VALUE_CHARACTERS:
        raise InvalidRequest(f"{name} is longer than {limits.VALUE_CHARACTERS} characters.")
    return values[0]


def matching(text: str | None, form: re.Pattern[str], name: str, wanted: str) -> str | None:
    """The text, if it has this form; `wanted` tells which one."""
    if text is not None and not form.fullmatch(text):
        raise InvalidRequest(f"{name} must be {wanted}.")
    return text


def a_time(query: Query, name: str) -> int | None:
    """A time in epoch seconds."""
    text = matching(one(query, name), _TIME, name, "a time in epoch seconds")
    return None if text is None else int(text)


def size_bytes(text: str | None) -> int | None:
    """A file's size."""
    digits = matching(text, _SIZE, "size", "the file's size in bytes")
    if digits is None:
        return None
    if int(digits) == 0:
        raise PhotoEmpty
    return int(digits)


def request_id(text: str | None) -> str | None:
    """A client's own id of a file."""
    return matching(text, _REQUEST_ID, "requestId", "8 to 64 of A-Z a-z 0-9 _ -")


def content_type(text: str | None, others: Collection[str] = ()) -> str | None:
    """A type of pictures, or one of these others, without its parameters."""
    if text is None:
        return None
    essence = text.partition(";")[0].strip().lower()
    if essence not in limits.CONTENT_TYPES and essence not in others:
        raise UnsupportedContentType
    return essence
