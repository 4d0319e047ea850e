"""JSON bodies in, JSON answers and refusals out."""

import logging
from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any, ParamSpec, TypeVar

from chalice.app import Blueprint, Chalice, CORSConfig, Request, Response, S3Event

from chalicelib import client_messages, errors, inputs, people
from chalicelib.answers import Health, HealthStatus
from chalicelib.library_answers import Redirect
from chalicelib.messages import to_wire
from chalicelib.statuses import STATUS

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

#: On every answer: they carry tokens and signed URLs. Copied for each, as Chalice adds to them.
HEADERS: dict[str, str | list[str]] = {"Cache-Control": "no-store"}


def cors(site_url: str) -> CORSConfig:
    """Who may read our answers, and send what: the site's pages."""
    return CORSConfig(site_url, allow_headers=["Authorization", "Content-Type"], max_age=600)


class Api(Chalice):
    """A Chalice application whose HTTP routes have all in common what is common to ours."""

    def __init__(self, app_name: str, site_url: str) -> None:
        # Chalice's lines go where all lines go.
        super().__init__(app_name=app_name, configure_logs=False)
        self._cors = cors(site_url)

    def route(self, path: str, **options: Any) -> Callable[..., Any]:
        """Chalice's `route`, for the site's pages only, and answering as `answers(status)` does.

        `status` is OK unless it is given; all other options are Chalice's own.
        """
        return registering(super().route, self._cors, path, options)


def registering(
    route: Callable[..., Any], allowed: CORSConfig, path: str, options: dict[str, Any]
) -> Callable[..., Any]:
    """Registers a view at this path by this `route` of Chalice's, as `Api.route` says."""
    answering = answers(options.pop("status", HTTPStatus.OK))
    # Chalice would answer 415 to any type but JSON, even without a body; `json_object` looks at the
    # type of the bodies that there are.
    register = route(path, cors=allowed, content_types=["*/*"], **options)
    return lambda view: register(answering(view))


def answers(
    status: HTTPStatus | Callable[[Any], HTTPStatus],
) -> Callable[[Callable[P, T]], Callable[P, Response]]:
    """Answer with what the view returns as JSON, or with the refusal that it raises.

    Stands between Chalice's `route` and the view: its own middleware never sees our errors.
    A status that depends on what the view returns is a function of it.
    """

    def decorate(view: Callable[P, T]) -> Callable[P, Response]:
        @wraps(view)
        def answer(*args: P.args, **kwargs: P.kwargs) -> Response:
            try:
                found = view(*args, **kwargs)
            except errors.ScandropError as refusal:
                log.info("refused: %s", refusal.code)
                return _refusal(refusal)
            if isinstance(found, Redirect):
                return _redirection(found)
            code = status(found) if callable(status) else status
            return Response(to_wire(found), headers=dict(HEADERS), status_code=code)

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


def request_of(app: Chalice | Blueprint) -> Request:
    """The request that is being answered."""
    if app.current_request is None:
        raise LookupError("no request is being answered")
    return app.current_request


def headers(app: Chalice | Blueprint) -> Mapping[str, str]:
    """The headers of the request, whatever the case of their names."""
    sent: Mapping[str, str] = request_of(app).headers
    return sent


def query(app: Chalice | Blueprint) -> dict[str, list[str]]:
    """All values of each query parameter of the request."""
    params = request_of(app).query_params
    return {name: params.getlist(name) for name in params} if params else {}


def json_object(app: Chalice | Blueprint) -> dict[str, Any]:
    """The JSON object in the body of the request; an empty one if there is no body.

    Chalice's `json_body` takes a missing type for JSON, any JSON value, and fails on deep nesting.

    Raises:
        InvalidRequest: the body is anything else.
    """
    body = _body(app, "application/json")
    return inputs.json_object(body) if body else {}


def form(app: Chalice | Blueprint) -> inputs.Query:
    """The fields of the form in the body of the request; none if there is no body.

    Raises:
        InvalidRequest: the body is anything else.
    """
    return inputs.form(_body(app, "application/x-www-form-urlencoded"))


def user_of(app: Chalice | Blueprint) -> people.User:
    """Who is signed in, as the authorizer of the route has verified it.

    Raises:
        SignInRequired: nobody is; API Gateway refuses first where the route has its authorizer.
    """
    verified = request_of(app).context.get("authorizer") or {}
    user = people.user_of_claims(verified.get("claims") or {})
    if user is None:
        raise errors.SignInRequired
    return user


def _body(app: Chalice | Blueprint, content_type: str) -> str:
    request = request_of(app)
    body = _text(request)
    said = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if body and said != content_type:
        raise errors.InvalidRequest(f"Send the body as Content-Type: {content_type}.")
    return body


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


def _redirection(found: Redirect) -> Response:
    """Lead to what a signed URL shows. It depends on who asked for what, so nobody keeps it."""
    headers = {**HEADERS, "Location": found.url, "Vary": "Accept"}
    return Response("", headers=headers, status_code=HTTPStatus.FOUND)


def _refusal(refusal: errors.ScandropError) -> Response:
    status = STATUS[type(refusal)]
    headers = dict(HEADERS)
    if refusal.retry_after is not None:
        headers["Retry-After"] = str(refusal.retry_after)
    if status is HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    body = {"Code": refusal.code, "Message": str(refusal), **refusal.facts}
    return Response(body, headers=headers, status_code=status)
