"""Reading the project's own documents."""

import re
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]

_FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)


@cache
def files() -> tuple[str, ...]:
    """The project's files: those that are committed, and those that would be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return tuple(sorted({each for each in listed.stdout.split("\0") if (ROOT / each).is_file()}))


def documents() -> tuple[str, ...]:
    """Those for people to read."""
    return tuple(each for each in files() if each.endswith(".md"))


@cache
def text(path: str) -> str:
    """A file's text, which must be UTF-8."""
    return (ROOT / path).read_text(encoding="utf-8")


def prose(path: str) -> str:
    """A document without its blocks of code."""
    return _FENCE.sub("", text(path))


def rows(path: str, heading: str, table: int = 0) -> list[list[str]]:
    """The rows of a table below a heading, without its header; cells without backticks."""
    _, found, body = text(path).partition(f"\n## {heading}\n")
    assert found, f"{path}: no heading {heading}"
    tables = re.findall(r"(?:^\|.*\n)+", body.partition("\n## ")[0], re.MULTILINE)
    lines = tables[table].splitlines()[2:]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines]


def anchors(path: str) -> set[str]:
    """What a link may point to, as GitHub names headings."""
    headings = re.findall(r"^#{1,6} (.+)$", prose(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).strip().replace(" ", "-") for each in headings}
