"""Whatever state a code or a file is in, the phone has words for it and a way on."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from devserver.launch import DevServer
from tests.e2e import browser
from tests.e2e.api_client import Api, ask
from tests.e2e.browser import Visits
from tests.e2e.conftest import Launch
from tests.e2e.pages import Kiosk, Phone, words
from tests.e2e.pictures import Folder
from tests.e2e.test_languages import Speaking
from tests.e2e.waiting import eventually

MB = 1024 * 1024
HOSTILE = (
    "<img src=x onerror=alert(1)>.jpg",
    "&lt;b&gt;&amp;'\".jpg",
    "{{7*7}}${7*7}.jpg",
    "תמונה של החוף.jpg",
    "foto \U0001f469\u200d\U0001f680.jpg",
)


def test_a_second_phone_is_told_that_the_code_is_taken(
    visits: Visits, lone_phone: Phone, folder: Folder
) -> None:
    visits.tolerate("409")
    second = Phone(visits.open(lone_phone.page.url, **browser.PHONE))
    second.says("phone.claimed.title")
    expect(second.library).to_be_hidden()
    second.page.reload()
    second.says("phone.claimed.title")
    lone_phone.pick(folder.photo("mine.jpg"))
    lone_phone.has_sent("mine.jpg")


@pytest.mark.parametrize(
    ("fragment", "key"),
    [
        ("", "phone.join-code.title"),
        ("#", "phone.join-code.title"),
        ("#too-short", "phone.join-code.title"),
        ("#" + "A" * 23, "phone.no-code.title"),
        ("#%00../../etc/passwd", "phone.join-code.title"),
        ("#<script>alert(1)</script>", "phone.join-code.title"),
        ("#" + "A" * 22, "phone.not-found.title"),
    ],
)
def test_a_phone_without_a_good_code_is_sent_to_the_screen(
    server: DevServer, visits: Visits, fragment: str, key: str
) -> None:
    visits.tolerate("404", "400")
    phone = Phone(visits.open(f"{server.site_url}/phone.html{fragment}", **browser.PHONE))
    phone.says(key)
    expect(phone.library).to_be_hidden()


def test_a_phone_that_scans_another_code_goes_on_with_that_one(
    api: Api, lone_phone: Phone, folder: Folder
) -> None:
    another = api.open_session()
    lone_phone.page.goto(another["uploadPageUrl"])
    lone_phone.is_ready()
    lone_phone.pick(folder.photo())
    lone_phone.has_sent("beach.jpg")
    eventually(lambda: api.snapshot(another)["status"] == "COMPLETED")


def test_files_that_cannot_be_taken_are_named_and_the_others_go(
    api: Api, session: dict[str, Any], lone_phone: Phone, folder: Folder
) -> None:
    lone_phone.pick(
        folder.file("notes.txt", b"no photo"),
        folder.file("empty.jpg", b""),
        folder.file("poster.jpg", bytes(26 * MB)),
        folder.photo("good.jpg"),
    )
    lone_phone.tells("notes.txt", "phone.row.refused.UnsupportedContentType")
    lone_phone.tells("empty.jpg", "phone.row.refused.PhotoEmpty")
    lone_phone.tells("poster.jpg", "phone.row.refused.PhotoTooLarge", size=26, limit=25)
    lone_phone.has_sent("good.jpg")
    photos = eventually(lambda: api.snapshot(session)["photos"])
    assert [photo["fileName"] for photo in photos] == ["good.jpg"]
    lone_phone.row("notes.txt").get_by_role("button").click()
    expect(lone_phone.rows).to_have_count(3)


def test_a_code_takes_ten_photos_and_says_so(lone_phone: Phone, folder: Folder) -> None:
    lone_phone.pick(*folder.photos(11))
    expect(lone_phone.page.get_by_text(words("phone.left-out.one", count=1))).to_be_visible()
    lone_phone.has_sent(*(f"photo-{number}.jpg" for number in range(1, 11)))
    lone_phone.says("phone.complete.title")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_text_and_nothing_else(
    kiosk: Kiosk, phone: Phone, folder: Folder, name: str
) -> None:
    phone.pick(folder.photo(name))
    phone.has_sent(name)
    kiosk.shows(name)
    for page in (phone.page, kiosk.page):
        assert page.locator("[onerror], img[src='x']").count() == 0


def test_a_name_that_turns_writing_around_is_set_straight(
    kiosk: Kiosk, phone: Phone, folder: Folder
) -> None:
    phone.pick(folder.photo("exe.\u202egpj.jpg"))
    phone.has_sent("exe.gpj.jpg")
    kiosk.shows("exe.gpj.jpg")


def test_a_name_of_200_characters_fits_both_pages(
    kiosk: Kiosk, phone: Phone, folder: Folder
) -> None:
    phone.pick(folder.photo(f"{'long' * 49}.jpg"))
    expect(phone.rows).to_contain_text(words("phone.row.shown"))
    expect(kiosk.page.locator("figure.print img")).not_to_have_js_property("naturalWidth", 0)
    for page in (phone.page, kiosk.page):
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("width", "height"), [(844, 390), (568, 320), (320, 454)])
def test_what_is_pressed_is_seen_without_scrolling(
    visits: Visits, session: dict[str, Any], width: int, height: int
) -> None:
    small = {**browser.PHONE, "viewport": {"width": width, "height": height}}
    speaking = Speaking(visits.open(session["uploadPageUrl"], **small))
    Phone(speaking.page).is_ready()
    for language in speaking.in_each():
        for pressed in speaking.page.locator(".picker label").all():
            expect(pressed, language).to_be_in_viewport(ratio=1)
    speaking.has_room("on its side")


def test_what_is_pressed_on_a_phone_on_its_side_stays_where_its_photos_are_scrolled(
    visits: Visits, session: dict[str, Any], folder: Folder
) -> None:
    on_its_side = {**browser.PHONE, "viewport": {"width": 844, "height": 390}}
    phone = Phone(visits.open(session["uploadPageUrl"], **on_its_side))
    phone.is_ready()
    phone.pick(*folder.photos(3))
    phone.has_sent("photo-1.jpg", "photo-2.jpg", "photo-3.jpg")
    expect(phone.library).to_be_in_viewport(ratio=1)
    phone.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert phone.page.evaluate("scrollY > 0")
    expect(phone.library).to_be_in_viewport(ratio=1)


def test_a_code_runs_out_on_the_screen_and_on_the_phone(launch: Launch, visits: Visits) -> None:
    visits.tolerate("410")
    server = launch(environ={"SCANDROP_SESSION_SECONDS": "2"})
    kiosk = Kiosk(visits.open(server.site_url, **browser.KIOSK))
    address = kiosk.show_code()
    kiosk.says("kiosk.expired.title")
    expect(kiosk.code).to_be_hidden()
    phone = Phone(visits.open(address, **browser.PHONE))
    phone.says("phone.expired.title")
    expect(phone.library).to_be_hidden()
    phone.page.reload()
    phone.says("phone.expired.title")
    kiosk.page.get_by_role("button", name=words("kiosk.expired.again")).click()
    assert kiosk.scan() != address


def test_a_reload_keeps_the_claim_and_what_was_sent(
    api: Api, session: dict[str, Any], lone_phone: Phone, folder: Folder
) -> None:
    for _ in range(2):
        lone_phone.page.reload()
        lone_phone.is_ready()
    lone_phone.pick(folder.photo("before.jpg"))
    lone_phone.has_sent("before.jpg")
    lone_phone.page.reload()
    lone_phone.has_sent("before.jpg")
    lone_phone.pick(folder.photo("after.jpg", seed=1))
    lone_phone.has_sent("before.jpg", "after.jpg")
    eventually(lambda: len(api.stored_photos(session)) == 2)


def test_back_and_forward_keep_the_claim(
    server: DevServer, lone_phone: Phone, folder: Folder
) -> None:
    lone_phone.pick(folder.photo())
    lone_phone.has_sent("beach.jpg")
    lone_phone.page.goto(server.site_url)
    lone_phone.page.go_back()
    lone_phone.has_sent("beach.jpg")
    lone_phone.page.go_forward()
    lone_phone.page.go_back()
    lone_phone.pick(folder.photo("more.jpg", seed=1))
    lone_phone.has_sent("beach.jpg", "more.jpg")


@pytest.mark.parametrize("header", ["Purpose", "Sec-Purpose"])
def test_a_prefetch_moves_nothing(
    server: DevServer, api: Api, session: dict[str, Any], header: str
) -> None:
    ahead = {header: "prefetch;prerender"}
    assert ask("GET", session["uploadPageUrl"].partition("#")[0], ahead).status == 200
    url = f"{server.api_url}/upload-url?sessionId={session['sessionId']}"
    assert ask("GET", url, ahead).code == "PrefetchRefused"
    assert api.snapshot(session)["status"] == "AWAITING_SCAN"


def test_a_page_that_nobody_sees_yet_claims_nothing(
    api: Api, session: dict[str, Any], visits: Visits
) -> None:
    """As it is opened in another tab, or prerendered because the browser guessed it is wanted."""
    asked: list[str] = []

    def rig(page: Page) -> None:
        page.add_init_script(
            "Object.defineProperty(Document.prototype, 'hidden', "
            "{configurable: true, get: () => window.seen !== true})"
        )
        page.on("request", lambda request: asked.append(request.url))

    phone = Phone(visits.open(session["uploadPageUrl"], before=rig, **browser.PHONE))
    phone.says("phone.starting.title")
    phone.page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "/upload-url" in url]
    assert api.snapshot(session)["status"] == "AWAITING_SCAN"
    phone.page.evaluate("seen = true; document.dispatchEvent(new Event('visibilitychange'))")
    phone.is_ready()
