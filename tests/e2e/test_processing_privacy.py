"""Nothing of a file but its picture is ever served, and its place is not even kept."""

import json
from pathlib import Path
from typing import Any

import pytest

from devserver.launch import DevServer
from tests.e2e import telltale
from tests.e2e.api_client import Api, Phone, ask, put
from tests.e2e.conftest import Launch
from tests.e2e.pictures import decoded
from tests.e2e.sockets import SocketClient
from tests.jpeg_segments import segments

Session = dict[str, Any]

FORMS = ["JPEG", "PNG", "WEBP", "GIF", "AVIF", "HEIF"]
#: Quantization and Huffman tables, the frame, its scans: what a decoder needs. And JFIF's header.
PICTURE_SEGMENTS = {0, 0xE0, 0xDB, 0xC0, 0xC2, 0xC4, 0xDA, 0xDD, 0xD9}


@pytest.mark.parametrize("form", FORMS)
def test_no_byte_that_is_served_tells_more_than_the_picture(
    server: DevServer, api: Api, session: Session, sockets: SocketClient, form: str
) -> None:
    content = telltale.telling(form)
    # Or the search below would be about nothing.
    assert len(telltale.secrets_in(content)) >= 2
    phone = Phone(api, session["sessionId"])
    phone.claim()
    with (
        sockets.screen(server, session) as screen,
        sockets.connected(server, phone.session_id, phone.token) as listening,
    ):
        assert put(phone.ticket(content), content).status == 200
        photo = screen.hears("PHOTO_READY")["photo"]
        listening.hears("PHOTO_READY")
        told = [*screen.heard, screen.sync(), *listening.heard, listening.sync()]
    answers = [ask("GET", each["url"]) for each in photo["renditions"].values()]
    assert [answer.status for answer in answers] == [200] * 3
    served = [json.dumps(message).encode() for message in told]
    served += [json.dumps(dict(answer.headers)).encode() for answer in answers]
    served += [answer.body for answer in answers]
    for content in served:
        assert telltale.secrets_in(content) == []
    for answer in answers:
        found = list(segments(answer.body))
        assert {marker for marker, _ in found} <= PICTURE_SEGMENTS
        assert found[-1] == (0xD9, b"")
        assert {"exif", "xmp", "comment", "icc_profile"}.isdisjoint(decoded(answer.body).info)


def test_a_place_is_kept_only_where_the_host_wants_it(
    launch: Launch, own_data: Path, sockets: SocketClient
) -> None:
    for setting, keeps in (("off", False), ("on", True)):
        server = launch(environ={"SCANDROP_KEEP_POSITION": setting})
        session = Api(server).open_session()
        content = telltale.telling("JPEG")
        with sockets.screen(server, session) as screen:
            phone = Phone(Api(server), session["sessionId"])
            assert put(phone.ticket(content), content).status == 200
            screen.hears("PHOTO_READY")
            told = json.dumps([*screen.heard, screen.sync()]).encode()
        assert telltale.POSITION not in told
        assert (telltale.POSITION in (own_data / "tables.jsonl").read_bytes()) is keeps
        server.kill()
