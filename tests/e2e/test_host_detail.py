"""One photo of a library, large: what is said of it, and that nothing that is typed is lost."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from devserver.resources import HOST_EMAIL
from tests.e2e import browser
from tests.e2e.browser import Visits
from tests.e2e.checked import Checked
from tests.e2e.host_event import Event
from tests.e2e.host_pages import HostPage, password
from tests.e2e.pages import words
from tests.e2e.test_accessibility import NARROW
from tests.e2e.waiting import eventually

pytest_plugins = ["tests.e2e.host_fixtures"]

#: As it is sent; marks that steer writing are taken out on the way.
HOSTILE = "<img src=x onerror=alert(1)> \u202eevil \U0001f9a9 " + "long" * 60
SEEN = HOSTILE.replace("\u202e", "")


class Detail:
    """The photo that is open."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.dialog = page.get_by_role("dialog", name=words("library.detail"))
        self.picture = self.dialog.locator(".large img:not(.large-small)")
        self.comment = self.dialog.get_by_label(words("library.comment"))
        self.keep = self.button("library.comment.keep")

    def button(self, key: str) -> Locator:
        return self.dialog.get_by_role("button", name=words(key), exact=True)

    def shows(self, name: str) -> None:
        """Itself, not its small picture."""
        expect(self.dialog.locator("dd", has_text=name)).to_be_visible()
        expect(self.picture).to_have_js_property("complete", True)

    def is_seen_as(self, visibility: str) -> None:
        expect(self.dialog.locator(f'input[value="{visibility}"]')).to_be_checked()


def said_of(event: Event, photo_id: str) -> str | None:
    answer = event.owner.ask("GET", f"/image/{photo_id}?size=original")
    comment: str | None = answer["photo"]["comment"]
    return comment


def test_it_is_seen_large_said_something_of_shown_and_deleted(event: Event) -> None:
    newest, oldest = event.sent("a.jpg", "b.jpg")[::-1]
    _, library = event.open(**browser.PHONE)
    library.cell("b.jpg").click()
    detail = Detail(library.page)
    detail.shows("b.jpg")
    expect(detail.dialog.locator("dd", has_text="=Ada")).to_be_visible()
    detail.comment.fill("At the sea")
    detail.keep.click()
    expect(detail.keep).to_be_hidden()
    eventually(lambda: said_of(event, newest) == "At the sea")
    detail.dialog.locator("label", has_text=words("library.mark.shown")).click()
    eventually(lambda: event.seen_as(newest) == "SHOWN")
    detail.dialog.locator(".detail-head [aria-disabled=false]").click()
    detail.shows("a.jpg")
    expect(detail.comment).to_have_value("")
    library.page.go_back()
    expect(detail.dialog).to_be_hidden()
    library.page.go_forward()
    detail.button("library.bulk.delete").click()
    library.page.locator('dialog [data-answer="delete"]').click()
    expect(library.cells).to_have_count(1)
    event.owner.ask("GET", f"/image/{oldest}", status=404)


def test_forward_does_not_wait_for_what_back_has_closed(event: Event) -> None:
    event.sent("a.jpg")
    _, library = event.open()
    library.cells.first.click()
    detail = Detail(library.page)
    expect(detail.picture).to_be_visible()
    # Who goes forward at once is there before the dialog has told that it is closed.
    detail.dialog.evaluate(
        "dialog => dialog.addEventListener('close', e => e.stopImmediatePropagation(), true)"
    )
    library.page.go_back()
    expect(detail.dialog).to_be_hidden()
    library.page.go_forward()
    expect(detail.picture).to_be_visible()
    assert "photo=" in library.page.url


def test_a_photo_has_an_address_and_keys_lead_on(event: Event) -> None:
    event.sent("a.jpg", "b.jpg", "c.jpg")
    _, library = event.open()
    expect(library.cells).to_have_count(3)
    library.cells.first.focus()
    library.page.keyboard.press("Enter")
    detail = Detail(library.page)
    expect(detail.picture).to_be_visible()
    first = library.page.url
    library.page.keyboard.press("ArrowRight")
    library.page.keyboard.press("ArrowRight")
    last = library.page.url
    assert len({first, last}) == 2
    library.page.reload()
    expect(detail.picture).to_be_visible()
    assert library.page.url == last
    library.page.keyboard.press("ArrowLeft")
    library.page.keyboard.press("Escape")
    expect(detail.dialog).to_be_hidden()
    expect(library.cells.nth(1)).to_be_focused()


def test_a_sign_in_that_runs_out_while_somebody_types_loses_nothing(
    event: Event, visits: Visits, data: Path
) -> None:
    visits.tolerate("401")
    (photo_id,) = event.sent("sea.jpg")
    host, library = event.open()
    library.cell("sea.jpg").click()
    detail = Detail(library.page)
    detail.comment.fill("Typed for an hour")
    host.forget_sign_in()
    detail.keep.click()
    sign_in = host.sign_in
    sign_in.says("again")
    expect(sign_in.email).to_have_value(HOST_EMAIL)
    assert said_of(event, photo_id) is None
    host.page.keyboard.press("Escape")
    sign_in.says("again")
    sign_in.password.fill("not the password")
    sign_in.press("sign-in.sign-in.do")
    sign_in.is_told("sign-in.refused.SignInRefused")
    sign_in.password.fill(password(data))
    sign_in.press("sign-in.sign-in.do")
    expect(sign_in.password).to_have_count(0)
    expect(detail.keep).to_be_hidden()
    expect(detail.comment).to_have_value("Typed for an hour")
    eventually(lambda: said_of(event, photo_id) == "Typed for an hour")


def test_what_cannot_be_kept_now_is_still_there_later(event: Event, visits: Visits) -> None:
    visits.tolerate("ERR_FAILED")
    first, _ = event.sent("a.jpg", "b.jpg")
    _, library = event.open()
    library.cell("a.jpg").click()
    detail = Detail(library.page)
    detail.comment.fill("Typed on a train")
    library.page.route("**/api/image/*", lambda route: route.abort())
    beside = detail.dialog.locator(".detail-head [aria-disabled=false]")
    beside.click()
    beside.click()
    expect(detail.comment).to_have_value("Typed on a train")
    expect(detail.dialog.get_by_role("status")).to_have_text(
        words("library.failed.ServiceUnavailable")
    )
    library.page.unroute("**/api/image/*")
    detail.keep.click()
    expect(detail.keep).to_be_hidden()
    eventually(lambda: said_of(event, first) == "Typed on a train")


def test_what_cannot_be_kept_now_is_kept_in_whatever_view_one_is(
    event: Event, visits: Visits
) -> None:
    visits.tolerate("ERR_FAILED")
    (photo_id,) = event.sent("a.jpg")
    _, library = event.open()
    library.cells.first.click()
    detail = Detail(library.page)
    library.page.route("**/api/image/*", _without_changes)
    detail.comment.fill("Typed on a train")
    library.page.evaluate("location.hash = 'albums'")
    expect(detail.dialog).to_have_count(0)
    library.page.go_back()
    expect(detail.comment).to_have_value("Typed on a train")
    library.page.unroute("**/api/image/*")
    library.page.evaluate("location.hash = 'albums'")
    eventually(lambda: said_of(event, photo_id) == "Typed on a train")


def test_every_state_as_axe_sees_it(event: Event, visits: Visits, data: Path) -> None:
    visits.tolerate("401")
    (photo_id,) = event.sent(f"{'long' * 20}.jpg")
    event.say(photo_id, comment=HOSTILE)
    size: dict[str, Any] = {**NARROW, "color_scheme": "light", "bypass_csp": True}
    host, library = event.open(**size)
    library.cells.first.click()
    detail = Detail(host.page)
    expect(detail.comment).to_have_value(SEEN)
    expect(detail.picture).to_be_visible()
    checked = Checked(host.page)
    checked.now("one photo")
    detail.comment.fill("other words")
    checked.now("typed")
    host.forget_sign_in()
    detail.keep.click()
    host.sign_in.says("again")
    checked.now("signed out")
    _again(host, data)
    expect(detail.keep).to_be_hidden()
    checked.now("kept")


@pytest.mark.parametrize("width", [320, 1280])
def test_hostile_words_are_words(event: Event, width: int) -> None:
    (photo_id,) = event.sent("\u202egpj.exe<script>.jpg")
    event.say(photo_id, comment=HOSTILE)
    _, library = event.open(viewport={"width": width, "height": 700})
    library.cells.first.click()
    detail = Detail(library.page)
    expect(detail.comment).to_have_value(SEEN)
    detail.shows("gpj.exe")
    assert library.page.locator("img[src=x], main script, dialog script").count() == 0


def _without_changes(route: Route) -> None:
    if route.request.method == "PATCH":
        route.abort()
    else:
        route.continue_()


def _again(host: HostPage, data: Path) -> None:
    host.sign_in.password.fill(password(data))
    host.sign_in.press("sign-in.sign-in.do")
