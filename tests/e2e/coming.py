"""Photos on their way, as a test has them come: the phone speaks when it is told to."""

import base64
import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, WebSocket

from tests.e2e.api_client import Phone, ask, bearer
from tests.e2e.pages import Kiosk
from tests.e2e.sockets import Screen
from tests.e2e.waiting import eventually

#: Notes the newest print in every frame: what it shows, where it lies, how visible its ring is.
WATCH = """
    window.shots = [];
    window.drops = 0;
    document.addEventListener('animationstart', ({target}) => {
        drops += target.matches('.print') ? 1 : 0;
    }, true);
    requestAnimationFrame(function note() {
        const figure = document.querySelector('#newest .print');
        if (figure) {
            const image = figure.querySelector('img');
            const {x, y, width, height} = figure.getBoundingClientRect();
            shots.push({
                state: figure.dataset.state,
                ratio: getComputedStyle(figure).getPropertyValue('--ratio'),
                box: [x, y, width, height],
                moving: figure.getAnimations().length > 0,
                seen: image.complete && image.naturalWidth > 0
                    && getComputedStyle(image).visibility === 'visible',
                path: image.src.startsWith('blob:') ? 'preview' : image.src.split('?')[0],
            });
        }
        requestAnimationFrame(note);
    });
"""


class Receipts:
    """What a screen says that it shows."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._heard = 0
        #: Ids of photos.
        self.shown: list[str] = []
        page.on("websocket", self._listen)

    def are_all_there(self) -> None:
        """The screen has asked how things are, twice, and each time has looked at its prints."""
        for heard in (self._heard, self._heard + 1):
            self._page.evaluate("dispatchEvent(new Event('online'))")
            self._hears_more_than(heard)

    def are_just(self, photo_id: str) -> None:
        """One, of this photo."""
        eventually(lambda: self._turn() and self.shown == [photo_id])

    def _hears_more_than(self, count: int) -> None:
        eventually(lambda: self._turn() and self._heard > count)

    def _turn(self) -> bool:
        """Let the browser tell what has happened."""
        return bool(self._page.evaluate("true"))

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framesent", self._says)
        socket.on("framereceived", self._hears)

    def _says(self, frame: str | bytes) -> None:
        message = json.loads(frame)
        if message["action"] == "shown":
            self.shown.append(message["photoId"])

    def _hears(self, frame: str | bytes) -> None:
        self._heard += json.loads(frame)["type"] == "SESSION_STATE"


class Sender:
    """A phone with a socket."""

    def __init__(self, phone: Phone, line: Screen) -> None:
        self.phone = phone
        self._line = line

    def announce(self, photo: bytes, name: str, **facts: object) -> dict[str, Any]:
        """Ask for a ticket, and tell the screen that it comes."""
        ticket = self.phone.ticket(photo, name, **facts)
        self.tell(**{ticket["photoId"]: 0})
        return ticket

    def tell(self, seconds_left: int | None = None, **percents: int) -> None:
        """How much of each photo has been sent."""
        uploads = [{"photoId": each, "percent": percent} for each, percent in percents.items()]
        self._say(action="progress", uploads=uploads, secondsLeft=seconds_left)

    def preview(self, ticket: dict[str, Any], picture: bytes) -> None:
        text = base64.b64encode(picture).decode()
        self._say(action="preview", photoId=ticket["photoId"], jpeg=text)

    def withdraw(self, ticket: dict[str, Any]) -> None:
        """The visitor takes it back."""
        url = f"{self.phone.api.server.api_url}/uploads/{ticket['photoId']}"
        url += f"?sessionId={self.phone.session_id}"
        answer = ask("DELETE", url, bearer(self.phone.token))
        assert answer.status == 200, answer

    def _say(self, **message: object) -> None:
        self._line.say({**message, "sessionId": self.phone.session_id})


#: Scan a kiosk's code with a phone that is told what to say.
Joined = Callable[[Kiosk], Sender]
