"""Albums, their guests and their kiosks, as hosts, phones and screens meet them by HTTP."""

import logging

import boto3
import pytest

from chalicelib import tokens
from chalicelib.people import Group
from chalicelib.ports import Services
from devserver import resources
from tests.builders import HOST_ID
from tests.contract.http_client import Api
from tests.contract.http_refusals import Visit
from tests.contract.http_refusals_albums import ask, enrol, join, kept, opened, remove
from tests.contract.traffic import Traffic
from tests.fakes import SITE
from tests.id_tokens import an_id_token

pytest_plugins = ["tests.contract.http_fixtures"]

#: What only the host is told, while it is there.
TOLD = {"webhookSecret", "joinUrl", "joinQrSvg", "galleryUrl"}
OPERATOR = an_id_token("operator", Group.OPERATOR)


@pytest.fixture
def visit(api: Api, services: Services, traffic: Traffic) -> Visit:
    return Visit(api, services, traffic)


def test_an_event_from_its_beginning_to_its_end(visit: Visit) -> None:
    said = {"name": "Anna & Ben", "moderated": True, "guests": "APPROVED", "maxPhotos": 1}
    album = ask(visit, "POST", "/albums", said).json
    assert {key: album[key] for key in said} == said
    assert (album["ownerId"], album["photoCount"]) == (HOST_ID, 0)
    target = f"/albums/{album['albumId']}"
    joined = join(visit, album["code"].lower())
    assert (joined.status, joined.json["albumName"]) == (201, "Anna & Ben")
    phone = joined.json["phoneToken"]
    ticket = visit.api.ticket(joined.json["sessionId"], phone, size=5)
    assert ticket.status == 200
    assert ask(visit, "GET", target).json["photoCount"] == 1
    assert join(visit, album["code"]).code == "AlbumFull"
    assert ask(visit, "DELETE", target).code == "AlbumNotEmpty"
    visit.api.withdraw(joined.json["sessionId"], ticket.json["photoId"], phone)
    renewed = ask(visit, "PATCH", target, {"newCode": True}).json
    assert join(visit, album["code"]).code == "AlbumNotFound"
    assert join(visit, renewed["code"]).status == 201
    assert ask(visit, "DELETE", target).json == {
        name: value for name, value in renewed.items() if name not in TOLD
    }
    assert ask(visit, "GET", target).status == 404


def test_who_comes_too_early_is_told_when_to_come(visit: Visit) -> None:
    album = kept(visit, opens_at=2**33)
    refused = join(visit, album.code)
    assert (refused.code, refused.json["opensAt"]) == ("AlbumClosed", 2**33)
    assert "closedAt" not in refused.json


def test_an_operator_finds_everybodys_albums(visit: Visit) -> None:
    mine, others = kept(visit), kept(visit, owner_id="others")
    page = ask(visit, "GET", "/albums", token=OPERATOR).json
    found = [each["albumId"] for each in page["albums"]]
    while page["next"]:
        page = ask(visit, "GET", f"/albums?after={page['next']}", token=OPERATOR).json
        found += [each["albumId"] for each in page["albums"]]
    assert {mine.album_id, others.album_id} <= set(found)
    of_one = ask(visit, "GET", "/albums?owner=others", token=OPERATOR).json["albums"]
    assert [each["albumId"] for each in of_one] == [others.album_id]


def test_a_screen_is_enrolled_used_and_removed(visit: Visit) -> None:
    album = kept(visit)
    kiosk = enrol(visit, album.album_id).json
    key = kiosk["kioskKey"]
    assert kiosk["enrolmentUrl"] == f"{SITE}/index.html#key={key}"
    session_id = opened(visit, key).json["sessionId"]
    session = visit.services.sessions.load(session_id)
    assert session is not None
    assert session.album_id == album.album_id
    assert remove(visit, album.album_id, kiosk["kioskId"]).json == {"kiosks": []}
    assert opened(visit, key).code == "KioskKeyRefused"
    # What it has opened runs on.
    assert visit.api.ticket(session_id, tokens.new_token(), size=5).status == 200


def test_tables_and_logs_hold_no_key_and_no_secret(
    visit: Visit, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "chalicelib")
    key = enrol(visit).json["kioskKey"]
    opened(visit, key)
    opened(visit, key[:-5] + "AAAAA")
    tables = [
        boto3.client("dynamodb").scan(TableName=table.name)["Items"] for table in resources.TABLES
    ]
    (value,) = (each.decode() for each in visit.services.secrets.live())
    for secret in (*key.split(".")[1:], value):
        assert secret not in str(tables)
        assert secret not in caplog.text


def test_a_key_that_has_not_the_form_of_one_asks_nobody(visit: Visit) -> None:
    visit.traffic.calls.clear()
    for bad in ("x", "a.b", "a.b.c.d", "é.b.c", "a." * 2 + "c" * 1000):
        assert opened(visit, bad).code == "KioskKeyRefused"
    assert visit.traffic.calls == []


def test_a_webhooks_secret_is_in_no_table_and_in_no_log(
    visit: Visit, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "chalicelib")
    said = {"name": "Party", "webhookUrl": "https://example.org/photos?token=mine"}
    made = ask(visit, "POST", "/albums", said).json
    target = f"/albums/{made['albumId']}"
    for album in (made, ask(visit, "GET", target).json, ask(visit, "PATCH", target, {}).json):
        assert album["webhookUrl"] == said["webhookUrl"]
        assert album["webhookSecret"] == made["webhookSecret"]
        assert album["webhookSecret"].startswith("whsec_")
    assert ask(visit, "GET", target, token=OPERATOR).json["webhookSecret"] is None
    (listed,) = (
        each
        for each in ask(visit, "GET", "/albums?owner=" + HOST_ID, token=OPERATOR).json["albums"]
        if each["albumId"] == made["albumId"]
    )
    assert "webhookSecret" not in listed
    items = boto3.client("dynamodb").scan(TableName=resources.ALBUMS_TABLE)["Items"]
    assert made["webhookSecret"].removeprefix("whsec_") not in str(items) + caplog.text
    assert "token=mine" not in caplog.text
    assert ask(visit, "PATCH", target, {"webhookUrl": None}).json["webhookSecret"] is None
    refused = ask(visit, "PATCH", target, {"webhookUrl": "http://127.0.0.1/"})
    assert refused.code == "InvalidRequest"
