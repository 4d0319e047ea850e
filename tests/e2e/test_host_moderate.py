"""What waits for the host, one photo after the other; and two hosts at the same album."""

from typing import Any

from playwright.sync_api import Locator, expect

from tests.e2e import browser
from tests.e2e.browser import Visits
from tests.e2e.checked import Checked
from tests.e2e.host_event import Event
from tests.e2e.host_pages import HostPage
from tests.e2e.lines import NO_SOCKETS
from tests.e2e.pages import words
from tests.e2e.test_accessibility import NARROW
from tests.e2e.waiting import eventually

pytest_plugins = ["tests.e2e.host_fixtures"]


class Sorter:
    """The photo that waits, and the keys below it."""

    def __init__(self, host: HostPage) -> None:
        self.page = host.page
        self.picture = host.page.locator(".sorter .large img:not(.large-small)")
        self.show = self._button("library.bulk.approve")
        self.hide = self._button("library.bulk.hide")
        self.undo = self._button("moderate.undo")

    def counts(self, count: int) -> None:
        """So many wait."""
        form = "one" if count == 1 else "other"
        key = f"moderate.waiting.{form}" if count else "moderate.done"
        name = words(key, count=count)
        expect(self.page.get_by_role("heading", name=name, exact=True)).to_be_visible()

    def _button(self, key: str) -> Locator:
        return self.page.get_by_role("button", name=words(key), exact=True)


def test_with_one_thumb(event: Event) -> None:
    ids = event.sent("a.jpg", "b.jpg", "c.jpg")
    host, library = event.open(**browser.PHONE)
    library.press("library.go-through")
    sorter = Sorter(host)
    sorter.counts(3)
    expect(sorter.picture).to_be_visible()
    expect(host.page.locator(".sorter")).to_contain_text("=Ada")
    sorter.show.tap()
    sorter.counts(2)
    sorter.hide.tap()
    sorter.counts(1)
    sorter.undo.tap()
    sorter.counts(2)
    sorter.hide.tap()
    sorter.show.tap()
    sorter.counts(0)
    eventually(lambda: sorted(event.seen_as(each) for each in ids) == ["HIDDEN", "SHOWN", "SHOWN"])
    host.page.get_by_role("button", name=words("moderate.back"), exact=True).last.tap()
    library.has("a.jpg", "b.jpg", "c.jpg")


def test_by_keys_and_what_arrives_waits_behind(event: Event) -> None:
    first, second = event.sent("a.jpg", "b.jpg")
    host, _ = event.open("moderate")
    sorter = Sorter(host)
    sorter.counts(2)
    (third,) = event.sent("c.jpg")
    sorter.counts(3)
    keyboard = host.page.keyboard
    keyboard.press("ArrowRight")
    sorter.counts(2)
    keyboard.press("ArrowLeft")
    keyboard.press("ArrowLeft")
    sorter.counts(0)
    keyboard.press("Backspace")
    sorter.counts(1)
    both = (first, second)
    eventually(lambda: sorted(event.seen_as(each) for each in both) == ["HIDDEN", "SHOWN"])
    # Decisions go in their order, so this one may be hidden a moment longer.
    eventually(lambda: event.seen_as(third) == "WAITING")


def test_two_hosts_at_once_agree(event: Event) -> None:
    shown, hidden, gone = event.sent("shown.jpg", "hidden.jpg", "gone.jpg")
    _, one = event.open()
    two_host, two = event.open()
    for library in (one, two):
        library.has("shown.jpg", "hidden.jpg", "gone.jpg")
    one.choose("shown.jpg")
    one.press("library.bulk.approve")
    expect(two.cell("shown.jpg")).to_have_attribute("data-visibility", "SHOWN")
    two.choose("hidden.jpg")
    two.press("library.bulk.hide")
    expect(one.cell("hidden.jpg")).to_have_attribute("data-visibility", "HIDDEN")
    one.choose("gone.jpg")
    two.choose("gone.jpg")
    one.press("library.bulk.delete")
    one.page.locator('dialog [data-answer="delete"]').click()
    expect(two.cells).to_have_count(2)
    expect(two.chosen).to_have_count(0)
    (fresh,) = event.sent("fresh.jpg")
    for library in (one, two):
        library.has("shown.jpg", "hidden.jpg", "fresh.jpg")
    event.say(fresh, comment="By a third")
    expect(two.cell("By a third")).to_be_visible()
    two_host.page.reload()
    two.has("shown.jpg", "hidden.jpg", "fresh.jpg")
    assert [event.seen_as(each) for each in (shown, hidden)] == ["SHOWN", "HIDDEN"]
    event.owner.ask("GET", f"/image/{gone}", status=404)


def test_two_who_go_through_what_waits_do_not_meet(event: Event) -> None:
    event.sent("a.jpg", "b.jpg")
    sorters = [Sorter(event.open("moderate")[0]) for _ in range(2)]
    for sorter in sorters:
        sorter.counts(2)
    sorters[0].show.click()
    for sorter in sorters:
        sorter.counts(1)
    sorters[1].hide.click()
    for sorter in sorters:
        sorter.counts(0)


def test_where_sockets_are_blocked_one_sees_it_a_little_later(event: Event, visits: Visits) -> None:
    (photo_id,) = event.sent("a.jpg")
    _, library = event.open(before=lambda page: page.add_init_script(NO_SOCKETS))
    library.has("a.jpg")
    event.say(photo_id, visibility="HIDDEN")
    expect(library.cell("a.jpg")).to_have_attribute("data-visibility", "HIDDEN")


def test_every_state_as_axe_sees_it(event: Event) -> None:
    (photo_id,) = event.sent("a.jpg")
    event.say(photo_id, comment="<b>bold</b> " + "long" * 100)
    size: dict[str, Any] = {**NARROW, "color_scheme": "light", "bypass_csp": True}
    host, _ = event.open("moderate", **size)
    sorter = Sorter(host)
    sorter.counts(1)
    expect(sorter.picture).to_be_visible()
    checked = Checked(host.page)
    checked.now("one waits")
    assert host.page.locator("main b").count() == 0
    sorter.show.tap()
    sorter.counts(0)
    checked.now("nothing waits")
