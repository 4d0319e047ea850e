"""The pairs of colours whose contrast is checked are those that the pages draw on one another."""

import re
from collections.abc import Iterator

import pytest

from infra.contrast import COLORS, PAIRS, PART, TEXT, passes
from tests.contract.documents import ROOT, text

TOKENS = "static-site/styles/tokens.css"
#: What a brand may change, by the names that styles have for it.
TOKEN_OF = {
    color: re.sub(r"[A-Z]", lambda found: f"-{found[0].lower()}", color) for color in COLORS
}
COLOR_OF = {token: color for color, token in TOKEN_OF.items()}
#: Text of 24 px and more, and what is no text: 3:1 will do (WCAG 1.4.3, 1.4.11).
LARGE = {
    (".numbers [data-number='waiting'][data-some] dd", "action"),
    ("[data-uploading] .places a[data-view='upload'] svg", "action"),
}


def rules() -> Iterator[tuple[str, str]]:
    """Each rule of the site's styles: its selector, and its declarations."""
    for path in sorted((ROOT / "static-site").rglob("*.css")):
        plain = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", plain):
            yield " ".join(selector.split()), body


def declared(name: str, body: str) -> str | None:
    """The colour of a brand that a property has."""
    found = re.search(rf"(?:^|[;\s]){name}:\s*var\(--([\w-]+)\)\s*(?:;|$)", body)
    return COLOR_OF.get(found[1]) if found else None


def needed(front: str, back: str) -> float:
    """The ratio that is checked; 0 if none is."""
    return max(
        (each.needed for each in PAIRS if {each.front, each.back} == {front, back}), default=0
    )


def drawn() -> Iterator[tuple[str, str, str]]:
    """Each selector whose text has a colour of the brand, that colour, and what it stands on."""
    for selector, body in rules():
        front = declared("color", body)
        if front is None:
            continue
        own = declared("background", body) or declared("background-color", body)
        for back in [own] if own else ["ground", "counter"]:
            yield selector, front, back


def test_the_styles_were_read() -> None:
    """Else the test below would hold nothing."""
    assert len(list(drawn())) > 60
    assert {(front, back) for _, front, back in drawn()} >= {
        ("onAction", "action"),
        ("ground", "ink"),
    }


def test_all_text_in_colours_of_the_brand_has_its_contrast_checked() -> None:
    unchecked = {
        f"{selector}: {front} on {back}"
        for selector, front, back in drawn()
        if needed(front, back) < (PART if (selector, front) in LARGE else TEXT)
    }
    assert not unchecked


def schemes() -> dict[str, dict[str, str]]:
    """Our own colours, by scheme."""
    light, dark = text(TOKENS).split("@media (prefers-color-scheme: dark)")
    palette = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6});", light))
    found = {}
    for name, part in {"light": light, "dark": dark}.items():
        roles = dict(re.findall(r"--([\w-]+):\s*var\(--([\w-]+)\);", part))
        found[name] = {color: palette[roles[token]] for color, token in TOKEN_OF.items()}
    return found


@pytest.mark.parametrize("name", ["light", "dark"])
def test_our_own_colours_pass(name: str) -> None:
    scheme = schemes()[name]
    assert scheme.keys() == COLORS
    assert all(passes(scheme, pair) for pair in PAIRS)
