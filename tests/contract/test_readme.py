"""README is short, shows what there is in light and dark, and leads to all documents."""

import re
from pathlib import PurePosixPath

from PIL import Image

from tests.contract.documents import ROOT, documents, prose, text
from tests.contract.http_contract import contract
from tests.e2e.readme import SCHEMES, SIZES

README = "README.md"


def test_it_is_read_in_a_minute() -> None:
    assert len(text(README).splitlines()) <= 100


def test_the_first_thing_is_what_it_looks_like() -> None:
    assert text(README).index("<picture>") < 400
    assert text(README).index("</p>") < text(README).index("make run")


def test_the_pictures_are_those_of_either_scheme_and_light_enough_for_a_phone() -> None:
    for name, size in SIZES.items():
        light, dark = (f"docs/images/{name}-{scheme}.png" for scheme in SCHEMES)
        source = rf'<source media="\(prefers-color-scheme: dark\)" srcset="{dark}">'
        assert re.search(
            rf'<picture>{source}<img src="{light}" width="\S+" alt="[^"]+">', text(README)
        )
        for path in (light, dark):
            assert (ROOT / path).stat().st_size < 60_000, path
            with Image.open(ROOT / path) as picture:
                assert picture.size == size


def test_pictures_in_a_row_are_of_one_height() -> None:
    """So that the row is whole at any width of the window."""
    widths = [float(each) for each in re.findall(r'light.png" width="([\d.]+)%"', text(README))]
    heights = [
        width * size[1] / size[0] for width, size in zip(widths, SIZES.values(), strict=True)
    ]
    assert max(heights) - min(heights) < 0.02 * max(heights)


def test_each_document_can_be_reached_from_it() -> None:
    reached, new = set(), {README}
    while new:
        path = new.pop()
        reached.add(path)
        for target in re.findall(r"\]\(([^)#:\s]+)[)#]", prose(path)):
            found = (ROOT / PurePosixPath(path).parent / target).resolve()
            if found.suffix == ".md" and found.is_relative_to(ROOT):
                new |= {str(found.relative_to(ROOT))} - reached
    # A folder of its own, which README links to.
    assert "(docs/decisions/)" in text(README)
    assert {each for each in documents() if "/decisions/" not in each} <= reached


def test_its_requests_are_known_to_the_api() -> None:
    known = {(method, path) for method, path, _ in contract().operations()}
    for method, path in re.findall(r'curl (?:-X (\w+) )?"\$API(/[\w-]+)', text(README)):
        assert ((method or "GET").lower(), path) in {(kind.lower(), where) for kind, where in known}
