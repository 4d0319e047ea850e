"""Photos that were picked arrive: after a reload, in another tab, after the browser was killed."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Response, expect

from tests.e2e import browser as browsers
from tests.e2e.api_client import Api
from tests.e2e.browser import Visits
from tests.e2e.lines import UPLOADS
from tests.e2e.pages import Phone
from tests.e2e.pictures import Folder
from tests.e2e.processes import running_with
from tests.e2e.waiting import eventually

#: As in a browser that lets no page keep anything.
NOTHING_KEPT = "Object.defineProperty(window, 'indexedDB', {value: undefined})"


def cut(page: Page) -> None:
    """No upload gets through."""
    page.route(UPLOADS, lambda route: route.abort())


def mend(page: Page) -> None:
    page.unroute(UPLOADS)


class Arrived:
    """What the storage answered to the uploads of a page."""

    def __init__(self, page: Page) -> None:
        self.statuses: list[int] = []
        page.on("response", self._note)

    def _note(self, answer: Response) -> None:
        if answer.request.method == "PUT":
            self.statuses.append(answer.status)


def names(api: Api, session: dict[str, Any]) -> list[str]:
    return sorted(photo["fileName"] for photo in api.stored_photos(session))


def test_a_reload_in_the_middle_of_sending_loses_nothing(
    api: Api, visits: Visits, session: dict[str, Any], lone_phone: Phone, folder: Folder
) -> None:
    visits.tolerate("ERR_FAILED")
    page = lone_phone.page
    asked: list[str] = []
    page.on("dialog", lambda dialog: asked.append(dialog.type))
    cut(page)
    lone_phone.pick(*folder.photos(4))
    lone_phone.tells("photo-1.jpg", "phone.row.sending", percent="0%")
    lone_phone.tells("photo-4.jpg", "phone.row.waiting")
    lone_phone.advises("phone.sending-kept.lead")
    # Only a page that somebody has touched could ask whether to leave.
    page.get_by_role("heading", level=1).click()
    for _ in range(2):
        page.reload()
        expect(lone_phone.rows).to_have_count(4)
    page.reload()
    mend(page)
    every = [f"photo-{number}.jpg" for number in range(1, 5)]
    lone_phone.has_sent(*every)
    expect(lone_phone.rows).to_have_count(4)
    eventually(lambda: names(api, session) == every)
    assert not asked


def test_what_has_arrived_is_not_sent_again_after_a_reload(
    api: Api, visits: Visits, session: dict[str, Any], lone_phone: Phone, folder: Folder
) -> None:
    visits.tolerate("ERR_FAILED")
    page = lone_phone.page
    lone_phone.pick(folder.photo("done.jpg"))
    lone_phone.has_sent("done.jpg")
    cut(page)
    lone_phone.pick(folder.photo("half.jpg", seed=1))
    expect(lone_phone.row("half.jpg")).to_have_attribute("data-state", "sending")
    lone_phone.advises("phone.sending-kept.lead")
    arrived = Arrived(page)
    page.reload()
    mend(page)
    lone_phone.has_sent("done.jpg", "half.jpg")
    expect(lone_phone.rows).to_have_count(2)
    assert arrived.statuses == [200]
    eventually(lambda: names(api, session) == ["done.jpg", "half.jpg"])


def test_of_two_tabs_one_sends_and_the_other_goes_on_when_it_is_closed(
    api: Api, visits: Visits, session: dict[str, Any], lone_phone: Phone, folder: Folder
) -> None:
    visits.tolerate("ERR_FAILED")
    first = lone_phone.page
    cut(first)
    lone_phone.pick(folder.photo())
    lone_phone.advises("phone.sending-kept.lead")
    second = Phone(first.context.new_page())
    arrived = Arrived(second.page)
    second.page.goto(session["uploadPageUrl"])
    second.is_ready()
    second.page.wait_for_function(
        "() => navigator.locks.query().then(({pending}) => pending.length)"
    )
    assert not arrived.statuses
    first.close()
    second.has_sent("beach.jpg")
    assert arrived.statuses == [200]
    eventually(lambda: names(api, session) == ["beach.jpg"])


def test_where_nothing_can_be_kept_the_page_says_so_and_asks_before_it_goes(
    visits: Visits, session: dict[str, Any], folder: Folder
) -> None:
    visits.tolerate("ERR_FAILED")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page = visits.open(
        session["uploadPageUrl"],
        before=lambda page: page.add_init_script(NOTHING_KEPT),
        **browsers.PHONE,
    )
    page.on("dialog", stay)
    phone = Phone(page)
    phone.is_ready()
    cut(page)
    phone.pick(folder.photo("stays.jpg"))
    phone.advises("phone.sending.lead")
    # A page that nobody has touched may not ask.
    page.get_by_role("heading", level=1).click()
    page.evaluate("location.reload()")
    eventually(lambda: asked == ["beforeunload"])
    mend(page)
    phone.has_sent("stays.jpg")


@pytest.fixture
def profile(tmp_path: Path, browser: Browser, visits: Visits) -> Iterator["Profile"]:
    """A browser whose data outlive it."""
    used = Profile(browser, visits, tmp_path / "profile")
    yield used
    used.kill()


class Profile:
    """A browser profile on disk, and at most one browser at it."""

    def __init__(self, browser: Browser, visits: Visits, folder: Path) -> None:
        self._kind = browser.browser_type
        self._visits = visits
        self._folder = folder
        self._context: BrowserContext | None = None

    def open(self, url: str, *, is_cut: bool) -> Phone:
        """Start the browser on this page."""
        self._context = self._kind.launch_persistent_context(
            str(self._folder), **browsers.options(), **browsers.PHONE
        )
        self._visits.watch(self._context)
        page = self._context.pages[0]
        if is_cut:
            cut(page)
        page.goto(url)
        return Phone(page)

    def kill(self) -> None:
        """As a phone does that needs memory."""
        for process in running_with(f"--user-data-dir={self._folder}"):
            # One takes others with it.
            with suppress(psutil.NoSuchProcess):
                process.kill()
                process.wait()


def test_a_killed_browser_goes_on_where_it_was(
    api: Api, visits: Visits, session: dict[str, Any], profile: Profile, folder: Folder
) -> None:
    visits.tolerate("ERR_FAILED")
    phone = profile.open(session["uploadPageUrl"], is_cut=True)
    phone.is_ready()
    phone.pick(*folder.photos(3))
    expect(phone.row("photo-3.jpg")).to_have_attribute("data-state", "waiting")
    phone.advises("phone.sending-kept.lead")
    profile.kill()
    again = profile.open(session["uploadPageUrl"], is_cut=False)
    every = [f"photo-{number}.jpg" for number in range(1, 4)]
    again.has_sent(*every)
    expect(again.rows).to_have_count(3)
    eventually(lambda: names(api, session) == every)
