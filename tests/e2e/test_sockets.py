"""WebSockets: who may connect, what is answered, and how each one ends."""

from pathlib import Path
from typing import Any

import pytest

from devserver.launch import DevServer
from tests.e2e import stored
from tests.e2e.api_client import Api, Phone
from tests.e2e.conftest import Launch
from tests.e2e.pictures import jpeg
from tests.e2e.processes import three_ports
from tests.e2e.sockets import Closed, Screen, SocketClient
from tests.e2e.waiting import eventually

SITE: dict[str, Any] = {}
FOREIGN: dict[str, Any] = {"origin": "https://example.com"}


@pytest.mark.parametrize(
    ("token", "how", "status"),
    [
        pytest.param("right", FOREIGN, 403, id="page of somebody else"),
        pytest.param("right", {"origin": "null"}, 403, id="page of nobody"),
        pytest.param("right", {"origin": ""}, 403, id="no page"),
        pytest.param("wrong", SITE, 403, id="wrong token"),
        pytest.param("short", SITE, 403, id="not a token"),
        pytest.param(None, SITE, 401, id="no token"),
    ],
)
def test_a_handshake_that_fails_a_check_stores_nothing(
    server: DevServer,
    data: Path,
    api: Api,
    sockets: SocketClient,
    token: str | None,
    how: dict[str, Any],
    status: int,
) -> None:
    session = api.open_session()
    known = {"right": session["screenToken"], "wrong": "A" * 43, "short": "A" * 42}
    told = known[token] if token else None
    assert sockets.refused(server, session["sessionId"], token=told, **how) == status
    assert stored.connections_of(data, session["sessionId"]) == set()


@pytest.mark.parametrize(
    ("session_id", "status"),
    [("A" * 22, 404), ("A" * 21, 400), ("", 400), (None, 400), ("..%2f..%2fetc%2fpasswd", 400)],
)
def test_a_handshake_for_no_session_is_refused(
    server: DevServer, data: Path, sockets: SocketClient, session_id: str | None, status: int
) -> None:
    before = stored.connections(data)
    assert sockets.refused(server, session_id, token="A" * 43) == status
    assert stored.connections(data) == before


def test_a_handshake_after_the_end_of_its_session_is_refused(
    launch: Launch, own_data: Path, sockets: SocketClient
) -> None:
    server = launch(environ={"SCANDROP_SESSION_SECONDS": "1"})
    api = Api(server)
    session = api.open_session()
    token = session["screenToken"]
    eventually(lambda: api.read_session(session["sessionId"], token).status == 410)
    assert sockets.refused(server, session["sessionId"], token=token) == 410
    assert stored.connections(own_data) == {}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{",
        '"sync"',
        "NaN",
        '{"action": "sync"}',
        '{"action": "sync", "sessionId": null}',
        '{"action": "delete", "sessionId": "AAAAAAAAAAAAAAAAAAAAAA"}',
        '{"action": ["sync"], "sessionId": {}}',
        "[" * 15_000,
        '{"action": "' + "a" * 20_000 + '"}',
        "\x00\u202e",
    ],
    ids=lambda text: text[:20],
)
def test_a_malformed_message_is_answered_and_nothing_breaks(
    server: DevServer, api: Api, sockets: SocketClient, text: str
) -> None:
    with sockets.screen(server, api.open_session()) as screen:
        screen.say_text(text)
        assert screen.hears("ERROR")["Code"] == "InvalidRequest"
        assert screen.ping()["sessionId"] == screen.session_id


def test_a_socket_speaks_for_its_own_session_only(
    server: DevServer, api: Api, sockets: SocketClient
) -> None:
    other = api.open_session()
    with sockets.screen(server, api.open_session()) as screen:
        screen.say({"action": "sync", "sessionId": other["sessionId"]})
        assert screen.hears("ERROR")["Code"] == "TokenRefused"


def test_a_frame_that_is_too_large_ends_the_socket(
    server: DevServer, data: Path, api: Api, sockets: SocketClient
) -> None:
    session = api.open_session()
    with sockets.screen(server, session) as screen:
        screen.say_text(" " * (32 * 1024 + 1))
        assert screen.ended_with() == 1009
    eventually(lambda: not stored.connections_of(data, session["sessionId"]))


def test_a_screen_that_is_gone_does_not_keep_the_others_from_hearing(
    launch: Launch, own_data: Path, sockets: SocketClient
) -> None:
    """A kill leaves rows of sockets that are no more, as API Gateway may."""
    port = three_ports()
    server = launch(port=port)
    session = Api(server).open_session()
    with sockets.screen(server, session):
        (gone,) = stored.connections_of(own_data, session["sessionId"])
        server.kill()
    # One that is minutes old cannot be still opening.
    stored.make_older(own_data, gone, seconds=300)
    server = launch(port=port)
    assert stored.manage(server, "POST", gone, b"{}").status == 410
    with sockets.screen(server, session) as screen:
        (alive,) = stored.connections_of(own_data, session["sessionId"]) - {gone}
        Phone(Api(server), session["sessionId"]).send(jpeg())
        screen.hears("UPLOAD_COMPLETED")
        eventually(lambda: stored.connections_of(own_data, session["sessionId"]) == {alive})


def test_an_idle_socket_is_cut(launch: Launch, own_data: Path, sockets: SocketClient) -> None:
    # Its longest life would be over after 36 s only.
    server = launch("--time-scale", "200")
    session = Api(server).open_session()
    with sockets.screen(server, session) as screen:
        assert screen.ended_with() == 1001
        eventually(lambda: not stored.connections(own_data))


def test_a_socket_is_cut_after_its_longest_life_however_busy(
    launch: Launch, own_data: Path, sockets: SocketClient
) -> None:
    server = launch("--time-scale", "2400")
    session = Api(server).open_session()
    with sockets.screen(server, session) as screen:
        assert _talk_until_cut(screen) == 1001
        answered = [message for message in screen.heard if message["type"] == "PONG"]
        assert len(answered) > 20
        eventually(lambda: not stored.connections(own_data))


def _talk_until_cut(screen: Screen) -> int:
    try:
        while True:
            screen.ping()
    except Closed as closed:
        return int(closed.args[0])
