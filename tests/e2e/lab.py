"""What happens to photos between their arrival and the screen, as a page can be made to see it."""

import io
import json
import re
from collections.abc import Callable
from typing import Any

import pillow_heif
from PIL import Image
from playwright.sync_api import Locator, Page, Route, WebSocketRoute, expect

from tests.e2e import browser
from tests.e2e.browser import Visits
from tests.e2e.lines import SNAPSHOTS
from tests.e2e.pages import Kiosk, Phone, words
from tests.e2e.pictures import jpeg
from tests.e2e.waiting import PATIENCE_SECONDS

RENDITIONS = "**/renditions/**"
#: Processing is work: on a machine under load it may take a while. In milliseconds.
PATIENCE = PATIENCE_SECONDS * 1000
LARGE = re.compile(r"/renditions/[\w-]+/large\.jpg\?")
#: Where a kiosk says that a photo was refused.
NOTICE = ".notice:visible"
SMALL = re.compile(r"/renditions/[\w-]+/(thumb|medium)\.jpg\?")
#: What a page meets that still asks for a file which is deleted because it was refused.
GONE = ("404", "ERR_BLOCKED_BY_ORB")

#: Notes the newest print in every frame from the first in which its picture is shown, and how often
#: a print was dropped in. Used sizes, because offsets alone are rounded.
RECORD = """
    window.shots = [];
    window.drops = 0;
    document.addEventListener('animationstart', ({target}) => {
        drops += target.matches('.print') ? 1 : 0;
    }, true);
    requestAnimationFrame(function note() {
        const figure = document.querySelector('#newest .print[data-state=shown]');
        const image = figure?.querySelector('img');
        if (image) {
            const {width, height, visibility} = getComputedStyle(image);
            shots.push({
                box: [figure.offsetLeft, figure.offsetTop, width, height].join(' '),
                seen: image.complete && image.naturalWidth > 0 && visibility === 'visible',
                path: new URL(image.currentSrc).pathname,
            });
        }
        requestAnimationFrame(note);
    });
"""


#: Until such a frame was noted that shows a rendition.
SEEN_SHARP = """new Promise((seen) => {
    const look = () => {
        if (shots.at(-1)?.path.includes('/renditions/')) {
            seen();
        } else {
            requestAnimationFrame(look);
        }
    };
    look();
})"""


class SlowLab:
    """Keeps from a page that photos are ready, until it is told that they are done."""

    def __init__(self, page: Page) -> None:
        self._is_done = False
        self._kept: list[Callable[[], None]] = []
        page.route_web_socket("**/ws?**", self._connect)
        page.route(SNAPSHOTS, self._answer)

    def is_done(self) -> None:
        """Tell everything, now and from now on."""
        self._is_done = True
        for send in self._kept:
            send()

    def _connect(self, route: WebSocketRoute) -> None:
        route.connect_to_server().on_message(lambda text: self._pass_on(route, str(text)))

    def _pass_on(self, route: WebSocketRoute, text: str) -> None:
        message = json.loads(text)
        if message["type"] == "PHOTO_READY" and not self._is_done:
            self._kept.append(lambda: route.send(text))
        else:
            route.send(json.dumps(self._before(message)))

    def _answer(self, route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json=self._before(answer.json()))

    def _before(self, told: dict[str, Any]) -> dict[str, Any]:
        # Whatever else is told of a photo tells how it is.
        for photo in told.get("photos", [told["photo"]] if "photo" in told else []):
            if photo["state"] == "READY" and not self._is_done:
                photo.update(state="STORED", renditions=None)
        return told


class Shelf:
    """Where renditions wait until the page may have them."""

    def __init__(self, page: Page) -> None:
        self._is_open = False
        self._waiting: list[Route] = []
        page.route(RENDITIONS, self._ask)

    def open(self) -> None:
        """Hand out what was asked for, and from now on whatever is."""
        self._is_open = True
        for route in self._waiting:
            route.continue_()

    def _ask(self, route: Route) -> None:
        if self._is_open:
            route.continue_()
        else:
            self._waiting.append(route)


class Told:
    """What the service tells a page by its socket."""

    def __init__(self, page: Page) -> None:
        self.messages: list[dict[str, Any]] = []
        page.on("websocket", lambda socket: socket.on("framereceived", self._hear))

    def _hear(self, frame: str | bytes) -> None:
        self.messages.append(json.loads(frame))

    def renditions(self) -> dict[str, Any]:
        """Of the first photo that was told to be ready."""
        photo = next(each["photo"] for each in self.messages if each["type"] == "PHOTO_READY")
        found: dict[str, Any] = photo["renditions"]
        return found


def heic(width: int = 800, height: int = 600) -> bytes:
    """A photo as iPhones have them."""
    content = io.BytesIO()
    with Image.open(io.BytesIO(jpeg(7, width=width, height=height))) as picture:
        pillow_heif.from_pillow(picture).save(content, quality=60)
    return content.getvalue()


def truncated(seed: int = 5) -> bytes:
    """A photo of which the second half is missing."""
    whole = jpeg(seed, width=1600, height=1200)
    return whole[: len(whole) // 2]


def joined(visits: Visits, kiosk: Kiosk) -> Phone:
    """A phone that has scanned the kiosk's code."""
    phone = Phone(visits.open(kiosk.show_code(), **browser.PHONE))
    phone.is_ready()
    return phone


def image_of(kiosk: Kiosk, name: str, source: re.Pattern[str]) -> Locator:
    """The image of the print of this name, once it shows this."""
    image = kiosk.print_of(name).get_by_role("img")
    expect(image).to_have_attribute("src", source, timeout=PATIENCE)
    return image


def at_rest(page: Page) -> None:
    """Nothing moves any more."""
    page.evaluate("Promise.all(document.getAnimations().map(({finished}) => finished))")


def refusal(code: str, name: str) -> str:
    """What the kiosk says of it."""
    return words(f"rejected.{code}", name=words("kiosk.photos.named", name=name))


def kiosk_says_why(kiosk: Kiosk, code: str, name: str) -> None:
    """Its notice tells that this photo was refused."""
    notice = kiosk.page.locator(NOTICE)
    expect(notice).to_have_text(refusal(code, name), timeout=PATIENCE)


def phone_says_why(phone: Phone, code: str, name: str) -> None:
    """The line of this photo tells that it was refused."""
    said = words(f"phone.row.refused.{code}")
    expect(phone.row(name)).to_contain_text(said, timeout=PATIENCE)
