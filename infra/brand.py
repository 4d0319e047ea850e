"""A brand: what pages show in place of Scandrop's own look, checked before anybody sees it.

`make brand BRAND=infra/brands/example.json` checks a file and deploys nothing; without BRAND it
takes that of the stage. docs/brand.md tells each field.
"""

import argparse
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra import brand_document, brand_logo, brand_words, contrast
from infra.brand_logo import Logo
from infra.brand_problem import BrandUnfit, Problem
from infra.command import WELL, command, parser
from infra.console import Console
from infra.stage import ROOT, Stage

FOLDER = ROOT / "infra" / "brands"

_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")
_LOGO = re.compile(rf"[A-Za-z0-9][A-Za-z0-9._-]*\.(?:{'|'.join(brand_logo.SUFFIXES)})")
#: For editors, and of no use to pages.
_SCHEMA = "$schema"


@dataclass(frozen=True)
class Brand:
    """A brand that is fit to be shown."""

    document: Mapping[str, Any]
    logo: Logo | None = None

    @property
    def name(self) -> str:
        """What pages call the place."""
        return str(self.document["name"])

    @property
    def published(self) -> dict[str, Any]:
        """What `config.json` tells pages: the document, with the logo by its path on the site."""
        told = {name: value for name, value in self.document.items() if name != _SCHEMA}
        return told if self.logo is None else {**told, "logo": self.logo.path}


def read(file: Path) -> Brand:
    """The brand in a file, with its logo from beside it.

    Raises:
        BrandUnfit: with all that is wrong.
    """
    try:
        document = brand_document.parsed(file.read_bytes())
    except OSError as error:
        unread = Problem("$", f"cannot be read: {error.strerror}", "the path of a brand's file")
        raise BrandUnfit(file, [unread]) from error
    except brand_document.Unreadable as error:
        raise BrandUnfit(file, [error.problem]) from error
    found = list(brand_document.misshapen(document))
    logo = None
    if isinstance(document, dict):
        found += brand_words.problems(document)
        for name, scheme in _schemes(document):
            found += contrast.problems(name, scheme)
        if _LOGO.fullmatch(str(document.get("logo"))):
            logo, wrong = brand_logo.read(file.parent / document["logo"])
            found += wrong
    if found:
        raise BrandUnfit(file, found)
    return Brand(document, logo)


def of_stage(stage: Stage) -> Brand | None:
    """The brand of a stage; None if it keeps Scandrop's own look.

    Raises:
        BrandUnfit
    """
    file = file_of(stage)
    return read(file) if file.exists() else None


def file_of(stage: Stage) -> Path:
    """Where the brand of a stage is written, if it has one."""
    return FOLDER / f"{stage.name}.json"


def _schemes(document: Mapping[str, Any]) -> Iterator[tuple[str, contrast.Scheme]]:
    """The schemes that can be measured, by name: six colours each."""
    colors = document.get("colors")
    for name in ("light", "dark"):
        scheme = colors.get(name) if isinstance(colors, dict) else None
        if not isinstance(scheme, dict) or scheme.keys() != contrast.COLORS:
            continue
        if all(_COLOR.fullmatch(str(color)) for color in scheme.values()):
            yield name, scheme


def table(brand: Brand) -> Iterator[str]:
    """The contrast of a brand's colours, a line for each two that pages draw on one another."""
    for name, scheme in _schemes(brand.document):
        yield ""
        yield f"{name:<24}{'contrast':>9}{'needed':>9}"
        for pair in contrast.PAIRS:
            has = contrast.ratio(scheme[pair.front], scheme[pair.back])
            about = f"  {pair.front} on {pair.back}"
            yield f"{about:<24}{contrast.shown(has):>9}{contrast.shown(pair.needed):>9}"


def _work(given: argparse.Namespace, stage: Stage) -> int:
    file, console = given.file or file_of(stage), Console()
    if given.file is None and not file.exists():
        console.out(f"Stage {stage.name} has no brand: {file} is not there. Pages look as ever.")
        return WELL
    brand = read(file)
    console.out(f"{brand.name}: fit to be shown.")
    if brand.logo:
        console.out(f"Logo {brand.document['logo']}, {len(brand.logo.content):,} bytes")
    for line in table(brand):
        console.out(line)
    return WELL


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; answers the exit code."""
    options = parser("brand", "Check a brand without deploying it.")
    options.add_argument(
        "--file", type=Path, metavar="FILE", help="this one, instead of the stage's"
    )
    return command(options, _work, arguments)


if __name__ == "__main__":
    sys.exit(main())
