"""A host's photos: looked through, chosen, and what is done with many at once."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from devserver.launch import DevServer
from tests.e2e import hosts
from tests.e2e.browser import Visits
from tests.e2e.host_pages import HostPage, Library, signed_in
from tests.e2e.pages import words
from tests.e2e.pictures import Folder
from tests.e2e.test_accessibility import NARROW, Checked, schemes
from tests.e2e.waiting import eventually

DESK: dict[str, Any] = {"viewport": {"width": 1000, "height": 700}}
HOSTILE = "\u202egpj.exe<b>bold</b>" + "long" * 20 + ".jpg"

Opened = Callable[..., tuple[HostPage, Library]]


@pytest.fixture(scope="module")
def owner(server: DevServer, data: Path) -> hosts.Host:
    return hosts.Host(server, data)


@pytest.fixture
def album(owner: hosts.Host) -> dict[str, Any]:
    made: dict[str, Any] = owner.ask(
        "POST", "/albums", {"name": "<i>Anna</i> & Ben", "moderated": True}, 201
    )
    return made


@pytest.fixture
def opened(visits: Visits, server: DevServer, data: Path) -> Opened:
    """A host signs in and is at an album."""

    def open_(album: dict[str, Any], **options: Any) -> tuple[HostPage, Library]:
        place = f"#library?album={album['albumId']}"
        page = visits.open("about:blank", **{**DESK, **options})
        host = signed_in(page, server, data, place)
        return host, Library(host)

    return open_


def sent(
    server: DevServer, owner: hosts.Host, folder: Folder, album: dict[str, Any], *names: str
) -> list[str]:
    """Guests send photos of these names, the first one first; their ids, when they are ready."""
    ids = []
    for seed, name in enumerate(names):
        content = Path(folder.photo(f"{seed}.jpg", seed)).read_bytes()
        ids.append(hosts.send(server, album["code"], name, content))
        eventually(lambda: ids[-1] in owner.ready(album["albumId"]))
    return ids


def visibility(owner: hosts.Host, photo_id: str) -> str:
    return str(owner.ask("GET", f"/image/{photo_id}?size=original")["photo"]["visibility"])


def test_many_are_shown_hidden_and_deleted_at_once(
    server: DevServer,
    owner: hosts.Host,
    album: dict[str, Any],
    folder: Folder,
    opened: Opened,
) -> None:
    names = ("a.jpg", "b.jpg", "c.jpg", "d.jpg")
    ids = dict(zip(names, sent(server, owner, folder, album, *names), strict=True))
    host, library = opened(album)
    expect(host.page.get_by_role("heading", name="<i>Anna</i> & Ben")).to_be_visible()
    library.has(*names)
    library.choose("a.jpg", "b.jpg")
    library.press("library.bulk.approve")
    expect(library.chosen).to_have_count(0)
    assert [visibility(owner, ids[name]) for name in names] == [
        *("SHOWN", "SHOWN", "WAITING", "WAITING")
    ]
    library.filter("visibility", words("library.visibility.WAITING"))
    library.has("c.jpg", "d.jpg")
    library.choose("c.jpg")
    library.press("library.bulk.hide")
    library.has("d.jpg")
    library.choose("d.jpg")
    library.press("library.bulk.delete")
    library.page.keyboard.press("Enter")
    library.has("d.jpg")
    library.press("library.bulk.delete")
    library.page.locator('dialog [data-answer="delete"]').click()
    expect(
        host.page.get_by_role("heading", name=words("library.empty.filtered.title"))
    ).to_be_visible()
    library.filter("visibility", words("library.visibility.all"))
    library.has("a.jpg", "b.jpg", "c.jpg")


def test_what_did_not_work_stays_chosen_and_says_why(
    server: DevServer,
    owner: hosts.Host,
    album: dict[str, Any],
    folder: Folder,
    opened: Opened,
    visits: Visits,
) -> None:
    """What guests have sent belongs to their album; only its owner may take a photo elsewhere."""
    visits.tolerate("403", "404")
    gone, _ = sent(server, owner, folder, album, "gone.jpg", "stays.jpg")
    other = owner.ask("POST", "/albums", {"name": "Another"}, 201)
    _, library = opened(album)
    library.has("gone.jpg", "stays.jpg")
    owner.ask("DELETE", f"/image/{gone}")
    library.choose("gone.jpg", "stays.jpg")
    library.press("library.bulk.move")
    choice = library.page.get_by_role("combobox", name=words("library.move.to"))
    choice.select_option(other["albumId"])
    library.page.locator('dialog [data-answer="yes"]').click()
    expect(library.result).to_contain_text(words("library.failed.ChangeNotAllowed"))
    expect(library.result).to_contain_text(words("library.failed.PhotoNotFound"))
    expect(library.chosen).to_have_count(2)


def test_a_photo_is_saved_as_it_was_taken(
    server: DevServer,
    owner: hosts.Host,
    album: dict[str, Any],
    folder: Folder,
    opened: Opened,
) -> None:
    sent(server, owner, folder, album, "sea.jpg")
    _, library = opened(album)
    library.choose("sea.jpg")
    library.press("library.bulk.download")
    with library.page.expect_download() as saving:
        library.press("library.download.original")
    assert saving.value.suggested_filename == "sea.jpg"
    assert Path(saving.value.path()).read_bytes() == Path(folder.photo("0.jpg", 0)).read_bytes()
    expect(library.chosen).to_have_count(0)


def test_by_keyboard_alone(
    server: DevServer,
    owner: hosts.Host,
    album: dict[str, Any],
    folder: Folder,
    opened: Opened,
) -> None:
    names = [f"{letter}.jpg" for letter in "abcdefg"]
    sent(server, owner, folder, album, *names)
    newest_first = names[::-1]
    _, library = opened(album, viewport={"width": 520, "height": 900})
    library.has(*names)
    keyboard = library.page.keyboard
    library.cells.first.focus()

    def at(index: int) -> None:
        expect(library.cell(newest_first[index])).to_be_focused()

    keyboard.press("ArrowRight")
    at(1)
    keyboard.press("ArrowDown")
    at(1 + _columns(library))
    keyboard.press("End")
    at(6)
    keyboard.press("Home")
    at(0)
    keyboard.press(" ")
    expect(library.chosen).to_have_count(1)
    keyboard.press("Shift+ArrowRight")
    keyboard.press("Shift+ArrowRight")
    expect(library.chosen).to_have_count(3)
    keyboard.press("Shift+ArrowLeft")
    expect(library.chosen).to_have_count(2)
    keyboard.press("ControlOrMeta+a")
    expect(library.chosen).to_have_count(7)
    keyboard.press("Escape")
    expect(library.chosen).to_have_count(0)
    at(1)
    library.cell(newest_first[2]).click(modifiers=["ControlOrMeta"])
    library.cell(newest_first[4]).click(modifiers=["Shift"])
    expect(library.chosen).to_have_count(3)


def test_ten_thousand_photos_are_few_in_the_page(
    album: dict[str, Any], visits: Visits, server: DevServer, data: Path
) -> None:
    def rig(page: Page) -> None:
        page.route("**/api/images?**", partial(_many, 10_000))

    page = visits.open("about:blank", before=rig, **DESK)
    host = signed_in(page, server, data, f"#library?album={album['albumId']}")
    library = Library(host)
    expect(library.cells.first).to_be_visible()
    most = 0
    for _ in range(80):
        page.keyboard.press("End")
        page.mouse.wheel(0, 20_000)
        most = max(most, library.cells.count())
    assert 10 < most < 200
    library.cells.first.focus()
    page.keyboard.press("ControlOrMeta+a")
    chosen = words("library.bulk.count.other", count="10,000")
    expect(page.get_by_text(chosen, exact=True)).to_be_visible()
    page.keyboard.press("End")
    expect(library.cell("9999.jpg")).to_be_focused()
    assert library.cells.count() < 200
    expect(library.grid).to_have_attribute("aria-rowcount", str(-(-10_000 // _columns(library))))


def test_urls_that_have_run_out_are_fetched_anew(
    server: DevServer,
    owner: hosts.Host,
    album: dict[str, Any],
    folder: Folder,
    opened: Opened,
    visits: Visits,
) -> None:
    sent(server, owner, folder, album, "sea.jpg")
    host, library = opened(album)
    expect(library.cell("sea.jpg").locator("img[data-shown]")).to_be_visible()
    visits.tolerate("403", "ERR_BLOCKED_BY_ORB")
    answers: list[int] = []

    def stale(route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        answers.append(len(body["photos"]))
        if len(answers) == 1:
            for photo in body["photos"]:
                photo["thumbUrl"] = photo["thumbUrl"].replace(
                    "X-Amz-Signature=", "X-Amz-Signature=0"
                )
        route.fulfill(response=answer, json=body)

    host.page.route("**/api/images?**", stale)
    host.page.reload()
    expect(library.cell("sea.jpg").locator("img[data-shown]")).to_be_visible()


@schemes
def test_every_state_as_axe_sees_it(
    server: DevServer,
    owner: hosts.Host,
    album: dict[str, Any],
    folder: Folder,
    opened: Opened,
    scheme: str,
) -> None:
    empty = owner.ask("POST", "/albums", {"name": "Empty"}, 201)
    ids = sent(server, owner, folder, album, HOSTILE, "b.jpg", "c.jpg")
    owner.ask("PATCH", f"/image/{ids[1]}", {"visibility": "HIDDEN"})
    owner.ask("PATCH", f"/image/{ids[2]}", {"visibility": "SHOWN"})
    size: dict[str, Any] = {**NARROW, "color_scheme": scheme, "bypass_csp": True}
    host, library = opened(empty, **size)
    expect(host.page.get_by_role("heading", name=words("library.empty.title"))).to_be_visible()
    checked = Checked(host.page)
    checked.now("empty")
    choice = library.page.get_by_role("combobox", name=words("library.album"), exact=True)
    choice.select_option(album["albumId"])
    expect(library.cells).to_have_count(3)
    assert host.page.locator("b, i").count() == 0
    checked.now("photos")
    library.press("library.select")
    library.cells.first.click()
    checked.now("chosen")
    for deed in ("move", "download", "delete"):
        library.press(f"library.bulk.{deed}")
        expect(host.page.locator("dialog")).to_be_visible()
        checked.now(deed)
        host.page.keyboard.press("Escape")
    host.menu.click()
    checked.now("menu")


def _columns(library: Library) -> int:
    return int(library.grid.get_attribute("aria-colcount") or "0")


def _many(count: int, route: Route) -> None:
    """As the service answers that has so many photos."""
    query = parse_qs(urlsplit(route.request.url).query)
    begin = int(query.get("cursor", ["0"])[0])
    end = min(begin + int(query["limit"][0]), count)
    photos = [_photo(number, query["album"][0]) for number in range(begin, end)]
    body = {
        "photos": photos,
        "cursor": str(end) if end < count else None,
        "expiresAt": 4_000_000_000,
    }
    headers = {"Access-Control-Allow-Origin": "*"}
    route.fulfill(body=json.dumps(body), content_type="application/json", headers=headers)


def _photo(number: int, album_id: str) -> dict[str, Any]:
    return {
        "photoId": f"photo-{number:016d}",
        "state": "READY",
        "code": None,
        "type": "image",
        "fileName": f"{number}.jpg",
        "contentType": "image/jpeg",
        "sizeBytes": 1,
        "storedAt": 1_800_000_000 - number,
        "readyAt": 1_800_000_000,
        "ownerId": None,
        "albumId": album_id,
        "comment": None,
        "visibility": "SHOWN",
        "facts": None,
        "sizes": [],
        "thumbUrl": None,
    }
