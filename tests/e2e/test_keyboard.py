"""Everything can be done with a keyboard, and it is always to be seen where one is."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.browser import Visits
from tests.e2e.pages import Kiosk, Phone, words
from tests.e2e.pictures import Folder
from tests.e2e.waiting import eventually

#: Whether the focused element, or what it is the control of, looks otherwise than without focus.
IS_MARKED = """() => {
    const focused = document.activeElement;
    const seen = focused.closest('label') ?? focused;
    const marks = (style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    return marks(getComputedStyle(seen)) || marks(getComputedStyle(focused));
}"""
TICKETS = "**/upload-url*"
#: Further than any page has stops.
STOPS = 12


def test_a_visit_by_keyboard(kiosk: Kiosk, visits: Visits, folder: Folder) -> None:
    page = kiosk.page
    kiosk.is_at_the_start()
    _tab_to(page, "Upload")
    page.keyboard.press("Enter")
    phone = Phone(visits.open(kiosk.scan(), viewport={"width": 360, "height": 640}))
    phone.is_ready()
    with phone.page.expect_file_chooser() as choosing:
        _tab_to(phone.page, "library")
        phone.page.keyboard.press("Enter")
    choosing.value.set_files(folder.photo())
    kiosk.shows("beach.jpg")
    _tab_to(page, words("kiosk.done"))
    page.keyboard.press("Enter")
    kiosk.is_at_the_start()
    _tab_to(page, "Upload")


@pytest.mark.parametrize("key", ["Enter", "Escape"])
def test_a_code_can_be_given_back(kiosk: Kiosk, key: str) -> None:
    kiosk.show_code()
    if key == "Enter":
        _tab_to(kiosk.page, words("kiosk.cancel"))
    kiosk.page.keyboard.press(key)
    kiosk.is_at_the_start()


def test_the_focus_is_never_left_on_what_is_gone(kiosk: Kiosk, phone: Phone) -> None:
    kiosk.says("kiosk.connected.title")
    assert kiosk.page.evaluate("document.activeElement.closest('[hidden]') === null")
    assert kiosk.page.evaluate("document.activeElement !== document.body")


def test_what_cannot_be_sent_is_removed_by_keyboard(lone_phone: Phone, folder: Folder) -> None:
    lone_phone.pick(folder.file("one.txt", b"1"), folder.file("two.txt", b"2"))
    expect(lone_phone.rows).to_have_count(2)
    for name, left in (("one.txt", 1), ("two.txt", 0)):
        _tab_to(lone_phone.page, words("phone.row.remove.label", name=name))
        lone_phone.page.keyboard.press("Enter")
        expect(lone_phone.rows).to_have_count(left)
    lone_phone.is_ready()
    expect(lone_phone.library).to_be_focused()


def test_who_stood_at_remove_when_it_arrived_stands_at_delete(
    lone_phone: Phone, folder: Folder
) -> None:
    page = lone_phone.page
    held: list[Route] = []
    page.route(TICKETS, lambda route: held.append(route), times=1)
    lone_phone.pick(folder.photo("one.jpg"))
    _tab_to(page, words("phone.row.remove.label", name="one.jpg"))
    eventually(lambda: held)
    held[0].continue_()
    lone_phone.has_sent("one.jpg")
    name = words("phone.row.delete.label", name="one.jpg")
    expect(page.get_by_role("button", name=name)).to_be_focused()


def test_the_focus_is_where_it_was_when_a_question_is_over(
    lone_phone: Phone, folder: Folder
) -> None:
    lone_phone.pick(folder.photo("one.jpg"))
    lone_phone.has_sent("one.jpg")
    page = lone_phone.page
    _tab_to(page, words("phone.row.delete.label", name="one.jpg"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    name = words("phone.row.delete.label", name="one.jpg")
    expect(page.get_by_role("button", name=name)).to_be_focused()


def _tab_to(page: Page, name: str) -> None:
    """Press Tab until something of this name or id has the focus, and can be seen to have it."""
    for _ in range(STOPS):
        label = page.evaluate(
            "(({ariaLabel, textContent, id}) => `${ariaLabel} ${textContent} ${id}`)"
            "(document.activeElement)"
        )
        on_something = page.evaluate("document.activeElement.matches('button, input, a')")
        if name in label and on_something:
            assert page.evaluate(IS_MARKED), f"{name} has the focus and does not show it"
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {name}")
