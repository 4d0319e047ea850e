"""The brand of a stage, and `make brand`, which checks one and deploys nothing.

`make brand BRAND=infra/brands/example.json` takes that file; without BRAND it is the stage's.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from infra import brand_file, contrast
from infra.brand_file import Brand, read
from infra.command import WELL, command, parser
from infra.console import Console
from infra.stage import ROOT, Stage

FOLDER = ROOT / "infra" / "brands"


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


def table(brand: Brand) -> Iterator[str]:
    """The contrast of a brand's colours, a line for each two that pages draw on one another."""
    for name, scheme in brand_file.schemes(brand.document):
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
