"""Bad lines: nothing is lost, nothing is counted twice, and nobody has to reload a page."""

import functools
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from devserver.launch import DevServer
from tests.e2e import browser
from tests.e2e.api_client import Api
from tests.e2e.api_client import Phone as PhoneProgram
from tests.e2e.browser import Visits
from tests.e2e.conftest import Launch
from tests.e2e.lines import (
    API,
    NO_SOCKETS,
    SNAPSHOTS,
    SOON,
    UPLOADS,
    Line,
    LostAnswer,
    StaleTickets,
)
from tests.e2e.pages import Kiosk, Phone
from tests.e2e.pictures import Folder, jpeg
from tests.e2e.processes import three_ports
from tests.e2e.waiting import eventually


@pytest.fixture
def impatient(visits: Visits, session: dict[str, Any]) -> Phone:
    """The phone of `session`, whose backoffs are short."""
    opened = visits.open(
        session["uploadPageUrl"], before=lambda page: page.add_init_script(SOON), **browser.PHONE
    )
    phone = Phone(opened)
    phone.is_ready()
    return phone


def test_a_phone_that_loses_the_network_goes_on_when_it_is_back(
    visits: Visits, api: Api, session: dict[str, Any], impatient: Phone, folder: Folder
) -> None:
    visits.tolerate("ERR_INTERNET_DISCONNECTED")
    impatient.page.route(UPLOADS, lambda _: None)
    impatient.pick(*folder.photos(2))
    impatient.says("phone.sending.title")
    impatient.page.context.set_offline(True)
    impatient.page.unroute(UPLOADS)
    impatient.tells("photo-1.jpg", "phone.row.troubled")
    impatient.says("phone.cut.title")
    impatient.page.context.set_offline(False)
    impatient.has_sent("photo-1.jpg", "photo-2.jpg")
    eventually(lambda: len(api.stored_photos(session)) == 2)


def test_a_phone_that_is_offline_at_first_gets_in_later(
    visits: Visits, session: dict[str, Any], folder: Folder
) -> None:
    visits.tolerate("ERR_INTERNET_DISCONNECTED", "ERR_FAILED")

    def without_api(page: Page) -> None:
        page.route(API, lambda route: route.abort())

    phone = Phone(visits.open(session["uploadPageUrl"], before=without_api, **browser.PHONE))
    phone.says("phone.away.title")
    phone.page.context.set_offline(True)
    phone.says("phone.offline.title")
    phone.page.unroute(API)
    phone.page.context.set_offline(False)
    phone.is_ready()
    phone.pick(folder.photo())
    phone.has_sent("beach.jpg")


@pytest.mark.parametrize("failure", ["cut", "500", "503", "403"])
def test_an_upload_that_fails_three_times_arrives_the_fourth(
    visits: Visits,
    api: Api,
    session: dict[str, Any],
    impatient: Phone,
    folder: Folder,
    failure: str,
) -> None:
    visits.tolerate("ERR_CONNECTION_RESET", "500", "503", "403")
    failed: list[str] = []

    def fail(route: Route) -> None:
        if len(failed) == 3 or route.request.method != "PUT":
            route.continue_()
            return
        failed.append(route.request.url)
        if failure == "cut":
            route.abort("connectionreset")
        else:
            allowed = {"Access-Control-Allow-Origin": "*"}
            route.fulfill(status=int(failure), headers=allowed)

    impatient.page.route(UPLOADS, fail)
    impatient.pick(folder.photo())
    impatient.has_sent("beach.jpg")
    assert len(failed) == 3
    assert len({url.partition("?")[0] for url in failed}) == 1
    eventually(lambda: len(api.stored_photos(session)) == 1)


def test_an_upload_that_fails_for_good_can_be_tried_again_by_hand(
    visits: Visits, impatient: Phone, folder: Folder
) -> None:
    visits.tolerate("ERR_FAILED")
    impatient.page.route(UPLOADS, lambda route: route.abort())
    impatient.pick(folder.photo())
    impatient.tells("beach.jpg", "phone.row.failed.ServiceAway")
    impatient.says("phone.trouble.title")
    impatient.page.unroute(UPLOADS)
    impatient.row("beach.jpg").get_by_role("button", name="Try").focus()
    impatient.page.keyboard.press("Enter")
    # The keyboard stays at the photo; Enter once more takes nothing away.
    expect(impatient.row("beach.jpg")).to_be_focused()
    impatient.page.keyboard.press("Enter")
    impatient.has_sent("beach.jpg")


def test_a_photo_whose_answer_was_lost_counts_once_as_the_storage_tells(
    visits: Visits, api: Api, session: dict[str, Any], folder: Folder
) -> None:
    visits.tolerate("ERR_FAILED", "412")
    photo = folder.photo("once.jpg")
    lost: list[LostAnswer] = []

    def rig(page: Page) -> None:
        lost.append(LostAnswer(page, photo))
        StaleTickets(page)

    phone = Phone(visits.open(session["uploadPageUrl"], before=rig, **browser.PHONE))
    phone.is_ready()
    phone.pick(photo)
    phone.has_sent("once.jpg")
    assert lost[0].statuses == [200, 412]
    expect(phone.rows).to_have_count(1)
    eventually(lambda: [each["fileName"] for each in api.stored_photos(session)] == ["once.jpg"])


def test_a_photo_whose_answer_was_lost_counts_once_as_the_api_tells(
    visits: Visits, api: Api, session: dict[str, Any], folder: Folder
) -> None:
    visits.tolerate("ERR_FAILED", "409")
    photo = folder.photo("once.jpg")
    lost: list[LostAnswer] = []

    def rig(page: Page) -> None:
        handled = functools.partial(eventually, lambda: api.stored_photos(session))
        lost.append(LostAnswer(page, photo, before=handled))
        # Polling would tell it, too.
        page.route(SNAPSHOTS, lambda route: route.abort("aborted"))

    phone = Phone(visits.open(session["uploadPageUrl"], before=rig, **browser.PHONE))
    phone.is_ready()
    phone.pick(photo)
    phone.has_sent("once.jpg")
    assert lost[0].statuses == [200]
    expect(phone.rows).to_have_count(1)
    assert [each["fileName"] for each in api.snapshot(session)["photos"]] == ["once.jpg"]


def test_a_screen_without_sockets_polls(visits: Visits, server: DevServer, folder: Folder) -> None:
    def rig(page: Page) -> None:
        page.add_init_script(NO_SOCKETS)

    kiosk = Kiosk(visits.open(server.site_url, before=rig, **browser.KIOSK))
    phone = Phone(visits.open(kiosk.show_code(), before=rig, **browser.PHONE))
    kiosk.says("kiosk.connected.title")
    phone.is_ready()
    phone.pick(folder.photo())
    kiosk.shows("beach.jpg")
    phone.has_sent("beach.jpg")


def test_what_happened_while_a_socket_was_cut_is_seen_when_it_is_back(
    visits: Visits, server: DevServer, api: Api
) -> None:
    """No polling here: the fact comes by the `sync` of the new socket, or not at all."""
    sockets: list[Line] = []

    def rig(page: Page) -> None:
        page.add_init_script(SOON)
        page.route_web_socket("**/ws?**", lambda route: sockets.append(Line(route)))
        page.route(SNAPSHOTS, lambda route: route.abort("aborted"))

    kiosk = Kiosk(visits.open(server.site_url, before=rig, **browser.KIOSK))
    with kiosk.page.expect_websocket():
        session_id = kiosk.show_code().partition("#")[2]
    kiosk.says("kiosk.code.title")
    sockets[0].is_silent = True
    PhoneProgram(api, session_id).send(jpeg(), "meanwhile.jpg")
    sockets[0].cut()
    kiosk.shows("meanwhile.jpg")
    assert len(sockets) > 1


def test_a_screen_says_when_the_service_is_away_and_carries_on_by_itself(
    launch: Launch, visits: Visits, folder: Folder
) -> None:
    visits.tolerate("ERR_CONNECTION_REFUSED", "ERR_CONNECTION_RESET", "ERR_EMPTY_RESPONSE")
    port = three_ports()
    server = launch(port=port)

    def rig(page: Page) -> None:
        page.add_init_script(SOON)

    kiosk = Kiosk(visits.open(server.site_url, before=rig, **browser.KIOSK))
    address = kiosk.show_code()
    server.kill()
    kiosk.says("kiosk.away.title")
    expect(kiosk.code).to_be_hidden()
    launch(port=port)
    assert kiosk.scan() == address
    phone = Phone(visits.open(address, before=rig, **browser.PHONE))
    kiosk.says("kiosk.connected.title")
    phone.is_ready()
    phone.pick(folder.photo())
    kiosk.shows("beach.jpg")


def test_a_kiosk_that_gets_no_code_keeps_trying(visits: Visits, kiosk: Kiosk) -> None:
    visits.tolerate("ERR_FAILED")
    kiosk.page.route(API, lambda route: route.abort())
    kiosk.upload.click()
    kiosk.says("kiosk.away.title")
    kiosk.page.unroute(API)
    kiosk.scan()
