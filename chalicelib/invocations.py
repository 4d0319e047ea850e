"""Around every event that a function gets: what is said of it has its ids, what is done is audited.

These are middlewares of Chalice, so that no handler and no new route has to think of it.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from chalice.app import Chalice, Request, Response

from chalicelib import audit, keys, logs, people

#: What only looks is not audited,
_LOOKS = ("GET", "HEAD", "OPTIONS")
#: but for these.
_AUDITED_LOOKS = ("/albums/{album}/export",)
#: What paths and queries call an id, and we. A guest's path has an album's code there.
_IDS = {
    "session_id": "session_id",
    "sessionId": "session_id",
    "photo_id": "photo_id",
    "kiosk_id": "kiosk_id",
    "album": "album_id",
    "albumId": "album_id",
}
_ID = re.compile(keys.ID_PATTERN)


def register(app: Chalice, *, as_json: bool) -> None:
    """Stand around all events of this application, whose log is JSON or for people."""
    logs.configure(as_json=as_json)
    app.log.addFilter(logs.without_path)
    app.register_middleware(around_request, "http")
    for kind in ("s3", "sqs", "websocket", "pure_lambda"):
        app.register_middleware(around_event, kind)


def around_request(request: Request | None, answer: Callable[[Any], Response]) -> Response:
    """An HTTP request: what is said has its ids, and what a user does is written down."""
    if request is None:
        # Chalice knows no such route; it says so itself.
        return answer(request)
    route = f"{request.method} {request.context.get('resourcePath')}"
    claims = (request.context.get("authorizer") or {}).get("claims") or {}
    user = people.user_of_claims(claims)
    ids = _ids_of(request)
    with logs.scope(
        request_id=getattr(request.lambda_context, "aws_request_id", None),
        api_request_id=request.context.get("requestId"),
        route=route,
        user_id=user.user_id if user else None,
        **ids,
    ):
        looks = request.method in _LOOKS and not route.endswith(_AUDITED_LOOKS)
        if user is None or looks:
            return answer(request)
        with audit.action(user.user_id, route, **ids) as acting:
            answered = answer(request)
            acting.ended(*_outcome(answered))
            return answered


def around_event(event: Any, handle: Callable[[Any], Any]) -> Any:
    """Any other event: what is said has the ids of its invocation."""
    with logs.scope(
        request_id=getattr(event.context, "aws_request_id", None),
        function=getattr(event.context, "function_name", None),
        connection_id=getattr(event, "connection_id", None),
    ):
        return handle(event)


def _outcome(answered: Response) -> tuple[str, Mapping[str, Any]]:
    body = answered.body if isinstance(answered.body, dict) else {}
    if answered.status_code < 400:
        return audit.DONE, body
    return str(body.get("Code", audit.FAILED)), {}


def _ids_of(request: Request) -> dict[str, str]:
    """What the request is about, by ids of our form: anything else may be anything."""
    given = {**(request.query_params or {}), **(request.uri_params or {})}
    found = ((_IDS[name], value) for name, value in given.items() if name in _IDS)
    return {name: value for name, value in found if _ID.fullmatch(str(value))}
