"""Videos on the screen: silent, over and over, on the paper that their preview had."""

import base64
import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from devserver.launch import DevServer
from tests.e2e import browser as browsers
from tests.e2e.api_client import Film
from tests.e2e.browser import Visits
from tests.e2e.checked import Checked
from tests.e2e.coming import Joined, Receipts, Sender
from tests.e2e.pages import Kiosk, Phone, words
from tests.e2e.pictures import Folder, jpeg
from tests.films import an_mp4

NAME = "film.mp4"
WEBM = "video/webm"

#: A second of 320 by 180, of which every frame has another colour.
SHOOT = """async () => {
    const canvas = document.createElement('canvas');
    Object.assign(canvas, {width: 320, height: 180});
    const context = canvas.getContext('2d');
    let hue = 0;
    const paint = () => {
        context.fillStyle = `hsl(${hue += 10} 80% 50%)`;
        context.fillRect(0, 0, 320, 180);
    };
    paint();
    const recorder = new MediaRecorder(canvas.captureStream(), {mimeType: 'video/webm;codecs=vp8'});
    const chunks = [];
    recorder.ondataavailable = ({data}) => chunks.push(data);
    const stopped = new Promise((resolve) => { recorder.onstop = resolve; });
    recorder.start();
    await new Promise((resolve) => {
        const began = performance.now();
        const next = () => {
            paint();
            performance.now() < began + 1000 ? requestAnimationFrame(next) : resolve();
        };
        requestAnimationFrame(next);
    });
    recorder.stop();
    await stopped;
    const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}"""

#: Notes the large print in every frame: its paper, and whether anything is to be seen on it.
WATCH = """
    window.shots = [];
    // That a frame could be painted does not mean that it was.
    const painted = new Set();
    new MutationObserver((changes) => {
        for (const video of changes.flatMap(({addedNodes}) => [...addedNodes])) {
            video.requestVideoFrameCallback?.(() => painted.add(video));
        }
    }).observe(document, {childList: true, subtree: true});
    requestAnimationFrame(function note() {
        const figure = document.querySelector('#newest .print');
        if (figure) {
            const video = figure.querySelector('video');
            const image = figure.querySelector('img');
            const {offsetLeft, offsetTop, offsetWidth, offsetHeight} = figure;
            const isSeen = (el) => el && getComputedStyle(el).visibility === 'visible';
            shots.push({
                state: figure.dataset.state,
                paper: [offsetLeft, offsetTop, offsetWidth, offsetHeight],
                image: Boolean(isSeen(image) && image.complete && image.naturalWidth),
                video: Boolean(isSeen(video) && painted.has(video)),
            });
        }
        requestAnimationFrame(note);
    });
"""
#: It plays: its time goes on, and it begins again at its end.
LOOPS = """(video) => new Promise((resolve) => {
    let last = video.currentTime;
    video.addEventListener('timeupdate', () => {
        if (video.currentTime < last) {
            resolve(true);
        }
        last = video.currentTime;
    });
})"""


@pytest.fixture(scope="module")
def waves(browser: Browser) -> bytes:
    """A film that this browser can play, for it has made it."""
    visits = Visits(browser)
    shot: str = visits.open("about:blank").evaluate(SHOOT)
    visits.close()
    assert visits.unexpected() == []
    return base64.b64decode(shot)


@pytest.fixture
def watched(server: DevServer, visits: Visits) -> tuple[Kiosk, Receipts]:
    """A kiosk whose large print is noted, and what it says that it shows."""
    receipts: list[Receipts] = []

    def rig(page: Page) -> None:
        page.add_init_script(WATCH)
        receipts.append(Receipts(page))

    kiosk = Kiosk(visits.open(server.site_url, before=rig, **browsers.KIOSK))
    return kiosk, receipts[0]


def announced(sender: Sender, content: bytes, content_type: str = WEBM) -> Film:
    """The screen has heard that it comes."""
    film = Film(sender.phone, content, content_type)
    sender.tell(**{film.photo_id: 0})
    return film


def arrives(film: Film) -> None:
    for number in film.numbers():
        assert film.send(number) == 200
    assert film.complete().status == 200


def video_of(kiosk: Kiosk) -> Locator:
    """It is there to be seen, and its preview no more."""
    paper = kiosk.print_of(NAME)
    expect(paper).to_have_attribute("data-state", "shown")
    expect(paper.locator("img")).to_have_count(0)
    video = paper.locator("video")
    expect(video).to_have_attribute("aria-label", NAME)
    return video


def test_a_video_takes_the_place_of_its_preview_and_plays(
    watched: tuple[Kiosk, Receipts], joined: Joined, waves: bytes
) -> None:
    kiosk, receipts = watched
    sender = joined(kiosk)
    film = announced(sender, waves)
    sender.preview(film.upload, jpeg(3, width=160, height=90))
    kiosk.previews(NAME)
    assert receipts.shown == []
    arrives(film)
    video = video_of(kiosk)
    receipts.are_just(film.photo_id)
    assert video.evaluate("({muted, loop, playsInline}) => muted && loop && playsInline")
    assert video.evaluate("({videoWidth, videoHeight}) => [videoWidth, videoHeight]") == [320, 180]
    assert video.evaluate(LOOPS)
    shots = kiosk.page.evaluate("shots")
    pictured = shots[[shot["state"] for shot in shots].index("previewed") :]
    assert [shot for shot in pictured if not (shot["image"] or shot["video"])] == []
    assert len({tuple(shot["paper"]) for shot in pictured}) == 1
    assert not any(shot["video"] for shot in shots if shot["state"] != "shown")


def test_a_fresh_url_does_not_disturb_a_video_that_plays(
    watched: tuple[Kiosk, Receipts], joined: Joined, waves: bytes
) -> None:
    kiosk, receipts = watched
    sender = joined(kiosk)
    arrives(announced(sender, waves))
    video = video_of(kiosk)
    before = video.get_attribute("src")
    kiosk.says("kiosk.photos.title.one")
    receipts.are_all_there()
    expect(video).to_have_attribute("src", str(before))
    assert video.evaluate(LOOPS)
    assert kiosk.page.locator("video").count() == 1


def test_a_video_that_breaks_off_goes_on_with_a_fresh_url(
    watched: tuple[Kiosk, Receipts], joined: Joined, waves: bytes
) -> None:
    kiosk, _ = watched
    arrives(announced(joined(kiosk), waves))
    video = video_of(kiosk)
    video.evaluate("video => { video.pause(); video.dataset.old = ''; }")
    # As where its URL has run out and the browser has not kept all of it.
    video.dispatch_event("error")
    expect(video_of(kiosk)).not_to_have_attribute("data-old", "", timeout=20_000)
    assert video_of(kiosk).evaluate(LOOPS)
    states = {shot["state"] for shot in kiosk.page.evaluate("shots")}
    assert "unshowable" not in states


def test_in_the_row_a_video_stands_still(kiosk: Kiosk, joined: Joined, waves: bytes) -> None:
    sender = joined(kiosk)
    arrives(announced(sender, waves))
    assert video_of(kiosk).evaluate(LOOPS)
    sender.phone.send(jpeg(1), "next.jpg")
    kiosk.shows("next.jpg")
    still = kiosk.page.locator("#earlier video")
    expect(still).to_have_js_property("paused", True)
    expect(still).to_have_js_property("currentTime", 0)


def test_what_cannot_be_played_is_said_to_be_unshowable(
    visits: Visits, kiosk: Kiosk, joined: Joined
) -> None:
    sender = joined(kiosk)
    film = announced(sender, an_mp4(5000), "video/mp4")
    sender.preview(film.upload, jpeg(3, width=160, height=90))
    kiosk.previews(NAME)
    arrives(film)
    paper = kiosk.print_of(NAME)
    expect(paper).to_have_attribute("data-state", "unshowable")
    expect(paper.get_by_text(words("kiosk.photos.unshowable"))).to_be_visible()
    expect(paper.locator("img")).to_be_hidden()


def test_where_motion_makes_ill_the_first_frame_stands(
    server: DevServer, visits: Visits, joined: Joined, waves: bytes
) -> None:
    options = {**browsers.KIOSK, "reduced_motion": "reduce", "bypass_csp": True}
    kiosk = Kiosk(visits.open(server.site_url, **options))
    arrives(announced(joined(kiosk), waves))
    video = kiosk.print_of(NAME).locator("video")
    expect(kiosk.print_of(NAME)).to_have_attribute("data-state", "shown")
    expect(video).to_have_js_property("paused", True)
    assert video.evaluate("video => video.readyState >= 2 && video.currentTime === 0")
    Checked(kiosk.page).now("a video")


def test_the_phone_has_a_small_picture_of_a_video_and_sends_it_ahead(
    kiosk: Kiosk, phone: Phone, folder: Folder, waves: bytes
) -> None:
    phone.page.route(re.compile("partNumber="), lambda _: None)
    phone.has_everything()
    phone.pick(folder.file("waves.webm", waves))
    expect(phone.row("waves.webm").locator("canvas")).to_be_visible()
    image = kiosk.previews("waves.webm")
    ratio = image.evaluate("({naturalWidth, naturalHeight}) => naturalWidth / naturalHeight")
    assert ratio == pytest.approx(16 / 9, abs=0.02)


def test_a_video_that_cannot_be_decoded_holds_no_photo_up(phone: Phone, folder: Folder) -> None:
    phone.page.route(re.compile("partNumber="), lambda _: None)
    phone.has_everything()
    phone.pick(folder.file("odd.mp4", an_mp4(5000)), folder.photo("sea.jpg"))
    expect(phone.row("sea.jpg").locator("canvas")).to_be_visible()
    phone.has_sent("sea.jpg")
    expect(phone.row("odd.mp4").locator("canvas")).to_have_count(0)
