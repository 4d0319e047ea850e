"""JSON bodies in, JSON answers and refusals out: the only place that knows HTTP statuses."""

import logging
from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any, ParamSpec, TypeVar

from chalice.app import Chalice, Request, Response, S3Event

from chalicelib import client_messages, errors, inputs
from chalicelib.answers import Health, HealthStatus
from chalicelib.messages import to_wire

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

#: The status of each refusal.
STATUS: Mapping[type[errors.ScandropError], HTTPStatus] = {
    errors.InvalidRequest: HTTPStatus.BAD_REQUEST,
    errors.PhotoEmpty: HTTPStatus.BAD_REQUEST,
    errors.PreviewRefused: HTTPStatus.BAD_REQUEST,
    errors.TokenRequired: HTTPStatus.UNAUTHORIZED,
    errors.TokenRefused: HTTPStatus.FORBIDDEN,
    errors.OriginRefused: HTTPStatus.FORBIDDEN,
    errors.PrefetchRefused: HTTPStatus.FORBIDDEN,
    errors.SessionNotFound: HTTPStatus.NOT_FOUND,
    errors.PhotoNotFound: HTTPStatus.NOT_FOUND,
    errors.UploadGone: HTTPStatus.NOT_FOUND,
    errors.SessionClaimed: HTTPStatus.CONFLICT,
    errors.RequestIdReused: HTTPStatus.CONFLICT,
    errors.PhotoAlreadyStored: HTTPStatus.CONFLICT,
    errors.PhotoDuplicate: HTTPStatus.CONFLICT,
    errors.PhotoLimitReached: HTTPStatus.CONFLICT,
    errors.PartsMissing: HTTPStatus.CONFLICT,
    errors.SessionExpired: HTTPStatus.GONE,
    errors.PhotoTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.UnsupportedContentType: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    errors.SessionBusy: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.ServiceUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
}

#: On every answer: they carry tokens and signed URLs. Copied for each, as Chalice adds to them.
HEADERS: dict[str, str | list[str]] = {"Cache-Control": "no-store"}


def answers(status: HTTPStatus) -> Callable[[Callable[P, object]], Callable[P, Response]]:
    """Answer with what the view returns as JSON, or with the refusal that it raises.

    Stands between `@app.route` and the view: Chalice's own middleware never sees our errors.
    """
    return answers_by(lambda _: status)


def answers_by(
    status_of: Callable[[T], HTTPStatus],
) -> Callable[[Callable[P, T]], Callable[P, Response]]:
    """The same, where the status depends on what the view returns."""

    def decorate(view: Callable[P, T]) -> Callable[P, Response]:
        @wraps(view)
        def answer(*args: P.args, **kwargs: P.kwargs) -> Response:
            try:
                found = view(*args, **kwargs)
            except errors.ScandropError as refusal:
                log.info("refused: %s", refusal.code)
                return _refusal(refusal)
            return Response(to_wire(found), headers=dict(HEADERS), status_code=status_of(found))

        return answer

    return decorate


def health_status(health: Health) -> HTTPStatus:
    """What a monitor reads; the body, which is the same either way, is for the operator."""
    if health.status is HealthStatus.HEALTHY:
        return HTTPStatus.OK
    return HTTPStatus.SERVICE_UNAVAILABLE


def answers_handshake(view: Callable[[Any], None]) -> Callable[[Any], dict[str, Any]]:
    """Accept the WebSocket with our subprotocol, or refuse it with the status of what is raised.

    A browser closes a socket whose server did not choose one of its subprotocols (RFC 6455, 4.1).
    """

    @wraps(view)
    def answer(event: Any) -> dict[str, Any]:
        try:
            view(event)
        except errors.ScandropError as refusal:
            log.info("handshake refused: %s", refusal.code)
            return {"statusCode": STATUS[type(refusal)].value}
        return {
            "statusCode": HTTPStatus.OK.value,
            "headers": {"Sec-WebSocket-Protocol": client_messages.SUBPROTOCOL},
        }

    return answer


class AnyS3Event(S3Event):
    """The whole event, whatever is in it; read it by `to_dict()`.

    Chalice's own reads the first record only, and fails on the `s3:TestEvent` of a new trigger.
    """

    def _extract_attributes(self, event_dict: dict[str, Any]) -> None:
        """Extract nothing."""


def request_of(app: Chalice) -> Request:
    """The request that is being answered."""
    if app.current_request is None:
        raise LookupError("no request is being answered")
    return app.current_request


def json_object(request: Request) -> dict[str, Any]:
    """The JSON object in the body; an empty one if there is no body.

    Chalice's `json_body` takes a missing type for JSON, any JSON value, and fails on deep nesting.
    """
    body = _text(request)
    if not body:
        return {}
    if (
        request.headers.get("content-type", "").partition(";")[0].strip().lower()
        != "application/json"
    ):
        raise errors.InvalidRequest("Send the body as Content-Type: application/json.")
    return inputs.json_object(body)


def query(request: Request) -> dict[str, list[str]]:
    """All values of each query parameter."""
    params = request.query_params
    return {name: params.getlist(name) for name in params} if params else {}


def _text(request: Request) -> str:
    try:
        body = request.raw_body
        text = body if isinstance(body, str) else body.decode()
    except UnicodeError as error:
        raise errors.InvalidRequest("The body is not UTF-8.") from error
    if "\ufffd" in text:
        # What API Gateway puts in the place of bytes that it could not decode.
        raise errors.InvalidRequest("The body is not UTF-8.")
    return text


def _refusal(refusal: errors.ScandropError) -> Response:
    status = STATUS[type(refusal)]
    headers = dict(HEADERS)
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = "1"
    if status is HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(
        {"Code": refusal.code, "Message": str(refusal)}, headers=headers, status_code=status
    )
