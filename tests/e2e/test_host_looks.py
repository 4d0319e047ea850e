"""How the host's page looks, on which side things are, in both directions of writing."""

from typing import Any

import pytest
from playwright.sync_api import Locator

from tests.e2e.host_event import Event
from tests.e2e.test_languages import Speaking

pytest_plugins = ["tests.e2e.host_fixtures"]

WIDE = {"width": 1280, "height": 800}
UPRIGHT = {"width": 390, "height": 844}
#: Larger than any gap between two things that belong together, in CSS pixels.
GAP = 24


@pytest.mark.parametrize("size", [WIDE, UPRIGHT], ids=["wide", "upright"])
def test_the_choice_of_language_is_beside_the_account(event: Event, size: Any) -> None:
    host, _ = event.open(viewport=size)
    speaking = Speaking(host.page)
    for language in ("en", "ar"):
        speaking.choose(language)
        choice, account = _box(host.page.locator(".language")), _box(host.menu)
        first, second = (choice, account) if language == "en" else (account, choice)
        assert 0 <= second["x"] - (first["x"] + first["width"]) <= GAP


def _box(part: Locator) -> Any:
    """Where it is, in CSS pixels."""
    box = part.bounding_box()
    assert box
    return box
