"""The API as a WSGI application."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from tests.contract.http_client import Api

StartResponse = Callable[[str, list[tuple[str, str]]], object]


class InProcess:
    """The API as a WSGI application: how schemathesis reaches it without a socket."""

    def __init__(self, api: Api) -> None:
        self._gateway = api.gateway

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        headers = {
            name.removeprefix("HTTP_").replace("_", "-").title(): value
            for name, value in environ.items()
            if name.startswith("HTTP_") or name == "CONTENT_TYPE"
        }
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        path = environ["RAW_URI"].partition("?")[0].removeprefix("/api")
        target = f"{path}?{environ['QUERY_STRING']}"
        answer = self._gateway.request(environ["REQUEST_METHOD"], target, headers, body)
        start(
            f"{int(answer.status)} {HTTPStatus(answer.status).phrase}",
            [("Content-Type", "application/json"), *answer.headers.items()],
        )
        return [answer.body]
