"""What is said to who cannot see the pages: enough, once, and never a torrent."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from devserver.launch import DevServer
from tests.e2e import browser
from tests.e2e.browser import Visits
from tests.e2e.guests import Host
from tests.e2e.pages import Kiosk, Phone, words
from tests.e2e.pictures import Folder, jpeg
from tests.e2e.waiting import eventually

#: Notes what live regions say, and how often the text beside changes which is only seen. What a
#: `timer` shows is not spoken (WAI-ARIA 1.2).
LISTEN = """
    window.told = [];
    window.seen = new Set();
    const LIVE = '[role=status], [role=alert], [role=log], [aria-live]';
    new MutationObserver((changes) => {
        for (const {target} of changes) {
            const el = target.nodeType === 1 ? target : target.parentElement;
            const live = el?.closest(LIVE);
            const words = live?.textContent.trim();
            if (words && told.at(-1) !== words) {
                told.push(words);
            } else if (!live && /\\d%/.test(el?.textContent ?? '')) {
                seen.add(el.textContent);
            }
        }
    }).observe(document, {childList: true, characterData: true, subtree: true});
"""
#: Bytes per second: a photo of this size takes some seconds.
SLOW = 120_000


def _listen(page: Page) -> None:
    page.add_init_script(LISTEN)


def _told(page: Page) -> list[str]:
    told: list[str] = page.evaluate("told")
    return told


def test_an_upload_is_told_by_quarters_on_both_pages(
    server: DevServer, visits: Visits, folder: Folder
) -> None:
    kiosk = Kiosk(visits.open(server.site_url, before=_listen, **browser.KIOSK))
    phone = Phone(visits.open(kiosk.show_code(), before=_listen, **browser.PHONE))
    phone.is_ready()
    line = phone.page.context.new_cdp_session(phone.page)
    line.send("Network.enable")
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": SLOW}
    line.send("Network.emulateNetworkConditions", slow)
    noise = jpeg(1, width=3000, height=2250) + bytes(600_000)
    phone.pick(folder.file("large.jpg", noise))
    phone.has_sent("large.jpg")
    kiosk.shows("large.jpg")
    said = _told(phone.page)
    progress = [each for each in said if "%" in each]
    assert progress == [
        f"{words('phone.total', sent=0, total=1)}, {percent}%" for percent in (25, 50, 75)
    ]
    assert any(words("phone.sent.title") in each for each in said[said.index(progress[-1]) :])
    heard = _told(kiosk.page)
    percents = [each for each in heard if "%" in each]
    assert percents, heard
    assert len(percents) <= 3
    assert words("kiosk.say.landed", name="large.jpg") in heard
    for page in (phone.page, kiosk.page):
        assert page.evaluate("seen.size") > 4, "the eye is told more often"


def test_many_photos_that_are_taken_are_told_by_quarters(
    server: DevServer, data: Path, visits: Visits
) -> None:
    host = Host(server, data)
    album = host.album(guests="ALL")
    for seed in range(9):
        host.send(album, f"{seed}.jpg", jpeg(seed))
    eventually(lambda: len(_ready(host, album)) == 9)
    page = visits.open(album["galleryUrl"], before=_listen, **browser.PHONE)
    with page.expect_download():
        page.get_by_role("button", name=words("gallery.take")).click()
    expect(page.locator("#taking")).to_have_text(words("gallery.take.done"))
    told = _told(page)
    assert told[-1] == words("gallery.take.done")
    quarters = [words("gallery.take.packing", count=count, photos=9) for count in (1, 4, 6, 8)]
    packing = [each for each in told if each.startswith(quarters[0][:7])]
    # Photos that come in one moment are told in one.
    assert set(packing) <= set(quarters), told


def _ready(host: Host, album: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in host.photos(album) if each["state"] == "READY"]
