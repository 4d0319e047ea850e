"""What the pages make of processing: photos sharpen, HEIC appears, and bad lines change nothing."""

import re

from playwright.sync_api import Page, Route, expect

from devserver.launch import DevServer
from tests.e2e import browser
from tests.e2e.browser import Visits
from tests.e2e.lab import (
    GONE,
    LARGE,
    PATIENCE,
    RECORD,
    RENDITIONS,
    SEEN_SHARP,
    SMALL,
    Shelf,
    SlowLab,
    Told,
    at_rest,
    heic,
    image_of,
    joined,
    kiosk_says_why,
    phone_says_why,
    truncated,
)
from tests.e2e.lines import SNAPSHOTS, SOON, Line
from tests.e2e.pages import Kiosk, Phone, words
from tests.e2e.pictures import Folder, jpeg


def test_a_photo_is_shown_at_once_and_sharpens_in_its_place(
    server: DevServer, visits: Visits, folder: Folder
) -> None:
    shelves: list[Shelf] = []
    heard: list[Told] = []

    def rig(page: Page) -> None:
        page.add_init_script(RECORD)
        shelves.append(Shelf(page))
        heard.append(Told(page))

    kiosk = Kiosk(visits.open(server.site_url, before=rig, **browser.KIOSK))
    phone = joined(visits, kiosk)
    # Sides that cannot be halved to whole pixels: the two pictures' shapes differ a little.
    with kiosk.page.expect_request(RENDITIONS):
        phone.pick(folder.file("odd.jpg", jpeg(3, width=3265, height=2449)))
        expect(kiosk.shows("odd.jpg")).to_have_js_property("naturalWidth", 3265)
    shelves[0].open()
    image = image_of(kiosk, "odd.jpg", LARGE)
    large = heard[0].renditions()["large"]
    natural = image.evaluate("({naturalWidth, naturalHeight}) => [naturalWidth, naturalHeight]")
    assert natural == [large["width"], large["height"]]
    assert natural[0] < 3265
    kiosk.page.evaluate(SEEN_SHARP)
    shots = kiosk.page.evaluate("shots")
    assert len({shot["path"] for shot in shots}) == 2
    assert len({shot["box"] for shot in shots}) == 1
    assert all(shot["seen"] for shot in shots)
    assert kiosk.page.evaluate("drops") == 1


def test_a_heic_photo_develops_on_paper_of_its_shape(
    server: DevServer, visits: Visits, folder: Folder
) -> None:
    shelves: list[Shelf] = []
    labs: list[SlowLab] = []

    def rig(page: Page) -> None:
        page.add_init_script(RECORD)
        shelves.append(Shelf(page))
        labs.append(SlowLab(page))

    kiosk = Kiosk(visits.open(server.site_url, before=rig, **browser.KIOSK))
    phone = joined(visits, kiosk)
    phone.pick(folder.file("IMG_0001.HEIC", heic(600, 800)))
    phone.has_sent("IMG_0001.HEIC")
    paper = kiosk.print_of("IMG_0001.HEIC")
    expect(paper).to_contain_text(words("kiosk.photos.developing"))
    kiosk.says("kiosk.photos.almost")
    with kiosk.page.expect_request(RENDITIONS):
        labs[0].is_done()
    expect(paper).to_have_attribute("data-state", "developing")
    at_rest(kiosk.page)
    before = paper.bounding_box()
    shelves[0].open()
    image = image_of(kiosk, "IMG_0001.HEIC", LARGE)
    assert image.evaluate("image => image.naturalWidth / image.naturalHeight") == 0.75
    kiosk.says("kiosk.photos.title.one")
    at_rest(kiosk.page)
    assert paper.bounding_box() == before
    assert kiosk.page.evaluate("drops") == 1


def test_prints_of_the_row_take_small_pictures(
    server: DevServer, visits: Visits, folder: Folder
) -> None:
    labs: list[SlowLab] = []
    kiosk = Kiosk(
        visits.open(
            server.site_url, before=lambda page: labs.append(SlowLab(page)), **browser.KIOSK
        )
    )
    phone = joined(visits, kiosk)
    for number in range(3):
        name = f"photo-{number}.jpg"
        phone.pick(folder.file(name, jpeg(number, width=2000, height=1500)))
        kiosk.shows(name)
    labs[0].is_done()
    image_of(kiosk, "photo-2.jpg", LARGE)
    for name in ("photo-0.jpg", "photo-1.jpg"):
        image_of(kiosk, name, SMALL)


def test_a_picture_that_cannot_be_had_at_first_is_asked_for_again(
    visits: Visits, kiosk: Kiosk, phone: Phone, folder: Folder
) -> None:
    visits.tolerate("403")
    refused: list[str] = []

    def run_out(route: Route) -> None:
        if refused:
            route.continue_()
        else:
            refused.append(route.request.url)
            route.fulfill(status=403)

    kiosk.page.route(RENDITIONS, run_out)
    phone.pick(folder.file("IMG_0001.HEIC", heic()))
    image_of(kiosk, "IMG_0001.HEIC", LARGE)
    assert refused


def test_a_photo_is_said_to_be_unshowable_only_when_nothing_of_it_can_be_had(
    visits: Visits, kiosk: Kiosk, phone: Phone, folder: Folder
) -> None:
    visits.tolerate("ERR_FAILED")
    kiosk.page.route(RENDITIONS, lambda route: route.abort())
    phone.pick(folder.file("IMG_0001.HEIC", heic()))
    print_ = kiosk.print_of("IMG_0001.HEIC")
    expect(print_).to_contain_text(words("kiosk.photos.unshowable"), timeout=PATIENCE)
    kiosk.page.unroute(RENDITIONS)
    image_of(kiosk, "IMG_0001.HEIC", LARGE)


def test_a_photo_that_never_gets_ready_is_said_to_be_unshowable(
    server: DevServer, visits: Visits, folder: Folder
) -> None:
    def rig(page: Page) -> None:
        page.clock.install()
        SlowLab(page)

    kiosk = Kiosk(visits.open(server.site_url, before=rig, **browser.KIOSK))
    phone = joined(visits, kiosk)
    phone.pick(folder.file("IMG_0001.HEIC", heic()))
    print_ = kiosk.print_of("IMG_0001.HEIC")
    expect(print_).to_contain_text(words("kiosk.photos.developing"))
    kiosk.page.clock.fast_forward("00:35")
    expect(print_).to_contain_text(words("kiosk.photos.developing"))
    kiosk.page.clock.fast_forward("00:10")
    expect(print_).to_contain_text(words("kiosk.photos.unshowable"))
    kiosk.page.clock.fast_forward("00:30")
    kiosk.is_at_the_start()


def test_what_happened_while_the_socket_was_cut_is_seen_when_it_is_back(
    server: DevServer, visits: Visits, folder: Folder
) -> None:
    """No polling here: the facts come by the `sync` of the new socket, or not at all."""
    visits.tolerate(*GONE)
    lines: list[Line] = []

    def rig(page: Page) -> None:
        page.add_init_script(SOON)
        page.route_web_socket("**/ws?**", lambda route: lines.append(Line(route)))
        page.route(SNAPSHOTS, lambda route: route.abort("aborted"))

    kiosk = Kiosk(visits.open(server.site_url, before=rig, **browser.KIOSK))
    phone = joined(visits, kiosk)
    phone.pick(folder.photo("first.jpg"))
    kiosk.shows("first.jpg")
    lines[-1].is_silent = True
    phone.pick(folder.file("IMG_0001.HEIC", heic()), folder.file("half.jpg", truncated()))
    phone_says_why(phone, "TRUNCATED", "half.jpg")
    phone.has_sent("IMG_0001.HEIC")
    count = len(lines)
    lines[-1].cut()
    image_of(kiosk, "IMG_0001.HEIC", LARGE)
    kiosk_says_why(kiosk, "TRUNCATED", "half.jpg")
    assert len(lines) > count


def test_two_screens_of_one_session_show_the_same(
    server: DevServer, visits: Visits, folder: Folder
) -> None:
    visits.tolerate(*GONE)
    first = Kiosk(visits.open(server.site_url, **browser.KIOSK))
    with first.page.expect_response("**/api/sessions") as opening:
        first.upload.click()
    session = opening.value.json()
    second = Kiosk(visits.open(server.site_url, **browser.KIOSK))
    second.page.route("**/api/sessions", lambda route: route.fulfill(status=201, json=session))
    phone = joined(visits, second)
    phone.pick(folder.photo("beach.jpg"), folder.file("IMG_0001.HEIC", heic()))
    for kiosk in (first, second):
        for name in ("beach.jpg", "IMG_0001.HEIC"):
            image_of(kiosk, name, re.compile("/renditions/"))
    phone.pick(folder.file("half.jpg", truncated()))
    for kiosk in (first, second):
        kiosk_says_why(kiosk, "TRUNCATED", "half.jpg")
        kiosk.shows_just(2)
