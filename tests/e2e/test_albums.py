"""Albums on one machine: guests who join them, and screens that need a key.

The album is put into the journal before the server starts, as a host would have made it.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from chalicelib import kiosk_keys, signing_secrets
from chalicelib.aws.album_table import DynamoAlbumStore
from chalicelib.kiosk_keys import KioskKey
from devserver import environment, resources
from devserver.journal import Journal, Record
from tests.builders import ALBUM_ID, CODE, KIOSK_ID, a_kiosk, an_album
from tests.e2e import browser as browsers
from tests.e2e import stored
from tests.e2e.api_client import Api, Phone, ask
from tests.e2e.browser import Visits
from tests.e2e.conftest import Launch
from tests.e2e.pages import Kiosk, words
from tests.e2e.pictures import jpeg
from tests.e2e.waiting import eventually

REFUSED = r"the server responded with a status of 40[13]"


class _Puts:
    """Takes down what a store would send."""

    def put_item(self, **request: Any) -> None:
        del request["ConditionExpression"]
        self.request = request


@pytest.fixture
def key(own_data: Path) -> str:
    """An album with one kiosk is there; the kiosk's key."""
    puts = _Puts()
    store = DynamoAlbumStore(lambda: puts, resources.ALBUMS_TABLE)  # type: ignore[arg-type, return-value]
    store.create(an_album(kiosks={KIOSK_ID: a_kiosk()}))
    journal, _ = Journal.open(own_data / "tables.jsonl")
    journal.append(Record("DynamoDB_20120810.PutItem", puts.request))
    journal.close()
    known = signing_secrets.parsed(environment.signing_secrets(own_data))
    secrets = [each.text.encode() for each in known]
    return kiosk_keys.signed(KioskKey(KIOSK_ID, ALBUM_ID), secrets, now=0)


def photos_of(data: Path, album_id: str) -> list[str]:
    """Ids of the photos that are recorded in this album."""
    puts = [request for operation, request in stored.deeds(data) if operation == "PutItem"]
    items = [each["Item"] for each in puts if each["TableName"] == resources.PHOTOS_TABLE]
    return [each["photoId"]["S"] for each in items if each["albumId"]["S"] == album_id]


def test_a_guest_joins_by_the_code_and_his_photo_is_in_the_album(
    own_data: Path, key: str, launch: Launch
) -> None:
    server = launch()
    headers = {"Content-Type": "application/json"}
    url = f"{server.api_url}/albums/{CODE.lower()}/join"
    joined = ask("POST", url, headers, json.dumps({"name": "Ada"}).encode())
    assert (joined.status, joined.json["albumName"]) == (201, "Anna & Ben")
    phone = Phone(Api(server), joined.json["sessionId"])
    phone.token = joined.json["phoneToken"]
    photo_id = phone.send(jpeg(seed=1), "beach.jpg")
    assert eventually(lambda: photos_of(own_data, ALBUM_ID)) == [photo_id]


def test_where_keys_are_required_a_screen_says_what_it_needs_until_it_has_one(
    own_data: Path, key: str, launch: Launch, visits: Visits
) -> None:
    server = launch(environ={"SCANDROP_KIOSK_KEYS": "required"})
    visits.tolerate(REFUSED)
    screen = Kiosk(visits.open(server.site_url, **browsers.KIOSK))
    screen.upload.click()
    screen.says("kiosk.refusal.title")
    screen.page.get_by_text(words("kiosk.refusal.KioskKeyRequired")).wait_for()
    # Typed behind the address that is open: no browser loads a page for that.
    screen.page.goto(f"{server.site_url}/#key={key}")
    expect(screen.page).not_to_have_url(re.compile("key="))
    session_id = screen.show_code().partition("#")[2]
    assert key not in screen.page.url
    assert _album_of(own_data, session_id) == ALBUM_ID
    # It has it from now on, and another screen has not.
    screen.page.goto(server.site_url)
    screen.show_code()
    other = Kiosk(visits.open(f"{server.site_url}/index.html#key={key}x", **browsers.KIOSK))
    other.upload.click()
    other.page.get_by_text(words("kiosk.refusal.KioskKeyRefused")).wait_for()


def _album_of(data: Path, session_id: str) -> str:
    puts = [request for operation, request in stored.deeds(data) if operation == "PutItem"]
    items = [each["Item"] for each in puts if each["TableName"] == resources.SESSIONS_TABLE]
    (album_id,) = {each["albumId"]["S"] for each in items if each["sessionId"]["S"] == session_id}
    return str(album_id)
