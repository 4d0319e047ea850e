"""Much to send, or a line on which bytes are slow or dear: the visitor decides beforehand."""

import io
import json
import re
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from chalicelib.images import icc
from tests.e2e import browser
from tests.e2e.api_client import Api
from tests.e2e.browser import Visits
from tests.e2e.checked import Checked
from tests.e2e.heavy import MEGABYTE, alike, heavy, looks
from tests.e2e.lab import heic
from tests.e2e.lines import TICKETS, UPLOADS
from tests.e2e.pages import Phone, words
from tests.e2e.pictures import Folder
from tests.e2e.stored import Buckets
from tests.e2e.test_accessibility import NARROW
from tests.e2e.waiting import eventually

METERED = {"saveData": True, "effectiveType": "4g"}
SIDE = 2560

Join = Callable[..., Phone]


@pytest.fixture
def join(visits: Visits, session: dict[str, Any]) -> Join:
    """The phone of `session`, whose browser tells this of its line."""

    def joined(connection: dict[str, Any] | None, **options: Any) -> Phone:
        told = f"Object.defineProperty(navigator, 'connection', {{value: {_script(connection)}}})"

        def rig(page: Page) -> None:
            page.add_init_script(told)

        phone = Phone(
            visits.open(session["uploadPageUrl"], before=rig, **{**browser.PHONE, **options})
        )
        phone.is_ready()
        phone.has_everything()
        return phone

    return joined


def _script(connection: dict[str, Any] | None) -> str:
    return "undefined" if connection is None else json.dumps(connection)


def dialog_of(phone: Phone) -> Locator:
    return phone.page.get_by_role("dialog")


def answer(phone: Phone, key: str) -> None:
    """Press the button that begins like this."""
    label = words(key, size="{size}").partition("{size}")[0]
    beginning = re.compile(f"^{re.escape(label)}")
    dialog_of(phone).get_by_role("button", name=beginning).click()
    expect(dialog_of(phone)).to_have_count(0)


def stored(api: Api, session: dict[str, Any], data: Path) -> bytes:
    """The one file that has arrived."""
    (photo,) = eventually(lambda: api.stored_photos(session))
    found = Buckets(photo["url"], data).upload(session["sessionId"], photo["photoId"])
    assert found is not None
    return found


def nothing_is_announced(api: Api, session: dict[str, Any]) -> bool:
    """All that the service knows of the phone is that it has the code."""
    return [each["sizeBytes"] for each in api.snapshot(session)["photos"]] == [None]


@pytest.mark.parametrize("colours", ["sRGB", "Display P3"])
def test_on_a_metered_line_a_photo_is_sent_smaller_and_looks_the_same(
    api: Api, session: dict[str, Any], data: Path, join: Join, folder: Folder, colours: str
) -> None:
    profile = icc.built("Phone", icc.DISPLAY_P3) if colours == "Display P3" else None
    original = heavy(profile=profile)
    phone = join(METERED)
    phone.pick(folder.file("sea.HEIC.jpeg", original))
    expect(dialog_of(phone)).to_contain_text(words("choice.metered"))
    answer(phone, "choice.smaller")
    phone.has_sent("sea.HEIC.jpg")
    sent = stored(api, session, data)
    assert len(sent) < len(original) / 2
    with Image.open(io.BytesIO(sent)) as picture:
        assert picture.format == "JPEG"
        assert picture.size == (SIDE * 3 // 4, SIDE)
        assert not picture.getexif()
    assert alike(looks(sent), looks(original))
    if profile:
        unconverted = looks(original.replace(b"ICC_PROFILE\0", b"NO__PROFILE\0"))
        assert not alike(looks(original), unconverted, 3), "the test would not see it"


def test_the_original_is_sent_byte_by_byte(
    api: Api, session: dict[str, Any], data: Path, join: Join, folder: Folder
) -> None:
    original = heavy()
    phone = join({"effectiveType": "3g"})
    phone.pick(folder.file("sea.jpg", original))
    expect(dialog_of(phone)).to_contain_text(words("choice.slow"))
    answer(phone, "choice.original")
    phone.has_sent("sea.jpg")
    assert stored(api, session, data) == original


def test_escape_sends_nothing_and_gives_the_focus_back(
    api: Api, session: dict[str, Any], join: Join, folder: Folder
) -> None:
    phone = join(METERED)
    photo = folder.file("sea.jpg", heavy())
    phone.library.focus()
    phone.pick(photo)
    default = dialog_of(phone).get_by_role("button").first
    expect(default).to_be_focused()
    for _ in range(6):
        phone.page.keyboard.press("Tab")
        inside = (
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
        assert phone.page.evaluate(inside)
    phone.page.keyboard.press("Escape")
    expect(dialog_of(phone)).to_have_count(0)
    expect(phone.library).to_be_focused()
    expect(phone.rows).to_have_count(0)
    assert nothing_is_announced(api, session)
    phone.pick(photo)
    answer(phone, "choice.original")
    phone.has_sent("sea.jpg")


def test_it_is_asked_once(join: Join, folder: Folder) -> None:
    phone = join(METERED)
    phone.page.route(UPLOADS, lambda _: None)
    content = heavy()
    phone.pick(folder.file("one.png", content))
    answer(phone, "choice.smaller")
    expect(phone.row("one.jpg")).to_be_visible()
    phone.pick(folder.file("two.png", content), folder.photo("three.jpg"))
    for name in ("two.jpg", "three.jpg"):
        expect(phone.row(name)).to_be_visible()
    expect(dialog_of(phone)).to_have_count(0)


def test_what_cannot_be_made_smaller_is_sent_as_it_is(
    api: Api, session: dict[str, Any], data: Path, join: Join, folder: Folder
) -> None:
    unused = 5 * MEGABYTE
    # Chromium decodes no HEIC; and this one is large by a box that says to be passed over.
    original = heic() + struct.pack(">I4s", 8 + unused, b"free") + bytes(unused)
    phone = join(METERED)
    phone.pick(folder.file("IMG_1.HEIC", original))
    answer(phone, "choice.smaller")
    phone.has_sent("IMG_1.HEIC")
    assert stored(api, session, data) == original


@pytest.mark.parametrize("connection", [None, {"effectiveType": "4g", "type": "wifi"}])
def test_on_a_good_line_nothing_is_asked(
    join: Join, folder: Folder, connection: dict[str, Any] | None
) -> None:
    phone = join(connection)
    phone.page.route(UPLOADS, lambda _: None)
    phone.pick(*_files(folder, 4))
    expect(phone.rows).to_have_count(4)
    expect(dialog_of(phone)).to_have_count(0)


def _files(folder: Folder, count: int) -> list[str]:
    """Files of 24 MB each, of which hardly anything is on disk."""
    paths = folder.photos(count)
    for path in paths:
        with Path(path).open("r+b") as file:
            file.truncate(24 * MEGABYTE)
    return paths


def test_above_a_hundred_megabytes_it_says_so_before(
    api: Api, session: dict[str, Any], join: Join, folder: Folder
) -> None:
    phone = join({"effectiveType": "4g", "downlink": 8})
    phone.page.route(UPLOADS, lambda _: None)
    files = _files(folder, 5)
    phone.pick(*files)
    dialog = dialog_of(phone)
    expect(dialog.get_by_role("heading")).to_have_text(words("choice.large.title", size=120))
    expect(dialog).to_contain_text(words("about.minutes.other", count=3))
    answer(phone, "choice.cancel")
    expect(phone.rows).to_have_count(0)
    assert nothing_is_announced(api, session)
    phone.pick(*files)
    answer(phone, "choice.send")
    expect(phone.rows).to_have_count(5)


def test_much_on_a_metered_line_is_one_question(join: Join, folder: Folder) -> None:
    phone = join(METERED)
    phone.page.route(UPLOADS, lambda _: None)
    phone.page.route(TICKETS, lambda _: None)
    phone.pick(*_files(folder, 5))
    dialog = dialog_of(phone)
    expect(dialog.get_by_role("heading")).to_have_text(words("choice.large.title", size=120))
    expect(dialog).to_contain_text(words("choice.metered"))
    answer(phone, "choice.smaller")
    expect(phone.rows).to_have_count(5)


def test_everybody_can_answer(join: Join, folder: Folder) -> None:
    phone = join(METERED, **NARROW, color_scheme="light", bypass_csp=True)
    phone.pick(*_files(folder, 5))
    expect(dialog_of(phone)).to_be_visible()
    Checked(phone.page).now("asked")
    bottom = dialog_of(phone).evaluate("dialog => dialog.getBoundingClientRect().bottom")
    assert bottom == NARROW["viewport"]["height"]
