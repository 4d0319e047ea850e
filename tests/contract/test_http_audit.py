"""Whatever somebody who is signed in does is written down, on every route that there is."""

import json
import logging
from typing import Any

import pytest

import app
from chalicelib import invocations, logs
from chalicelib.people import Group
from chalicelib.ports import Services
from tests.builders import HOST_ID
from tests.contract.http_client import Api
from tests.contract.http_refusals import Visit
from tests.contract.http_refusals_albums import ask, enrol, join, kept, remove
from tests.contract.traffic import Traffic
from tests.id_tokens import an_id_token

pytest_plugins = ["tests.contract.http_fixtures"]

HOST = an_id_token(HOST_ID, Group.HOST)
ID = "x" * 22
ROUTES = sorted(
    (method, path)
    for path, views in app.app.routes.items()
    for method, view in views.items()
    if view.authorizer is not None
)
CHANGES = [(method, path) for method, path in ROUTES if method != "GET"]


@pytest.fixture
def visit(api: Api, services: Services, traffic: Traffic) -> Visit:
    return Visit(api, services, traffic)


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Any:
    """The audit lines so far, without what they have in common."""
    caplog.set_level(logging.INFO, "chalicelib")

    def read() -> list[dict[str, str]]:
        found = [record for record in caplog.records if record.name == "chalicelib.audit"]
        return [vars(record)["fields"] for record in found]

    return read


def test_there_are_such_routes() -> None:
    assert len(CHANGES) >= 8
    assert ("DELETE", "/albums/{album}") in CHANGES


@pytest.mark.parametrize(("method", "path"), CHANGES)
def test_each_route_that_changes_something_writes_it_down(
    visit: Visit, lines: Any, method: str, path: str
) -> None:
    target = path
    for name in ("album", "photo_id", "kiosk_id"):
        target = target.replace(f"{{{name}}}", ID)
    headers = {"Authorization": f"Bearer {HOST}", "Content-Type": "application/json"}
    answer = visit.api.request(method, target, headers, b'{"unknown": 1}')
    (line,) = lines()
    assert (line["audit"], line["user_id"]) == (f"{method} {path}", HOST_ID)
    assert line["outcome"] == (answer.code if answer.status >= 400 else "ok")
    if "{" in path:
        assert ID in line.values()


def test_who_only_looks_leaves_no_trace_and_neither_does_a_guest(visit: Visit, lines: Any) -> None:
    album = kept(visit)
    ask(visit, "GET", "/albums")
    ask(visit, "GET", f"/albums/{album.album_id}")
    assert join(visit, album.code).status == 201
    visit.api.open()
    assert lines() == []


def test_an_album_and_its_kiosk_from_their_beginning_to_their_end(visit: Visit, lines: Any) -> None:
    album = ask(visit, "POST", "/albums", {"name": "Anna & Ben"}).json
    kiosk = enrol(visit, album["albumId"]).json
    remove(visit, album["albumId"], kiosk["kioskId"])
    ask(visit, "DELETE", f"/albums/{album['albumId']}")
    ask(visit, "DELETE", f"/albums/{album['albumId']}")
    found = lines()
    assert [(line["audit"], line["outcome"]) for line in found] == [
        ("POST /albums", "ok"),
        ("POST /kiosks", "ok"),
        ("DELETE /kiosks/{kiosk_id}", "ok"),
        ("DELETE /albums/{album}", "ok"),
        ("DELETE /albums/{album}", "AlbumNotFound"),
    ]
    assert {line["album_id"] for line in found} == {album["albumId"]}
    assert {line.get("kiosk_id") for line in found} == {None, kiosk["kioskId"]}
    assert not {"Anna & Ben", kiosk["kioskKey"], album["code"]} & set(map(str, found))


def test_of_several_photos_each_is_a_line(visit: Visit, lines: Any) -> None:
    assert visit.api.delete_all([ID, "y" * 22], HOST).status == 200
    assert [(line["photo_id"], line["outcome"]) for line in lines()] == [
        (ID, "PhotoNotFound"),
        ("y" * 22, "PhotoNotFound"),
    ]


def test_a_defect_is_written_down(
    visit: Visit, lines: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def bomb(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("chalicelib.albums.delete_album", bomb)
    headers = {"Authorization": f"Bearer {HOST}"}
    answer = visit.api.gateway.request("DELETE", f"/albums/{ID}", headers)
    assert answer.status == 500
    (line,) = lines()
    assert line["outcome"] == "InternalServerError"
    assert "a request failed" in caplog.messages
    assert not [said for said in caplog.messages if said.startswith("Caught")]


def test_lines_of_a_request_have_its_ids(visit: Visit, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "chalicelib")
    caplog.handler.setFormatter(logs.Json())
    visit.api.read(ID, "t" * 43)
    visit.api.ticket(ID, "t" * 43)
    ask(visit, "DELETE", f"/albums/{ID}")
    read, ticket, deleted = [
        line for line in map(json.loads, caplog.text.splitlines()) if "refused" in line["message"]
    ]
    assert (read["route"], read["session_id"]) == ("GET /sessions/{session_id}", ID)
    assert (ticket["route"], ticket["session_id"]) == ("GET /upload-url", ID)
    assert (deleted["route"], deleted["album_id"]) == ("DELETE /albums/{album}", ID)
    assert deleted["user_id"] == HOST_ID
    assert "user_id" not in read
    assert read["request_id"]


@pytest.mark.parametrize("session_id", ["t" * 43, "holiday.jpg", "a%20b"])
def test_what_is_no_id_is_not_told(
    visit: Visit, caplog: pytest.LogCaptureFixture, session_id: str
) -> None:
    caplog.set_level(logging.INFO, "chalicelib")
    caplog.handler.setFormatter(logs.Json())
    visit.api.read(session_id, "t" * 43)
    assert "refused" in caplog.text
    assert "session_id" not in json.loads(caplog.text.splitlines()[-1])


def test_a_route_that_chalice_does_not_know_is_answered() -> None:
    assert invocations.around_request(None, lambda request: request) is None
