"""Work on photos that a kill interrupts is done in the end, once, and leaves nobody behind."""

import functools
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from devserver.launch import DevServer
from tests.e2e import stored
from tests.e2e.api_client import Api, Phone, ask
from tests.e2e.conftest import Launch
from tests.e2e.pictures import decoded, encoded, jpeg
from tests.e2e.processes import family, kill_cloud, kill_server, stop_server, three_ports
from tests.e2e.sockets import SocketClient
from tests.e2e.waiting import eventually

Kill = Callable[[DevServer], None]
Session = dict[str, Any]

ends = pytest.mark.parametrize(
    "end", [kill_server, kill_cloud, stop_server], ids=["server", "cloud", "stop"]
)
#: Nothing can be made: the operator's logo is missing.
STUCK = {"SCANDROP_WATERMARKS": '{"*": {"logo": "watermarks/missing.png"}}'}


@pytest.fixture
def port() -> int:
    return three_ports()


@functools.cache
def large(seed: int = 0) -> bytes:
    """A photo that takes its time, so that there is something to interrupt."""
    return encoded("PNG", seed, width=5000, height=4000)


def unfinished(data: Path) -> list[str]:
    path = data / "unfinished-jobs.json"
    return json.loads(path.read_text()) if path.exists() else []


def log_of(data: Path) -> str:
    return data.with_name(f"{data.name}.log").read_text()


def is_ready_once(api: Api, session: Session, data: Path, *photo_ids: str) -> None:
    """Each photo is READY for its screen, has one set of renditions, and one outcome."""

    def shown() -> dict[str, dict[str, Any]]:
        return {each["photoId"]: each for each in api.photos(session, "READY")}

    eventually(lambda: shown().keys() == set(photo_ids))
    ready = shown().values()
    for photo in ready:
        for rendition in photo["renditions"].values():
            size = decoded(ask("GET", rendition["url"]).body).size
            assert size == (rendition["width"], rendition["height"])
        buckets = stored.Buckets(photo["url"], data)
        assert set(buckets.renditions(photo["photoId"])) == {"thumb", "medium", "large"}
        assert stored.outcomes(data, photo["photoId"]) == ["READY"]
    eventually(lambda: unfinished(data) == [])
    assert not (data / "dead-letters.jsonl").exists()


@ends
def test_a_photo_that_was_just_acknowledged_is_made(
    launch: Launch, own_data: Path, port: int, end: Kill
) -> None:
    server = launch(port=port)
    session = Api(server).open_session()
    photo_id = Phone(Api(server), session["sessionId"]).send(large())
    end(server)
    is_ready_once(Api(launch(port=port)), session, own_data, photo_id)


@ends
def test_a_photo_whose_making_had_begun_is_made(
    launch: Launch, own_data: Path, port: int, end: Kill
) -> None:
    server = launch(port=port)
    session = Api(server).open_session()
    photo_id = Phone(Api(server), session["sessionId"]).send(large())
    eventually(lambda: unfinished(own_data))
    end(server)
    is_ready_once(Api(launch(port=port)), session, own_data, photo_id)


@ends
def test_photos_that_waited_in_the_queue_are_made(
    launch: Launch, own_data: Path, port: int, end: Kill
) -> None:
    server = launch(port=port)
    api = Api(server)
    session = api.open_session()
    phone = Phone(api, session["sessionId"])
    # Made before, so that one follows on the other.
    photos = [large(seed) for seed in range(5)]
    sent = [phone.send(photo) for photo in photos]
    eventually(lambda: api.photos(session, "READY"))
    waiting = len(api.photos(session, "STORED"))
    end(server)
    assert waiting > 0
    is_ready_once(Api(launch(port=port)), session, own_data, *sent)


def test_kills_all_the_way_hold_nothing_up(
    launch: Launch, own_data: Path, port: int, sockets: SocketClient
) -> None:
    server = launch(port=port)
    session = Api(server).open_session()
    phone = Phone(Api(server), session["sessionId"])
    # Made before, so that one follows on the other.
    photos = [large(seed) for seed in range(3)]
    sent = [phone.send(photo) for photo in photos]
    for _ in range(3):
        eventually(lambda: unfinished(own_data))
        server.kill()
        server = launch(port=port)
    with sockets.screen(server, session) as screen:
        is_ready_once(Api(server), session, own_data, *sent)
        heard = Counter(
            each["photo"]["photoId"]
            for each in screen.has_heard_all()
            if each["type"] == "PHOTO_READY"
        )
    assert all(times == 1 for times in heard.values())


@pytest.mark.parametrize("refused", [False, True], ids=["ready", "rejected"])
def test_a_kill_between_a_photos_record_and_its_session_is_made_good(
    launch: Launch, own_data: Path, port: int, refused: bool
) -> None:
    """The journal is cut where such a kill would have ended it."""
    server = launch(port=port)
    api = Api(server)
    session = api.open_session()
    photo_id = Phone(api, session["sessionId"]).send(b"no photo" if refused else jpeg())
    state = "REJECTED" if refused else "READY"
    eventually(lambda: api.photos(session, state))
    eventually(lambda: unfinished(own_data) == [])
    server.kill()
    body = stored.forget_after_outcome(own_data, photo_id)
    (own_data / "unfinished-jobs.json").write_text(json.dumps([body]))

    again = Api(launch(port=port))
    (photo,) = eventually(lambda: again.photos(session, state))
    assert photo["photoId"] == photo_id
    assert stored.outcomes(own_data, photo_id) == [state]


@ends
def test_a_photo_whose_making_had_failed_is_made(
    launch: Launch, own_data: Path, port: int, end: Kill
) -> None:
    server = launch(port=port, environ=STUCK)
    session = Api(server).open_session()
    photo_id = Phone(Api(server), session["sessionId"]).send(jpeg())
    eventually(lambda: "again in 360 s" in log_of(own_data))
    end(server)
    assert len(unfinished(own_data)) == 1
    is_ready_once(Api(launch(port=port)), session, own_data, photo_id)


def test_a_photo_is_made_after_its_session_is_over(
    launch: Launch, own_data: Path, port: int
) -> None:
    server = launch(port=port, environ=STUCK)
    session = Api(server).open_session()
    phone = Phone(Api(server), session["sessionId"])
    photo_id = phone.send(jpeg())
    eventually(lambda: unfinished(own_data))
    server.kill()
    stored.end_session(own_data, phone.session_id)

    server = launch(port=port)
    eventually(lambda: stored.outcomes(own_data, photo_id) == ["READY"])
    eventually(lambda: unfinished(own_data) == [])
    answer = Api(server).read_session(phone.session_id, session["screenToken"])
    assert answer.status == 410
    assert not (own_data / "dead-letters.jsonl").exists()


@ends
@pytest.mark.parametrize("busy", [False, True], ids=["idle", "busy"])
def test_no_process_outlives_its_server(
    launch: Launch, own_data: Path, end: Kill, busy: bool
) -> None:
    server = launch()
    api = Api(server)
    session = api.open_session()
    phone = Phone(api, session["sessionId"])
    phone.send(jpeg())
    eventually(lambda: api.photos(session, "READY"))
    if busy:
        phone.send(large())
        eventually(lambda: unfinished(own_data))
    started = family(server)
    # The embedded AWS, and at least one that decodes.
    assert len(started) >= 2
    end(server)
    eventually(lambda: not [each for each in started if _is_alive(each)])


def _is_alive(process: psutil.Process) -> bool:
    # Nobody collects the status of an orphan in a container without an init.
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
