"""The management API answers as API Gateway's, so that gone screens are noticed as on AWS."""

import asyncio
import json

import pytest

from devserver.connections import MAX_MESSAGE_BYTES, Connection, ConnectionGone, Connections
from devserver.websocket_events import Caller
from devserver.wire import Answer, Request


class FakeSocket:
    def __init__(self) -> None:
        self.sent: list[str | bytes] = []
        self.close_code: int | None = None

    async def receive(self, seconds: float) -> None:
        return None

    async def send(self, data: str | bytes) -> None:
        if self.close_code:
            raise ConnectionGone
        self.sent.append(data)

    async def close(self, code: int) -> None:
        self.close_code = code


class Stuck(FakeSocket):
    async def send(self, data: str | bytes) -> None:
        await asyncio.Event().wait()


def opened(socket: FakeSocket) -> Connections:
    connections = Connections(lambda: 60.0, send_seconds=0.0 if isinstance(socket, Stuck) else 5)
    caller = Caller("c=", "host", "10.0.0.9", "phone", 100.0)
    connections.add(Connection(caller, socket, opened=10.0, active=10.0))
    return connections


async def ask(connections: Connections, method: str, body: bytes = b"") -> Answer:
    return await connections.handle("c=", Request(method, "/@connections/c%3D", body=body))


@pytest.mark.parametrize(("body", "frame"), [("hé".encode(), "hé"), (b"\xff\x00", b"\xff\x00")])
async def test_a_post_is_sent_as_text_where_it_is_text(body: bytes, frame: str | bytes) -> None:
    socket = FakeSocket()
    assert (await ask(opened(socket), "POST", body)).status == 200
    assert socket.sent == [frame]


async def test_a_post_up_to_the_quota_passes_and_no_more() -> None:
    connections = opened(FakeSocket())
    assert (await ask(connections, "POST", b"x" * MAX_MESSAGE_BYTES)).status == 200
    answer = await ask(connections, "POST", b"x" * (MAX_MESSAGE_BYTES + 1))
    assert answer.status == 413
    assert answer.header("x-amzn-ErrorType") == "PayloadTooLargeException"


async def test_an_unknown_connection_is_gone() -> None:
    answer = await ask(Connections(lambda: 0.0), "POST", b"x")
    assert answer.status == 410
    assert answer.header("x-amzn-ErrorType") == "GoneException"


@pytest.mark.parametrize("socket", [FakeSocket(), Stuck()])
async def test_a_client_that_left_or_takes_nothing_is_gone(socket: FakeSocket) -> None:
    socket.close_code = 1006
    connections = opened(socket)
    assert (await ask(connections, "POST", b"x")).status == 410
    assert len(connections) == 0


async def test_a_connection_can_be_asked_about_and_closed() -> None:
    socket = FakeSocket()
    connections = opened(socket)
    await ask(connections, "POST", b"x")
    facts = json.loads((await ask(connections, "GET")).body)
    assert facts["connectedAt"] == "1970-01-01T00:01:40.000+00:00"
    assert facts["lastActiveAt"] == "1970-01-01T00:02:30.000+00:00"
    assert facts["identity"]["sourceIp"] == "10.0.0.9"
    assert (await ask(connections, "DELETE")).status == 204
    assert socket.close_code == 1001


async def test_other_methods_are_not_deployed() -> None:
    assert (await ask(opened(FakeSocket()), "PUT")).status == 403
