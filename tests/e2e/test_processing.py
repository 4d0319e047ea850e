"""What arrives is made upright, light and safe, and everyone who waits for it is told."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import repeat
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from devserver.launch import DevServer
from tests.e2e.api_client import Api, Phone, ask, put
from tests.e2e.pictures import decoded, encoded, jpeg
from tests.e2e.sockets import Screen, SocketClient
from tests.e2e.stored import Buckets
from tests.e2e.waiting import eventually

Session = dict[str, Any]

NAMES = {"thumb", "medium", "large"}
#: What phones call them, and what they are by Pillow's name.
KINDS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
    "image/gif": "GIF",
    "image/avif": "AVIF",
    "image/heic": "HEIF",
}


@pytest.fixture
def phone(api: Api, session: Session) -> Phone:
    return Phone(api, session["sessionId"])


@pytest.fixture
def screen(server: DevServer, session: Session, sockets: SocketClient) -> Iterator[Screen]:
    with sockets.screen(server, session) as opened:
        yield opened


def pictures_of(photo: dict[str, Any]) -> dict[str, Image.Image]:
    """The renditions of a photo, fetched as a screen fetches them."""
    pictures = {}
    for name, rendition in photo["renditions"].items():
        answer = ask("GET", rendition["url"])
        assert (answer.status, answer.headers["content-type"]) == (200, "image/jpeg")
        pictures[name] = decoded(answer.body)
        assert pictures[name].format == "JPEG"
        assert pictures[name].size == (rendition["width"], rendition["height"])
    assert set(pictures) == NAMES
    return pictures


@pytest.mark.parametrize(("content_type", "form"), KINDS.items(), ids=KINDS.values())
def test_every_kind_of_photo_becomes_three_jpegs(
    phone: Phone, screen: Screen, content_type: str, form: str
) -> None:
    content = encoded(form, width=800, height=600)
    ticket = phone.ticket(content, contentType=content_type)
    assert put(ticket, content).status == 200
    arrived = screen.hears("UPLOAD_COMPLETED")["photo"]
    assert (arrived["photoId"], arrived["state"]) == (ticket["photoId"], "STORED")
    assert arrived["renditions"] is None
    photo = screen.hears("PHOTO_READY")["photo"]
    assert (photo["photoId"], photo["state"], photo["code"]) == (ticket["photoId"], "READY", None)
    assert photo["url"] == photo["renditions"]["large"]["url"]
    pictures = pictures_of(photo)
    assert pictures["large"].size == (800, 600)
    assert pictures["thumb"].width < pictures["medium"].width <= pictures["large"].width
    same = decoded(content).convert("RGB").resize((8, 6), Image.Resampling.BOX)
    small = pictures["medium"].convert("RGB").resize((8, 6), Image.Resampling.BOX)
    assert _furthest(same, small) < 25


def test_a_camera_that_was_turned_makes_no_difference(phone: Phone, screen: Screen) -> None:
    phone.send(jpeg(1, width=4032, height=3024, turned=True))
    for picture in pictures_of(screen.hears("PHOTO_READY")["photo"]).values():
        assert picture.height * 3 == picture.width * 4
        upright = decoded(jpeg(1, width=4032, height=3024)).transpose(Image.Transpose.ROTATE_270)
        small = (6, 8)
        assert _furthest(upright.resize(small, 4), picture.resize(small, 4)) < 25


def test_what_a_file_is_decides_and_not_what_it_is_called(phone: Phone, screen: Screen) -> None:
    for form, name, content_type in (
        ("PNG", "photo.jpg", "image/jpeg"),
        ("JPEG", "IMG_0001.HEIC", "image/heic"),
        ("WEBP", "old.gif", "image/gif"),
    ):
        content = encoded(form)
        assert put(phone.ticket(content, name, contentType=content_type), content).status == 200
        photo = screen.hears("PHOTO_READY")["photo"]
        assert photo["fileName"] == name
        pictures_of(photo)


def test_a_snapshot_has_what_was_told(
    server: DevServer, api: Api, session: Session, phone: Phone, sockets: SocketClient
) -> None:
    photo_id = phone.send(jpeg(2, width=4032, height=3024))
    (photo,) = eventually(lambda: api.photos(session, "READY"))
    assert photo["photoId"] == photo_id
    pictures_of(photo)
    with sockets.screen(server, session) as late:
        (told,) = late.first_snapshot["photos"]
        pictures_of(told)
        # It came too late to be told anything twice.
        assert late.has_heard_all() == []
    assert api.snapshot(session)["status"] == "COMPLETED"


def test_a_phone_hears_that_its_photo_is_ready_but_gets_no_picture(
    server: DevServer, phone: Phone, sockets: SocketClient
) -> None:
    phone.claim()
    with sockets.connected(server, phone.session_id, phone.token) as listening:
        phone.send(jpeg(3))
        ready = listening.hears("PHOTO_READY")["photo"]
        (seen,) = listening.sync()["photos"]
    polled = phone.api.read_session(phone.session_id, phone.token).json["photos"][0]
    for photo in (ready, seen, polled):
        assert photo["state"] == "READY"
        assert (photo["url"], photo["renditions"]) == (None, None)


def test_thirty_photos_at_once_are_each_ready_once(
    server: DevServer, api: Api, sockets: SocketClient
) -> None:
    sessions = [api.open_session() for _ in range(3)]
    with ExitStack() as stack, ThreadPoolExecutor(len(sessions)) as threads:
        screens = [stack.enter_context(sockets.screen(server, each)) for each in sessions]
        visits = zip(sessions, threads.map(_ten_photos, repeat(api), sessions), strict=True)
        sent = {session["sessionId"]: photo_ids for session, photo_ids in visits}
        for screen in screens:
            while sum(each["type"] == "PHOTO_READY" for each in screen.heard) < 10:
                screen.hear()
            told = [each for each in screen.has_heard_all() if "photo" in each]
            assert Counter((each["type"], each["photo"]["photoId"]) for each in told) == {
                (kind, photo_id): 1
                for kind in ("UPLOAD_COMPLETED", "PHOTO_READY")
                for photo_id in sent[screen.session_id]
            }
    for session in sessions:
        ready = {photo["photoId"] for photo in api.photos(session, "READY")}
        assert ready == sent[session["sessionId"]]


def _ten_photos(api: Api, session: Session) -> set[str]:
    phone = Phone(api, session["sessionId"])
    return {phone.send(jpeg(seed, width=1200, height=900)) for seed in range(10)}


def test_a_rendition_is_read_by_its_own_url_and_no_other(
    phone: Phone, screen: Screen, data: Path
) -> None:
    phone.send(jpeg(4))
    renditions = screen.hears("PHOTO_READY")["photo"]["renditions"]
    large, thumb = (renditions[name]["url"] for name in ("large", "thumb"))
    query = large.partition("?")[2]
    forged = large[:-1] + ("0" if large[-1] != "0" else "1")
    for url in (large.partition("?")[0], forged, f"{thumb.partition('?')[0]}?{query}"):
        assert ask("GET", url).status == 403
    buckets = Buckets(large, data)
    hasty = buckets.signed(large, seconds=2)
    assert ask("GET", hasty).status == 200
    eventually(lambda: ask("GET", hasty).status == 403)
    assert ask("GET", large).status == 200


def test_nobody_from_outside_writes_where_renditions_are(
    phone: Phone, screen: Screen, data: Path
) -> None:
    ticket = phone.ticket(jpeg(5))
    assert put(ticket, jpeg(5)).status == 200
    url = screen.hears("PHOTO_READY")["photo"]["url"]
    before = ask("GET", url).body
    into_media = {**ticket, "url": url.partition("?")[0] + "?" + ticket["url"].partition("?")[2]}
    assert put(into_media, jpeg(6)).status == 403
    # Not even with the key to everything: no page is ever given such a URL.
    for method, operation in (("PUT", "put_object"), ("DELETE", "delete_object")):
        signed = Buckets(url, data).signed(url, seconds=60, operation=operation)
        assert ask(method, signed, body=jpeg(6)).status == 403
    assert ask("GET", url).body == before


def test_a_page_of_the_site_may_read_a_rendition_and_no_other(
    server: DevServer, phone: Phone, screen: Screen
) -> None:
    phone.send(jpeg(7))
    url = screen.hears("PHOTO_READY")["photo"]["url"]
    permission = "access-control-allow-origin"
    assert ask("GET", url, {"Origin": server.site_url}).headers[permission] == server.site_url
    assert permission not in ask("GET", url, {"Origin": "https://example.com"}).headers


def _furthest(one: Image.Image, other: Image.Image) -> int:
    """The largest difference of any channel of any pixel, of 255."""
    pairs = zip(one.convert("RGB").tobytes(), other.convert("RGB").tobytes(), strict=True)
    return max(abs(a - b) for a, b in pairs)
