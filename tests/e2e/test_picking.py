"""Ways to pick photos, and to change one's mind."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from devserver.launch import DevServer
from tests.e2e import browser
from tests.e2e.api_client import Api
from tests.e2e.browser import Visits
from tests.e2e.conftest import Launch
from tests.e2e.lines import UPLOADS
from tests.e2e.pages import Kiosk, Phone, words
from tests.e2e.pictures import Folder, jpeg
from tests.e2e.waiting import eventually

#: Fifty photos, on two cores that have other work to do.
FIFTY_MS = 90_000

DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}

#: What a person's hands do, told as the browser tells it.
HAND_OVER = """([kind, bytes]) => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(bytes)], 'sea.jpg', {type: 'image/jpeg'}));
    const told = {bubbles: true, cancelable: true};
    const say = (type) => kind === 'paste'
        ? new ClipboardEvent(type, {...told, clipboardData: data})
        : new DragEvent(type, {...told, dataTransfer: data});
    for (const type of kind === 'paste' ? ['paste'] : ['dragenter', 'dragover', 'drop']) {
        document.querySelector('main').dispatchEvent(say(type));
    }
}"""


@pytest.mark.parametrize("kind", ["drop", "paste"])
def test_on_a_desktop_photos_are_dropped_or_pasted(
    api: Api, visits: Visits, session: dict[str, Any], kind: str
) -> None:
    phone = Phone(visits.open(session["uploadPageUrl"], **DESKTOP))
    phone.is_ready()
    phone.has_everything()
    phone.page.evaluate(HAND_OVER, [kind, list(jpeg())])
    phone.has_sent("sea.jpg")
    eventually(lambda: len(api.stored_photos(session)) == 1)


def test_where_something_is_held_over_the_page_it_says_so(
    visits: Visits, session: dict[str, Any]
) -> None:
    page = visits.open(session["uploadPageUrl"], **DESKTOP)
    phone = Phone(page)
    phone.is_ready()
    phone.has_everything()
    drag = page.evaluate_handle(
        "() => { const data = new DataTransfer(); data.items.add(new File([], 'a')); return data; }"
    )
    page.dispatch_event("main", "dragenter", {"dataTransfer": drag})
    outline = "getComputedStyle(document.body, '::after').content"
    assert page.evaluate(outline) == '""'
    page.dispatch_event("main", "dragleave", {"dataTransfer": drag})
    assert page.evaluate(outline) == "none"


def test_a_file_that_was_sent_is_known_again_under_another_name(
    visits: Visits, api: Api, session: dict[str, Any], lone_phone: Phone, folder: Folder
) -> None:
    visits.tolerate("409")
    lone_phone.pick(folder.photo("sea.jpg", seed=3))
    lone_phone.has_sent("sea.jpg")
    eventually(lambda: len(api.stored_photos(session)) == 1)
    lone_phone.pick(folder.photo("copy of sea.jpg", seed=3))
    lone_phone.tells("copy of sea.jpg", "phone.row.refused.PhotoDuplicate")
    assert len(api.snapshot(session)["photos"]) == 1


def test_a_file_that_is_here_is_not_taken_twice(lone_phone: Phone, folder: Folder) -> None:
    photo = folder.photo("sea.jpg")
    lone_phone.pick(photo)
    lone_phone.pick(photo)
    expect(lone_phone.page.get_by_text(words("phone.known.one", count=1))).to_be_visible()
    lone_phone.has_sent("sea.jpg")
    expect(lone_phone.rows).to_have_count(1)


def test_a_photo_that_is_taken_back_leaves_the_screen_and_its_place(
    kiosk: Kiosk, phone: Phone, folder: Folder
) -> None:
    phone.page.route(UPLOADS, lambda _: None)
    phone.pick(folder.photo("regret.jpg"), folder.photo("stays.jpg", seed=20))
    expect(kiosk.print_of("regret.jpg")).to_be_visible()
    phone.row("regret.jpg").get_by_role("button", name="Remove").click()
    kiosk.shows_just(1)
    expect(kiosk.print_of("regret.jpg")).to_have_count(0)
    expect(kiosk.page.locator(".notice:visible")).to_have_count(0)
    phone.page.unroute(UPLOADS)
    phone.pick(*folder.photos(9))
    phone.advises("phone.sending-kept.lead")
    phone.page.reload()
    phone.has_sent("stays.jpg", *(f"photo-{number}.jpg" for number in range(1, 10)))
    phone.says("phone.complete.title")


def test_fifty_photos_in_one_go(launch: Launch, visits: Visits, folder: Folder) -> None:
    # Who loses too many races for one session is asked to come again, and does.
    visits.tolerate("503")
    server: DevServer = launch(environ={"SCANDROP_MAX_PHOTOS": "50"})
    api = Api(server)
    session = api.open_session()
    phone = Phone(visits.open(session["uploadPageUrl"], **browser.PHONE))
    phone.is_ready()
    phone.pick(*folder.photos(51))
    expect(phone.page.get_by_text(words("phone.left-out.one", count=1))).to_be_visible()
    # The page tells when: to ask for fifty photos all the time would take the time that they need.
    all_sent = phone.page.get_by_text(words("phone.total", sent=50, total=50))
    expect(all_sent).to_be_visible(timeout=FIFTY_MS)
    phone.says("phone.complete.title")
    eventually(lambda: len(api.stored_photos(session)) == 50)


def test_a_double_tap_sends_once(
    api: Api, session: dict[str, Any], lone_phone: Phone, folder: Folder
) -> None:
    asked = Requests(lone_phone.page)
    photo = folder.photo("once.jpg")
    lone_phone.pick(photo)
    lone_phone.pick(photo)
    lone_phone.has_sent("once.jpg")
    assert asked.puts == 1
    eventually(lambda: len(api.stored_photos(session)) == 1)


class Requests:
    """How often a page has sent bytes."""

    def __init__(self, page: Page) -> None:
        self.puts = 0
        page.on("request", lambda each: self._count(each.method))

    def _count(self, method: str) -> None:
        self.puts += method == "PUT"
