"""API Gateway's REST API, without sockets: requests in, answers out, app.py in between.

Chalice's `LocalGateway` does what is Chalice's own (preflights, views); what API Gateway decides
before a request reaches Lambda, or after it has left, is decided here and by our authorizer.
"""

import asyncio
import base64
import json
import logging
import time
from collections.abc import Callable
from typing import Any

from chalice.config import Config
from chalice.local import LambdaEventConverter, LocalGatewayException

from devserver.application import Application, request_id
from devserver.authorizer import VerifyingAuthorizer, VerifyingGateway
from devserver.http_events import RouteTable, http_event
from devserver.wire import Answer, Headers, Request
from infra import gateway_responses

#: API Gateway quotas: payload, and the integration timeout of a regional REST API.
MAX_BODY_BYTES = 10 * 1024 * 1024
INTEGRATION_SECONDS = 29.0

log = logging.getLogger(__name__)


class HttpGateway:
    """Everything below `/api`."""

    def __init__(
        self,
        application: Application,
        authorizer: VerifyingAuthorizer,
        *,
        clock: Callable[[], float] = time.time,
        integration_seconds: float = INTEGRATION_SECONDS,
    ) -> None:
        self._application = application
        self._app = application.chalice
        self._authorizer = authorizer
        self._routes = RouteTable(self._app.routes)
        self._config = Config.create(project_dir=".", lambda_timeout=60, lambda_memory_size=512)
        self._clock = clock
        self._integration_seconds = integration_seconds

    async def handle(self, request: Request) -> Answer:
        """Answer one request; `request.raw_path` is without the stage. Never raises."""
        made_id = request_id()
        found = self._routes.find(request.raw_path)
        # Not left to `LocalGateway`, which fails on an Authorization header that is not ASCII.
        if found is None or not self._is_routed(found[0], request.method):
            return self._refusal("MISSING_AUTHENTICATION_TOKEN", made_id)
        if len(request.body) > MAX_BODY_BYTES:
            return self._refusal("REQUEST_TOO_LARGE", made_id)
        event = http_event(request, *found, request_id=made_id, now=self._clock())
        try:
            async with asyncio.timeout(self._integration_seconds):
                response = await self._application.run(lambda: self._call(event))
            return _answer(response, made_id)
        except TimeoutError:
            # The function runs on, as it does on AWS; only nobody waits for it.
            return self._refusal("INTEGRATION_TIMEOUT", made_id)
        except LocalGatewayException as refused:
            return Answer(refused.CODE, _pairs(refused.headers), refused.body or b"")
        except Exception:
            # Whatever escapes a Lambda function: its caller gets 502, its log the traceback.
            log.exception("%s %s failed", request.method, found[0])
            return self._refusal("DEFAULT_5XX", made_id, 502)

    def _refusal(self, reason: str, made_id: str, status: int = 0) -> Answer:
        """What API Gateway answers by itself, as the deployment has set it."""
        response = gateway_responses.RESPONSES[reason]
        headers = {"Content-Type": "application/json", "x-amzn-RequestId": made_id}
        return Answer(
            response.status or status,
            tuple({**headers, **response.headers(self._authorizer.site_url)}.items()),
            response.body.encode(),
        )

    def _is_routed(self, route: str, method: str) -> bool:
        """API Gateway knows the methods that were deployed, and HEAD is not one of them.

        `chalice deploy` adds OPTIONS where a view has CORS.
        """
        views = self._app.routes[route]
        if method == "OPTIONS" and any(view.cors for view in views.values()):
            return True
        return method in views

    def _call(self, event: dict[str, Any]) -> dict[str, Any]:
        """Run in a thread. A gateway per call costs microseconds and shares nothing."""
        gateway = VerifyingGateway(self._app, self._config, self._authorizer)
        gateway.event_converter = _Prepared(event)
        response: dict[str, Any] = gateway.handle_request(
            event["httpMethod"], event["path"], event["headers"], None
        )
        return response


class _Prepared(LambdaEventConverter):
    """Gives LocalGateway the event that we have made."""

    def __init__(self, event: dict[str, Any]) -> None:
        self._event = event

    def create_lambda_event(
        self, method: str, path: str, headers: dict[str, str], body: bytes | None = None
    ) -> dict[str, Any]:
        return self._event


def missing_authentication_token(made_id: str) -> Answer:
    """What API Gateway says where nothing of an API is asked for, and no signature is there."""
    return _refusal(403, "Missing Authentication Token", made_id)


def forbidden(made_id: str) -> Answer:
    """What API Gateway says to a host name that no API has."""
    return _refusal(403, "Forbidden", made_id)


def _refusal(status: int, message: str, made_id: str) -> Answer:
    return Answer(
        status,
        (("Content-Type", "application/json"), ("x-amzn-RequestId", made_id)),
        json.dumps({"message": message}, separators=(",", ":")).encode(),
    )


def _answer(response: dict[str, Any], made_id: str) -> Answer:
    """Lambda's response → the answer; raises on one that API Gateway calls malformed."""
    body = response.get("body") or ""
    content = base64.b64decode(body) if response.get("isBase64Encoded") else str(body).encode()
    headers = _pairs(response.get("headers") or {}) + _pairs(
        response.get("multiValueHeaders") or {}
    )
    if not any(name.lower() == "content-type" for name, _ in headers):
        headers += (("Content-Type", "application/json"),)
    return Answer(int(response["statusCode"]), (*headers, ("x-amzn-RequestId", made_id)), content)


def _pairs(headers: dict[str, Any]) -> Headers:
    return tuple(
        (name, str(each))
        for name, value in headers.items()
        for each in (value if isinstance(value, list) else [value])
    )
