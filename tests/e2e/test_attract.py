"""A kiosk that waits shows its album's latest photos if the album allows it, and no others."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from devserver.launch import DevServer
from tests.e2e import browser
from tests.e2e.attract import WaitingKiosk
from tests.e2e.browser import Visits
from tests.e2e.lines import API, NO_SOCKETS
from tests.e2e.pages import Kiosk, Phone, words
from tests.e2e.pictures import Folder
from tests.e2e.waiting import eventually
from tests.e2e.walls import Party

#: As a browser does when another tab, or another program, is in front.
TURN = """hidden => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event('visibilitychange'));
}"""


@pytest.fixture
def party(server: DevServer, data: Path) -> Party:
    return Party(server, data, attract="PHOTOS")


def test_the_latest_photos_appear_and_what_is_hidden_or_deleted_leaves(
    visits: Visits, party: Party
) -> None:
    kiosk = WaitingKiosk.put_up(visits, party)
    kiosk.shows_the_drawing()
    first = party.sends()
    kiosk.attracts_by(first)
    second, third = party.sends(width=240, height=320), party.sends()
    kiosk.attracts_by(first, second, third)
    party.says(second, visibility="HIDDEN")
    kiosk.attracts_by(first, third)
    party.deletes(first)
    kiosk.attracts_by(third)
    party.says(third, visibility="HIDDEN")
    kiosk.shows_the_drawing()
    party.says(second, visibility="SHOWN")
    kiosk.attracts_by(second)


def test_one_after_the_other_gives_way_to_those_that_nobody_has_seen(
    visits: Visits, party: Party
) -> None:
    photos = party.sends_some(5)
    kiosk = WaitingKiosk.put_up(visits, party)
    kiosk.attracts_by(*photos[:3])
    for unseen in photos[3:]:
        kiosk.passes(13)
        kiosk.sees(unseen)
        expect(kiosk.prints).to_have_count(3)


def test_of_a_moderated_album_nothing_is_shown_before_it_is_approved(
    server: DevServer, data: Path, visits: Visits
) -> None:
    party = Party(server, data, attract="PHOTOS", moderated=True)
    approved, waiting = party.sends(), party.sends()
    party.says(approved, visibility="SHOWN")
    kiosk = WaitingKiosk.put_up(visits, party)
    kiosk.attracts_by(approved)
    assert waiting not in "".join(kiosk.asked)
    party.says(waiting, visibility="SHOWN")
    kiosk.attracts_by(approved, waiting)


def test_an_album_allows_it_and_may_think_better_of_it(
    server: DevServer, data: Path, visits: Visits
) -> None:
    party = Party(server, data)
    photo = party.sends()
    kiosk = WaitingKiosk.put_up(visits, party)
    kiosk.has_asked()
    kiosk.shows_the_drawing()
    party.change(attract="PHOTOS")
    kiosk.passes(61)
    kiosk.attracts_by(photo)
    party.change(attract="MESSAGES")
    kiosk.shows_the_drawing()
    kiosk.passes(61)
    kiosk.shows_the_drawing()
    assert len(kiosk.fetched) == 1


def test_they_are_there_again_after_a_reload_until_its_key_is_removed(
    visits: Visits, server: DevServer, party: Party
) -> None:
    visits.tolerate("401", "403")
    photo = party.sends()
    kiosk = WaitingKiosk.put_up(visits, party)
    kiosk.attracts_by(photo)
    kiosk.page.reload()
    kiosk.attracts_by(photo)
    other = Party(server, party.data, attract="PHOTOS")
    stranger = WaitingKiosk.put_up(visits, other)
    stranger.has_asked()
    stranger.shows_the_drawing()
    party.removes_all()
    kiosk.shows_the_drawing()
    kiosk.page.reload()
    kiosk.passes(5)
    kiosk.shows_the_drawing()


def test_while_the_service_is_away_there_is_the_drawing(visits: Visits, party: Party) -> None:
    visits.tolerate("ERR_FAILED")
    photos = party.sends_some(4)
    kiosk = WaitingKiosk.put_up(visits, party)
    kiosk.attracts_by(*photos[:3])
    kiosk.page.route(API, lambda route: route.abort())
    kiosk.passes(13)
    kiosk.shows_the_drawing()
    kiosk.page.unroute(API)
    kiosk.passes(31)
    kiosk.attracts_by(*photos[:3])


def test_where_sockets_are_blocked_it_looks_by_itself(visits: Visits, party: Party) -> None:
    photo = party.sends()
    kiosk = WaitingKiosk.put_up(visits, party, lambda page: page.add_init_script(NO_SOCKETS))
    kiosk.attracts_by(photo)
    party.says(photo, visibility="HIDDEN")
    kiosk.shows_the_drawing()


def test_without_its_style_there_is_the_drawing_until_that_can_be_had(
    visits: Visits, party: Party
) -> None:
    visits.tolerate("ERR_FAILED")
    photo = party.sends()
    missed: list[str] = []

    def miss(route: Route) -> None:
        missed.append(route.request.url)
        route.abort()

    kiosk = WaitingKiosk.put_up(
        visits, party, lambda page: page.route("**/rack.css", miss, times=1)
    )
    kiosk.attracts_by(photo)
    assert len(missed) == 1


@pytest.mark.parametrize(
    "trouble", [lambda route: route.abort(), lambda route: None], ids=["none", "never"]
)
def test_a_picture_that_does_not_come_keeps_no_other_away(
    visits: Visits, party: Party, trouble: Callable[[Route], object]
) -> None:
    visits.tolerate("ERR_FAILED")
    there, missing = party.sends(), party.sends()
    picture = f"**/renditions/{missing}/**"
    kiosk = WaitingKiosk.put_up(visits, party, lambda page: page.route(picture, trouble))
    kiosk.has_asked()
    kiosk.passes(16)
    kiosk.attracts_by(there)
    kiosk.page.unroute(picture)
    kiosk.passes(22)
    kiosk.attracts_by(there, missing)


def test_whoever_comes_is_alone_and_after_him_all_is_asked_anew(
    visits: Visits, party: Party, folder: Folder
) -> None:
    album_photo = party.sends()
    kiosk = WaitingKiosk.put_up(visits, party)
    kiosk.attracts_by(album_photo)
    phone = Phone(visits.open(kiosk.show_code(), **browser.PHONE))
    asked = len(kiosk.asked)
    expect(kiosk.page.locator("[data-photo]")).to_have_count(0)
    phone.is_ready()
    phone.pick(folder.photo("mine.jpg", 7))
    mine = kiosk.shows("mine.jpg")
    kiosk.passes(8)
    kiosk.shows_just(1)
    assert len(kiosk.asked) == asked, "nothing is asked while somebody is there"
    source = str(mine.get_attribute("src"))
    # What he has sent is the album's, too; his host sees to it that it is not seen.
    own = eventually(lambda: party.ready() - {album_photo}).pop()
    party.says(own, visibility="HIDDEN")
    kiosk.done.click()
    kiosk.attracts_by(album_photo)
    assert source not in kiosk.page.content()
    assert own not in "".join(kiosk.asked + kiosk.fetched[-1:])


def test_what_its_host_hides_leaves_the_screen_in_front_of_its_visitor_too(
    visits: Visits, party: Party, folder: Folder
) -> None:
    kiosk = WaitingKiosk.put_up(visits, party)
    phone = Phone(visits.open(kiosk.show_code(), **browser.PHONE))
    phone.is_ready()
    phone.pick(folder.photo("mine.jpg", 7))
    kiosk.shows("mine.jpg")
    own = eventually(lambda: party.ready()).pop()
    party.says(own, visibility="HIDDEN")
    paper = kiosk.print_of("mine.jpg")
    expect(paper).to_have_attribute("data-state", "unshowable")
    expect(paper).to_contain_text(words("kiosk.photos.unshowable"))
    assert f"/renditions/{own}/" not in kiosk.page.content()
    party.says(own, visibility="SHOWN")
    kiosk.shows("mine.jpg")
    kiosk.shows_just(1)


def test_nothing_is_asked_or_loaded_for_a_kiosk_without_a_key(
    visits: Visits, server: DevServer, party: Party
) -> None:
    party.sends()
    loaded: list[str] = []

    def listen(page: Page) -> None:
        page.clock.install()
        page.on("request", lambda request: loaded.append(request.url))

    kiosk = Kiosk(visits.open(server.site_url, listen, **browser.KIOSK))
    kiosk.is_at_the_start()
    kiosk.page.clock.run_for(10_000)
    # What comes late has come.
    expect(kiosk.page.get_by_role("combobox")).to_be_visible()
    kiosk.page.wait_for_load_state("networkidle")
    assert [url for url in loaded if "attracting" in url or "rack" in url or "/wall" in url] == []


def test_nobody_is_shown_anything_on_a_page_that_nobody_sees(visits: Visits, party: Party) -> None:
    photo = party.sends()
    kiosk = WaitingKiosk.put_up(visits, party)
    kiosk.attracts_by(photo)
    kiosk.page.evaluate(TURN, True)
    kiosk.shows_the_drawing()
    asked = len(kiosk.asked)
    kiosk.passes(120)
    assert len(kiosk.asked) == asked
    kiosk.page.evaluate(TURN, False)
    kiosk.attracts_by(photo)
