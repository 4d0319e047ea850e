"""A screen that nobody looks after: it comes up, stays up, and lets its operator in."""

from playwright.sync_api import Page, expect

from devserver.launch import DevServer
from tests.e2e import browser
from tests.e2e.browser import Visits
from tests.e2e.conftest import Launch
from tests.e2e.pages import Kiosk, Phone, words
from tests.e2e.waiting import eventually
from tests.e2e.walls import TV, Wall

CONFIG = "**/config.json"


def test_a_page_of_which_a_part_is_missing_loads_itself_again(
    visits: Visits, server: DevServer
) -> None:
    visits.tolerate("ERR_FAILED")

    def rig(page: Page) -> None:
        page.route("**/lib/kiosk-times.js", lambda route: route.abort(), times=1)

    Kiosk(visits.open(server.site_url, before=rig, **browser.KIOSK)).is_at_the_start()


def test_nor_does_a_wall_stay_without_a_part(visits: Visits, server: DevServer) -> None:
    visits.tolerate("ERR_FAILED")

    def rig(page: Page) -> None:
        page.route("**/lib/wall-rotation.js", lambda route: route.abort(), times=1)

    Wall(visits.open(f"{server.site_url}/wall.html", before=rig, **TV)).stops("unset")


def test_a_part_that_is_missing_later_takes_no_page_away(visits: Visits, server: DevServer) -> None:
    visits.tolerate("ERR_FAILED")
    opened = visits.open(server.site_url, before=lambda page: page.clock.install(), **browser.KIOSK)
    Kiosk(opened).is_at_the_start()
    opened.evaluate("window.isTheSame = true")
    opened.route("**/operator.css", lambda route: route.abort())
    with opened.expect_event("requestfailed"):
        opened.clock.fast_forward("00:21")
    opened.wait_for_load_state("networkidle")
    opened.clock.fast_forward("00:30")
    Kiosk(opened).hold_corner()
    assert opened.evaluate("window.isTheSame")


def test_a_screen_that_waits_for_visitors_says_that_the_service_is_away(
    visits: Visits, server: DevServer
) -> None:
    visits.tolerate("ERR_FAILED")
    opened = visits.open(server.site_url, before=lambda page: page.clock.install(), **browser.KIOSK)
    kiosk = Kiosk(opened)
    kiosk.is_at_the_start()
    opened.route(CONFIG, lambda route: route.abort())
    opened.clock.fast_forward("01:05")
    kiosk.says("kiosk.away.title")
    expect(kiosk.upload).to_be_hidden()
    opened.unroute(CONFIG)
    opened.clock.fast_forward("00:40")
    kiosk.is_at_the_start()


def test_a_code_is_renewed_before_it_runs_out(launch: Launch, visits: Visits) -> None:
    visits.tolerate("410")
    server = launch(environ={"SCANDROP_SESSION_SECONDS": "20"})
    kiosk = Kiosk(visits.open(server.site_url, **browser.KIOSK))
    first = kiosk.show_code()

    def next_code() -> str:
        found = kiosk.scan()
        return "" if found == first else found

    phone = Phone(visits.open(eventually(next_code), **browser.PHONE))
    kiosk.says("kiosk.connected.title")
    phone.is_ready()


def test_the_first_touch_gives_it_the_whole_screen(visits: Visits, server: DevServer) -> None:
    kiosk = Kiosk(visits.open(server.site_url, has_touch=True, **browser.KIOSK))
    kiosk.upload.tap()
    kiosk.page.wait_for_function("() => document.fullscreenElement !== null")
    panel = kiosk.hold_corner()
    panel.get_by_role("button", name=words("operator.leave")).tap()
    kiosk.page.wait_for_function("() => document.fullscreenElement === null")
    panel.get_by_role("button", name=words("operator.close")).tap()
    expect(panel).to_be_hidden()
    assert kiosk.page.evaluate("document.fullscreenElement === null")


def test_the_operator_sees_how_it_is_and_starts_it_anew(visits: Visits, kiosk: Kiosk) -> None:
    visits.tolerate("ERR_FAILED")
    page = kiosk.page
    corner = page.get_by_role("button", name=words("kiosk.operator")).bounding_box()
    assert corner
    page.mouse.move(corner["x"] + 20, corner["y"] + 20)
    page.mouse.down()
    panel = page.get_by_role("dialog", name=words("operator.title"))
    expect(panel).to_contain_text(words("operator.state.attract"))
    page.mouse.up()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    kiosk.show_code()
    expect(kiosk.hold_corner()).to_contain_text(words("operator.state.code"))
    expect(panel).to_contain_text(words("operator.line.live"))
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(kiosk.code).to_be_visible()
    kiosk.hold_corner()
    page.route(CONFIG, lambda route: route.abort())
    restart = panel.get_by_role("button", name=words("operator.restart"))
    restart.click()
    expect(panel).to_contain_text(words("operator.stays"))
    page.unroute(CONFIG)
    restart.click()
    kiosk.is_at_the_start()


def test_the_operators_panel_needs_no_network_and_closes_by_itself(
    visits: Visits, server: DevServer
) -> None:
    visits.tolerate("ERR_INTERNET_DISCONNECTED", "ERR_FAILED")
    opened = visits.open(server.site_url, before=lambda page: page.clock.install(), **browser.KIOSK)
    kiosk = Kiosk(opened)
    kiosk.is_at_the_start()
    with opened.expect_response("**/locales/en/operator.json"):
        opened.clock.fast_forward("00:21")
    opened.wait_for_load_state("networkidle")
    opened.context.set_offline(True)
    kiosk.says("kiosk.away.title")
    panel = kiosk.hold_corner()
    expect(panel).to_contain_text(words("operator.line.away"))
    opened.clock.fast_forward("01:01")
    expect(panel).to_be_hidden()
