"""A kiosk that shows its album's photos while it waits: how it looks, and for months."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from devserver.launch import DevServer
from tests.e2e import browser
from tests.e2e.attract import WaitingKiosk
from tests.e2e.browser import Visits
from tests.e2e.checked import Checked
from tests.e2e.pages import Kiosk, words
from tests.e2e.test_accessibility import in_scheme
from tests.e2e.test_languages import LOCALES
from tests.e2e.test_wall_states import SLACK_BYTES, in_use
from tests.e2e.walls import Party

LANDSCAPE: dict[str, Any] = {"viewport": {"width": 1920, "height": 1080}}
LONG = "Wedding of Anna-Sophia and Benedikt-Maximilian in Llanfairpwll"

#: Where the parts of the first scene are, whatever its words, which change in their own time.
BOXES = """() => {
    document.querySelector('#message').textContent = 'Words.';
    return ['#message', '.counter', '#upload', '.rack'].map((name) => {
        const {x, y, width, height} = document.querySelector(name).getBoundingClientRect();
        return [name, x, y, width, height];
    });
}"""
#: Whether the prints stand where the drawing stood, above the counter and behind it.
STANDS = """() => {
    const box = (name) => document.querySelector(name).getBoundingClientRect();
    const [rack, drawing, message] = ['.attract-rack', '.rack', '#message'].map(box);
    const prints = [...document.querySelectorAll('.attract-print[data-on=true] img')]
        .map((each) => each.getBoundingClientRect());
    const counter = document.querySelector('[data-scene=attract] .counter');
    const {left, top, width} = counter.getBoundingClientRect();
    const isPortrait = innerHeight > innerWidth;
    return {
        isInPlace: ['left', 'width'].every((side) => Math.abs(rack[side] - drawing[side]) < 1),
        isOnScreen: prints.every((each) => each.left > -1 && each.right < innerWidth + 1),
        isClear: prints.every((each) => each.top > (isPortrait ? message.bottom : 0)),
        isBehind: counter.contains(document.elementFromPoint(left + width / 2, top + 2)),
    };
}"""


@pytest.mark.parametrize("screen", [browser.KIOSK, LANDSCAPE], ids=["portrait", "landscape"])
def test_prints_stand_where_the_drawing_stood_and_nothing_else_moves(
    server: DevServer, data: Path, visits: Visits, screen: dict[str, Any]
) -> None:
    party = Party(server, data, attract="PHOTOS")
    kiosk = WaitingKiosk.put_up(visits, party, **in_scheme(screen))
    kiosk.has_asked()
    before = kiosk.page.evaluate(BOXES)
    shapes = ((640, 320), (320, 640), (480, 480))
    photos = [party.sends(width=width, height=height) for width, height in shapes]
    kiosk.attracts_by(*photos)
    assert kiosk.page.evaluate(BOXES) == before
    assert all(kiosk.page.evaluate(STANDS).values()), kiosk.page.evaluate(STANDS)
    Checked(kiosk.page).now("photos")


def test_no_kind_word_makes_the_page_wider_with_larger_letters(
    server: DevServer, visits: Visits
) -> None:
    kiosk = Kiosk(visits.open(server.site_url, **LANDSCAPE))
    kiosk.is_at_the_start()
    line = kiosk.page.context.new_cdp_session(kiosk.page)
    line.send("Page.setFontSizes", {"fontSizes": {"standard": 32}})
    say = "words => { document.querySelector('#message').textContent = words; }"
    for message in json.loads((LOCALES / "en" / "kiosk.json").read_text())["kiosk.messages"]:
        kiosk.page.evaluate(say, message)
        wide = kiosk.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, message


def test_it_is_decoration_of_which_screen_readers_say_nothing(
    server: DevServer, data: Path, visits: Visits
) -> None:
    party = Party(server, data, attract="PHOTOS", name=LONG[:60])
    photo = party.sends()
    kiosk = WaitingKiosk.put_up(visits, party)
    kiosk.sees(photo)
    expect(kiosk.label).to_have_text(words("attract.album", album=LONG[:60]))
    expect(kiosk.page.locator("main").get_by_role("img")).to_have_count(0)
    expect(kiosk.page.get_by_role("status")).to_have_text("")
    assert kiosk.page.locator(".attract-rack").evaluate(
        "e => e.closest('[aria-hidden=true]') !== null"
    )


def test_it_speaks_as_the_screen_does(server: DevServer, data: Path, visits: Visits) -> None:
    party = Party(server, data, attract="PHOTOS")
    photo = party.sends()
    kiosk = WaitingKiosk.put_up(visits, party, **browser.KIOSK, locale="de-DE")
    kiosk.sees(photo)
    expect(kiosk.label).to_have_text("Aus dem Album \u2068Anna & Ben\u2069")
    kiosk.passes(3)
    kiosk.page.get_by_role("combobox").select_option("fr")
    expect(kiosk.label).to_have_text("De l’album \u2068Anna & Ben\u2069")


def test_for_whom_motion_makes_ill_one_is_there_and_then_another(
    server: DevServer, data: Path, visits: Visits
) -> None:
    party = Party(server, data, attract="PHOTOS")
    photos = party.sends_some(4)
    kiosk = WaitingKiosk.put_up(visits, party, **browser.KIOSK, reduced_motion="reduce")
    kiosk.attracts_by(*photos[:3])
    kiosk.passes(13)
    kiosk.sees(photos[3])
    moves = "getComputedStyle(document.querySelector('{}')).transitionDuration"
    for each in (".attract-print", ".attract-rack", ".rack"):
        assert kiosk.page.evaluate(moves.format(each)) in ("0s", "0ms")
    assert kiosk.page.evaluate("document.getAnimations().length") == 0


def test_each_picture_is_fetched_once_and_memory_stays_flat(
    server: DevServer, data: Path, visits: Visits
) -> None:
    party = Party(server, data, attract="PHOTOS")
    photos = party.sends_some(5)
    kiosk = WaitingKiosk.put_up(visits, party)
    kiosk.attracts_by(*photos[:3])
    session = kiosk.page.context.new_cdp_session(kiosk.page)
    _change(kiosk, 15)
    nodes = kiosk.page.evaluate("document.querySelectorAll('*').length")
    before = in_use(session)
    _change(kiosk, 45)
    assert in_use(session) - before < SLACK_BYTES
    assert kiosk.page.evaluate("document.querySelectorAll('*').length") == nodes
    assert len(kiosk.fetched) == len(photos)


def _change(kiosk: WaitingKiosk, times: int) -> None:
    """Another print has given way, so often."""
    now = "[...document.querySelectorAll('.attract-print[data-on=true]')].map(e => e.dataset.photo)"
    for _ in range(times):
        before = kiosk.page.evaluate(f"String({now})")
        kiosk.passes(13)
        kiosk.page.wait_for_function(f"before => String({now}) !== before", arg=before)
