"""What was acknowledged outlives a kill, at whatever moment it comes."""

import functools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest

from devserver.launch import DevServer
from tests.e2e import stored
from tests.e2e.api_client import Api, Phone, ask, put
from tests.e2e.conftest import Launch
from tests.e2e.pictures import jpeg
from tests.e2e.processes import kill_cloud, kill_server, three_ports
from tests.e2e.sockets import SocketClient
from tests.e2e.waiting import eventually

Kill = Callable[[DevServer], None]
Session = dict[str, Any]

victims = pytest.mark.parametrize("kill", [kill_server, kill_cloud], ids=["server", "cloud"])


@pytest.fixture
def port() -> int:
    return three_ports()


@victims
def test_a_session_survives(launch: Launch, port: int, kill: Kill) -> None:
    server = launch(port=port)
    session = Api(server).open_session()
    kill(server)

    api = Api(launch(port=port))
    assert api.snapshot(session)["status"] == "AWAITING_SCAN"
    assert api.read_session(session["sessionId"], "A" * 43).status == 403
    Phone(api, session["sessionId"]).claim()
    assert api.snapshot(session)["status"] == "UPLOAD_REQUESTED"


@victims
def test_a_claim_and_a_ticket_survive(launch: Launch, port: int, kill: Kill) -> None:
    server = launch(port=port)
    session = Api(server).open_session()
    phone = Phone(Api(server), session["sessionId"])
    ticket = phone.ticket(jpeg(), requestId="the-same-file")
    kill(server)

    api = Api(launch(port=port))
    assert api.ask_for_ticket(session["sessionId"], "B" * 43).code == "SessionClaimed"
    again = phone.ticket(jpeg(), requestId="the-same-file")
    assert again["photoId"] == ticket["photoId"]
    assert put(ticket, jpeg()).status == 200
    eventually(lambda: api.snapshot(session)["status"] == "COMPLETED")


@victims
def test_a_photo_survives_the_moment_of_its_answer(
    launch: Launch, own_data: Path, port: int, kill: Kill, sockets: SocketClient
) -> None:
    server = launch(port=port)
    session = Api(server).open_session()
    photo = jpeg(seed=3)
    photo_id = Phone(Api(server), session["sessionId"]).send(photo)
    kill(server)

    server = launch(port=port)
    with sockets.screen(server, session) as screen:
        (found,) = eventually(lambda: _stored_in(screen.sync()))
    assert found["photoId"] == photo_id
    assert ask("GET", found["url"]).status == 200
    assert stored.Buckets(found["url"], own_data).upload(screen.session_id, photo_id) == photo


@victims
def test_nothing_that_was_acknowledged_under_load_is_gone(
    launch: Launch, own_data: Path, port: int, kill: Kill
) -> None:
    server = launch(port=port)
    visitors = [_Visitor(server, number) for number in range(4)]
    with ThreadPoolExecutor(len(visitors)) as threads:
        running = [threads.submit(visitor.send_until_killed) for visitor in visitors]
        eventually(lambda: all(len(visitor.sent) >= 4 for visitor in visitors))
        kill(server)
        for each in running:
            each.result()

    api = Api(launch(port=port))
    # A phone whose answer was lost tries again at once, while the server still finds its feet.
    for visitor in visitors:
        if visitor.asking:
            assert put(*visitor.asking).status in (200, 412)
    for visitor in visitors:
        eventually(functools.partial(visitor.has_everything, api, own_data))


def test_a_second_kill_while_coming_back_loses_nothing(launch: Launch, port: int) -> None:
    server = launch(port=port)
    session = Api(server).open_session()
    photo_id = Phone(Api(server), session["sessionId"]).send(jpeg())
    for _ in range(3):
        server.kill()
        server = launch(port=port)
    (found,) = eventually(lambda: Api(server).stored_photos(session))
    assert found["photoId"] == photo_id


def _stored_in(snapshot: dict[str, Any]) -> list[dict[str, Any]]:
    return [photo for photo in snapshot["photos"] if photo["state"] in ("STORED", "READY")]


class _Visitor:
    """A kiosk and a phone that send photo after photo."""

    def __init__(self, server: DevServer, number: int) -> None:
        self._api = Api(server)
        self._photos = [jpeg(seed=3 * number + each) for each in range(3)]
        #: Photos whose PUT was answered with 200, by id.
        self.sent: dict[str, bytes] = {}
        self.opened: list[Session] = []
        #: The ticket whose PUT was never answered, and its photo.
        self.asking: tuple[dict[str, Any], bytes] | None = None

    def send_until_killed(self) -> None:
        # An AssertionError is an answer of 5xx: its embedded AWS was killed before the server.
        with suppress(OSError, HTTPException, AssertionError):
            while True:
                self._send_some()

    def _send_some(self) -> None:
        session = self._api.open_session()
        self.opened.append(session)
        phone = Phone(self._api, session["sessionId"])
        for photo in self._photos:
            ticket = phone.ticket(photo)
            self.asking = ticket, photo
            assert put(ticket, photo).status == 200
            self.sent[ticket["photoId"]] = photo
            self.asking = None

    def has_everything(self, api: Api, data: Path) -> bool:
        """Whether the sessions show every acknowledged photo, made from what was sent."""
        shown = {
            photo["photoId"]: (session["sessionId"], photo["url"])
            for session in self.opened
            for photo in api.photos(session, "READY")
        }
        return all(
            photo_id in shown and self._is_whole(photo_id, *shown[photo_id], data)
            for photo_id in self.sent
        )

    def _is_whole(self, photo_id: str, session_id: str, url: str, data: Path) -> bool:
        original = stored.Buckets(url, data).upload(session_id, photo_id)
        return ask("GET", url).status == 200 and original == self.sent[photo_id]
