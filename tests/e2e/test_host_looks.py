"""How the host's page looks, on which side things are, in both directions of writing."""

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.browser import Visits
from tests.e2e.host_event import Event
from tests.e2e.test_languages import Speaking

pytest_plugins = ["tests.e2e.host_fixtures"]

WIDE = {"width": 1280, "height": 800}
UPRIGHT = {"width": 390, "height": 844}
#: Larger than any gap between two things that belong together, in CSS pixels.
GAP = 24
#: From where to where the letters of an element go.
SPAN = """el => {
    const range = document.createRange();
    range.selectNodeContents(el);
    const {left, right} = range.getBoundingClientRect();
    return [left, right];
}"""


@pytest.mark.parametrize("size", [WIDE, UPRIGHT], ids=["wide", "upright"])
def test_the_choice_of_language_is_beside_the_account(event: Event, size: Any) -> None:
    host, _ = event.open(viewport=size)
    speaking = Speaking(host.page)
    for language in ("en", "ar"):
        speaking.choose(language)
        choice, account = _box(host.page.locator(".language")), _box(host.menu)
        first, second = (choice, account) if language == "en" else (account, choice)
        assert 0 <= second["x"] - (first["x"] + first["width"]) <= GAP


@pytest.mark.parametrize("name", ["Anna & Ben", "آنا وبن"])
def test_the_name_of_an_album_stands_where_the_page_begins(
    event: Event, visits: Visits, name: str
) -> None:
    named = event.another(name, guests="ALL")
    host, _ = event.open(album=named, viewport=UPRIGHT)
    gallery = visits.open(named["galleryUrl"], viewport=UPRIGHT)
    for page in (host.page, gallery):
        title = page.get_by_role("heading", name=name)
        expect(title).to_be_visible()
        speaking = Speaking(page)
        for language in ("en", "ar"):
            speaking.choose(language)
            left, right = title.evaluate(SPAN)
            edge = left if language == "en" else UPRIGHT["width"] - right
            assert edge <= GAP


def _box(part: Locator) -> Any:
    """Where it is, in CSS pixels."""
    box = part.bounding_box()
    assert box
    return box
