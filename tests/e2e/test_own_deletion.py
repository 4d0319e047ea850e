"""A visitor deletes what he has just sent: it is asked whether he means it, and then it is gone."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Route, expect

from tests.e2e.api_client import Api
from tests.e2e.browser import Visits
from tests.e2e.lines import API
from tests.e2e.pages import Kiosk, Phone, words
from tests.e2e.pictures import Folder, jpeg
from tests.e2e.test_deletion import on_disk
from tests.e2e.waiting import eventually

HAS_FOCUS = "(name) => document.activeElement.getAttribute('aria-label') === name"

#: "Delete", "Keep it" and "Delete" again, before the browser has told of the sheet's end.
AT_ONCE = """async ([erase, keep]) => {
    const press = (name) => [...document.querySelectorAll('button')].find((each) =>
        [each.getAttribute('aria-label'), each.textContent].includes(name)).click();
    for (const name of [erase, keep, erase]) {
        press(name);
        for (let turn = 0; turn < 20; turn += 1) {
            await null;
        }
    }
}"""


def test_it_leaves_the_screen_and_may_be_sent_again(
    kiosk: Kiosk, phone: Phone, folder: Folder
) -> None:
    first, other = folder.photo("first.jpg"), folder.photo("other.jpg", seed=1)
    phone.pick(first, other)
    for name in ("first.jpg", "other.jpg"):
        kiosk.shows(name)
    phone.has_shown("first.jpg", "other.jpg")
    phone.delete("first.jpg", means=False)
    phone.delete("first.jpg")
    phone.tells("first.jpg", "phone.row.deleted")
    kiosk.shows_just(1)
    kiosk.shows("other.jpg")
    expect(phone.page.locator("#announcer")).to_have_text(
        words("phone.say.deleted", name="first.jpg")
    )
    phone.pick(first)
    phone.rows.filter(has_text=words("phone.row.shown")).nth(1).wait_for()
    kiosk.shows_just(2)


def test_nothing_of_it_is_on_the_disk(
    api: Api, session: dict[str, Any], lone_phone: Phone, folder: Folder, data: Path
) -> None:
    lone_phone.pick(folder.file("sea.jpg", jpeg(4, width=800, height=600)))
    (photo,) = eventually(lambda: api.photos(session, "READY"))
    assert on_disk(data, photo["photoId"])
    lone_phone.delete("sea.jpg")
    lone_phone.tells("sea.jpg", "phone.row.deleted")
    eventually(lambda: not on_disk(data, photo["photoId"]))
    lone_phone.page.reload()
    lone_phone.tells("sea.jpg", "phone.row.deleted")


def test_by_keyboard_it_is_kept_unless_one_goes_for_it(lone_phone: Phone, folder: Folder) -> None:
    page, name = lone_phone.page, words("phone.row.delete.label", name="sea.jpg")
    lone_phone.pick(folder.photo("sea.jpg"))
    lone_phone.has_sent("sea.jpg")
    page.get_by_role("button", name=name).focus()
    for answer in ("Enter", "Escape"):
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog")).to_be_visible()
        page.keyboard.press(answer)
        expect(page.get_by_role("dialog")).to_have_count(0)
        assert page.evaluate(HAS_FOCUS, name)
    lone_phone.has_sent("sea.jpg")
    for key in ("Enter", "Shift+Tab", "Enter"):
        page.keyboard.press(key)
    lone_phone.tells("sea.jpg", "phone.row.deleted")
    assert page.evaluate(HAS_FOCUS, words("phone.row.remove.label", name="sea.jpg"))


def test_a_question_that_was_answered_is_not_in_the_way_of_the_next(
    lone_phone: Phone, folder: Folder
) -> None:
    """The sheet had gone, and for a moment the key that would bring it back did nothing."""
    page = lone_phone.page
    lone_phone.pick(folder.photo("sea.jpg"))
    lone_phone.has_sent("sea.jpg")
    names = [words("phone.row.delete.label", name="sea.jpg"), words("phone.delete.no")]
    page.evaluate(AT_ONCE, names)
    expect(page.get_by_role("dialog")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    lone_phone.has_sent("sea.jpg")


def test_where_it_cannot_be_deleted_it_says_so_and_can_be_tried_again(
    visits: Visits, lone_phone: Phone, folder: Folder
) -> None:
    visits.tolerate("404")
    lone_phone.pick(folder.photo("sea.jpg"))
    lone_phone.has_sent("sea.jpg")

    def refuse(route: Route) -> None:
        if route.request.method == "DELETE":
            answer = {"Code": "PhotoNotFound", "Message": "There is no such photo here."}
            route.fulfill(json=answer, status=404, headers={"Access-Control-Allow-Origin": "*"})
        else:
            route.continue_()

    lone_phone.page.route(API, refuse)
    lone_phone.delete("sea.jpg")
    lone_phone.tells("sea.jpg", "phone.row.kept")
    lone_phone.page.unroute(API)
    lone_phone.delete("sea.jpg")
    lone_phone.tells("sea.jpg", "phone.row.deleted")
