"""Every route and every refusal that docs/openapi.yaml declares, as a client meets it."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from botocore.exceptions import NoCredentialsError

from chalicelib import http, limits, tokens
from chalicelib.model import Announcement, Photo, PhotoState, Session
from chalicelib.ports import Services
from tests.contract.http_client import Api, Traffic
from tests.contract.http_contract import Answer, contract
from tests.fakes import SITE

pytest_plugins = ["tests.contract.http_fixtures"]

READ, TICKET, OPEN = "/sessions/{sessionId}", "/upload-url", "/sessions"


class Visit:
    """A session somebody has opened, and what may happen to it."""

    def __init__(self, api: Api, services: Services, traffic: Traffic) -> None:
        self.api, self.services, self.traffic = api, services, traffic
        opened = api.open().json
        self.id, self.screen = opened["sessionId"], opened["screenToken"]
        self.phone = tokens.new_token()

    def claim(self, **facts: object) -> Answer:
        return self.api.ticket(self.id, self.phone, **facts)

    def session(self) -> Session:
        session = self.services.sessions.load(self.id)
        assert session is not None
        return session

    def end(self) -> None:
        self._change(lambda session: replace(session, expires_at=self.services.clock()))

    def store(self, photo: Photo) -> None:
        self._change(lambda session: session.with_photo(photo))

    def stored(self, photo_id: str, announced: Announcement | None = None) -> Photo:
        return Photo(photo_id, self.id, announced or Announcement(), PhotoState.STORED)

    def fill(self) -> Answer:
        self.claim(size=1)
        for _ in range(limits.MAX_PHOTOS):
            self.store(self.stored(tokens.new_id()))
        return self.claim(size=2)

    def _change(self, change: Callable[[Session], Session]) -> None:
        before = self.session()
        self.services.sessions.replace(before, change(before), before.created_at)


def _busy(visit: Visit) -> Answer:
    visit.traffic.refuse("PutItem", 400, "ConditionalCheckFailedException", "another was first")
    return visit.claim()


def _away(operation: str, ask: Callable[[Visit], Answer]) -> Callable[[Visit], Answer]:
    def refused(visit: Visit) -> Answer:
        visit.traffic.cut(operation, NoCredentialsError())
        return ask(visit)

    return refused


def _expired(ask: Callable[[Visit], Answer]) -> Callable[[Visit], Answer]:
    def refused(visit: Visit) -> Answer:
        visit.end()
        return ask(visit)

    return refused


def _second_phone(visit: Visit) -> Answer:
    visit.claim()
    return visit.api.ticket(visit.id, tokens.new_token())


def _other_file(visit: Visit) -> Answer:
    visit.claim(requestId="photo-0001", size=1)
    return visit.claim(requestId="photo-0001", size=2)


def _already_there(visit: Visit) -> Answer:
    photo_id = visit.claim(requestId="photo-0001").json["photoId"]
    visit.store(visit.stored(photo_id, Announcement(request_id="photo-0001")))
    return visit.claim(requestId="photo-0001")


#: How to meet each refusal, by its operation.
REFUSALS: dict[tuple[str, str, str], Callable[[Visit], Answer]] = {
    ("POST", OPEN, "InvalidRequest"): lambda v: v.api.open(body=b"{}"),
    ("POST", OPEN, "ServiceUnavailable"): _away("PutItem", lambda v: v.api.open()),
    ("GET", READ, "InvalidRequest"): lambda v: v.api.read("not-an-id", v.screen),
    ("GET", READ, "TokenRequired"): lambda v: v.api.read(v.id),
    ("GET", READ, "TokenRefused"): lambda v: v.api.read(v.id, tokens.new_token()),
    ("GET", READ, "SessionNotFound"): lambda v: v.api.read(tokens.new_id(), v.screen),
    ("GET", READ, "SessionExpired"): _expired(lambda v: v.api.read(v.id, v.screen)),
    ("GET", READ, "ServiceUnavailable"): _away("GetItem", lambda v: v.api.read(v.id, v.screen)),
    ("GET", TICKET, "InvalidRequest"): lambda v: v.claim(size="many"),
    ("GET", TICKET, "PhotoEmpty"): lambda v: v.claim(size=0),
    ("GET", TICKET, "TokenRequired"): lambda v: v.api.ticket(
        v.id, None, {"Authorization": "Basic eDp5"}
    ),
    ("GET", TICKET, "TokenRefused"): lambda v: v.api.ticket(v.id, v.screen),
    ("GET", TICKET, "PrefetchRefused"): lambda v: v.api.ticket(
        v.id, v.phone, {"Sec-Purpose": "prefetch;prerender"}
    ),
    ("GET", TICKET, "SessionNotFound"): lambda v: v.api.ticket(tokens.new_id(), v.phone),
    ("GET", TICKET, "SessionClaimed"): _second_phone,
    ("GET", TICKET, "RequestIdReused"): _other_file,
    ("GET", TICKET, "PhotoAlreadyStored"): _already_there,
    ("GET", TICKET, "PhotoLimitReached"): lambda v: v.fill(),
    ("GET", TICKET, "SessionExpired"): _expired(lambda v: v.claim()),
    ("GET", TICKET, "PhotoTooLarge"): lambda v: v.claim(size=limits.MAX_UPLOAD_BYTES + 1),
    ("GET", TICKET, "UnsupportedContentType"): lambda v: v.claim(contentType="text/html"),
    ("GET", TICKET, "SessionBusy"): _busy,
    ("GET", TICKET, "ServiceUnavailable"): _away("GetItem", lambda v: v.claim()),
}


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


@pytest.mark.parametrize(("method", "path", "code"), list(REFUSALS))
def test_refusal(method: str, path: str, code: str, visit: Visit) -> None:
    answer = REFUSALS[method, path, code](visit)
    assert answer.code == code
    assert answer.status == contract().codes(method, path)[code]
    assert set(answer.json) == {"Code", "Message"}
    assert answer.headers["access-control-allow-origin"] == SITE
    assert answer.headers["cache-control"] == "no-store"
    assert ("retry-after" in answer.headers) == (answer.status == 503)
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


def test_unknown_routes_are_refused_as_by_api_gateway(api: Api) -> None:
    for method, target in (
        ("GET", "/"),
        ("GET", "/sessions"),
        ("DELETE", "/sessions/x"),
        ("PUT", "/upload-url"),
        ("GET", "/sessions/../sessions/x"),
        ("GET", "/session-uploads/x"),
    ):
        assert api.request(method, target).status == 403
