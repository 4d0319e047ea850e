"""A wall shows an album: what is ready and shown, at once, and nothing that its host has hidden."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from devserver.launch import DevServer
from tests.e2e.browser import Visits
from tests.e2e.lines import NO_SOCKETS, Line
from tests.e2e.walls import TV, Party, Wall

HOSTILE = "<img src=x onerror=alert(1)> \u202etxt.exe " + "x" * 300


@pytest.fixture
def party(server: DevServer, data: Path) -> Party:
    return Party(server, data)


def test_a_new_photo_is_pushed_and_one_that_is_hidden_leaves(visits: Visits, party: Party) -> None:
    wall = Wall.hung(visits, party)
    wall.is_empty()
    first = party.sends()
    wall.shows(first)
    second = party.sends()
    wall.shows(second)
    party.says(second, visibility="HIDDEN")
    wall.shows(first)
    party.deletes(first)
    wall.is_empty()
    party.says(second, visibility="SHOWN")
    wall.shows(second)


def test_walls_of_a_moderated_album_show_nothing_before_it_is_approved(
    server: DevServer, data: Path, visits: Visits
) -> None:
    party = Party(server, data, moderated=True)
    walls = [Wall.hung(visits, party) for _ in range(2)]
    photo = party.sends()
    for wall in walls:
        wall.is_empty()
    party.says(photo, visibility="SHOWN")
    for wall in walls:
        wall.shows(photo)
    party.says(photo, visibility="HIDDEN")
    for wall in walls:
        wall.is_empty()


def test_a_wall_that_is_switched_on_shows_what_there_is(visits: Visits, party: Party) -> None:
    photos = [party.sends(), party.sends()]
    party.leads(seconds=3)
    wall = Wall.hung(visits, party)
    wall.shows(*photos)
    first = wall.shown()
    wall.shows(*(each for each in photos if each != first))


def test_its_host_leads_it_and_it_remembers(visits: Visits, party: Party) -> None:
    photos = [party.sends(), party.sends()]
    wall = Wall.hung(visits, party)
    wall.shows(*photos)
    party.leads(paused=True)
    wall.says("wall.paused")
    first = wall.shown()
    party.leads(next=True)
    wall.shows(*(each for each in photos if each != first))
    wall.page.reload()
    wall.shows(*photos)
    wall.says("wall.paused")
    party.leads(paused=False)
    wall.says("")


def test_who_stands_at_it_leads_it_by_keys(visits: Visits, party: Party) -> None:
    photos = [party.sends(), party.sends()]
    wall = Wall.hung(visits, party)
    wall.shows(*photos)
    first = wall.shown()
    wall.page.keyboard.press("ArrowRight")
    wall.page.wait_for_function("() => document.fullscreenElement !== null")
    wall.shows(*(each for each in photos if each != first))
    wall.page.keyboard.press("ArrowLeft")
    wall.shows(first)
    wall.page.keyboard.press("Space")
    wall.says("wall.paused")
    wall.page.keyboard.press("Space")
    wall.says("")


def test_it_catches_up_after_a_cut(visits: Visits, party: Party) -> None:
    visits.tolerate("ERR_INTERNET_DISCONNECTED")
    first = party.sends()
    lines: list[Line] = []
    url = party.screen()["wallUrl"]
    wall = Wall(
        visits.open(
            url,
            before=lambda page: page.route_web_socket(
                "**", lambda route: lines.append(Line(route))
            ),
            **TV,
        )
    )
    wall.shows(first)
    wall.page.context.set_offline(True)
    lines[-1].cut()
    wall.says("wall.away")
    wall.shows(first)
    second = party.sends()
    party.says(first, visibility="HIDDEN")
    wall.page.context.set_offline(False)
    wall.shows(second)
    wall.says("")


def test_where_sockets_are_blocked_it_looks_by_itself(visits: Visits, party: Party) -> None:
    url = party.screen()["wallUrl"]
    wall = Wall(visits.open(url, before=lambda page: page.add_init_script(NO_SOCKETS), **TV))
    wall.is_empty()
    photo = party.sends()
    wall.shows(photo)
    party.says(photo, visibility="HIDDEN")
    wall.is_empty()


def test_a_wall_that_is_removed_stops_at_once(visits: Visits, party: Party) -> None:
    visits.tolerate("403", "401")
    photo = party.sends()
    screen = party.screen()
    wall = Wall(visits.open(screen["wallUrl"], **TV))
    wall.shows(photo)
    party.remove(screen)
    wall.stops("refused")
    wall.page.reload()
    wall.stops("refused")


def test_without_a_key_it_says_what_to_do(server: DevServer, visits: Visits) -> None:
    wall = Wall(visits.open(f"{server.site_url}/wall.html", **TV))
    wall.stops("unset")


def test_the_key_is_kept_and_stands_nowhere(visits: Visits, party: Party) -> None:
    wall = Wall.hung(visits, party)
    wall.is_empty()
    assert "#" not in wall.page.url
    wall.page.reload()
    wall.is_empty()


def test_what_people_write_is_text(visits: Visits, party: Party) -> None:
    photo = party.keeps(HOSTILE)
    wall = Wall.hung(visits, party)
    wall.shows(photo)
    caption = wall.sheet.locator("figcaption")
    expect(caption).to_contain_text("<img src=x onerror=alert(1)>")
    expect(caption.locator("img")).to_have_count(0)
    assert wall.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    party.says(photo, comment="So good")
    expect(caption).to_have_text("So good")


def test_a_code_that_is_replaced_is_replaced_on_the_wall(visits: Visits, party: Party) -> None:
    wall = Wall.hung(visits, party)
    wall.is_empty()
    before = wall.code.get_attribute("src")
    party.change(newCode=True, name="Ben & Anna")
    expect(wall.page.get_by_role("heading", name="Ben & Anna")).to_be_visible()
    expect(wall.code).not_to_have_attribute("src", before or "")
    expect(wall.code).to_be_visible()
