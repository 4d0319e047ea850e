"""Takes the pictures at the top of README anew: `make pictures`.

A visit as it is, in light and in dark: the kiosk's code, the phone that has scanned it, and the
kiosk with what that has sent. The photos are drawn here.
"""

import io
import math
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, sync_playwright

from devserver.launch import DevServer, launched
from tests.e2e import browser
from tests.e2e.pages import Kiosk, Phone
from tests.e2e.pictures import Folder

FOLDER = Path(__file__).parents[2] / "docs" / "images"
SCHEMES = ("light", "dark")
#: Of each, in pixels of the file.
SIZES = {"kiosk-code": (540, 960), "phone-pick": (390, 844), "kiosk-photos": (1280, 720)}

#: Skies from above to below, and hills from far to near.
_SCENES = (
    ((92, 142, 196), (226, 196, 168), (94, 124, 124), (62, 94, 82), (36, 58, 50)),
    ((52, 66, 110), (150, 116, 112), (74, 74, 112), (52, 46, 86), (28, 26, 48)),
    ((134, 186, 208), (206, 222, 214), (196, 170, 120), (158, 124, 84), (102, 90, 60)),
    ((228, 136, 98), (246, 190, 140), (150, 92, 94), (104, 60, 70), (62, 36, 50)),
)
_SUN = (254, 234, 188)


def landscape(number: int) -> bytes:
    """A view of hills, as a JPEG; each third one is upright."""
    width, height = (1500, 2000) if number % 3 == 0 else (2000, 1500)
    above, below, *hills = _SCENES[number % len(_SCENES)]
    picture = Image.new("RGB", (width, height))
    draw = ImageDraw.Draw(picture)
    for y in range(height):
        part = min(1.0, 1.6 * y / height)
        line = [round(a + (b - a) * part) for a, b in zip(above, below, strict=True)]
        draw.line([(0, y), (width, y)], fill=(line[0], line[1], line[2]))
    left, top, across = width * (0.3 + 0.1 * number % 0.4), height * 0.18, height * 0.16
    draw.ellipse((left, top, left + across, top + across), fill=_SUN)
    for place, colour in enumerate(hills):
        line_of = _ridge(number, place, width, height)
        draw.polygon([(0, height), *line_of, (width, height)], fill=colour)
    content = io.BytesIO()
    picture.save(content, "JPEG", quality=88)
    return content.getvalue()


def _ridge(number: int, place: int, width: int, height: int) -> list[tuple[int, float]]:
    """The upper edge of a range of hills, from left to right."""
    swing, base = height * 0.06, height * (0.56 + 0.14 * place)
    return [
        (
            x,
            base
            + swing
            * (math.sin(5 * x / width + number + 2 * place) + math.sin(13 * x / width + place) / 3),
        )
        for x in range(0, width + 1, 10)
    ]


def take(server: DevServer, opened: Browser, scheme: str, folder: Folder, to: Path) -> None:
    """The pictures of one scheme."""

    def context(width: int, height: int, scale: float) -> Page:
        size = {"width": width, "height": height}
        page = opened.new_page(
            viewport=size,  # type: ignore[arg-type]
            device_scale_factor=scale,
            color_scheme=scheme,  # type: ignore[arg-type]
        )
        page.emulate_media(reduced_motion="reduce")
        return page

    screen = context(1080, 1920, 1)
    screen.goto(server.site_url)
    kiosk = Kiosk(screen)
    address = kiosk.show_code()
    _keep(screen, to / f"kiosk-code-{scheme}.png")
    hand = context(390, 844, 1)
    hand.goto(address)
    phone = Phone(hand)
    phone.is_ready()
    phone.has_everything()
    _keep(hand, to / f"phone-pick-{scheme}.png")
    screen.set_viewport_size({"width": 1920, "height": 1080})
    names = [f"IMG_{2001 + number}.jpg" for number in range(4)]
    for number, name in enumerate(reversed(names)):
        phone.pick(folder.file(name, landscape(3 - number)))
        kiosk.shows(name)
        phone.has_shown(name)
    kiosk.shows_all(len(names))
    _keep(screen, to / f"kiosk-photos-{scheme}.png")
    for page in (screen, hand):
        page.context.close()


def _keep(page: Page, path: Path) -> None:
    """What is to be seen, in the size that README needs, with few colours: it is loaded by all."""
    page.wait_for_load_state("networkidle")
    page.evaluate(
        "Promise.all(document.getAnimations().map((each) => each.finished.catch(() => 0)))"
    )
    name = path.stem.rpartition("-")[0]
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    small = shot.resize(SIZES[name], Image.Resampling.LANCZOS)
    small.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)


def main(arguments: Sequence[str]) -> int:
    """Take them, into the folder that is named, or where README has them."""
    to = Path(arguments[0]) if arguments else FOLDER
    to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        started = browser.start(playwright)
        with launched(Path(place) / "data") as server:
            for scheme in SCHEMES:
                library = Path(place) / scheme
                library.mkdir()
                take(server, started, scheme, Folder(library), to)
        started.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
