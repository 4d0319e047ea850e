"""Malformed input is a refusal, and costs no call to AWS."""

from urllib.parse import quote

import pytest

from chalicelib import limits, tokens
from tests.contract.http_client import Api
from tests.contract.traffic import Traffic

pytest_plugins = ["tests.contract.http_fixtures"]

JSON = {"Content-Type": "application/json"}

BODIES = {
    "null": b"null",
    "list": b"[]",
    "text": b'"{}"',
    "number": b"1",
    "NaN": b"NaN",
    "NaN inside": b'{"a":NaN}',
    "Infinity inside": b'{"a":-Infinity}',
    "nested 100,000 deep": b"[" * 100_000,
    "nested as deep as fits": b'{"a":' * (limits.BODY_BYTES // 5),
    "not UTF-8": b'{"a":"\xff"}',
    "UTF-16": '{"a":1}'.encode("utf-16"),
    "byte order mark": b"\xef\xbb\xbf{}",
    "cut off": b'{"a":',
    "two values": b"{}{}",
    "form": b"a=1",
    "a number of 5,000 digits": b'{"a":' + b"1" * 5000 + b"}",
    "NUL": b"\0",
    "1 MB": b'{"a":"' + b"x" * 2**20 + b'"}',
}

IDS = {
    "empty": "",
    "short": "A" * 21,
    "long": "A" * 23,
    "parent": "../" + "A" * 19,
    "encoded parent": "%2e%2e%2f" + "A" * 13,
    "dots": "%2e" * 7 + "A",
    "slashes": "/" * 22,
    "backslashes": "\\" * 22,
    "NUL": "A" * 21 + "\0",
    "CR": "A" * 22 + "\r",
    "LF": "A" * 22 + "\n",
    "CRLF": "A" * 20 + "\r\n",
    "turned around": "A" * 21 + "\u202e",
    "letters that only look so": "А" * 22,
    "digits that are not ASCII": "٣" * 22,
    "key of a table": "session#" + "A" * 14,
    "100 kB": "A" * 100_000,
}

SESSION = "A" * 22


@pytest.fixture(autouse=True)
def _asks_nobody(traffic: Traffic) -> None:
    """Makes `traffic` watch from the start."""


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_body(api: Api, body: bytes, traffic: Traffic) -> None:
    for headers in (JSON, {}, {"Content-Type": "application/json; charset=utf-8"}):
        answer = api.open(headers, body)
        assert (answer.status, answer.code) == (400, "InvalidRequest")
        said = {"Authorization": f"Bearer {tokens.new_token()}", **headers}
        answer = api.request("POST", f"/sessions/{SESSION}/messages", said, body)
        assert (answer.status, answer.code) == (400, "InvalidRequest")
    assert traffic.calls == []


def test_a_body_without_its_type_or_of_another(api: Api, traffic: Traffic) -> None:
    for other in ("", "text/plain", "application/x-www-form-urlencoded", "application/jsonp", "é"):
        assert api.open({"Content-Type": other}, b"{}").code == "InvalidRequest"
    assert api.open({}, b"{}").code == "InvalidRequest"
    assert traffic.calls == []


@pytest.mark.parametrize(
    "written", ["application/json", "Application/JSON", "application/json ; charset=UTF-8"]
)
def test_the_type_of_a_body_is_read_as_http_writes_it(api: Api, written: str) -> None:
    """Types are the same in any case (RFC 9110, 8.3.1)."""
    assert api.open({"Content-Type": written}, b"{}").status == 201


@pytest.mark.parametrize("value", IDS.values(), ids=IDS.keys())
def test_id_in_the_query(api: Api, value: str, traffic: Traffic) -> None:
    for token in (None, tokens.new_token()):
        answer = api.ticket(value, token)
        assert (answer.status, answer.code) == (400, "InvalidRequest")
    assert traffic.calls == []


@pytest.mark.parametrize("value", [i for i in IDS.values() if i], ids=[n for n in IDS if IDS[n]])
def test_id_in_the_path(api: Api, value: str, traffic: Traffic) -> None:
    """As it comes, or as API Gateway hands it over: decoded."""
    written, said = quote(value, safe=""), b'{"action":"shown","photoId":"%s"}' % SESSION.encode()
    for method, target, body in (
        ("GET", f"/sessions/{written}", b""),
        ("POST", f"/sessions/{written}/messages", said),
        ("DELETE", f"/uploads/{written}?sessionId={SESSION}", b""),
        ("DELETE", f"/uploads/{SESSION}?sessionId={written}", b""),
    ):
        headers = JSON | {"Authorization": f"Bearer {tokens.new_token()}"}
        answer = api.request(method, target, headers, body)
        assert (answer.status, answer.code) == (400, "InvalidRequest")
        assert api.request(method, target, JSON, body).status == 401
    assert traffic.calls == []


TOKENS = {
    "short": "A" * 42,
    "long": "A" * 44,
    "padded": "A" * 43 + "=",
    "two": "A" * 43 + " " + "A" * 43,
    "CR": "A" * 42 + "\rA",
    "LF": "A" * 42 + "\n" + "A",
    "NUL": "A" * 42 + "\0",
    "not ASCII": "é" * 43,
    "100 kB": "A" * 100_000,
    "none": "",
}


@pytest.mark.parametrize("token", TOKENS.values(), ids=TOKENS.keys())
def test_token(api: Api, token: str, traffic: Traffic) -> None:
    assert api.read(SESSION, token).code == "TokenRefused"
    assert api.ticket(SESSION, token).code == "TokenRefused"
    assert api.say(SESSION, token).code == "TokenRefused"
    assert api.withdraw(SESSION, SESSION, token).code == "TokenRefused"
    assert traffic.calls == []


@pytest.mark.parametrize("header", ["", "Basic eDp5", "Bearer_x", f"Digest {'A' * 43}", "\0"])
def test_authorization_of_another_scheme(api: Api, header: str, traffic: Traffic) -> None:
    given = {"Authorization": header}
    assert api.read(SESSION, None, given).code == "TokenRequired"
    assert api.ticket(SESSION, None, given).code == "TokenRequired"
    assert traffic.calls == []


FACTS = {
    "size": ("-1", "+1", "1.5", "1e3", "0x10", " 1", "1 ", "１", "9" * 16, "NaN", "1\n", "many"),
    "sha256": ("A" * 44, "A" * 43, "A" * 42 + "==", "-" * 43 + "=", "A" * 43 + "=\n", "x"),
    "requestId": ("short", "A" * 65, "photo 0001", "photo/0001", "é" * 8, "photo-01\n"),
    "filename": ("x" * (limits.VALUE_CHARACTERS + 1), "x" * 100_000),
    "contentType": ("x" * (limits.VALUE_CHARACTERS + 1),),
}


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in FACTS.items() for value in values]
)
def test_fact_of_a_photo(api: Api, name: str, value: str, traffic: Traffic) -> None:
    answer = api.ticket(SESSION, tokens.new_token(), **{name: value})
    assert (answer.status, answer.code) == (400, "InvalidRequest")
    assert name in answer.json["Message"]
    assert traffic.calls == []


@pytest.mark.parametrize(
    "value", ["text/html", "image/svg+xml", "image/tiff", "image", "é", "\0", "image/jpeg\n/x"]
)
def test_type_that_is_no_photo(api: Api, value: str, traffic: Traffic) -> None:
    assert api.ticket(SESSION, contentType=value).code == "UnsupportedContentType"
    assert traffic.calls == []


def test_size_of_no_photo(api: Api, traffic: Traffic) -> None:
    assert api.ticket(SESSION, size=0).code == "PhotoEmpty"
    assert api.ticket(SESSION, size=limits.MAX_UPLOAD_BYTES + 1).code == "PhotoTooLarge"
    assert api.ticket(SESSION, size="9" * 15).code == "PhotoTooLarge"
    assert traffic.calls == []


def test_a_query_that_is_not_utf_8(api: Api, traffic: Traffic) -> None:
    assert api.request("GET", "/upload-url?sessionId=%ff%fe").code == "InvalidRequest"
    assert api.request("GET", "/upload-url?%00=%ff&&=&sessionId").code == "InvalidRequest"
    assert traffic.calls == []


def test_well_formed_input_does_ask(api: Api, traffic: Traffic) -> None:
    """Else the silence above would prove nothing."""
    assert api.ticket(SESSION, tokens.new_token()).code == "SessionNotFound"
    assert traffic.calls == ["GetItem"]


NAMES = {
    "../../etc/passwd": "passwd",
    "C:\\photos\\me.jpg": "me.jpg",
    "a\0b\r\nc.png": "abc.png",
    "evil\u202egnp.exe": "evilgnp.exe",
    "<img src=x onerror=alert(1)>.png": "<img src=x onerror=alert(1)>.png",
    "\u200b\u2066": None,
}


@pytest.mark.parametrize(("given", "shown"), NAMES.items())
def test_a_file_name_is_cleaned_and_never_refused(api: Api, given: str, shown: object) -> None:
    own = tokens.new_token()
    session_id = api.open().json["sessionId"]
    assert api.ticket(session_id, own, filename=given).status == 200
    (photo,) = api.read(session_id, own).json["photos"]
    assert photo["fileName"] == shown
