"""Large files go in parts, from the phone page, over lines that break."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.e2e import browser as browsers
from tests.e2e.api_client import Api
from tests.e2e.browser import Visits
from tests.e2e.cut_line import CutLine, breaking
from tests.e2e.large_files import MIB, PARTS, PATIENCE, digest_of, film
from tests.e2e.lines import SOON
from tests.e2e.pages import Phone
from tests.e2e.stored import Buckets
from tests.e2e.waiting import eventually

PART_BYTES = 8 * MIB
GIGABYTE = 1024 * MIB
#: For so much. In milliseconds.
GIGABYTE_PATIENCE = 400_000


def uploads_in(data: Path) -> list[Path]:
    """The uploads that the storage has begun and not ended."""
    return [each for each in (data / "multipart").iterdir() if each.is_dir()]


def test_a_film_arrives_whole_and_is_shown_as_one(
    api: Api, data: Path, session: dict[str, Any], lone_phone: Phone, tmp_path: Path
) -> None:
    digest = film(tmp_path / "film.mp4", 20 * MIB)
    lone_phone.pick(str(tmp_path / "film.mp4"))
    expect(lone_phone.rows).to_have_attribute("data-state", "sent", timeout=PATIENCE)
    (photo,) = eventually(lambda: api.photos(session, "READY"))
    assert (photo["contentType"], photo["sizeBytes"]) == ("video/mp4", 20 * MIB)
    assert photo["renditions"] is None
    buckets = Buckets(photo["url"], data)
    assert digest_of(buckets, session["sessionId"], photo["photoId"]) == digest


def test_a_reload_sends_only_what_had_not_arrived(
    api: Api,
    data: Path,
    visits: Visits,
    session: dict[str, Any],
    lone_phone: Phone,
    tmp_path: Path,
) -> None:
    visits.tolerate("ERR_FAILED")
    digest = film(tmp_path / "film.mp4", 40 * MIB)
    page = lone_phone.page
    sent: list[str] = []
    held: list[Route] = []

    def two_only(route: Route) -> None:
        if len(sent) < 2:
            sent.append(route.request.url)
            route.continue_()
        else:
            held.append(route)

    page.route(PARTS, two_only)
    lone_phone.pick(str(tmp_path / "film.mp4"))
    expect(lone_phone.rows).to_contain_text("40%", timeout=PATIENCE)
    lone_phone.advises("phone.sending-kept.lead")
    for route in held:
        route.abort()
    page.unroute(PARTS)
    page.on("requestfinished", lambda each: sent.append(each.url) if "partN" in each.url else None)
    del sent[:]
    page.reload()
    expect(lone_phone.rows).to_have_attribute("data-state", "sent", timeout=PATIENCE)
    assert len({url.partition("partNumber=")[2].partition("&")[0] for url in sent}) <= 3
    (photo,) = eventually(lambda: api.photos(session, "READY"))
    assert digest_of(Buckets(photo["url"], data), session["sessionId"], photo["photoId"]) == digest


def test_what_is_taken_back_leaves_nothing(
    api: Api,
    data: Path,
    visits: Visits,
    session: dict[str, Any],
    lone_phone: Phone,
    tmp_path: Path,
) -> None:
    visits.tolerate("ERR_FAILED")
    film(tmp_path / "film.mp4", 20 * MIB)
    lone_phone.page.route(PARTS, lambda route: route.abort())
    lone_phone.pick(str(tmp_path / "film.mp4"))
    expect(lone_phone.rows).to_have_attribute("data-troubled", "", timeout=PATIENCE)
    assert uploads_in(data)
    lone_phone.row("film.mp4").get_by_role("button", name="Remove").click()
    eventually(lambda: not uploads_in(data))
    assert [each["code"] for each in api.photos(session, "REJECTED")] == ["WITHDRAWN"]


def storage_port(api: Api) -> int:
    """Where its signed URLs lead."""
    ticket = api.ask_for_ticket(api.open_session()["sessionId"], None).json
    return int(urlsplit(ticket["url"]).port or 0)


@pytest.mark.timeout(600)
def test_a_gigabyte_arrives_over_a_line_that_breaks(
    api: Api, browser: Browser, data: Path, session: dict[str, Any], tmp_path: Path
) -> None:
    digest = film(tmp_path / "film.mp4", GIGABYTE)
    line = CutLine(storage_port(api), every_bytes=10 * PART_BYTES)
    with breaking(line) as arguments:
        started = browser.browser_type.launch(**browsers.options(*arguments))
        visits = Visits(started)
        # The line breaks; the browser and the page say so.
        visits.tolerate("net::ERR_", "WebSocket")
        opened = visits.open(
            session["uploadPageUrl"],
            before=lambda page: page.add_init_script(SOON),
            **browsers.PHONE,
        )
        phone = Phone(opened)
        phone.is_ready()
        phone.has_everything()
        phone.pick(str(tmp_path / "film.mp4"))
        # So much is not sent unasked.
        phone.page.get_by_role("dialog").get_by_role("button", name="Send", exact=True).click()
        expect(phone.rows).to_have_attribute("data-state", "sent", timeout=GIGABYTE_PATIENCE)
        visits.close()
        started.close()
    assert visits.unexpected() == []
    assert line.cuts >= 0.1 * GIGABYTE / PART_BYTES
    assert line.sent_bytes <= 1.15 * GIGABYTE
    (photo,) = eventually(lambda: api.photos(session, "READY"))
    assert digest_of(Buckets(photo["url"], data), session["sessionId"], photo["photoId"]) == digest
