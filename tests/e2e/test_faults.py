"""What else can go wrong while photos are on their way: the service, the file, the line."""

import io
import re
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page, Route, expect

from tests.e2e import browser
from tests.e2e.api_client import Api
from tests.e2e.browser import Visits
from tests.e2e.conftest import Launch
from tests.e2e.large_files import MIB, PARTS, PATIENCE, digest_of, film
from tests.e2e.lines import SOON, UPLOADS
from tests.e2e.pages import Kiosk, Phone, words
from tests.e2e.pictures import Folder
from tests.e2e.processes import kill_server, three_ports
from tests.e2e.stored import Buckets
from tests.e2e.waiting import eventually

MEGABIT = 125_000


def soon(page: Page) -> None:
    page.add_init_script(SOON)


def steadily(page: Page) -> None:
    """Eight tries take half a minute: a busy machine may need some seconds for a service."""
    page.add_init_script("Math.random = () => 0.4")


def test_a_service_that_is_killed_in_the_middle_is_gone_on_with(
    launch: Launch, own_data: Path, visits: Visits, tmp_path: Path
) -> None:
    visits.tolerate("ERR_", "WebSocket")
    port = three_ports()
    server = launch(port=port)
    session = Api(server).open_session()
    phone = Phone(visits.open(session["uploadPageUrl"], before=steadily, **browser.PHONE))
    phone.is_ready()
    passed: list[Route] = []

    def half(route: Route) -> None:
        passed.append(route)
        if len(passed) <= 2:
            route.continue_()

    phone.page.route(PARTS, half)
    digest = film(tmp_path / "film.mp4", 40 * MIB)
    phone.pick(str(tmp_path / "film.mp4"))
    expect(phone.rows).to_contain_text("40%", timeout=PATIENCE)
    kill_server(server)
    phone.says("phone.cut.title")
    server = launch(port=port)
    phone.page.unroute(PARTS)
    expect(phone.rows).to_have_attribute("data-state", "sent", timeout=PATIENCE)
    (photo,) = eventually(lambda: Api(server).photos(session, "READY"))
    buckets = Buckets(photo["url"], own_data)
    assert digest_of(buckets, session["sessionId"], photo["photoId"]) == digest


def test_what_failed_for_good_goes_on_after_a_reload(
    api: Api, visits: Visits, session: dict[str, Any], folder: Folder
) -> None:
    visits.tolerate("ERR_FAILED")
    phone = Phone(visits.open(session["uploadPageUrl"], before=soon, **browser.PHONE))
    phone.is_ready()
    phone.page.route(UPLOADS, lambda route: route.abort())
    phone.pick(folder.photo("late.jpg"), folder.file("notes.txt", b"no photo"))
    phone.tells("late.jpg", "phone.row.failed.ServiceAway")
    phone.page.unroute(UPLOADS)
    phone.page.reload()
    phone.has_sent("late.jpg")
    expect(phone.rows).to_have_count(1)
    eventually(lambda: len(api.stored_photos(session)) == 1)


def test_a_file_that_vanishes_is_said_to_be_gone(
    visits: Visits, lone_phone: Phone, folder: Folder
) -> None:
    visits.tolerate("ERR_FAILED", "ERR_FILE_NOT_FOUND", "ERR_UPLOAD_FILE_CHANGED")
    lone_phone.page.route(UPLOADS, lambda route: route.abort())
    path = Path(folder.photo("gone.jpg"))
    lone_phone.pick(str(path))
    expect(lone_phone.rows).to_have_attribute("data-troubled", "", timeout=PATIENCE)
    path.unlink()
    gone = words("phone.row.failed.FileGone")
    expect(lone_phone.rows).to_contain_text(gone, timeout=PATIENCE)


def test_on_a_slow_line_phone_and_kiosk_say_how_far_and_how_long(
    kiosk: Kiosk, phone: Phone, folder: Folder
) -> None:
    content = io.BytesIO()
    Image.effect_noise((1600, 1200), 120).save(content, "JPEG", quality=90)
    line = phone.page.context.new_cdp_session(phone.page)
    line.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": 100,
            "downloadThroughput": 20 * MEGABIT,
            "uploadThroughput": len(content.getvalue()) / 10,
        },
    )
    phone.pick(folder.file("slow.jpg", content.getvalue()))
    in_all = re.compile(r"^0 of 1 sent, \d+%, about \d+ seconds?$")
    expect(phone.page.locator("#total p")).to_have_text(in_all, timeout=PATIENCE)
    expect(kiosk.page.locator("#landed-note")).to_have_text(
        re.compile(r"^\d+% there, about \d+ seconds? to go$"), timeout=PATIENCE
    )
    expect(kiosk.ring_of("slow.jpg")).to_have_text(re.compile(r"^[1-9]\d?%$"), timeout=PATIENCE)
    expect(phone.row("slow.jpg")).to_have_attribute("data-state", "sent", timeout=PATIENCE)
