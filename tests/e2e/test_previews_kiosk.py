"""A photo is on the screen before it has arrived: a ring, its preview, then the photo itself.

The phone speaks through the API here, so that a test decides when it says what.
"""

from playwright.sync_api import Page, Route, expect

from devserver.launch import DevServer
from tests.e2e import browser
from tests.e2e.api_client import Api, Phone, put
from tests.e2e.browser import Visits
from tests.e2e.checked import Checked
from tests.e2e.coming import WATCH, Joined, Receipts
from tests.e2e.lab import LARGE, NOTICE, SEEN_SHARP, Shelf, SlowLab, heic, image_of
from tests.e2e.lines import NO_SOCKETS, UPLOADS
from tests.e2e.pages import Kiosk, words
from tests.e2e.pictures import jpeg

SAYINGS = "**/api/sessions/*/messages"


def test_ring_preview_photo_and_rendition_lie_on_one_paper(
    server: DevServer, visits: Visits, joined: Joined
) -> None:
    labs: list[SlowLab] = []
    held: list[Route] = []

    def rig(page: Page) -> None:
        page.add_init_script(WATCH)
        labs.append(SlowLab(page))
        page.route(UPLOADS, lambda route: held.append(route))

    kiosk = Kiosk(visits.open(server.site_url, before=rig, **browser.KIOSK))
    sender = joined(kiosk)
    # Sides of which no small picture has quite the ratio.
    photo = jpeg(3, width=3265, height=2449)
    ticket = sender.announce(photo, "odd.jpg")
    kiosk.says("kiosk.coming.title.one")
    expect(kiosk.ring_of("odd.jpg")).to_have_attribute("aria-valuenow", "0")
    sender.preview(ticket, jpeg(3, width=160, height=120))
    kiosk.previews("odd.jpg")
    sender.tell(8, **{ticket["photoId"]: 40})
    expect(kiosk.ring_of("odd.jpg")).to_have_text("40%")
    kiosk.notes("kiosk.coming.seconds.other", percent="40%", count=8)
    sender.tell(9, **{ticket["photoId"]: 30})
    kiosk.notes("kiosk.coming.seconds.other", percent="40%", count=9)
    with kiosk.page.expect_request(UPLOADS):
        assert put(ticket, photo).status == 200
    expect(kiosk.ring_of("odd.jpg")).to_be_hidden()
    kiosk.previews("odd.jpg")
    held[0].continue_()
    kiosk.shows("odd.jpg")
    labs[0].is_done()
    image_of(kiosk, "odd.jpg", LARGE)
    kiosk.page.evaluate(SEEN_SHARP)
    shots = kiosk.page.evaluate("shots")
    pictured = shots[[shot["state"] for shot in shots].index("previewed") :]
    assert all(shot["seen"] for shot in pictured)
    sources = ["preview", "session-uploads", "renditions"]
    paths = list(dict.fromkeys(shot["path"] for shot in pictured))
    assert all(part in path for part, path in zip(sources, paths, strict=True))
    assert len({shot["ratio"] for shot in pictured}) == 1
    lying = [shot["box"] for shot in pictured if not shot["moving"]]
    assert all(abs(a - b) <= 1 for box in lying for a, b in zip(box, lying[0], strict=True))
    assert kiosk.page.evaluate("drops") == 1


def test_only_the_photo_itself_is_said_to_be_shown(
    server: DevServer, visits: Visits, joined: Joined
) -> None:
    shelves: list[Shelf] = []
    receipts: list[Receipts] = []

    def rig(page: Page) -> None:
        shelves.append(Shelf(page))
        receipts.append(Receipts(page))
        page.route(UPLOADS, lambda _: None)

    kiosk = Kiosk(visits.open(server.site_url, before=rig, **browser.KIOSK))
    sender = joined(kiosk)
    photo = jpeg(4)
    ticket = sender.announce(photo, "beach.jpg")
    sender.preview(ticket, jpeg(4, width=160, height=120))
    kiosk.previews("beach.jpg")
    with kiosk.page.expect_request(UPLOADS):
        assert put(ticket, photo).status == 200
    expect(kiosk.ring_of("beach.jpg")).to_be_hidden()
    receipts[0].are_all_there()
    kiosk.previews("beach.jpg")
    assert receipts[0].shown == []
    shelves[0].open()
    kiosk.shows("beach.jpg")
    receipts[0].are_just(ticket["photoId"])


def test_a_heic_photo_keeps_its_preview_until_it_is_ready(
    server: DevServer, visits: Visits, joined: Joined
) -> None:
    labs: list[SlowLab] = []

    def rig(page: Page) -> None:
        page.add_init_script(WATCH)
        labs.append(SlowLab(page))

    kiosk = Kiosk(visits.open(server.site_url, before=rig, **browser.KIOSK))
    sender = joined(kiosk)
    photo = heic(600, 800)
    ticket = sender.announce(photo, "IMG_0001.HEIC", contentType="image/heic")
    sender.preview(ticket, jpeg(7, width=120, height=160))
    kiosk.previews("IMG_0001.HEIC")
    assert put(ticket, photo).status == 200
    kiosk.says("kiosk.photos.almost")
    expect(kiosk.ring_of("IMG_0001.HEIC")).to_be_hidden()
    kiosk.previews("IMG_0001.HEIC")
    labs[0].is_done()
    image_of(kiosk, "IMG_0001.HEIC", LARGE)
    kiosk.shows("IMG_0001.HEIC")
    shots = kiosk.page.evaluate("shots")
    states = list(dict.fromkeys(shot["state"] for shot in shots))
    assert states == ["blank", "previewed", "shown"]
    assert all(shot["seen"] for shot in shots if shot["state"] != "blank")
    assert len({shot["ratio"] for shot in shots if shot["state"] != "blank"}) == 1


def test_a_photo_without_a_preview_is_a_ring_on_paper(kiosk: Kiosk, joined: Joined) -> None:
    sender = joined(kiosk)
    photo = jpeg(5)
    ticket = sender.announce(photo, "plain.jpg")
    expect(kiosk.print_of("plain.jpg")).to_have_attribute("data-state", "blank")
    expect(kiosk.ring_of("plain.jpg")).to_be_visible()
    kiosk.notes("kiosk.coming.starting")
    assert put(ticket, photo).status == 200
    kiosk.shows("plain.jpg")
    expect(kiosk.ring_of("plain.jpg")).to_be_hidden()
    kiosk.says("kiosk.photos.title.one")


def test_what_is_taken_back_goes_without_a_word(kiosk: Kiosk, joined: Joined) -> None:
    sender = joined(kiosk)
    kept, back = (sender.announce(jpeg(seed), f"photo-{seed}.jpg") for seed in (1, 2))
    sender.preview(back, jpeg(2, width=160, height=120))
    kiosk.previews("photo-2.jpg")
    kiosk.shows_just(2)
    sender.withdraw(back)
    kiosk.shows_just(1)
    expect(kiosk.ring_of("photo-1.jpg")).to_be_visible()
    expect(kiosk.page.locator(NOTICE)).to_have_count(0)
    sender.withdraw(kept)
    kiosk.says("kiosk.connected.title")
    kiosk.shows_just(0)
    expect(kiosk.page.locator(NOTICE)).to_have_count(0)
    assert "blob:" not in kiosk.page.content()


def test_of_several_photos_the_counter_tells_which_and_how_far(
    kiosk: Kiosk, joined: Joined
) -> None:
    sender = joined(kiosk)
    photos = [jpeg(seed) for seed in range(4)]
    tickets = [sender.announce(photo, f"photo-{number}.jpg") for number, photo in enumerate(photos)]
    kiosk.shows_just(4)
    title = words("kiosk.coming.title.other", number=1, count=4)
    expect(kiosk.page.locator("#landed")).to_have_text(title)
    assert put(tickets[0], photos[0]).status == 200
    kiosk.shows("photo-0.jpg")
    sender.tell(100, **{ticket["photoId"]: 50 for ticket in tickets[1:]})
    title = words("kiosk.coming.title.other", number=2, count=4)
    expect(kiosk.page.locator("#landed")).to_have_text(title)
    share = 100 - 50 * sum(map(len, photos[1:])) / sum(map(len, photos))
    kiosk.notes("kiosk.coming.minutes.other", percent=f"{int(share)}%", count=2)
    for ticket, photo in zip(tickets[1:], photos[1:], strict=True):
        assert put(ticket, photo).status == 200
    title = words("kiosk.photos.title.other", count=4)
    expect(kiosk.page.locator("#landed")).to_have_text(title)


def test_without_a_socket_it_is_said_by_a_request_that_a_photo_is_shown(
    server: DevServer, visits: Visits, api: Api
) -> None:
    def rig(page: Page) -> None:
        page.add_init_script(NO_SOCKETS)

    kiosk = Kiosk(visits.open(server.site_url, before=rig, **browser.KIOSK))
    with kiosk.page.expect_response("**/api/sessions") as opening:
        address = kiosk.show_code()
    phone = Phone(api, address.partition("#")[2])
    with kiosk.page.expect_response(SAYINGS) as saying:
        phone.send(jpeg(1), "polled.jpg")
        kiosk.shows("polled.jpg")
    assert saying.value.status == 200
    (photo,) = api.snapshot(opening.value.json())["photos"]
    assert photo["shownAt"] is not None


def test_everybody_can_tell_that_photos_are_on_their_way(
    server: DevServer, visits: Visits, joined: Joined
) -> None:
    options = {**browser.KIOSK, "color_scheme": "light", "bypass_csp": True}
    kiosk = Kiosk(visits.open(server.site_url, **options))
    sender = joined(kiosk)
    tickets = [sender.announce(jpeg(seed), f"photo-{seed}.jpg") for seed in range(3)]
    for seed, ticket in enumerate(tickets[:2]):
        sender.preview(ticket, jpeg(seed, width=160, height=120))
        kiosk.previews(f"photo-{seed}.jpg")
    expect(kiosk.ring_of("photo-2.jpg")).to_be_visible()
    Checked(kiosk.page).now("on their way")
