"""A film in parts, from phone to screen: through the API, the storage and the work on it."""

import io
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from chalicelib import limits
from devserver.launch import DevServer, launched
from tests.e2e.api_client import Answer, Api, Film, Phone, ask, put, sha256
from tests.e2e.processes import kill_cloud, kill_server, three_ports
from tests.e2e.waiting import eventually
from tests.films import an_mp4

MB = 1024 * 1024
HEAD = an_mp4(1000)
FILM = HEAD + os.urandom(17 * MB - len(HEAD))


@pytest.fixture
def film(api: Api, session: dict[str, Any]) -> Film:
    """The visitor has picked it."""
    return Film(Phone(api, session["sessionId"]), FILM)


def seen(api: Api, session: dict[str, Any]) -> dict[str, Any]:
    """The photo that the screen has to show in the end."""
    (photo,) = eventually(lambda: api.photos(session, "READY", "REJECTED"))
    return dict(photo)


def folders(data: Path) -> list[Path]:
    """What is on disk of uploads in parts."""
    return [path for path in (data / "multipart").iterdir() if path.is_dir()]


def test_a_film_comes_in_parts_and_is_shown_as_it_came(
    api: Api, session: dict[str, Any], film: Film
) -> None:
    assert (film.upload["partBytes"], film.upload["partCount"]) == (limits.PART_BYTES, 3)
    with ThreadPoolExecutor(3) as threads:
        assert list(threads.map(film.send, (3, 1, 2))) == [200] * 3
    assert film.arrived() == [1, 2, 3]
    first = film.complete()
    assert (first.status, first.json["photoId"]) == (200, film.photo_id)
    photo = seen(api, session)
    assert (photo["photoId"], photo["state"]) == (film.photo_id, "READY")
    assert (photo["sizeBytes"], photo["contentType"]) == (len(FILM), "video/mp4")
    assert photo["renditions"] is None
    shown = ask("GET", photo["url"])
    assert (shown.status, shown.headers["content-type"]) == (200, "video/mp4")
    assert shown.body == FILM
    assert ask("GET", photo["url"], {"Range": "bytes=4-7"}).body == b"ftyp"
    # It has been done, and everyone knows.
    assert (film.complete().status, film.complete().code) == (409, "PhotoAlreadyStored")


def test_completing_twice_makes_one_object(film: Film, api: Api, session: dict[str, Any]) -> None:
    for number in film.numbers():
        assert film.send(number) == 200
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: film.complete(), range(4)))
    assert {(each.status, each.json.get("Code")) for each in answers} <= {
        (200, None),
        (409, "PhotoAlreadyStored"),
    }
    assert seen(api, session)["state"] == "READY"


def test_a_phone_that_was_away_sends_the_rest(film: Film) -> None:
    assert film.send(1) == film.send(3) == 200
    again = film.complete()
    assert (again.status, again.code) == (409, "PartsMissing")
    assert film.begin()["photoId"] == film.photo_id
    assert film.arrived() == [1, 3]
    assert film.send(2) == 200
    assert film.complete().status == 200


REFUSED: dict[str, Callable[[Film, dict[str, Any]], Answer]] = {
    "longer": lambda film, url: put(url, film.part(3) + b"!"),
    "shorter": lambda film, url: put(url, film.part(3)[:-1]),
    "without digest": lambda film, url: put(url, film.part(3), x_amz_checksum_sha256=""),
    "of another digest": lambda film, url: put(
        url, film.part(3), x_amz_checksum_sha256=sha256(b"another")
    ),
    "to another number": lambda film, url: put(
        {**url, "url": url["url"].replace("partNumber=3", "partNumber=2")}, film.part(3)
    ),
}


@pytest.mark.parametrize("wrong", REFUSED.values(), ids=REFUSED.keys())
def test_a_part_is_what_was_announced(
    film: Film, wrong: Callable[[Film, dict[str, Any]], Answer]
) -> None:
    url = film.url_for(3)
    assert wrong(film, url).status == 403
    assert film.arrived() == []
    assert put(url, film.part(3)).status == 200


def test_other_bytes_than_the_digest_says_are_no_part(film: Film) -> None:
    refused = put(film.url_for(3), film.part(3)[::-1])
    assert (refused.status, refused.code) == (400, "BadDigest")
    assert film.arrived() == []


@pytest.mark.parametrize(
    "wanted", [{"numbers": "4"}, {"numbers": "3"}, {"numbers": "0"}, {"numbers": "3,3"}]
)
def test_only_parts_of_the_film_are_signed(film: Film, wanted: dict[str, str]) -> None:
    """With their digest, as announced."""
    refused = film.parts(**wanted)
    assert (refused.status, refused.code) == (400, "InvalidRequest")


def test_what_the_visitor_takes_back_is_off_the_disk(own_data: Path) -> None:
    with launched(own_data, port=three_ports()) as server:
        api = Api(server)
        film = Film(Phone(api, api.open_session()["sessionId"]), FILM)
        url = film.url_for(2)
        assert film.send(1) == film.send(3) == 200
        (folder,) = folders(own_data)
        assert sum(path.stat().st_size for path in folder.iterdir()) > 9 * MB
        assert film.withdraw().json["code"] == "WITHDRAWN"
        assert not folders(own_data)
        assert put(url, film.part(2)).status == 404
        assert (film.complete().status, film.complete().code) == (409, "PhotoAlreadyStored")
        assert film.withdraw().status == 200


@pytest.mark.parametrize("kill", [kill_server, kill_cloud], ids=["server", "cloud"])
def test_a_film_goes_on_where_a_kill_has_stopped_it(
    own_data: Path, kill: Callable[[DevServer], None]
) -> None:
    port = three_ports()
    with launched(own_data, port=port) as server:
        api = Api(server)
        session = api.open_session()
        film = Film(Phone(api, session["sessionId"]), FILM)
        assert film.send(1) == film.send(3) == 200
        kill(server)
    with launched(own_data, port=port):
        assert film.begin()["photoId"] == film.photo_id
        assert film.arrived() == [1, 3]
        assert film.send(2) == 200
        assert film.complete().status == 200
        assert seen(api, session)["state"] == "READY"


def test_what_is_no_video_is_refused_and_removed(api: Api, session: dict[str, Any]) -> None:
    film = Film(Phone(api, session["sessionId"]), b"no film at all " * 1000)
    assert film.send(1) == 200
    assert film.complete().status == 200
    photo = seen(api, session)
    assert (photo["state"], photo["code"], photo["url"]) == ("REJECTED", "NOT_A_VIDEO", None)


def test_a_large_photo_comes_in_parts_and_is_made_light(api: Api, session: dict[str, Any]) -> None:
    side = 2400
    content = io.BytesIO()
    noise = Image.frombytes("RGB", (side, side), os.urandom(3 * side * side))
    noise.save(content, "PNG", compress_level=0)
    film = Film(Phone(api, session["sessionId"]), content.getvalue(), "image/png")
    assert film.upload["partCount"] == 3
    for number in film.numbers():
        assert film.send(number) == 200
    assert film.complete().status == 200
    photo = seen(api, session)
    assert photo["state"] == "READY"
    assert photo["renditions"]["large"]["url"] == photo["url"]
