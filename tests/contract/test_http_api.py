"""Every route and every refusal that docs/openapi.yaml declares, as a client meets it."""

import pytest

from chalicelib import http, limits
from chalicelib.people import Group
from chalicelib.photo import Rejection
from chalicelib.ports import Services
from devserver import resources
from tests.builders import some_renditions
from tests.contract import (
    http_refusals,
    http_refusals_accounts,
    http_refusals_albums,
    http_refusals_exports,
    http_refusals_form,
    http_refusals_gallery,
    http_refusals_library,
    http_refusals_parts,
    http_refusals_user_uploads,
    http_refusals_walls,
)
from tests.contract.http_client import Api
from tests.contract.http_contract import contract
from tests.contract.http_refusals import Visit
from tests.contract.traffic import Traffic
from tests.fakes import SITE
from tests.id_tokens import USER_ID, an_id_token

pytest_plugins = ["tests.contract.http_fixtures"]

REFUSALS = (
    http_refusals.REFUSALS
    | http_refusals_parts.REFUSALS
    | http_refusals_accounts.REFUSALS
    | http_refusals_albums.REFUSALS
    | http_refusals_form.REFUSALS
    | http_refusals_exports.REFUSALS
    | http_refusals_walls.REFUSALS
    | http_refusals_gallery.REFUSALS
    | http_refusals_library.REFUSALS
    | http_refusals_user_uploads.REFUSALS
)


@pytest.fixture
def visit(api: Api, services: Services, traffic: Traffic) -> Visit:
    return Visit(api, services, traffic)


def test_each_declared_refusal_is_met_here_and_no_other() -> None:
    declared = {
        (method, path, code)
        for method, path, _ in contract().operations()
        for code in contract().codes(method, path)
    }
    assert set(REFUSALS) == declared


#: What a page says in words of its own.
FACTS = {"AlbumClosed": {"opensAt"}}


@pytest.mark.parametrize(("method", "path", "code"), list(REFUSALS))
def test_refusal(method: str, path: str, code: str, visit: Visit) -> None:
    answer = REFUSALS[method, path, code](visit)
    assert answer.code == code
    assert answer.status == contract().codes(method, path)[code]
    assert set(answer.json) == {"Code", "Message"} | FACTS.get(code, set())
    assert answer.headers["access-control-allow-origin"] == SITE
    assert answer.headers["cache-control"] == "no-store"
    told = answer.status == 503 or answer.code == "QuotaExceeded"
    assert ("retry-after" in answer.headers) == told
    assert ("www-authenticate" in answer.headers) == (answer.status == 401)


def test_open(api: Api) -> None:
    first, second = api.open().json, api.open().json
    assert first["status"] == "AWAITING_SCAN"
    assert first["photos"] == []
    assert first["expiresAt"] - first["createdAt"] == limits.SESSION_SECONDS
    assert first["createdAt"] == first["serverTime"]
    assert first["uploadPageUrl"] == f"{SITE}/phone.html#{first['sessionId']}"
    assert first["qrSvg"].startswith("<svg ")
    assert first["screenToken"] not in first["uploadPageUrl"] + first["qrSvg"]
    # base64url: 22 characters are 128 bits, 43 are 256.
    assert (len(first["sessionId"]), len(first["screenToken"])) == (22, 43)
    for secret in ("sessionId", "screenToken"):
        assert first[secret] != second[secret]


def test_screens_see_the_picture_and_phones_its_state_only(visit: Visit) -> None:
    photo_id = visit.claim(size=5, contentType="image/png", filename="Ada & Bob.png").json[
        "photoId"
    ]
    photo = visit.session().photos[photo_id]
    visit.store(photo.arrived(f"session-uploads/{visit.id}/{photo_id}.png", 5, "image/png", 7))
    (seen,) = visit.api.read(visit.id, visit.screen).json["photos"]
    (own,) = visit.api.read(visit.id, visit.phone).json["photos"]
    assert seen["url"].startswith("https://")
    assert own["url"] is None
    assert own == {**seen, "url": None}
    assert (own["fileName"], own["state"], own["storedAt"]) == ("Ada & Bob.png", "STORED", 7)
    assert visit.api.read(visit.id, visit.screen).json["status"] == "COMPLETED"


def test_of_a_photo_that_is_ready_screens_see_the_renditions(visit: Visit) -> None:
    photo_id = visit.claim(size=5).json["photoId"]
    arrived = visit.session().photos[photo_id].arrived("key", 5, "image/heic", 7)
    visit.store(arrived.ready(some_renditions(photo_id), None, 9))
    (seen,) = visit.api.read(visit.id, visit.screen).json["photos"]
    (own,) = visit.api.read(visit.id, visit.phone).json["photos"]
    assert seen["url"] == seen["renditions"]["large"]["url"]
    for name, view in seen["renditions"].items():
        assert f"/renditions/{photo_id}/{name}.jpg?" in view["url"]
        assert resources.MEDIA_BUCKET in view["url"]
    assert own == {**seen, "url": None, "renditions": None}
    assert own["state"] == "READY"


@pytest.mark.parametrize("why", Rejection)
def test_a_photo_that_was_refused_says_why_to_both(visit: Visit, why: Rejection) -> None:
    photo_id = visit.claim(size=5).json["photoId"]
    arrived = visit.session().photos[photo_id].arrived("key", 5, "image/heic", 7)
    visit.store(arrived.rejected(why))
    (seen,) = visit.api.read(visit.id, visit.screen).json["photos"]
    assert (seen["state"], seen["code"], seen["url"]) == ("REJECTED", why, None)
    assert visit.api.read(visit.id, visit.phone).json["photos"] == [seen]


@pytest.mark.parametrize(
    "origin",
    [SITE, "https://evil.example.net", "null", "https://photos.example.org.evil.example.net", ""],
)
def test_only_the_sites_origin_may_read_answers(api: Api, origin: str) -> None:
    opened = api.open({"Origin": origin})
    refused = api.read("x", None, {"Origin": origin})
    preflight = api.request("OPTIONS", "/sessions", {"Origin": origin})
    for answer in (opened, refused, preflight):
        assert answer.headers["access-control-allow-origin"] == SITE
        assert "access-control-allow-credentials" not in answer.headers
        assert answer.headers["access-control-max-age"] == "600"
        allowed = answer.headers["access-control-allow-headers"].split(",")
        assert {"Authorization", "Content-Type"} <= set(allowed)


def test_answers_share_no_headers(api: Api) -> None:
    """Chalice adds CORS to the headers of a response, which must not be those of all others."""
    before = dict(http.HEADERS)
    api.open()
    assert before == http.HEADERS == {"Cache-Control": "no-store"}


def test_who_is_signed_in_is_told_as_whom(api: Api) -> None:
    assert api.account(an_id_token()).json == {"userId": USER_ID, "groups": []}
    told = api.account(an_id_token("ada", Group.OPERATOR, Group.HOST)).json
    assert told == {"userId": "ada", "groups": ["host", "operator"]}


def test_unknown_routes_are_not_found(api: Api) -> None:
    for method, target in (
        ("GET", "/"),
        ("GET", "/sessions"),
        ("DELETE", "/sessions/x"),
        ("PUT", "/upload-url"),
        ("GET", "/sessions/../sessions/x"),
        ("GET", "/session-uploads/x"),
    ):
        answer = api.request(method, target)
        assert (answer.status, answer.code) == (404, "RouteNotFound")
        assert answer.headers["access-control-allow-origin"] == SITE
