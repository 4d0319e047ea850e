"""Untrusted input → values we can trust, or InvalidRequest and its like. Pure: asks nobody.

Keys that we do not know are ignored, so a client cannot send a state, a time, a key or an owner.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn
from urllib.parse import unquote_plus

from chalicelib import filenames, keys, limits
from chalicelib.errors import (
    InvalidRequest,
    PhotoEmpty,
    PrefetchRefused,
    TokenRefused,
    TokenRequired,
    UnsupportedContentType,
)
from chalicelib.model import Announcement

Query = Mapping[str, Sequence[str]]
Headers = Mapping[str, str]

#: The WebSocket subprotocol that we speak; what stands behind it in the header is the token.
SUBPROTOCOL = "scandrop"
#: What a client may ask over its socket.
ACTIONS = ("sync", "ping")

_ID = re.compile(keys.ID_PATTERN)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_SHA256 = re.compile(r"[A-Za-z0-9+/]{43}=")
_SIZE = re.compile(r"[0-9]{1,15}")


@dataclass(frozen=True)
class TicketRequest:
    """A phone asks for leave to upload."""

    session_id: str
    announced: Announcement
    #: The phone's token, if it has or brings one.
    token: str | None


@dataclass(frozen=True)
class Socket:
    """One WebSocket, as the event that came over it tells."""

    connection_id: str
    callback_url: str


@dataclass(frozen=True)
class Handshake:
    """A browser wants to listen to a session."""

    session_id: str
    token: str
    origin: str | None


@dataclass(frozen=True)
class ClientMessage:
    """What a browser says over its socket."""

    action: str
    session_id: str


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
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise InvalidRequest("sessionId is not an id of ours. Please scan the code again.")
    return value


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
    return TicketRequest(
        session_id=session_id(_one(query, "sessionId")),
        announced=Announcement(
            size_bytes=_size(_one(query, "size")),
            content_type=_content_type(_one(query, "contentType")),
            file_name=filenames.shown(_one(query, "filename")),
            sha256=_matching(_one(query, "sha256"), _SHA256, "sha256", "base64 of 32 bytes"),
            request_id=_matching(
                _one(query, "requestId"), _REQUEST_ID, "requestId", "8 to 64 of A-Z a-z 0-9 _ -"
            ),
        ),
        token=optional_token(headers),
    )


def socket(event: Mapping[str, Any]) -> Socket:
    """The socket of a WebSocket event. API Gateway wrote this part, so it is trusted."""
    context = event["requestContext"]
    url = f"https://{context['domainName']}/{context['stage']}"
    return Socket(context["connectionId"], url)


def handshake(event: Mapping[str, Any]) -> Handshake:
    """`$connect?sessionId=…` with the subprotocols `scandrop, <token>`.

    A browser cannot send `Authorization` with a WebSocket, and a token in the URL ends in logs.
    """
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    wanted = session_id((event.get("queryStringParameters") or {}).get("sessionId"))
    name, _, token = headers.get("sec-websocket-protocol", "").partition(",")
    if name.strip() != SUBPROTOCOL or not token.strip():
        raise TokenRequired(f"Connect with the subprotocols {SUBPROTOCOL}, <token>.")
    return Handshake(wanted, token_of_ours(token.strip()), headers.get("origin"))


def client_message(text: str | None) -> ClientMessage:
    """One text frame: `{"action": …, "sessionId": …}`."""
    message = json_object(text or "")
    action = message.get("action")
    if action not in ACTIONS:
        raise InvalidRequest(f"action must be one of {', '.join(ACTIONS)}.")
    return ClientMessage(action, session_id(message.get("sessionId")))


def json_object(text: str) -> dict[str, Any]:
    """A JSON object (RFC 8259), and no other JSON value."""
    if len(text) > limits.BODY_BYTES:
        raise InvalidRequest(f"The JSON is longer than {limits.BODY_BYTES} characters.")
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise InvalidRequest("This is not valid JSON.") from error
    if not isinstance(value, dict):
        raise InvalidRequest("The JSON must be an object.")
    return value


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


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _one(query: Query, name: str) -> str | None:
    values = query.get(name) or ()
    if len(values) > 1:
        raise InvalidRequest(f"{name} is given more than once.")
    if not values or values[0] == "":
        return None
    if len(values[0]) > limits.VALUE_CHARACTERS:
        raise InvalidRequest(f"{name} is longer than {limits.VALUE_CHARACTERS} characters.")
    return values[0]


def _matching(text: str | None, form: re.Pattern[str], name: str, wanted: str) -> str | None:
    if text is not None and not form.fullmatch(text):
        raise InvalidRequest(f"{name} must be {wanted}.")
    return text


def _size(text: str | None) -> int | None:
    digits = _matching(text, _SIZE, "size", "the file's size in bytes")
    if digits is None:
        return None
    if int(digits) == 0:
        raise PhotoEmpty
    return int(digits)


def _content_type(text: str | None) -> str | None:
    if text is None:
        return None
    essence = text.partition(";")[0].strip().lower()
    if essence not in limits.CONTENT_TYPES:
        raise UnsupportedContentType
    return essence
