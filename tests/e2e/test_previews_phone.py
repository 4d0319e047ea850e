"""What the phone sends ahead of a photo: a small, upright picture, and how far the photo is."""

import base64
import io
import json
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageOps, ImageStat
from playwright.sync_api import Page, Route, WebSocket, expect

from tests.e2e import browser
from tests.e2e.browser import Visits
from tests.e2e.lab import heic
from tests.e2e.lines import NO_SOCKETS, TICKETS, UPLOADS
from tests.e2e.pages import Kiosk, Phone
from tests.e2e.pictures import Folder, jpeg
from tests.e2e.waiting import eventually

PREVIEW_BYTES = 24_000
#: More than so many of the heaviest previews weigh no more than these.
FULL_PREVIEWS = 6
SIDE = 512


class Said:
    """What a page says over its sockets."""

    def __init__(self, page: Page) -> None:
        self.messages: list[dict[str, Any]] = []
        page.on("websocket", self._listen)

    def of(self, action: str) -> list[dict[str, Any]]:
        return [each for each in self.messages if each["action"] == action]

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: self.messages.append(json.loads(frame)))


@pytest.fixture
def talking(visits: Visits, session: dict[str, Any]) -> tuple[Phone, Said]:
    """The phone of `session`, and what it says."""
    said: list[Said] = []
    page = visits.open(
        session["uploadPageUrl"], before=lambda page: said.append(Said(page)), **browser.PHONE
    )
    phone = Phone(page)
    phone.is_ready()
    return phone, said[0]


def picture_of(preview: dict[str, Any]) -> Image.Image:
    content = base64.b64decode(preview["jpeg"], validate=True)
    assert len(content) <= PREVIEW_BYTES
    picture = Image.open(io.BytesIO(content))
    assert picture.format == "JPEG"
    assert not picture.getexif()
    return picture.convert("RGB")


def confetti() -> bytes:
    """A photo that shrinks as badly as any, another one each time."""
    content = io.BytesIO()
    Image.effect_noise((1600, 1200), 200).convert("RGB").save(content, "JPEG", quality=95)
    return content.getvalue()


def alike(one: Image.Image, other: Image.Image) -> bool:
    """Two pictures of one thing: their pixels differ by what JPEG does to them."""
    difference = ImageChops.difference(one, other.convert("RGB").resize(one.size))
    return max(ImageStat.Stat(difference).mean) < 12


@pytest.mark.parametrize("turned", [False, True], ids=["lying", "turned"])
def test_a_preview_is_small_and_upright(
    talking: tuple[Phone, Said], folder: Folder, turned: bool
) -> None:
    phone, said = talking
    content = jpeg(seed=2, width=4032, height=3024, turned=turned)
    phone.pick(folder.file("sea.jpg", content))
    phone.has_sent("sea.jpg")
    (preview,) = said.of("preview")
    picture = picture_of(preview)
    assert max(picture.size) <= SIDE
    with Image.open(io.BytesIO(content)) as photo:
        upright = ImageOps.exif_transpose(photo)
        assert (upright.width > upright.height) == (picture.width > picture.height)
        assert alike(picture, upright)


def test_what_is_transparent_is_white(talking: tuple[Phone, Said], folder: Folder) -> None:
    phone, said = talking
    content = io.BytesIO()
    Image.new("RGBA", (600, 400), (200, 0, 0, 0)).save(content, "PNG")
    phone.pick(folder.file("logo.png", content.getvalue()))
    phone.has_sent("logo.png")
    (preview,) = said.of("preview")
    assert alike(picture_of(preview), Image.new("RGB", (600, 400), "white"))


def test_a_photo_that_shrinks_badly_still_has_a_light_preview(
    talking: tuple[Phone, Said], folder: Folder
) -> None:
    phone, said = talking
    phone.pick(folder.file("confetti.jpg", confetti()))
    phone.has_sent("confetti.jpg")
    (preview,) = said.of("preview")
    picture_of(preview)


def test_many_previews_together_do_not_hold_up_the_photos(
    talking: tuple[Phone, Said], folder: Folder
) -> None:
    phone, said = talking
    phone.page.route(UPLOADS, lambda _: None)
    phone.pick(*(folder.file(f"confetti-{number}.jpg", confetti()) for number in range(10)))
    # What a page has sent is heard of while it is asked for something.
    eventually(lambda: phone.page.evaluate("true") and len(said.of("preview")) == 10)
    sizes = [len(base64.b64decode(preview["jpeg"])) for preview in said.of("preview")]
    assert sum(sizes) <= FULL_PREVIEWS * PREVIEW_BYTES


def test_what_the_browser_cannot_decode_has_progress_and_no_preview(
    kiosk: Kiosk, phone: Phone, folder: Folder
) -> None:
    phone.page.route(UPLOADS, lambda _: None)
    phone.pick(folder.file("IMG_1.HEIC", heic()))
    expect(kiosk.print_of("IMG_1.HEIC")).to_be_visible()
    expect(kiosk.print_of("IMG_1.HEIC").locator("img")).to_be_hidden()


def test_the_preview_goes_ahead_of_the_bytes(talking: tuple[Phone, Said], folder: Folder) -> None:
    phone, said = talking
    before: list[int] = []
    phone.page.on(
        "request",
        lambda each: before.append(len(said.of("preview"))) if each.method == "PUT" else None,
    )
    phone.pick(folder.photo())
    phone.has_sent("beach.jpg")
    assert before == [1]


def test_where_the_phone_has_no_socket_the_screen_hears_of_progress_all_the_same(
    visits: Visits, kiosk: Kiosk, folder: Folder
) -> None:
    phone = Phone(
        visits.open(
            kiosk.show_code(),
            before=lambda page: page.add_init_script(NO_SOCKETS),
            **browser.PHONE,
        )
    )
    phone.is_ready()
    phone.page.route(UPLOADS, lambda _: None)
    phone.pick(folder.photo("slow.jpg"))
    expect(kiosk.print_of("slow.jpg")).to_be_visible()


def test_where_no_preview_is_wanted_none_is_sent(
    visits: Visits, session: dict[str, Any], folder: Folder
) -> None:
    said: list[Said] = []

    def unwanted(route: Route) -> None:
        answer = route.fetch()
        ticket = answer.json()
        ticket["limits"]["maxPreviewBytes"] = 0
        route.fulfill(response=answer, json=ticket)

    def rig(page: Page) -> None:
        said.append(Said(page))
        page.route(TICKETS, unwanted)

    phone = Phone(visits.open(session["uploadPageUrl"], before=rig, **browser.PHONE))
    phone.is_ready()
    phone.pick(folder.photo("secret.jpg"))
    phone.has_sent("secret.jpg")
    assert said[0].of("progress")
    assert not said[0].of("preview")
