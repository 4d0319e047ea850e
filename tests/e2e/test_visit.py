"""The main job: a kiosk, a code, a phone, photos on the screen."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from devserver.launch import DevServer
from tests.e2e import browser, stored
from tests.e2e.api_client import Api
from tests.e2e.browser import Visits
from tests.e2e.pages import Kiosk, Phone, words
from tests.e2e.pictures import Folder, encoded, jpeg
from tests.e2e.test_languages import Speaking, said
from tests.e2e.waiting import eventually
from tests.e2e.walls import Party


def test_a_visitor_shows_a_photo_and_the_screen_is_free_again(
    server: DevServer, data: Path, visits: Visits, folder: Folder
) -> None:
    kiosk = Kiosk(
        visits.open(server.site_url, before=lambda page: page.clock.install(), **browser.KIOSK)
    )
    kiosk.is_at_the_start()
    address = kiosk.show_code()
    assert address.startswith(f"{server.site_url}/phone.html#")
    session_id = address.partition("#")[2]
    (connection,) = eventually(lambda: stored.connections_of(data, session_id))

    phone = Phone(visits.open(address, **browser.PHONE))
    kiosk.says("kiosk.connected.title")
    phone.is_ready()
    with phone.page.expect_file_chooser() as choosing:
        phone.library.click()
    choosing.value.set_files(folder.photo("beach.jpg"))

    kiosk.shows("beach.jpg")
    phone.has_sent("beach.jpg")
    phone.page.close()
    kiosk.page.clock.fast_forward("00:25")
    kiosk.page.mouse.click(5, 5)
    kiosk.page.clock.fast_forward("00:25")
    kiosk.shows("beach.jpg")
    kiosk.page.clock.fast_forward("00:10")
    kiosk.is_at_the_start()
    eventually(lambda: connection not in stored.connections(data))
    assert stored.manage(server, "GET", connection).status == 410


def test_every_photo_of_several_comes_to_the_screen(
    kiosk: Kiosk, phone: Phone, folder: Folder
) -> None:
    files = [
        folder.photo("landscape.jpg"),
        folder.file("upright.jpg", jpeg(1, turned=True)),
        folder.file("drawing.png", encoded("PNG")),
        folder.file("sticker.webp", encoded("WEBP")),
        folder.file("old.gif", encoded("GIF")),
    ]
    phone.pick(*files)
    names = [Path(file).name for file in files]
    phone.has_sent(*names)
    for name in names:
        kiosk.shows(name)
    kiosk.shows_just(len(files))
    upright = kiosk.shows("upright.jpg")
    assert upright.evaluate("image => image.naturalWidth < image.naturalHeight")
    expect(phone.page.get_by_text(words("phone.total", sent=5, total=5))).to_be_visible()


def test_a_photo_that_comes_when_the_screen_has_moved_on_is_not_said_to_be_there(
    kiosk: Kiosk, visits: Visits, folder: Folder
) -> None:
    address = kiosk.show_code()
    phone = Phone(visits.open(address, before=lambda page: page.clock.install(), **browser.PHONE))
    phone.is_ready()
    kiosk.says("kiosk.connected.title")
    kiosk.page.keyboard.press("Escape")
    kiosk.is_at_the_start()
    phone.pick(folder.photo("late.jpg"))
    phone.says("phone.sent.title")
    phone.page.clock.run_for("00:42")
    phone.says("phone.unseen.title")
    phone.advises("phone.unseen.lead")
    expect(phone.library).to_be_enabled()


def test_more_photos_may_follow(kiosk: Kiosk, phone: Phone, folder: Folder) -> None:
    for number, path in enumerate(folder.photos(3), start=1):
        phone.pick(path)
        kiosk.shows(f"photo-{number}.jpg")
    kiosk.shows_just(3)


def test_a_photo_that_this_screen_cannot_decode_is_shown_all_the_same(
    kiosk: Kiosk, phone: Phone, folder: Folder
) -> None:
    phone.pick(folder.file("IMG_0001.HEIC", encoded("HEIF")))
    phone.has_sent("IMG_0001.HEIC")
    kiosk.shows("IMG_0001.HEIC")


def test_done_ends_the_visit(data: Path, kiosk: Kiosk, phone: Phone, folder: Folder) -> None:
    phone.pick(folder.photo("beach.jpg"))
    kiosk.shows("beach.jpg")
    kiosk.done.click()
    kiosk.is_at_the_start()
    session_id = phone.page.url.partition("#")[2]
    # The phone's own socket stays: its visitor may still look at what was sent.
    eventually(lambda: len(stored.connections_of(data, session_id)) == 1)


def test_nothing_of_a_visitor_is_left_for_the_next(
    visits: Visits, kiosk: Kiosk, phone: Phone, folder: Folder
) -> None:
    address = phone.page.url
    phone.pick(folder.photo("private.jpg"))
    source = kiosk.shows("private.jpg").get_attribute("src")
    assert source
    ids = re.findall(r"[\w-]{22}", source.partition("?")[0])
    assert ids
    kiosk.done.click()
    kiosk.is_at_the_start()
    for secret in ("private.jpg", *ids, address.partition("#")[2], "blob:"):
        assert secret not in kiosk.page.content()

    next_address = kiosk.show_code()
    assert next_address != address
    with_next = Phone(visits.open(next_address, **browser.PHONE))
    with_next.is_ready()
    phone.pick(folder.photo("late.jpg", seed=1))
    phone.has_sent("late.jpg")
    with_next.pick(folder.photo("mine.jpg", seed=2))
    kiosk.shows("mine.jpg")
    kiosk.shows_just(1)
    for secret in ("private.jpg", "late.jpg", *ids):
        assert secret not in kiosk.page.content()


def test_the_phone_says_what_the_screen_shows(
    visits: Visits, kiosk: Kiosk, phone: Phone, folder: Folder
) -> None:
    phone.pick(folder.photo("first.jpg"))
    kiosk.shows("first.jpg")
    phone.has_shown("first.jpg")
    phone.page.reload()
    phone.has_shown("first.jpg")


def test_what_no_screen_shows_is_sent_and_no_more(
    server: DevServer, visits: Visits, folder: Folder
) -> None:
    session = Api(server).open_session()
    phone = Phone(visits.open(session["uploadPageUrl"], **browser.PHONE))
    phone.is_ready()
    phone.pick(folder.photo("alone.jpg"))
    phone.tells("alone.jpg", "phone.row.sent")
    phone.page.wait_for_load_state("networkidle")
    phone.tells("alone.jpg", "phone.row.sent")


def test_two_kiosks_side_by_side_do_not_mix(
    server: DevServer, visits: Visits, kiosk: Kiosk, phone: Phone, folder: Folder
) -> None:
    beside = Kiosk(visits.open(server.site_url, **browser.KIOSK))
    other = Phone(visits.open(beside.show_code(), **browser.PHONE))
    other.is_ready()
    phone.pick(folder.photo("left.jpg"))
    other.pick(folder.photo("right.jpg", seed=1))
    kiosk.shows("left.jpg")
    beside.shows("right.jpg")
    kiosk.shows_just(1)
    beside.shows_just(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1080, 1920), (1920, 1080), (800, 600)])
def test_a_camera_reads_the_code_on_any_screen(
    server: DevServer, visits: Visits, scheme: str, width: int, height: int
) -> None:
    size = {"width": width, "height": height}
    kiosk = Kiosk(visits.open(server.site_url, viewport=size, color_scheme=scheme))
    assert kiosk.show_code().startswith(f"{server.site_url}/phone.html#")
    box = kiosk.code.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 0.4 * min(width, height)


def test_a_kiosk_of_an_album_says_that_photos_go_into_it(
    server: DevServer, data: Path, visits: Visits
) -> None:
    address = Party(server, data).screen()["enrolmentUrl"]
    kiosk = Kiosk(visits.open(address, **browser.KIOSK))
    kiosk.show_code()
    note = kiosk.page.locator("#code-note")
    expect(note).to_have_text(words("kiosk.code.note.album"))
    Speaking(kiosk.page).choose("de")
    expect(note).to_have_text(said("de", "kiosk.code.note.album"))
    other = Kiosk(visits.open(server.site_url, **browser.KIOSK))
    other.show_code()
    expect(other.page.locator("#code-note")).to_have_text(words("kiosk.code.note"))


def test_a_kiosk_that_is_left_in_the_middle_forgets(data: Path, kiosk: Kiosk) -> None:
    session_id = kiosk.show_code().partition("#")[2]
    eventually(lambda: stored.connections_of(data, session_id))
    kiosk.page.reload()
    kiosk.is_at_the_start()
    eventually(lambda: not stored.connections_of(data, session_id))
