"""A host is told of each photo of his album, also by a receiver that fails first."""

import base64
import hashlib
import hmac
from pathlib import Path
from urllib.request import urlopen

from tests.e2e.conftest import Launch
from tests.e2e.hosts import Host, send
from tests.e2e.pictures import jpeg
from tests.e2e.waiting import eventually
from tests.receivers import Taken, receiver


def is_ours(secret: str, taken: Taken) -> bool:
    """As docs/http-api.md verifies it."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    headers = taken.headers
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + taken.body
    expected = "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    return any(hmac.compare_digest(expected, each) for each in headers["webhook-signature"].split())


def test_a_receiver_that_fails_first_is_told_again(own_data: Path, launch: Launch) -> None:
    # Six minutes are a second.
    server = launch("--time-scale", "360")
    host = Host(server, own_data)
    with receiver() as receiving:
        receiving.answers = [500, 500]
        url = f"http://127.0.0.1:{receiving.port}/photos"
        album = host.ask("POST", "/albums", {"name": "Party", "webhookUrl": url}, 201)
        photo_id = send(server, album["code"], "photo.jpg", jpeg())
        eventually(lambda: len(receiving.taken) == 3)
        last = receiving.taken[-1]
        assert all(is_ours(album["webhookSecret"], taken) for taken in receiving.taken)
        assert len({taken.headers["webhook-id"] for taken in receiving.taken}) == 1
        assert (last.data["photoId"], last.data["albumId"]) == (photo_id, album["albumId"])
        with urlopen(last.data["imageUrl"], timeout=30) as answer:  # noqa: S310 (our own storage)
            assert answer.headers["Content-Type"] == "image/jpeg"
        assert host.ready(album["albumId"]) == {photo_id}

        host.ask("PATCH", f"/albums/{album['albumId']}", {"webhookUrl": None})
        another = send(server, album["code"], "another.jpg", jpeg(seed=2))
        eventually(lambda: another in host.ready(album["albumId"]))
        assert len(receiving.taken) == 3
