"""The bridge between aiohttp and ASGI keeps to HTTP where the application does not."""

from unittest.mock import AsyncMock, MagicMock

import pytest
from aiohttp.test_utils import make_mocked_request
from multidict import CIMultiDict

from devserver.asgi import Receive, Scope, Send, aiohttp_handler, call, reply, scope_of
from devserver.wire import Answer


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers with what it was asked."""
    body = (await receive())["body"]
    line = f"{scope['method']} {scope['path']}?{scope['query_string'].decode()} "
    headers = (("Content-Type", "text/plain"), ("X-Size", str(len(body))))
    await reply(Answer(201, headers, line.encode() + body), send)


async def test_a_call_gives_the_whole_answer() -> None:
    answer = await call(echo, scope_of("PUT", "/a%20b", (), "x=1"), b"body")
    headers = (("Content-Type", "text/plain"), ("X-Size", "4"))
    assert answer == Answer(201, headers, b"PUT /a b?x=1 body")


async def written(method: str) -> bytes:
    """The body that goes over the wire for a request of this method."""
    writer = MagicMock()
    writer.write = AsyncMock()
    writer.write_eof = AsyncMock()
    writer.write_headers = AsyncMock()
    content = MagicMock()
    content.readany = AsyncMock(return_value=b"")
    content.at_eof.return_value = True
    request = make_mocked_request(
        method, "/key", headers=CIMultiDict(Host="h"), writer=writer, payload=content
    )
    await aiohttp_handler(echo)(request)
    return b"".join(each.args[0] for each in writer.write.call_args_list)


@pytest.mark.parametrize(("method", "body"), [("GET", b"GET /key? "), ("HEAD", b"")])
async def test_an_answer_to_head_has_no_body(method: str, body: bytes) -> None:
    # boto3 took the body of a 404 for the next answer, and failed.
    assert await written(method) == body


async def test_an_answer_that_ends_too_early_ends_the_connection() -> None:
    """Who was promised more would wait for it."""

    async def torn(scope: Scope, receive: Receive, send: Send) -> None:
        await reply(Answer(200, (("Content-Length", "10"),), b"half"), send)

    transport = MagicMock()
    writer = MagicMock(write=AsyncMock(), write_eof=AsyncMock(), write_headers=AsyncMock())
    for method, aborts in (("GET", 1), ("HEAD", 0)):
        transport.reset_mock()
        request = make_mocked_request(method, "/key", writer=writer, transport=transport)
        await aiohttp_handler(torn)(request)
        assert transport.abort.call_count == aborts
