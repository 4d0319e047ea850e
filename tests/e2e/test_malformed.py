"""Bytes that no browser sends: each is answered, none by a 5xx, and the servers live on."""

import socket
from urllib.parse import urlsplit

import pytest

from devserver.launch import DevServer
from tests.e2e.api_client import Api, Phone, ask
from tests.e2e.pictures import jpeg

ID = b"A" * 22
TARGETS = {
    "raw bytes": b"/api/sessions/\xff\xfe\x80",
    "half a character": b"/api/sessions/%c3",
    "NUL": b"/api/sessions/%00" + ID,
    "CR LF": b"/api/sessions/%0d%0aX-Injected:%20yes",
    "up and out": b"/api/sessions/..%2f..%2f..%2fetc%2fpasswd",
    "dots": b"/api/../../etc/passwd",
    "right to left": b"/api/sessions/%E2%80%AE" + ID,
    "not hex": b"/api/sessions/%zz%",
    "100 kB": b"/api/sessions/" + b"A" * 100_000,
    "100 kB of query": b"/api/upload-url?sessionId=" + b"A" * 100_000,
    "1000 parameters": b"/api/upload-url?" + b"sessionId=" + b"&sessionId=".join([ID] * 500),
    "size": b"/api/upload-url?sessionId=" + ID + b"&size=-1",
    "huge size": b"/api/upload-url?sessionId=" + ID + b"&size=" + b"9" * 1000,
    "other digits": b"/api/upload-url?sessionId=" + ID + "&size=١٢".encode(),
    "raw query": b"/api/upload-url?sessionId=\xff\xfe&filename=\xff",
    "no value": b"/api/upload-url?sessionId&&&=&=&",
    "socket without upgrade": b"/ws?sessionId=" + ID,
    "management": b"/@connections/%00%ff",
    "star": b"*",
    "absolute": b"http://example.com/api/sessions",
    "empty segment": b"//api//sessions//",
}
HEADERS = {
    "huge": b"X-Long: " + b"a" * 100_000,
    "many": b"\r\n".join(b"X-%d: 1" % number for number in range(2000)),
    "raw token": b"Authorization: Bearer \xff\xfe",
    "token of 60 kB": b"Authorization: Bearer " + b"A" * 60_000,
    "other scheme": b"Authorization: Basic Og==",
    "no colon": b"this is no header",
    "bad name": b"X Y: 1",
    "two lengths": b"Content-Length: 1\r\nContent-Length: 2",
    "negative length": b"Content-Length: -1",
    "length and chunks": b"Content-Length: 5\r\nTransfer-Encoding: chunked",
    "bad chunks": b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    "half an upgrade": b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: no",
    "raw subprotocol": b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: scandrop, \xff",
}
BODIES = {
    "null": b"null",
    "list": b"[]",
    "not a number": b'{"a": NaN}',
    "deep": b"[" * 100_000,
    "cut": b'{"a": ',
    "UTF-16": '{"a": 1}'.encode("utf-16"),
    "not UTF-8": b'\xff{"a": 1}',
    "large": b'{"a": "' + b"x" * 1_000_000 + b'"}',
    "NUL": b"\x00" * 100,
}


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
@pytest.mark.parametrize("method", [b"GET", b"POST", b"BREW"], ids=bytes.decode)
def test_any_target_is_answered(server: DevServer, method: bytes, target: bytes) -> None:
    for port in _ports(server):
        request = method + b" " + target + b" HTTP/1.1\r\nHost: %s\r\n" % _host(port)
        assert 200 <= _status(port, request + b"Connection: close\r\n\r\n") < 500


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_any_header_is_answered(server: DevServer, header: bytes) -> None:
    for path in (
        b"/api/upload-url?sessionId=" + ID,
        b"/ws?sessionId=" + ID,
        b"/scandrop-uploads/k",
    ):
        for port in _ports(server):
            start = b"GET " + path + b" HTTP/1.1\r\nHost: %s\r\n" % _host(port)
            assert 200 <= _status(port, start + header + b"\r\n\r\n") < 500


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
@pytest.mark.parametrize("content_type", ["application/json", "text/plain", ""])
def test_a_body_that_is_no_json_object_is_a_bad_request(
    server: DevServer, content_type: str, body: bytes
) -> None:
    headers = {"Content-Type": content_type} if content_type else {}
    answer = ask("POST", f"{server.api_url}/sessions", headers, body)
    assert (answer.status, answer.code) == (400, "InvalidRequest")
    assert answer.json["Message"]


@pytest.mark.parametrize(
    "line", [b"GET", b"GET /", b"GET / HTTP/9.9", b"\x16\x03\x01\x02\x00", b"GET / HTTP/1.1"]
)
def test_a_request_without_form_is_refused(server: DevServer, line: bytes) -> None:
    for port in _ports(server):
        assert _status(port, line + b"\r\n\r\n") < 500


def test_the_servers_live_on(server: DevServer, api: Api) -> None:
    session = api.open_session()
    Phone(api, session["sessionId"]).send(jpeg())
    assert server.process.poll() is None


def _ports(server: DevServer) -> list[int]:
    ticket = Phone(Api(server), Api(server).open_session()["sessionId"]).ticket(jpeg())
    urls = (server.site_url, server.api_url, ticket["url"])
    return [port for url in urls if (port := urlsplit(url).port)]


def _host(port: int) -> bytes:
    return b"127.0.0.1:%d" % port


def _status(port: int, request: bytes) -> int:
    """The status of the answer, which there must be; 0 where the server just hangs up."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        answer = b""
        try:
            connection.sendall(request)
            while b"\r\n" not in answer and (part := connection.recv(4096)):
                answer += part
        except ConnectionError:
            # It has read enough to refuse, and closed on what was still to come.
            return int(answer.split()[1]) if answer else 400
    return int(answer.split()[1]) if answer else 0
