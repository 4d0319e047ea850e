"""A host's photos: looked through, chosen, and what is done with many at once."""

from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from tests.e2e.browser import Visits
from tests.e2e.checked import Checked
from tests.e2e.host_event import Event
from tests.e2e.pages import words
from tests.e2e.test_accessibility import NARROW

pytest_plugins = ["tests.e2e.host_fixtures"]

HOSTILE = "\u202egpj.exe<b>bold</b>" + "long" * 20 + ".jpg"


def test_many_are_shown_hidden_and_deleted_at_once(event: Event) -> None:
    names = ("a.jpg", "b.jpg", "c.jpg", "d.jpg")
    ids = dict(zip(names, event.sent(*names), strict=True))
    host, library = event.open()
    expect(host.page.get_by_role("heading", name="<i>Anna</i> & Ben")).to_be_visible()
    library.has(*names)
    library.choose("a.jpg", "b.jpg")
    library.press("library.bulk.approve")
    expect(library.chosen).to_have_count(0)
    assert [event.seen_as(ids[name]) for name in names] == [
        *("SHOWN", "SHOWN", "WAITING", "WAITING")
    ]
    library.filter("visibility", words("library.visibility.WAITING"))
    library.has("c.jpg", "d.jpg")
    library.choose("c.jpg")
    library.press("library.bulk.hide")
    library.has("d.jpg")
    library.choose("d.jpg")
    library.press("library.bulk.delete")
    library.page.keyboard.press("Enter")
    library.has("d.jpg")
    library.press("library.bulk.delete")
    library.page.locator('dialog [data-answer="delete"]').click()
    expect(
        host.page.get_by_role("heading", name=words("library.empty.filtered.title"))
    ).to_be_visible()
    library.filter("visibility", words("library.visibility.all"))
    library.has("a.jpg", "b.jpg", "c.jpg")


def test_by_keys_one_is_never_thrown_to_the_top_of_the_page(event: Event) -> None:
    event.sent("a.jpg", "b.jpg")
    host, library = event.open()
    library.has("a.jpg", "b.jpg")
    library.filter("visibility", words("library.visibility.WAITING"))
    for name in ("a.jpg", "b.jpg"):
        library.choose(name)
        host.page.get_by_role("button", name=words("library.bulk.approve"), exact=True).focus()
        host.page.keyboard.press("Enter")
        expect(library.cell(name)).to_have_count(0)
        left = library.cells if name == "a.jpg" else host.page.get_by_role("heading", level=1)
        expect(left).to_be_focused()


def test_what_did_not_work_stays_chosen_and_says_why(event: Event, visits: Visits) -> None:
    visits.tolerate("409")
    event.sent("left.jpg", "right.jpg")
    other = event.another("Another", maxPhotos=1)
    _, library = event.open()
    library.has("left.jpg", "right.jpg")
    library.choose("left.jpg", "right.jpg")
    library.press("library.bulk.move")
    choice = library.page.get_by_role("combobox", name=words("library.move.to"))
    choice.select_option(other["albumId"])
    library.page.locator('dialog [data-answer="yes"]').click()
    expect(library.result).to_contain_text(words("library.failed.AlbumFull"))
    expect(library.result).to_contain_text(words("library.done.move.one", count=1))
    expect(library.chosen).to_have_count(1)


def test_a_photo_is_saved_as_it_was_taken(event: Event) -> None:
    event.sent("sea.jpg")
    _, library = event.open()
    library.choose("sea.jpg")
    library.press("library.bulk.download")
    with library.page.expect_download() as saving:
        library.press("library.download.original")
    assert saving.value.suggested_filename == "sea.jpg"
    assert Path(saving.value.path()).read_bytes() == event.file(0)
    expect(library.chosen).to_have_count(0)


def test_every_state_as_axe_sees_it(event: Event) -> None:
    empty = event.another("Empty")
    ids = event.sent(HOSTILE, "b.jpg", "c.jpg")
    event.say(ids[1], visibility="HIDDEN")
    event.say(ids[2], visibility="SHOWN")
    size: dict[str, Any] = {**NARROW, "color_scheme": "light", "bypass_csp": True}
    host, library = event.open(album=empty, **size)
    expect(host.page.get_by_role("heading", name=words("library.empty.title"))).to_be_visible()
    checked = Checked(host.page)
    checked.now("empty")
    choice = library.page.get_by_role("combobox", name=words("library.album"), exact=True)
    choice.select_option(event.album["albumId"])
    expect(library.cells).to_have_count(3)
    assert host.page.locator("b, i").count() == 0
    checked.now("photos")
    library.press("library.select")
    library.cells.first.click()
    checked.now("chosen")
    for deed in ("move", "download", "delete"):
        library.press(f"library.bulk.{deed}")
        expect(host.page.locator("dialog[open]")).to_be_visible()
        checked.now(deed)
        host.page.keyboard.press("Escape")
    host.menu.click()
    checked.now("menu")
