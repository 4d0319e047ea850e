"""A kiosk that is used from a wheelchair: what is touched is low, by its operator or its visitor.

Nothing above 1220 mm (48 in) is reached from a wheelchair (ADA Standards 308.2.1, ISO 21542): of a
tall screen that is its lower half, by how screens are mounted (docs/kiosks.md).
"""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from devserver.launch import DevServer
from tests.e2e import browser
from tests.e2e.browser import Visits
from tests.e2e.checked import Checked
from tests.e2e.pages import Kiosk, Phone, words
from tests.e2e.pictures import Folder
from tests.e2e.test_accessibility import in_scheme

WIDE: dict[str, Any] = {"viewport": {"width": 1920, "height": 1080}}
#: What is touched and begins above the middle of the screen.
TOO_HIGH = """() => [...document.querySelectorAll('button, select, a, input')]
    .filter((el) => el.checkVisibility() && el.getBoundingClientRect().top < innerHeight / 2)
    .map((el) => el.outerHTML)"""
#: Where the code begins, as a share of the screen: about its middle, for a phone in a seated hand.
TOP_OF_CODE = "document.querySelector('#qr').getBoundingClientRect().top / innerHeight"


class LowKiosk(Kiosk):
    """The screen, and how high its controls are."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.tab = page.get_by_role("button", name=words("reach.lower"))

    def is_low(self, *, low: bool = True) -> None:
        """What is touched is in the lower half, or not all of it."""
        reach = "low" if low else "standard"
        expect(self.page.locator("html")).to_have_attribute("data-reach", reach)
        expect(self.page.locator(".language")).to_be_visible()
        found = self.page.evaluate(TOO_HIGH)
        assert (found == []) is low, found

    def choice(self, reach: str) -> Locator:
        """What the operator presses."""
        return self.page.get_by_role("button", name=words(f"operator.reach.to.{reach}"))


@pytest.mark.parametrize("size", [browser.KIOSK, WIDE], ids=["upright", "wide"])
def test_all_that_is_touched_is_low_in_every_state(
    server: DevServer, visits: Visits, folder: Folder, size: dict[str, Any]
) -> None:
    kiosk = LowKiosk(visits.open(f"{server.site_url}/#reach=low", **size))
    assert kiosk.page.url == f"{server.site_url}/"
    kiosk.is_at_the_start()
    kiosk.is_low()
    expect(kiosk.tab).to_be_hidden()
    address = kiosk.show_code()
    if size is browser.KIOSK:
        assert kiosk.page.evaluate(TOP_OF_CODE) > 0.45
    kiosk.is_low()
    phone = Phone(visits.open(address, **browser.PHONE))
    kiosk.says("kiosk.connected.title")
    kiosk.is_low()
    phone.is_ready()
    phone.pick(folder.photo("one.jpg"), folder.photo("two.jpg", 1))
    kiosk.shows_all(2)
    assert kiosk.page.evaluate(TOO_HIGH) == []
    kiosk.page.reload()
    kiosk.is_at_the_start()
    kiosk.is_low()


def test_its_operator_chooses_it_for_good(server: DevServer, visits: Visits) -> None:
    kiosk = LowKiosk(visits.open(server.site_url, **browser.KIOSK))
    kiosk.is_at_the_start()
    kiosk.is_low(low=False)
    panel = kiosk.hold_corner()
    expect(panel.get_by_text(words("operator.reach.standard"))).to_be_visible()
    kiosk.choice("low").click()
    expect(panel.get_by_text(words("operator.reach.low"))).to_be_visible()
    expect(kiosk.choice("standard")).to_be_focused()
    kiosk.page.keyboard.press("Escape")
    expect(kiosk.page.locator("#operator")).to_be_focused()
    kiosk.is_low()
    expect(kiosk.tab).to_be_hidden()
    kiosk.page.reload()
    kiosk.is_at_the_start()
    kiosk.is_low()
    kiosk.hold_corner()
    kiosk.choice("standard").click()
    kiosk.page.keyboard.press("Escape")
    kiosk.is_low(low=False)
    expect(kiosk.tab).to_be_visible()


def test_a_visitor_chooses_it_for_his_visit(server: DevServer, visits: Visits) -> None:
    kiosk = LowKiosk(visits.open(server.site_url, **browser.KIOSK))
    kiosk.is_at_the_start()
    expect(kiosk.tab).to_have_attribute("aria-pressed", "false")
    before = kiosk.upload.bounding_box()
    box = kiosk.tab.bounding_box()
    assert box is not None
    assert box["y"] > browser.KIOSK["viewport"]["height"] / 2
    kiosk.tab.click()
    expect(kiosk.tab).to_have_attribute("aria-pressed", "true")
    kiosk.is_low()
    kiosk.show_code()
    kiosk.is_low()
    expect(kiosk.tab).to_have_attribute("aria-pressed", "true")
    kiosk.page.get_by_role("button", name=words("kiosk.cancel")).click()
    kiosk.is_at_the_start()
    kiosk.is_low(low=False)
    assert kiosk.upload.bounding_box() == before
    assert kiosk.page.evaluate("localStorage.length") == 0
    kiosk.tab.click()
    kiosk.is_low()
    kiosk.tab.click()
    kiosk.is_low(low=False)


def test_who_chooses_it_and_goes_away_leaves_nothing_behind(
    server: DevServer, visits: Visits
) -> None:
    page = visits.open(server.site_url, before=lambda page: page.clock.install(), **browser.KIOSK)
    kiosk = LowKiosk(page)
    kiosk.is_at_the_start()
    page.clock.run_for(3_000)
    kiosk.tab.click()
    kiosk.is_low()
    page.clock.run_for(61_000)
    kiosk.is_low(low=False)


def test_the_corner_of_the_operator_lies_on_nothing_else(server: DevServer, visits: Visits) -> None:
    """It lay on the choice of language."""
    for size in (browser.KIOSK, WIDE):
        kiosk = LowKiosk(visits.open(server.site_url, locale="ar-EG", **size))
        language = kiosk.page.locator(".language")
        expect(language).to_be_visible()
        corner = kiosk.page.locator("#operator").bounding_box()
        choice = language.bounding_box()
        assert corner is not None
        assert choice is not None
        apart = choice["x"] + choice["width"] <= corner["x"]
        assert apart or corner["x"] + corner["width"] <= choice["x"]


@pytest.mark.parametrize("size", [browser.KIOSK, WIDE], ids=["upright", "wide"])
def test_every_state_of_a_low_kiosk(
    server: DevServer, visits: Visits, size: dict[str, Any]
) -> None:
    kiosk = LowKiosk(visits.open(f"{server.site_url}/#reach=low", **in_scheme(size)))
    kiosk.is_at_the_start()
    kiosk.is_low()
    checked = Checked(kiosk.page)
    checked.now("low")
    kiosk.hold_corner()
    checked.now("low, operator")
    kiosk.page.keyboard.press("Escape")
    kiosk.show_code()
    checked.now("low, code")
