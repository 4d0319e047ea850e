"""The site's origin may talk to the API and the storage from a page, and nobody else may."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from devserver.launch import DevServer
from tests.e2e import browser
from tests.e2e.api_client import Api, ask, put
from tests.e2e.api_client import Phone as ApiPhone
from tests.e2e.browser import Visits
from tests.e2e.pages import Phone
from tests.e2e.pictures import Folder, jpeg

FOREIGN = ["https://example.com", "null", "http://127.0.0.1", "http://localhost:8000"]
PERMISSION = "access-control-allow-origin"


@pytest.mark.parametrize("origin", FOREIGN)
def test_the_api_permits_the_site_only(server: DevServer, origin: str) -> None:
    for method, path in (("POST", "/sessions"), ("OPTIONS", "/sessions"), ("GET", "/upload-url")):
        for asking in (origin, server.site_url):
            headers = {"Origin": asking, "Access-Control-Request-Method": "POST"}
            answer = ask(method, f"{server.api_url}{path}", headers)
            assert answer.headers[PERMISSION] == server.site_url


def test_a_preflight_of_the_site_passes_at_the_api(server: DevServer) -> None:
    answer = ask("OPTIONS", f"{server.api_url}/upload-url", _preflight(server.site_url, "GET"))
    assert answer.status == 200
    assert "authorization" in answer.headers["access-control-allow-headers"].lower()
    assert "access-control-allow-credentials" not in answer.headers


def test_a_preflight_moves_nothing(server: DevServer, api: Api) -> None:
    session = api.open_session()
    url = f"{server.api_url}/upload-url?sessionId={session['sessionId']}"
    assert ask("OPTIONS", url, _preflight(server.site_url, "GET")).status == 200
    assert ask("HEAD", url).status == 404
    assert api.snapshot(session)["status"] == "AWAITING_SCAN"


def test_a_phone_claims_its_code_and_asks_for_tickets_before_its_browser_asks_for_anything(
    visits: Visits, api: Api, data: Path, folder: Folder
) -> None:
    log = data.with_name(f"{data.name}.log")
    session, before = api.open_session(), log.stat().st_size
    phone = Phone(visits.open(session["uploadPageUrl"], **browser.PHONE))
    phone.is_ready()
    claimed = log.stat().st_size
    phone.pick(folder.photo("one.jpg"))
    phone.has_sent("one.jpg")
    said = log.read_bytes()
    for what in (said[before:claimed], said[claimed:]):
        asked = re.findall(r"(\S+) /api/upload-url \d+", what.decode())
        assert asked == ["POST"], "each OPTIONS is a round trip, and so is a second claim"


def test_a_phone_reaches_for_the_storage_when_photos_are_picked(
    visits: Visits, api: Api, folder: Folder
) -> None:
    page = visits.open(api.open_session()["uploadPageUrl"], **browser.PHONE)
    phone = Phone(page)
    phone.is_ready()
    phone.has_everything()
    photo = folder.photo("one.jpg")
    with page.expect_request(lambda request: request.method == "PUT") as put_:
        phone.pick(photo)
    links = page.locator("link[rel=preconnect][crossorigin=anonymous]")
    reached = [urlsplit(str(link.get_attribute("href"))).netloc for link in links.all()]
    assert reached[-1] == urlsplit(put_.value.url).netloc


def test_the_storage_takes_a_photo_from_a_page_of_the_site(server: DevServer, api: Api) -> None:
    ticket = ApiPhone(api, api.open_session()["sessionId"]).ticket(jpeg())
    wanted = ", ".join(ticket["headers"])
    preflight = ask("OPTIONS", ticket["url"], _preflight(server.site_url, "PUT", wanted))
    assert preflight.status == 200
    assert preflight.headers[PERMISSION] == server.site_url
    assert put(ticket, jpeg(), origin=server.site_url).headers[PERMISSION] == server.site_url
    # Refusals too: the page has to read the status to know whether to ask for a fresh URL.
    assert put(ticket, jpeg(), origin=server.site_url).headers[PERMISSION] == server.site_url
    unsigned = {**ticket, "url": ticket["url"].split("?")[0]}
    assert put(unsigned, jpeg(), origin=server.site_url).headers[PERMISSION] == server.site_url


@pytest.mark.parametrize("origin", FOREIGN)
def test_the_storage_permits_no_other_page(api: Api, origin: str) -> None:
    ticket = ApiPhone(api, api.open_session()["sessionId"]).ticket(jpeg())
    wanted = ", ".join(ticket["headers"])
    preflight = ask("OPTIONS", ticket["url"], _preflight(origin, "PUT", wanted))
    assert preflight.status == 403
    assert PERMISSION not in preflight.headers
    assert PERMISSION not in put(ticket, jpeg(), origin=origin).headers


@pytest.mark.parametrize(
    ("method", "headers"), [("DELETE", "content-type"), ("PUT", "x-amz-acl")], ids=["method", "acl"]
)
def test_the_storage_permits_the_site_no_more_than_an_upload(
    server: DevServer, api: Api, method: str, headers: str
) -> None:
    ticket = ApiPhone(api, api.open_session()["sessionId"]).ticket(jpeg())
    preflight = ask("OPTIONS", ticket["url"], _preflight(server.site_url, method, headers))
    assert preflight.status == 403


def _preflight(origin: str, method: str, headers: str = "authorization") -> dict[str, str]:
    return {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": headers,
    }
