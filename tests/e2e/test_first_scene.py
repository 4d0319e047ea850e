"""A kiosk works before all of its page is there; what happens where the rest does not come."""

from playwright.sync_api import Page

from devserver.launch import DevServer
from tests.e2e import browser
from tests.e2e.browser import Visits
from tests.e2e.lab import joined
from tests.e2e.pages import Kiosk
from tests.e2e.pictures import Folder

LATER = "**/pages/kiosk-later.js*"
STYLE = "**/prints.css"
CONFIG = "**/config.json"


def test_a_network_that_goes_just_then_is_waited_for(
    visits: Visits, server: DevServer, folder: Folder
) -> None:
    visits.tolerate("ERR_FAILED")

    def rig(page: Page) -> None:
        for part in (LATER, CONFIG):
            page.route(part, lambda route: route.abort())

    kiosk = Kiosk(visits.open(server.site_url, before=rig, **browser.KIOSK))
    kiosk.says("kiosk.away.title")
    kiosk.page.evaluate("window.isTheSame = true")
    for part in (LATER, CONFIG):
        kiosk.page.unroute(part)
    phone = joined(visits, kiosk)
    phone.pick(folder.photo("beach.jpg"))
    kiosk.shows("beach.jpg")
    assert kiosk.page.evaluate("window.isTheSame")


def test_no_code_is_shown_before_photos_can_be(visits: Visits, server: DevServer) -> None:
    visits.tolerate("ERR_FAILED")

    def rig(page: Page) -> None:
        page.route(STYLE, lambda route: route.abort(), times=1)

    kiosk = Kiosk(visits.open(server.site_url, before=rig, **browser.KIOSK))
    with kiosk.page.expect_response(STYLE):
        kiosk.upload.click()
    kiosk.scan()


def test_what_a_browser_remembers_as_missing_a_new_page_has(
    visits: Visits, server: DevServer
) -> None:
    visits.tolerate("ERR_FAILED")

    def rig(page: Page) -> None:
        page.route(LATER, lambda route: route.abort(), times=2)

    kiosk = Kiosk(visits.open(server.site_url, before=rig, **browser.KIOSK))
    kiosk.is_at_the_start()
    with kiosk.page.expect_navigation():
        kiosk.upload.click()
    kiosk.is_at_the_start()
    kiosk.show_code()
