"""The events that API Gateway's WebSocket proxy integration passes to Lambda. Pure.

Shapes: API Gateway developer guide, "Set up a WebSocket API integration request".
"""

import base64
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

from devserver.http_events import API_ID
from devserver.wire import Request

STAGE = "ws"


@dataclass(frozen=True)
class Caller:
    """What stays the same in all events of one connection."""

    connection_id: str
    domain_name: str
    source_ip: str
    user_agent: str
    #: Epoch seconds.
    connected_at: float


def connection_id() -> str:
    """An id like API Gateway's: 16 characters of base64 that end with `=`."""
    return base64.urlsafe_b64encode(secrets.token_bytes(11)).decode()


def connect_event(caller: Caller, handshake: Request, *, now: float) -> dict[str, Any]:
    """`$connect`: the only event with headers and a query string."""
    event = _event(caller, "$connect", "CONNECT", now)
    headers: dict[str, list[str]] = {}
    for name, value in handshake.headers:
        headers.setdefault(name, []).append(value)
    event["headers"] = {name: values[-1] for name, values in headers.items()}
    event["multiValueHeaders"] = headers
    query = parse_qs(handshake.query, keep_blank_values=True, errors="replace")
    # Unlike a REST API's, these keys are absent where there is no query string.
    if query:
        event["queryStringParameters"] = {name: values[-1] for name, values in query.items()}
        event["multiValueQueryStringParameters"] = query
    return event


def message_event(caller: Caller, data: str | bytes, *, now: float) -> dict[str, Any]:
    """A message. All go to `$default`: we declare no other route."""
    event = _event(caller, "$default", "MESSAGE", now)
    event["requestContext"]["messageId"] = secrets.token_urlsafe(11)
    if isinstance(data, bytes):
        event["body"] = base64.b64encode(data).decode()
        event["isBase64Encoded"] = True
    else:
        event["body"] = data
    return event


def disconnect_event(caller: Caller, code: int, *, now: float) -> dict[str, Any]:
    """`$disconnect`, with the close code, 1006 where none was said."""
    event = _event(caller, "$disconnect", "DISCONNECT", now)
    event["requestContext"]["disconnectStatusCode"] = code
    event["requestContext"]["disconnectReason"] = ""
    event["headers"] = {"Host": caller.domain_name}
    event["multiValueHeaders"] = {"Host": [caller.domain_name]}
    return event


def _event(caller: Caller, route: str, kind: str, now: float) -> dict[str, Any]:
    made_id = secrets.token_urlsafe(11)
    return {
        "requestContext": {
            "routeKey": route,
            "eventType": kind,
            "messageDirection": "IN",
            "stage": STAGE,
            "apiId": API_ID,
            "domainName": caller.domain_name,
            "connectionId": caller.connection_id,
            "connectedAt": int(caller.connected_at * 1000),
            "requestId": made_id,
            "extendedRequestId": made_id,
            "requestTime": datetime.fromtimestamp(now, UTC).strftime("%d/%b/%Y:%H:%M:%S +0000"),
            "requestTimeEpoch": int(now * 1000),
            "identity": {"sourceIp": caller.source_ip, "userAgent": caller.user_agent},
        },
        "isBase64Encoded": False,
    }
