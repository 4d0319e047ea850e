"""HTTP request → the event that API Gateway's REST proxy integration passes to Lambda. Pure.

Chalice's own converter leaves much of it out (query string, multi-values, request id, address),
passes bytes as the body, and hands path parameters over as they were encoded.
"""

from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qs, unquote

from chalice.local import RouteMatcher

from devserver.environment import ACCOUNT_ID
from devserver.wire import Request

#: The name of the stage, which is the first segment of an API's path.
STAGE = "api"
API_ID = "scandrop"


class RouteTable:
    """Which route a path belongs to, as API Gateway decides."""

    def __init__(self, routes: Iterable[str]) -> None:
        self._matcher = RouteMatcher(list(routes))

    def find(self, raw_path: str) -> tuple[str, dict[str, str]] | None:
        """The route and its parameters, or None.

        Matched before decoding, so that an encoded slash separates nothing; parameters are decoded.
        """
        try:
            match = self._matcher.match_route(raw_path)
        except ValueError:
            return None
        # RouteMatcher keeps what it captured on routes that then did not match.
        names = {part[1:-1] for part in match.route.split("/") if part.startswith("{")}
        return match.route, {
            name: unquote(value, errors="replace")
            for name, value in match.captured.items()
            if name in names
        }


def http_event(
    request: Request, route: str, parameters: dict[str, str], *, request_id: str, now: float
) -> dict[str, Any]:
    """The event of one request. `request.raw_path` is without the stage; `now` is epoch seconds."""
    query = parse_qs(request.query, keep_blank_values=True, errors="replace") or None
    headers: dict[str, list[str]] = {}
    for name, value in request.headers:
        headers.setdefault(name, []).append(value)
    path = unquote(request.raw_path, errors="replace")
    return {
        "resource": route,
        "path": path,
        "httpMethod": request.method,
        "headers": {name: values[-1] for name, values in headers.items()},
        "multiValueHeaders": headers,
        # API Gateway says null, not {}, for what there is none of.
        "queryStringParameters": query and {name: values[-1] for name, values in query.items()},
        "multiValueQueryStringParameters": query,
        "pathParameters": parameters or None,
        "stageVariables": None,
        "requestContext": {
            "accountId": ACCOUNT_ID,
            "apiId": API_ID,
            "domainName": request.header("Host"),
            "httpMethod": request.method,
            "identity": {"sourceIp": request.peer, "userAgent": request.header("User-Agent")},
            "path": f"/{STAGE}{path}",
            "protocol": "HTTP/1.1",
            "requestId": request_id,
            "requestTimeEpoch": int(now * 1000),
            "resourcePath": route,
            "stage": STAGE,
        },
        # Without binary media types, API Gateway takes any body for text.
        "body": request.body.decode(errors="replace") if request.body else None,
        "isBase64Encoded": False,
    }
