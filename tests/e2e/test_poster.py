"""An album's poster: on the screen, and on paper."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, Route, expect

from devserver.launch import DevServer
from tests.e2e import browser
from tests.e2e.browser import Visits
from tests.e2e.checked import Checked
from tests.e2e.guests import Guest, Host
from tests.e2e.host_pages import signed_in
from tests.e2e.pages import words
from tests.e2e.test_accessibility import NARROW
from tests.e2e.waiting import eventually

QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
#: In points, of 1/72 inch.
PAPERS = {"a4": (595, 842), "letter": (612, 792)}
#: As long as the service takes it, and of the widest letters.
WIDEST = "W" * 60
MARKUP = "<img src=x onerror=alert(1)> & <b>Ben</b>"


@pytest.fixture(scope="module")
def host(server: DevServer, data: Path) -> Host:
    return Host(server, data)


class PosterPage:
    """The page that a host prints."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.print = page.get_by_role("button", name=words("poster.print"))
        self.code = page.get_by_role("img", name=words("poster.qr"))
        self.names = page.locator(".name")

    def shows(self, name: str) -> None:
        """It is drawn, with this name on it."""
        expect(self.print).to_be_visible()
        expect(self.names.first).to_have_text(name)

    def choose(self, choice: str) -> None:
        """Another paper, or another thing to print."""
        self.page.get_by_label(words(f"poster.{choice}"), exact=True).check()

    def codes(self) -> list[str]:
        """What a camera reads off it."""
        shot = Image.open(io.BytesIO(self.page.screenshot(full_page=True)))
        return [each.text for each in zxingcpp.read_barcodes(shot, formats=QR)]

    def printed(self) -> list[tuple[int, int]]:
        """Width and height of each page that a printer would get."""
        pdf = self.page.pdf(prefer_css_page_size=True, print_background=True)
        boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
        assert len(boxes) == len(re.findall(rb"/Type /Page\b", pdf))
        return [(round(float(width)), round(float(height))) for width, height in boxes]


def opened(
    visits: Visits, server: DevServer, data: Path, album: dict[str, Any], **options: Any
) -> PosterPage:
    """The poster of this album, by the sign-in of the host's page."""
    page = visits.open("about:blank", **options)
    signed_in(page, server, data)
    page.goto(f"{server.site_url}/poster.html#album={album['albumId']}")
    return PosterPage(page)


def test_it_is_one_page_of_each_paper_and_a_camera_reads_its_code(
    visits: Visits, server: DevServer, data: Path, host: Host
) -> None:
    album = host.album()
    poster = opened(visits, server, data, album, locale="en-GB")
    poster.shows("Anna & Ben")
    for size, paper in PAPERS.items():
        poster.choose(f"size.{size}")
        for kind, copies in (("cards", 2), ("poster", 1)):
            poster.choose(f"kind.{kind}")
            expect(poster.names).to_have_count(copies)
            assert poster.printed() == [paper], (size, kind)
            assert eventually(poster.codes) == [album["joinUrl"]] * copies
    poster.page.emulate_media(media="print")
    expect(poster.print).to_be_hidden()
    assert eventually(poster.codes) == [album["joinUrl"]]
    sheet, code = poster.page.locator(".sheet").bounding_box(), poster.code.bounding_box()
    assert sheet is not None
    assert code is not None
    assert code["width"] >= 0.7 * sheet["width"], "with its quiet zone"


def test_where_offices_have_letter_it_is_letter(
    visits: Visits, server: DevServer, data: Path, host: Host
) -> None:
    poster = opened(visits, server, data, host.album(), locale="en-US")
    poster.shows("Anna & Ben")
    assert poster.printed() == [PAPERS["letter"]]


def test_a_guest_gets_in_by_what_is_printed(
    visits: Visits, server: DevServer, data: Path, host: Host
) -> None:
    poster = opened(visits, server, data, host.album())
    poster.shows("Anna & Ben")
    (link,) = eventually(poster.codes)
    typed = str(poster.page.locator(".typed b").text_content())
    assert f"{server.site_url}/phone.html".endswith(
        str(poster.page.locator(".typed bdi").text_content())
    )
    by_link = Guest(visits.open(link, **browser.PHONE))
    by_link.join.click()
    by_link.says("album.empty.title")
    by_hand = Guest(visits.open(f"{server.site_url}/phone.html", **browser.PHONE))
    by_hand.code.fill(typed)
    by_hand.join.click()
    by_hand.says("album.empty.title")


@pytest.mark.parametrize("name", [WIDEST, MARKUP])
def test_every_name_is_on_it_as_text_and_whole(
    visits: Visits, server: DevServer, data: Path, host: Host, name: str
) -> None:
    poster = opened(visits, server, data, host.album(name=name))
    for kind in ("poster", "cards"):
        poster.shows(name)
        poster.choose(f"kind.{kind}")
        for size, paper in PAPERS.items():
            poster.choose(f"size.{size}")
            assert poster.names.first.evaluate("el => el.scrollHeight <= el.clientHeight + 1")
            assert poster.printed() == [paper]
            assert eventually(poster.codes)


def test_a_name_that_no_service_of_ours_would_tell_cuts_nothing_else_off(
    visits: Visits, server: DevServer, data: Path, host: Host
) -> None:
    album = host.album()
    hostile = f"\u202egnp.exe<script>{'🎉' * 5000}"

    def rename(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json={**answer.json(), "name": hostile})

    page = visits.open("about:blank")
    signed_in(page, server, data)
    page.route(f"**/albums/{album['albumId']}", rename)
    page.goto(f"{server.site_url}/poster.html#album={album['albumId']}")
    poster = PosterPage(page)
    expect(poster.print).to_be_visible()
    assert poster.names.first.evaluate("el => el.textContent") == hostile
    assert len(poster.printed()) == 1
    assert eventually(poster.codes) == [album["joinUrl"]]


def test_what_is_no_album_is_told(visits: Visits, server: DevServer, data: Path) -> None:
    visits.tolerate("400", "404")
    for number, album in enumerate(({"albumId": "x"}, {"albumId": "A" * 22})):
        poster = opened(visits, server, data, album)
        title = poster.page.get_by_role("heading", name=words("poster.gone.title"))
        expect(title).to_be_visible()
        if number == 0:
            continue
        poster.page.get_by_role("link", name=words("poster.albums")).click()
        poster.page.wait_for_url("**/host.html#albums")


def test_every_state_of_a_poster(visits: Visits, server: DevServer, data: Path, host: Host) -> None:
    visits.tolerate("404")
    look: dict[str, Any] = {**NARROW, "color_scheme": "light", "bypass_csp": True}
    poster = opened(visits, server, data, host.album(name=WIDEST), **look)
    poster.shows(WIDEST)
    checked = Checked(poster.page)
    checked.now("poster")
    poster.choose("kind.cards")
    checked.now("cards")
    gone = opened(visits, server, data, {"albumId": "A" * 22}, **look)
    expect(gone.page.get_by_role("heading", name=words("poster.gone.title"))).to_be_visible()
    Checked(gone.page).now("gone")
