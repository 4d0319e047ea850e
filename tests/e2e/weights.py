"""What a first visit of a page weighs, by the browser's own account."""

from dataclasses import dataclass

from playwright.sync_api import Page

#: What these pages load, with all that it needs itself, once their first scene works.
KIOSK_LATER = "**/pages/kiosk-later.js*"
PHONE_LATER = "**/pages/phone-later.js*"

#: https://www.w3.org/TR/resource-timing/: bodies as they came over the line, and unpacked.
_BODIES = """() => [...performance.getEntriesByType("navigation"),
    ...performance.getEntriesByType("resource")]
    .filter(({ name }) => name.startsWith(location.origin))
    .map(({ name, encodedBodySize, decodedBodySize }) =>
        [new URL(name).pathname, encodedBodySize, decodedBodySize])"""


@dataclass(frozen=True)
class Weight:
    """Of all files of the site that a page has loaded, in bytes."""

    #: By the path of each file, as it came over the line.
    files: dict[str, int]
    plain: int

    @property
    def compressed(self) -> int:
        return sum(self.files.values())

    def __str__(self) -> str:
        rows = sorted(self.files.items(), key=lambda row: -row[1])
        return "\n".join(f"{size:6d} {path}" for path, size in rows)


def leave_out(page: Page, later: str) -> None:
    """Before it loads: what would come later does not come."""
    page.route(later, lambda route: route.abort())


def weigh(page: Page) -> Weight:
    """What it has loaded when it asks for nothing more."""
    page.wait_for_load_state("networkidle")
    bodies: list[tuple[str, int, int]] = page.evaluate(_BODIES)
    return Weight(
        {path: encoded for path, encoded, _ in bodies},
        sum(plain for _, _, plain in bodies),
    )
