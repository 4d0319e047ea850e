"""What is looked at in every state of every page, so that everybody can use it.

By axe, and by measures of what axe cannot judge: targets, larger text, small windows, colours that
the system forces (docs/accessibility.md tells which criterion each is for).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
MEASURES = Path(__file__).with_name("measures.js")
#: Its rules for WCAG 2.2 are off unless asked for by name.
RUN_AXE = """async (what) => {
    const rules = {'target-size': {enabled: true}};
    const options = {resultTypes: ['violations'], ...(what ?? {rules, runOnly: [
        'wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice',
    ]})};
    const {violations} = await axe.run(document, options);
    return violations.map(({id, nodes}) => `${id}: ${nodes.map(({html}) => html).join(' ')}`);
}"""
#: All that is another in the other scheme.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
#: What a window of 1280 x 1024 is at 400 % (WCAG 2.2, 1.4.10).
ZOOMED = {"width": 320, "height": 256}
#: Of a browser's own letters, and their double (WCAG 2.2, 1.4.4).
LETTERS_PX = 16
#: Least sides of what is touched, in CSS pixels: a thumb's (WCAG 2.2, 2.5.5), and ours on kiosks.
TARGETS_PX = {"thumb": 44, "screen": 48}


class Checked:
    """A page that is looked at in each of its states."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._line = page.context.new_cdp_session(page)
        for path in (AXE, MEASURES):
            page.add_script_tag(path=path)

    def now(self, state: str) -> None:
        """Fail if there is somebody who cannot use the page as it is now."""
        problems = self.problems()
        assert problems == [], f"{state}: {problems}"

    def as_it_is(self, state: str) -> None:
        """The same, but for who needs it larger: of a page for large screens on a small one."""
        problems = self._at_first_sight()
        assert problems == [], f"{state}: {problems}"

    def problems(self) -> list[str]:
        """What is wrong with it, for whom."""
        found = self._at_first_sight()
        with self._letters_of(2 * LETTERS_PX):
            found += self._measured("200 %", "lost")
        with self._window_of(ZOOMED):
            found += self._measured("400 %", "lost")
            found += self._measured("focus", "unfocused")
        with self._preferring(forced_colors="active"):
            found += self._measured("forced colours", "edgeless")
        with self._preferring(reduced_motion="reduce"):
            found += self._measured("reduced motion", "moving")
        return found

    def _at_first_sight(self) -> list[str]:
        self._settle()
        found = list(self._page.evaluate(RUN_AXE))
        found += self._measured("targets", "targets", TARGETS_PX)
        found += self._measured("as it is", "wider")
        with self._preferring(color_scheme=self._other_scheme()):
            self._settle()
            found += self._page.evaluate(RUN_AXE, COLOURS)
        return found

    def _measured(self, how: str, measure: str, argument: object = None) -> list[str]:
        found = self._page.evaluate(f"argument => measures.{measure}(argument)", argument)
        return [f"{how}: {each}" for each in found]

    def _other_scheme(self) -> str:
        dark = self._page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        return "light" if dark else "dark"

    def _settle(self) -> None:
        # Colours on their way to others are no colours to be judged.
        self._page.wait_for_function(
            "() => document.getAnimations().every((motion) => "
            "motion.effect.getComputedTiming().iterations === Infinity)"
        )

    @contextmanager
    def _letters_of(self, px: int) -> Iterator[None]:
        self._line.send("Page.setFontSizes", {"fontSizes": {"standard": px}})
        yield
        self._line.send("Page.setFontSizes", {"fontSizes": {"standard": LETTERS_PX}})

    @contextmanager
    def _window_of(self, size: Any) -> Iterator[None]:
        before = self._page.viewport_size
        assert before is not None
        # One that fills the screen has no other size, and a kiosk's does once it is touched.
        self._page.evaluate("document.fullscreenElement && document.exitFullscreen()")
        self._page.set_viewport_size(size)
        self._settle()
        yield
        self._page.set_viewport_size(before)
        self._settle()

    @contextmanager
    def _preferring(self, **media: Any) -> Iterator[None]:
        self._page.emulate_media(**media)
        yield
        as_before: dict[str, Any] = dict.fromkeys(media, "null")
        self._page.emulate_media(**as_before)
        self._settle()
