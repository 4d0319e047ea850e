"""The HTTP API as a client meets it, in this process, on tables and a bucket that moto plays."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlencode

import boto3
from chalice.app import Chalice
from chalice.config import Config
from chalice.local import LocalGatewayException, RouteMatcher
from moto import mock_aws

from chalicelib import signing_secrets, wiring
from chalicelib.aws import clients
from chalicelib.ports import Services
from devserver import resources
from devserver.authorizer import VerifyingAuthorizer, VerifyingGateway
from infra.gateway_responses import RESPONSES
from tests.contract.http_contract import Answer, Contract, camel_case
from tests.contract.users import user_pool
from tests.fakes import SITE, Pauses
from tests.id_tokens import a_user_pool

Headers = Mapping[str, str]
Ask = Callable[..., Answer]


class Gateway:
    """API Gateway in front of the application: its own refusals, and Chalice's part."""

    def __init__(self, application: Chalice) -> None:
        self._routes = application.routes
        self._matcher = RouteMatcher(list(application.routes))
        authorizer = VerifyingAuthorizer(application, a_user_pool(), SITE)
        self._local = VerifyingGateway(application, Config.create(), authorizer)

    def route(self, method: str, target: str) -> str | None:
        """The deployed route, if there is one; `chalice deploy` adds OPTIONS to all with CORS."""
        try:
            route = str(self._matcher.match_route(target).route)
        except ValueError:
            return None
        return route if method in {"OPTIONS", *self._routes[route]} else None

    def request(
        self, method: str, target: str, headers: Headers | None = None, body: bytes = b""
    ) -> Answer:
        """Answer one request; `target` is the path as sent, with its query."""
        if self.route(method, target) is None:
            none = RESPONSES["MISSING_AUTHENTICATION_TOKEN"]
            lowered = {name.lower(): value for name, value in none.headers(SITE).items()}
            return Answer(none.status or 0, lowered, none.body.encode())
        try:
            response = self._local.handle_request(method, target, dict(headers or {}), body)
        except LocalGatewayException as refused:
            lowered = {name.lower(): value for name, value in refused.headers.items()}
            return Answer(refused.CODE, lowered, refused.body or b"")
        lowered = {name.lower(): value for name, value in response["headers"].items()}
        return Answer(response["statusCode"], lowered, (response["body"] or "").encode())


class Api:
    """A client that trusts nothing: each answer is held to docs/openapi.yaml."""

    def __init__(self, gateway: Gateway, document: Contract) -> None:
        self.gateway = gateway
        self.document = document

    def request(
        self, method: str, target: str, headers: Headers | None = None, body: bytes = b""
    ) -> Answer:
        answer = self.gateway.request(method, target, headers, body)
        route = self.gateway.route(method, target)
        if route is None:
            unknown = self.document.resolved({"$ref": "#/components/responses/UnknownRoute"})
            schema = unknown["content"]["application/json"]["schema"]
            assert not self.document.faults(schema, answer.json)
        else:
            self.document.check(method, camel_case(route), answer)
        return answer

    def account(self, token: str | None = None) -> Answer:
        """`GET /auth/me`."""
        return self.request("GET", "/auth/me", _bearer(token))

    def upload(self, token: str | None = None, /, **told: object) -> Answer:
        """`POST /upload`, with this body."""
        headers = {"Content-Type": "application/json"} | _bearer(token)
        return self.request("POST", "/upload", headers, json.dumps(told).encode())

    def images(self, token: str | None = None, /, **query: object) -> Answer:
        """`GET /images`, with this query."""
        asked = urlencode({name.rstrip("_"): value for name, value in query.items()})
        return self.request("GET", f"/images?{asked}", _bearer(token))

    def image(
        self,
        photo_id: str,
        token: str | None = None,
        headers: Headers | None = None,
        /,
        size: str = "",
    ) -> Answer:
        """`GET /image/{photo_id}`."""
        target = f"/image/{photo_id}?{urlencode({'size': size} if size else {})}"
        return self.request("GET", target, _bearer(token) | dict(headers or {}))

    def edit(self, photo_id: str, token: str | None = None, /, **changes: object) -> Answer:
        """`PATCH /image/{photo_id}`."""
        headers = {"Content-Type": "application/json"} | _bearer(token)
        body = json.dumps(changes).encode()
        return self.request("PATCH", f"/image/{photo_id}", headers, body)

    def delete(self, photo_id: str, token: str | None = None, /) -> Answer:
        """`DELETE /image/{photo_id}`."""
        return self.request("DELETE", f"/image/{photo_id}", _bearer(token))

    def delete_all(self, photo_ids: object, token: str | None = None, /) -> Answer:
        """`DELETE /images`."""
        headers = {"Content-Type": "application/json"} | _bearer(token)
        body = json.dumps({"photoIds": photo_ids}).encode()
        return self.request("DELETE", "/images", headers, body)

    def open(self, headers: Headers | None = None, body: bytes = b"") -> Answer:
        """`POST /sessions`."""
        return self.request("POST", "/sessions", headers, body)

    def read(
        self, session_id: str, token: str | None = None, headers: Headers | None = None, /
    ) -> Answer:
        """`GET /sessions/{session_id}`."""
        return self.request("GET", f"/sessions/{session_id}", _bearer(token) | dict(headers or {}))

    def ticket(
        self,
        session_id: str,
        token: str | None = None,
        headers: Headers | None = None,
        /,
        **facts: object,
    ) -> Answer:
        """`GET /upload-url`, with these facts of the photo in its query."""
        target = f"/upload-url?{urlencode({'sessionId': session_id, **facts})}"
        return self.request("GET", target, _bearer(token) | dict(headers or {}))

    def form(
        self,
        session_id: str,
        headers: Headers | None = None,
        facts: Mapping[str, object] | None = None,
        /,
        **form: object,
    ) -> Answer:
        """`POST /upload-url`, with these facts of the photo in its query, and this form."""
        typed = {"Content-Type": "application/x-www-form-urlencoded"} | dict(headers or {})
        target = f"/upload-url?{urlencode({'sessionId': session_id, **(facts or {})})}"
        return self.request("POST", target, typed, urlencode(form, doseq=True).encode())

    def say(self, session_id: str, token: str | None = None, /, **said: object) -> Answer:
        """`POST /sessions/{session_id}/messages`, with this message."""
        headers = {"Content-Type": "application/json"} | _bearer(token)
        target, body = f"/sessions/{session_id}/messages", json.dumps(said).encode()
        return self.request("POST", target, headers, body)

    def withdraw(self, session_id: str, photo_id: str, token: str | None = None, /) -> Answer:
        """`DELETE /uploads/{photo_id}`."""
        target = f"/uploads/{photo_id}?{urlencode({'sessionId': session_id})}"
        return self.request("DELETE", target, _bearer(token))

    def start(self, token: str | None = None, /, **told: object) -> Answer:
        """`POST /uploads`, with this body."""
        headers = {"Content-Type": "application/json"} | _bearer(token)
        return self.request("POST", "/uploads", headers, json.dumps(told).encode())

    def parts(
        self, session_id: str, photo_id: str, token: str | None = None, /, **wanted: str
    ) -> Answer:
        """`GET /uploads/{photo_id}/parts`."""
        query = urlencode({"sessionId": session_id, **wanted})
        return self.request("GET", f"/uploads/{photo_id}/parts?{query}", _bearer(token))

    def complete(self, session_id: str, photo_id: str, token: str | None = None, /) -> Answer:
        """`POST /uploads/{photo_id}/complete`."""
        headers = {"Content-Type": "application/json"} | _bearer(token)
        body = json.dumps({"sessionId": session_id}).encode()
        return self.request("POST", f"/uploads/{photo_id}/complete", headers, body)


def _bearer(token: str | None) -> dict[str, str]:
    return {} if token is None else {"Authorization": f"Bearer {token}"}


def put_secret() -> None:
    """What is signed with, as `make deploy` makes it."""
    boto3.client("ssm").put_parameter(
        Name=resources.SECRET_PARAMETER,
        Type="SecureString",
        Value=signing_secrets.written(signing_secrets.rotated((), now=0)),
    )


def without_pauses() -> Services:
    """The application's own services: who races for an item waits for no time here."""
    services = wiring.services()
    # They are frozen, and the application asks for them again.
    object.__setattr__(services, "pause", Pauses())
    return services


@contextmanager
def cloud_in_memory() -> Iterator[Services]:
    """Empty tables and an empty bucket; the application's clients are made inside."""
    with mock_aws():
        clients.forget()
        wiring.services.cache_clear()
        for table in resources.TABLES:
            boto3.client("dynamodb").create_table(**table.definition)
        for bucket in (resources.UPLOADS_BUCKET, resources.MEDIA_BUCKET):
            boto3.client("s3").create_bucket(Bucket=bucket)
        boto3.client("sqs").create_queue(QueueName=resources.JOB_QUEUE)
        put_secret()
        with user_pool(clients.cognito()):
            yield without_pauses()
        clients.forget()
        wiring.services.cache_clear()
