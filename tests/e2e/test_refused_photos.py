"""A photo that is refused after it arrived: both pages say what happened and what to do."""

import io
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from devserver.launch import DevServer
from tests.e2e import browser
from tests.e2e.browser import Visits
from tests.e2e.checked import Checked
from tests.e2e.lab import (
    GONE,
    LARGE,
    NOTICE,
    SlowLab,
    at_rest,
    heic,
    image_of,
    joined,
    kiosk_says_why,
    phone_says_why,
    refusal,
    truncated,
)
from tests.e2e.pages import Kiosk, Phone, words
from tests.e2e.pictures import Folder, encoded
from tests.e2e.test_accessibility import NARROW


def _wide() -> bytes:
    """A picture with a longer side than any may have."""
    content = io.BytesIO()
    Image.new("1", (40_000, 1)).save(content, "PNG")
    return content.getvalue()


@pytest.fixture(autouse=True)
def files_may_be_gone(visits: Visits) -> None:
    visits.tolerate(*GONE)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("half.jpg", truncated(), "TRUNCATED"),
        ("notes.jpg", b"Milk, eggs, bread. " * 40, "NOT_AN_IMAGE"),
        ("scan.jpg", encoded("TIFF"), "UNSUPPORTED_FORMAT"),
        ("wide.png", _wide(), "TOO_MANY_PIXELS"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.isupper() else "",
)
def test_both_pages_say_why_and_wait_for_another(
    kiosk: Kiosk, phone: Phone, folder: Folder, name: str, content: bytes, code: str
) -> None:
    phone.pick(folder.file(name, content))
    phone_says_why(phone, code, name)
    phone.says("phone.unusable.title")
    expect(phone.library).to_be_enabled()
    kiosk.says("kiosk.connected.title")
    kiosk_says_why(kiosk, code, name)
    expect(kiosk.page.get_by_role("status")).to_have_text(refusal(code, name))
    kiosk.shows_just(0)
    phone.pick(folder.photo("good.jpg"))
    kiosk.shows("good.jpg")
    expect(kiosk.page.locator(NOTICE)).to_have_count(0)
    phone.says("phone.partly.title")


def test_the_other_photos_stay_where_they_are(kiosk: Kiosk, phone: Phone, folder: Folder) -> None:
    phone.pick(folder.photo("good.jpg"))
    image_of(kiosk, "good.jpg", LARGE)
    at_rest(kiosk.page)
    box = kiosk.print_of("good.jpg").bounding_box()
    phone.pick(folder.file("half.jpg", truncated()))
    kiosk_says_why(kiosk, "TRUNCATED", "half.jpg")
    kiosk.shows_just(1)
    image_of(kiosk, "good.jpg", LARGE)
    at_rest(kiosk.page)
    assert kiosk.print_of("good.jpg").bounding_box() == box
    expect(kiosk.page.get_by_role("heading", name=words("kiosk.photos.title.one"))).to_have_count(1)


def test_what_is_said_of_it_goes_by_itself(
    server: DevServer, visits: Visits, folder: Folder
) -> None:
    kiosk = Kiosk(
        visits.open(server.site_url, before=lambda page: page.clock.install(), **browser.KIOSK)
    )
    phone = joined(visits, kiosk)
    phone.pick(folder.file("half.jpg", truncated()))
    kiosk_says_why(kiosk, "TRUNCATED", "half.jpg")
    kiosk.page.clock.fast_forward("00:25")
    expect(kiosk.page.locator(NOTICE)).to_have_count(0)
    kiosk.says("kiosk.connected.title")


def test_the_note_of_a_refused_photo_can_be_taken_away(phone: Phone, folder: Folder) -> None:
    phone.pick(folder.file("half.jpg", truncated()), folder.photo("good.jpg"))
    phone.has_sent("good.jpg")
    phone_says_why(phone, "TRUNCATED", "half.jpg")
    phone.says("phone.partly.title")
    name = words("phone.row.remove.label", name="half.jpg")
    phone.page.get_by_role("button", name=name).click()
    expect(phone.rows).to_have_count(1)
    phone.says("phone.sent.title")
    phone.page.evaluate("dispatchEvent(new Event('online'))")
    phone.page.wait_for_load_state("networkidle")
    expect(phone.rows).to_have_count(1)


def test_a_refused_photo_makes_room_for_another(
    visits: Visits, phone: Phone, folder: Folder
) -> None:
    # The reload asks for a code that is full by then, and once more when it hears of the refusal.
    visits.tolerate("409")
    phone.pick(*folder.photos(9), folder.file("half.jpg", truncated()))
    phone.has_sent(*(f"photo-{number}.jpg" for number in range(1, 10)))
    phone_says_why(phone, "TRUNCATED", "half.jpg")
    phone.pick(folder.photo("tenth.jpg", seed=10))
    phone.has_sent("tenth.jpg")
    phone.page.reload()
    phone.has_sent("tenth.jpg")
    phone_says_why(phone, "TRUNCATED", "half.jpg")
    phone.says("phone.full.title")


@pytest.mark.parametrize("width", [1080, 1920])
def test_axe_finds_nothing(server: DevServer, visits: Visits, folder: Folder, width: int) -> None:
    labs: list[SlowLab] = []

    def rig(page: Page) -> None:
        labs.append(SlowLab(page))

    # The site's policy lets no script of others in, and axe is one.
    how: dict[str, Any] = {"color_scheme": "light", "bypass_csp": True}
    size = {"width": width, "height": 3000 - width}
    kiosk = Kiosk(visits.open(server.site_url, before=rig, viewport=size, **how))
    phone = Phone(visits.open(kiosk.show_code(), **NARROW, **how))
    phone.is_ready()
    screen, hand = Checked(kiosk.page), Checked(phone.page)
    phone.pick(folder.file("half.jpg", truncated()))
    kiosk_says_why(kiosk, "TRUNCATED", "half.jpg")
    screen.now("refused, nothing else")
    phone.says("phone.unusable.title")
    hand.now("refused, nothing else")
    phone.pick(folder.file("IMG_0001.HEIC", heic()))
    kiosk.says("kiosk.photos.almost")
    screen.now("developing")
    labs[0].is_done()
    image_of(kiosk, "IMG_0001.HEIC", LARGE)
    phone.pick(folder.file("half.jpg", truncated(6)))
    kiosk_says_why(kiosk, "TRUNCATED", "half.jpg")
    screen.now("refused, others stay")
    phone.says("phone.partly.title")
    hand.now("refused, others sent")
