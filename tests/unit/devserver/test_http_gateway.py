"""The HTTP gateway answers as API Gateway, and Chalice in between as on Lambda."""

import asyncio
import json
import threading
from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from chalice.app import Chalice, CORSConfig, Response

from devserver.application import Application
from devserver.authorizer import VerifyingAuthorizer
from devserver.http_events import RouteTable, http_event
from devserver.http_gateway import MAX_BODY_BYTES, HttpGateway
from devserver.wire import Answer, Request
from tests.id_tokens import a_user_pool

Result = TypeVar("Result")
NOW = 1_795_256_303.5


def an_app() -> Chalice:
    app = Chalice(app_name="test")
    cors = CORSConfig("http://site:1", allow_headers=["Authorization"], max_age=600)

    @app.route("/echo/{name}", methods=["GET", "POST"], cors=cors)
    def echo(name: str) -> Any:
        request = app.current_request
        assert request is not None
        return {"name": name, "query": request.query_params, "event": request.to_original_event()}

    @app.route("/plain", methods=["GET"])
    def plain() -> Response:
        headers: dict[str, Any] = {"Content-Type": "text/plain", "X-Many": ["1", "2"]}
        return Response("hé", headers=headers, status_code=202)

    @app.route("/exit", methods=["GET"])
    def leave() -> None:
        raise SystemExit(1)

    return app


class Module:
    """What importing app.py gives."""

    def __init__(self, app: Chalice) -> None:
        self.app = app


class Inline(Application):
    """Runs handlers on the spot: no thread, nothing to wait for."""

    async def run(self, work: Callable[[], Result]) -> Result:
        try:
            return work()
        except SystemExit as error:
            # A thread pool hands it over as the result of the work, like any other.
            raise RuntimeError from error


def gateway(application: type[Application] = Inline, seconds: float = 29.0) -> HttpGateway:
    module: Any = Module(an_app())
    ready = application(module)
    authorizer = VerifyingAuthorizer(ready.chalice, a_user_pool(), "http://site:1")
    return HttpGateway(ready, authorizer, clock=lambda: NOW, integration_seconds=seconds)


async def ask(method: str, path: str, query: str = "", **more: Any) -> Answer:
    return await gateway().handle(Request(method, path, query, **more))


async def test_a_view_answers_with_the_id_of_its_request() -> None:
    answer = await ask("GET", "/echo/a%2Fb%20c")
    seen = json.loads(answer.body)
    assert answer.status == 200
    assert seen["name"] == "a/b c"
    assert seen["event"]["requestContext"]["requestId"] == answer.header("x-amzn-RequestId")


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/none"), ("DELETE", "/echo/a"), ("HEAD", "/echo/a"), ("OPTIONS", "/plain")],
)
@pytest.mark.parametrize("headers", [(), (("Authorization", "Bearer ü"),)])
async def test_what_was_not_deployed_is_not_there(
    method: str, path: str, headers: tuple[tuple[str, str], ...]
) -> None:
    refused(await ask(method, path, headers=headers), 404, "RouteNotFound")


def refused(answer: Answer, status: int, code: str) -> None:
    """As the application refuses, and for its pages to read."""
    document = json.loads(answer.body)
    assert (answer.status, document["Code"], set(document)) == (status, code, {"Code", "Message"})
    assert answer.header("Access-Control-Allow-Origin") == "http://site:1"
    assert answer.header("Cache-Control") == "no-store"
    assert answer.header("x-amzn-RequestId")


async def test_a_preflight_is_answered_without_the_view() -> None:
    answer = await ask("OPTIONS", "/echo/a")
    assert answer.status == 200
    assert answer.header("Access-Control-Allow-Origin") == "http://site:1"
    assert answer.header("Access-Control-Allow-Methods") == "GET,POST,OPTIONS"


async def test_headers_may_repeat_and_text_is_utf8() -> None:
    answer = await ask("GET", "/plain")
    assert (answer.status, answer.body) == (202, "hé".encode())
    assert [value for name, value in answer.headers if name == "X-Many"] == ["1", "2"]


async def test_a_body_above_the_quota_does_not_reach_the_view() -> None:
    answer = await ask("POST", "/echo/a", body=b"x" * (MAX_BODY_BYTES + 1))
    refused(answer, 413, "RequestTooLarge")


async def test_what_escapes_the_function_is_a_bad_gateway() -> None:
    answer = await ask("GET", "/exit")
    refused(answer, 502, "ServiceUnavailable")


async def test_a_function_that_takes_too_long_is_not_waited_for() -> None:
    class Endless(Inline):
        async def run(self, work: Callable[[], Result]) -> Result:
            await asyncio.Event().wait()
            return work()

    answer = await gateway(Endless, seconds=0.0).handle(Request("GET", "/plain"))
    refused(answer, 504, "ServiceUnavailable")


async def test_requests_in_different_threads_do_not_see_each_other() -> None:
    meet = threading.Barrier(4, timeout=10)
    app = Chalice(app_name="test")

    @app.route("/who/{name}")
    def who(name: str) -> Any:
        meet.wait()
        request = app.current_request
        assert request is not None
        return {"path": request.uri_params, "context": app.lambda_context.aws_request_id}

    module: Any = Module(app)
    application = Application(module)
    serving = HttpGateway(application, VerifyingAuthorizer(app, a_user_pool(), "http://site:1"))
    answers = await asyncio.gather(
        *(serving.handle(Request("GET", f"/who/{name}")) for name in "abcd")
    )
    application.close()
    seen = [json.loads(answer.body) for answer in answers]
    assert [each["path"] for each in seen] == [{"name": name} for name in "abcd"]
    assert len({each["context"] for each in seen}) == 4


def event(request: Request) -> dict[str, Any]:
    return http_event(request, "/echo/{name}", {"name": "a"}, request_id="r", now=NOW)


def test_an_event_has_what_lambda_gets() -> None:
    made = event(
        Request(
            "POST",
            "/echo/a",
            "x=1&x=2&empty=&plus=a+b",
            (("Host", "h:1"), ("X-A", "1"), ("X-A", "2")),
            b"\xffok",
            "10.0.0.9",
        )
    )
    assert made["queryStringParameters"] == {"x": "2", "empty": "", "plus": "a b"}
    assert made["multiValueQueryStringParameters"]["x"] == ["1", "2"]
    assert made["headers"]["X-A"] == "2"
    assert made["multiValueHeaders"]["X-A"] == ["1", "2"]
    assert made["body"] == "\ufffdok"
    assert made["requestContext"]["path"] == "/api/echo/a"
    assert made["requestContext"]["identity"]["sourceIp"] == "10.0.0.9"
    assert made["requestContext"]["requestTimeEpoch"] == 1_795_256_303_500


def test_an_event_says_null_for_what_there_is_none_of() -> None:
    made = http_event(Request("GET", "/"), "/", {}, request_id="r", now=NOW)
    for key in ("queryStringParameters", "multiValueQueryStringParameters", "pathParameters"):
        assert made[key] is None
    assert made["body"] is None


def test_routes_match_before_decoding_and_without_their_last_slash() -> None:
    table = RouteTable(["/a/{x}", "/a/b", "/{y}/c"])
    assert table.find("/a/b") == ("/a/b", {})
    assert table.find("/a/%62/") == ("/a/{x}", {"x": "b"})
    assert table.find("/z/c") == ("/{y}/c", {"y": "z"})
    assert table.find("/a/b/c") is None
