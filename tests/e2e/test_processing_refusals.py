"""A bad file is refused in words, removed, and stands in nobody's way."""

from pathlib import Path
from typing import Any

import pytest

from devserver.launch import DevServer
from tests.e2e import stored
from tests.e2e.api_client import Api, Phone, ask, put
from tests.e2e.bad_files import BAD
from tests.e2e.pictures import jpeg
from tests.e2e.sockets import SocketClient
from tests.e2e.stored import Buckets

Session = dict[str, Any]


@pytest.mark.parametrize(("content", "code"), BAD.values(), ids=BAD)
def test_a_bad_file_is_refused_on_screen_and_phone(
    server: DevServer, api: Api, data: Path, sockets: SocketClient, content: bytes, code: str
) -> None:
    session = api.open_session()
    phone = Phone(api, session["sessionId"])
    phone.claim()
    with (
        sockets.screen(server, session) as screen,
        sockets.connected(server, phone.session_id, phone.token) as listening,
    ):
        ticket = phone.ticket(content)
        assert put(ticket, content).status == 200
        arrived = screen.hears("UPLOAD_COMPLETED")["photo"]
        for refused in (screen.hears("PHOTO_REJECTED"), listening.hears("PHOTO_REJECTED")):
            photo = refused["photo"]
            assert (photo["photoId"], photo["state"]) == (ticket["photoId"], "REJECTED")
            assert (photo["code"], photo["url"], photo["renditions"]) == (code, None, None)

        # The next one goes its way.
        good = phone.send(jpeg())
        assert screen.hears("PHOTO_READY")["photo"]["photoId"] == good
        assert listening.hears("PHOTO_READY")["photo"]["photoId"] == good

    assert {each["photoId"]: each["code"] for each in api.snapshot(session)["photos"]} == {
        ticket["photoId"]: code,
        good: None,
    }
    assert ask("GET", arrived["url"]).status == 404
    buckets = Buckets(arrived["url"], data)
    assert buckets.upload(phone.session_id, ticket["photoId"]) is None
    assert buckets.renditions(ticket["photoId"]) == {}
    assert stored.outcomes(data, ticket["photoId"]) == ["REJECTED"]
    assert not (data / "dead-letters.jsonl").exists()


def test_what_was_refused_before_anything_was_decoded_is_told_once(
    server: DevServer, api: Api, data: Path, sockets: SocketClient
) -> None:
    """An open ticket binds nothing, so S3 takes an empty file; no job is needed to refuse it."""
    session = api.open_session()
    first = api.ask_for_ticket(session["sessionId"], None).json
    with sockets.screen(server, session) as screen:
        assert put(first, b"", content_type="image/jpeg").status == 200
        photo = screen.hears("PHOTO_REJECTED")["photo"]
        assert photo["code"] == "EMPTY"
        told = [each["type"] for each in screen.has_heard_all()]
    assert told.count("PHOTO_REJECTED") == 1
    assert "UPLOAD_COMPLETED" not in told
