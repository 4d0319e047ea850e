"""The whole loop, as the sequence diagram of docs/architecture.md has it."""

from pathlib import Path

from devserver.launch import DevServer
from tests.e2e import stored
from tests.e2e.api_client import Api, Phone, ask
from tests.e2e.pictures import jpeg
from tests.e2e.sockets import SocketClient
from tests.e2e.waiting import eventually


def test_a_photo_goes_from_the_phone_to_the_screen(
    server: DevServer, data: Path, api: Api, sockets: SocketClient
) -> None:
    session = api.open_session()
    photo = jpeg(seed=1)
    with sockets.screen(server, session) as screen:
        assert screen.subprotocol == "scandrop"
        assert screen.first_snapshot["status"] == "AWAITING_SCAN"
        phone = Phone(api, session["sessionId"])

        phone.claim()
        assert screen.hears("PHONE_CONNECTED")["status"] == "UPLOAD_REQUESTED"

        photo_id = phone.send(photo, "beach.jpg")
        arrived = screen.hears("UPLOAD_COMPLETED")
        assert arrived["status"] == "COMPLETED"
        assert arrived["photo"]["photoId"] == photo_id
        assert arrived["photo"]["fileName"] == "beach.jpg"
        shown = ask("GET", arrived["photo"]["url"])
        assert (shown.status, shown.headers["content-type"]) == (200, "image/jpeg")
        assert shown.body == photo

        (connection,) = stored.connections_of(data, session["sessionId"])
        assert stored.manage(server, "GET", connection).status == 200

    eventually(lambda: not stored.connections_of(data, session["sessionId"]))
    assert stored.manage(server, "GET", connection).status == 410


def test_every_screen_of_a_session_gets_everything(
    server: DevServer, api: Api, sockets: SocketClient
) -> None:
    session = api.open_session()
    phone = Phone(api, session["sessionId"])
    with sockets.screen(server, session) as one, sockets.screen(server, session) as other:
        sent = {phone.send(jpeg(seed)) for seed in range(3)}
        for screen in (one, other):
            screen.hears("PHONE_CONNECTED")
            heard = {screen.hears("UPLOAD_COMPLETED")["photo"]["photoId"] for _ in sent}
            assert heard == sent


def test_a_screen_that_comes_late_learns_everything_by_its_first_sync(
    server: DevServer, api: Api, sockets: SocketClient
) -> None:
    session = api.open_session()
    phone = Phone(api, session["sessionId"])
    with sockets.screen(server, session) as early:
        photo_id = phone.send(jpeg())
        early.hears("PHOTO_READY")
    with sockets.screen(server, session) as late:
        snapshot = late.first_snapshot
        assert snapshot["status"] == "COMPLETED"
        assert [photo["photoId"] for photo in snapshot["photos"]] == [photo_id]
        shown = ask("GET", snapshot["photos"][0]["url"])
        assert (shown.status, shown.headers["content-type"]) == (200, "image/jpeg")


def test_polling_tells_what_a_socket_tells(
    server: DevServer, api: Api, sockets: SocketClient
) -> None:
    session = api.open_session()
    Phone(api, session["sessionId"]).send(jpeg())
    eventually(lambda: api.photos(session, "READY"))
    polled = api.snapshot(session)
    with sockets.screen(server, session) as screen:
        told = screen.first_snapshot
    for snapshot in (polled, told):
        (photo,) = snapshot["photos"]
        del snapshot["serverTime"], photo["url"]
        for rendition in photo["renditions"].values():
            del rendition["url"]
    assert told == {"type": "SESSION_STATE", **polled}


def test_sessions_do_not_hear_each_other(
    server: DevServer, api: Api, sockets: SocketClient
) -> None:
    sessions = [api.open_session() for _ in range(3)]
    with (
        sockets.screen(server, sessions[0]) as first,
        sockets.screen(server, sessions[1]) as second,
        sockets.screen(server, sessions[2]) as third,
    ):
        for screen in (first, second):
            photo_id = Phone(api, screen.session_id).send(jpeg())
            screen.hears("PHOTO_READY")
            photos = [message["photo"] for message in screen.heard if "photo" in message]
            assert {photo["photoId"] for photo in photos} == {photo_id}
        for screen in (first, second, third):
            assert {message["sessionId"] for message in screen.heard} == {screen.session_id}
        assert third.has_heard_all() == []


def test_a_phone_hears_that_its_photo_has_arrived_but_gets_no_picture(
    server: DevServer, api: Api, sockets: SocketClient
) -> None:
    session = api.open_session()
    phone = Phone(api, session["sessionId"])
    phone.claim()
    with sockets.connected(server, phone.session_id, phone.token) as listening:
        assert [photo["url"] for photo in listening.sync()["photos"]] == [None]
        phone.send(jpeg())
        assert listening.hears("UPLOAD_COMPLETED")["photo"]["url"] is None
