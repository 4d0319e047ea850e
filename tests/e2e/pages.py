"""The kiosk and the phone as a visitor knows them."""

import io
import json
import re
from pathlib import Path

import zxingcpp
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.e2e.waiting import eventually

_LOCALE = Path(__file__).parents[2] / "static-site" / "locales" / "en"
_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
_WORDS = {
    key: said
    for path in sorted(_LOCALE.glob("*.json"))
    for key, said in json.loads(path.read_text(encoding="utf-8")).items()
}


def words(key: str, **values: object) -> str:
    """What the pages say, by its key."""
    said = {"site": "Scandrop", **values}
    return re.sub(r"\{(\w+)\}", lambda found: str(said[found[1]]), str(_WORDS[key]))


class Kiosk:
    """The screen."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.code = page.get_by_role("img", name=words("kiosk.code.alt"))
        self.upload = page.get_by_role("button", name=words("kiosk.attract.upload"))
        self.done = page.get_by_role("button", name=words("kiosk.done"))

    def says(self, key: str) -> None:
        """Its heading is this one."""
        expect(self.page.get_by_role("heading", name=words(key))).to_be_visible()

    def is_at_the_start(self) -> None:
        """It waits for a visitor."""
        expect(self.upload).to_be_visible()
        expect(self.code).to_be_hidden()

    def hold_corner(self) -> Locator:
        """Hold the operator's corner by the keyboard, until what is behind it is there; that."""
        panel = self.page.get_by_role("dialog", name=words("operator.title"))
        self.page.get_by_role("button", name=words("kiosk.operator")).focus()
        self.page.keyboard.down("Enter")
        expect(panel).to_be_visible()
        self.page.keyboard.up("Enter")
        return panel

    def show_code(self) -> str:
        """Press Upload; what the code on the screen says to a camera."""
        self.upload.click()
        return self.scan()

    def scan(self) -> str:
        """The address in the code, read off the screen; a camera looks until it can read one."""
        expect(self.code).to_be_visible()
        (found,) = eventually(self._codes)
        return str(found.text)

    def _codes(self) -> list[zxingcpp.Barcode]:
        shot = Image.open(io.BytesIO(self.page.screenshot()))
        return zxingcpp.read_barcodes(shot, formats=_QR)

    def print_of(self, name: str) -> Locator:
        """The print that bears this name."""
        caption = self.page.locator("figcaption", has_text=re.compile(f"^{re.escape(name)}$"))
        return self.page.get_by_role("figure").filter(has=caption)

    def shows(self, name: str) -> Locator:
        """The photo of this name is there to be seen, itself and decoded; its image."""
        expect(self.print_of(name)).to_have_attribute("data-state", "shown")
        return self._picture_of(name)

    def previews(self, name: str) -> Locator:
        """The preview of this photo is there to be seen; its image."""
        expect(self.print_of(name)).to_have_attribute("data-state", "previewed")
        return self._picture_of(name)

    def ring_of(self, name: str) -> Locator:
        """What tells how much of this photo has left its phone; hidden once it has arrived."""
        return self.print_of(name).get_by_role("progressbar", name=name)

    def notes(self, key: str, **values: object) -> None:
        """The line below its heading on the counter says this."""
        expect(self.page.locator("#landed-note")).to_have_text(words(key, **values))

    def _picture_of(self, name: str) -> Locator:
        image = self.print_of(name).get_by_role("img")
        expect(image).to_be_visible()
        expect(image).not_to_have_js_property("naturalWidth", 0)
        return image

    def shows_just(self, count: int) -> None:
        """So many prints, no more."""
        expect(self.page.locator("figure.print")).to_have_count(count)

    def shows_all(self, count: int) -> None:
        """So many prints, no more, and the photo of each is there to be seen."""
        self.shows_just(count)
        expect(self.page.locator("figure.print[data-state=shown]")).to_have_count(count)


class Phone:
    """The page in a visitor's hand."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.library = page.get_by_label(
            re.compile(f"{words('phone.library')}|{words('phone.more')}")
        )
        self.rows = page.get_by_role("list", name=words("phone.photos")).get_by_role("listitem")

    def says(self, key: str) -> None:
        """Its heading is this one."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(words(key))

    def advises(self, key: str) -> None:
        """Below its heading it says this."""
        expect(self.page.get_by_text(words(key), exact=True)).to_be_visible()

    def is_ready(self) -> None:
        """It waits for photos."""
        expect(self.library).to_be_enabled()

    def has_everything(self) -> None:
        """What the page loads when it is ready, it has."""
        self.page.wait_for_load_state("networkidle")

    def pick(self, *paths: str) -> None:
        """Choose photos from the library."""
        self.library.set_input_files(list(paths))

    def row(self, name: str) -> Locator:
        """The line of this photo."""
        return self.rows.filter(has=self.page.get_by_text(name, exact=True))

    def asks_before_it_deletes(self, name: str) -> Locator:
        """Press what deletes this photo; the sheet that asks whether it is meant."""
        label = words("phone.row.delete.label", name=name)
        self.row(name).get_by_role("button", name=label).click()
        sheet = self.page.get_by_role("dialog", name=words("phone.delete.title"))
        expect(sheet).to_contain_text(name)
        return sheet

    def delete(self, name: str, *, means: bool = True) -> None:
        """Press what deletes this photo, and answer whether it is meant."""
        sheet = self.asks_before_it_deletes(name)
        answer = words("phone.delete.yes" if means else "phone.delete.no")
        sheet.get_by_role("button", name=answer).click()
        expect(sheet).to_have_count(0)

    def tells(self, name: str, key: str, **values: object) -> None:
        """The line of this photo says this."""
        expect(self.row(name)).to_contain_text(words(key, **values))

    def has_sent(self, *names: str) -> None:
        """These photos have arrived."""
        either = "|".join(words(f"phone.row.{key}") for key in ("sent", "shown"))
        for name in names:
            expect(self.row(name)).to_contain_text(re.compile(either))

    def has_shown(self, *names: str) -> None:
        """A screen shows these photos."""
        for name in names:
            self.tells(name, "phone.row.shown")
