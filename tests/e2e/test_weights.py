"""How much a page may weigh before it works: that is no matter of time, so it can be asserted."""

import gzip
from pathlib import Path
from typing import Any

import pytest

from devserver.launch import DevServer
from tests.e2e import browser
from tests.e2e.browser import Visits
from tests.e2e.weights import KIOSK_LATER, PHONE_LATER, leave_out, weigh

LOCALES = Path(__file__).parents[2] / "static-site" / "locales"
#: Of a session that is none: all is loaded, and nobody's code is claimed.
NO_SESSION = f"phone.html#{'A' * 22}"


def heaviest(page: str) -> str:
    """The language in which the words of a page weigh most, compressed."""
    folders = sorted(folder for folder in LOCALES.iterdir() if folder.is_dir())
    size = {each.name: len(gzip.compress((each / page).read_bytes(), 6)) for each in folders}
    return max(size, key=lambda name: size[name])


@pytest.mark.parametrize(
    ("path", "words", "later", "kilobytes", "options"),
    [
        ("", "kiosk.json", KIOSK_LATER, 60, browser.KIOSK),
        (NO_SESSION, "phone.json", PHONE_LATER, 40, browser.PHONE),
    ],
    ids=["kiosk", "phone"],
)
def test_a_page_is_light_until_it_works(
    visits: Visits,
    server: DevServer,
    path: str,
    words: str,
    later: str,
    kilobytes: int,
    options: dict[str, Any],
) -> None:
    visits.tolerate("ERR_FAILED", "404")
    opened = visits.open(
        f"{server.site_url}/{path}",
        before=lambda page: leave_out(page, later),
        locale=heaviest(words),
        **options,
    )
    weight = weigh(opened)
    assert len(weight.files) > 30
    assert weight.compressed <= kilobytes * 1000, f"{weight}\n{weight.compressed} bytes"
