"""An application in the midst of a request."""

from typing import Any

from chalice.app import Chalice, Request

from tests.events import an_http_event


def asked(
    body: str | None = None,
    headers: dict[str, str] | None = None,
    context: dict[str, Any] | None = None,
    **more: Any,
) -> Chalice:
    """An application that answers this request."""
    app = Chalice("tests")
    event = an_http_event("POST", body=body, headers=headers, **more)
    event["requestContext"] |= context or {}
    app.current_request = Request(event)
    return app
