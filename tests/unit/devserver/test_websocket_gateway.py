"""The WebSocket gateway calls, cuts and refuses as API Gateway does."""

import asyncio
import json
from typing import Any

import pytest

from devserver.connections import Connections
from devserver.websocket_events import Caller, connect_event, connection_id, message_event
from devserver.websocket_gateway import Accepted, WebSocketGateway, is_handshake
from devserver.wire import Answer, Request

HANDSHAKE = Request(
    "GET", "/ws", "sessionId=s", (("Host", "10.0.0.7:8001"), ("Origin", "http://site:1"))
)
CALLER = Caller("c=", "10.0.0.7", "10.0.0.9", "phone", 100.0)


class Handlers:
    """The application's three functions, and what they were called with."""

    def __init__(self, **answers: Any) -> None:
        self.answers = {"connect": {"statusCode": 200}, **answers}
        self.events: list[tuple[str, dict[str, Any]]] = []

    async def invoke(self, handler: str, event: dict[str, Any]) -> Any:
        self.events.append((handler, event))
        answer = self.answers.get(handler)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def names(self) -> list[str]:
        return [name for name, _ in self.events]


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class FakeSocket:
    """A client that says what the test says, then waits until time is over."""

    def __init__(self, clock: Clock, *script: str | bytes | None) -> None:
        self.clock = clock
        self.script = list(script)
        self.sent: list[str | bytes] = []
        self.close_code: int | None = None

    async def receive(self, seconds: float) -> str | bytes | None:
        # Handlers run as tasks of their own: let them.
        for _ in range(5):
            await asyncio.sleep(0)
        if self.script:
            return self.script.pop(0)
        self.clock.now += seconds
        raise TimeoutError

    async def send(self, data: str | bytes) -> None:
        self.sent.append(data)

    async def close(self, code: int) -> None:
        self.close_code = code


class Bench:
    def __init__(self, handlers: Handlers, time_scale: float = 1.0) -> None:
        self.clock = Clock()
        self.handlers = handlers
        self.connections = Connections(self.clock)
        self.gateway = WebSocketGateway(
            handlers,
            self.connections,
            time_scale=time_scale,
            clock=lambda: 100.0,
            monotonic=self.clock,
        )

    async def serve(self, *script: str | bytes | None) -> FakeSocket:
        socket = FakeSocket(self.clock, *script)
        await self.gateway.serve(Accepted(CALLER, None), socket)
        return socket


async def test_a_handshake_passes_with_the_subprotocol_of_the_handler() -> None:
    answer = {"statusCode": 200, "headers": {"Sec-WebSocket-Protocol": "scandrop"}}
    handlers = Handlers(connect=answer)
    accepted = await Bench(handlers).gateway.connect(HANDSHAKE)
    assert isinstance(accepted, Accepted)
    assert accepted.subprotocol == "scandrop"
    assert accepted.caller.domain_name == "10.0.0.7"


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ({"statusCode": 403}, 403),
        ({"statusCode": 410, "body": "secret"}, 410),
        (RuntimeError("broken"), 502),
        (None, 502),
    ],
)
async def test_a_refused_handshake_shows_its_status_and_nothing_else(
    answer: Any, status: int
) -> None:
    bench = Bench(Handlers(connect=answer))
    assert await bench.gateway.connect(HANDSHAKE) == Answer(status)
    assert bench.handlers.names() == ["connect"]


async def test_a_connection_cannot_be_posted_to_during_its_handshake() -> None:
    bench = Bench(Handlers())
    accepted = await bench.gateway.connect(HANDSHAKE)
    assert isinstance(accepted, Accepted)
    post = Request("POST", "/", body=b"early")
    answer = await bench.connections.handle(accepted.caller.connection_id, post)
    assert answer.status == 410


async def test_a_client_that_closes_is_disconnected_once() -> None:
    bench = Bench(Handlers())
    await bench.serve("hello", None)
    assert bench.handlers.names() == ["message", "disconnect"]
    assert len(bench.connections) == 0


@pytest.mark.parametrize("time_scale", [1.0, 100.0])
async def test_an_idle_connection_is_cut_after_ten_minutes(time_scale: float) -> None:
    bench = Bench(Handlers(), time_scale)
    socket = await bench.serve()
    assert bench.clock.now == pytest.approx(600 / time_scale)
    assert socket.close_code == 1001
    assert bench.handlers.names() == ["disconnect"]


async def test_a_message_keeps_a_connection_but_not_beyond_two_hours() -> None:
    bench = Bench(Handlers())

    class Talkative(FakeSocket):
        async def receive(self, seconds: float) -> str:
            self.clock.now += 500
            return "still here"

    socket = Talkative(bench.clock)
    await bench.gateway.serve(Accepted(CALLER, None), socket)
    assert bench.clock.now == 7500
    assert socket.close_code == 1001


async def test_what_is_sent_to_a_client_keeps_its_connection_too() -> None:
    bench = Bench(Handlers())

    class Fed(FakeSocket):
        async def receive(self, seconds: float) -> None:
            self.clock.now += seconds / 2
            await bench.connections.send("c=", "news")
            raise TimeoutError

    await bench.gateway.serve(Accepted(CALLER, None), Fed(bench.clock))
    assert bench.clock.now == pytest.approx(7200, rel=0.01)


async def test_a_client_is_told_when_its_messages_handler_failed() -> None:
    bench = Bench(Handlers(message=RuntimeError("broken")))
    socket = await bench.serve("hello", "again")
    told = [json.loads(frame) for frame in socket.sent]
    assert [each["message"] for each in told] == ["Internal server error"] * 2
    assert {each["connectionId"] for each in told} == {"c="}


async def test_a_failing_disconnect_ends_nothing_else() -> None:
    bench = Bench(Handlers(disconnect=RuntimeError("broken")))
    await bench.serve(None)
    assert len(bench.connections) == 0


async def test_all_connections_are_closed_and_disconnected_at_the_end() -> None:
    bench = Bench(Handlers())
    opened = asyncio.Event()

    class Waiting(FakeSocket):
        closing = asyncio.Event()

        async def receive(self, seconds: float) -> None:
            opened.set()
            await self.closing.wait()

        async def close(self, code: int) -> None:
            self.close_code = code
            self.closing.set()

    socket = Waiting(bench.clock)
    serving = asyncio.create_task(bench.gateway.serve(Accepted(CALLER, None), socket))
    await opened.wait()
    await bench.gateway.close_all(1)
    assert serving.done()
    assert socket.close_code == 1001
    assert bench.handlers.names() == ["disconnect"]


def test_the_connect_event_has_headers_and_query() -> None:
    event = connect_event(CALLER, HANDSHAKE, now=100.0)
    context = event["requestContext"]
    assert (context["routeKey"], context["eventType"]) == ("$connect", "CONNECT")
    assert (context["connectionId"], context["domainName"]) == ("c=", "10.0.0.7")
    assert context["requestTimeEpoch"] == 100_000
    assert context["identity"]["sourceIp"] == "10.0.0.9"
    assert event["queryStringParameters"] == {"sessionId": "s"}
    assert event["headers"]["Origin"] == "http://site:1"
    assert "body" not in event


def test_without_a_query_string_its_keys_are_absent() -> None:
    event = connect_event(CALLER, Request("GET", "/ws"), now=100.0)
    assert "queryStringParameters" not in event


def test_bytes_arrive_encoded() -> None:
    event = message_event(CALLER, b"\x00\xff", now=100.0)
    assert (event["body"], event["isBase64Encoded"]) == ("AP8=", True)
    assert message_event(CALLER, "text", now=100.0)["isBase64Encoded"] is False


def test_connection_ids_look_like_api_gateways() -> None:
    made = connection_id()
    assert len(made) == 16
    assert made.endswith("=")
    assert made != connection_id()


@pytest.mark.parametrize("missing", ["Connection", "Upgrade", "Sec-WebSocket-Key", None])
def test_a_handshake_has_all_its_headers(missing: str | None) -> None:
    headers = {
        "Connection": "keep-alive, Upgrade",
        "Upgrade": "WebSocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "k",
    }
    headers.pop(missing or "", None)
    assert is_handshake(Request("GET", "/ws", headers=tuple(headers.items()))) is (missing is None)
