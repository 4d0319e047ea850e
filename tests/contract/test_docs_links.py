"""Links lead somewhere, and no file tells of the machine that it was written on."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

import pytest

from tests.contract.documents import ROOT, anchors, documents, files, prose

_LINK = re.compile(r"\]\(([^)\s]+)\)|^\[[^\]]+\]:\s*(\S+)|(?:src|href)=\"([^\"]+)\"", re.MULTILINE)

#: Folders of somebody's own machine; put together here so that this file names none.
_MACHINE_PATH = re.compile(
    rf"(?<![\w.~/:-])/(?:{'|'.join(('home', 'root', 'Users', 'mnt', 'work', 'srv'))})/\w"
)
#: Where packages come from is the business of whoever installs them; a page about one is no such
#: place.
_REGISTRY = re.compile(
    r"https?://(?!pypi\.org/project/)[^/\s\"']*(?:registry|pypi|npmjs|mirror|artifactory|nexus|jfrog|devpi)[^\s\"']*"
    r"|(?:index|registry)[-_]?url\s*[:=]",
    re.IGNORECASE,
)


def _links() -> Iterator[tuple[str, str]]:
    for path in documents():
        for found in _LINK.finditer(prose(path)):
            target = next(group for group in found.groups() if group)
            if not re.match(r"[a-z]+:", target):
                yield path, target


@pytest.mark.parametrize(("path", "target"), sorted(set(_links())))
def test_link(path: str, target: str) -> None:
    place, _, anchor = target.partition("#")
    folder = ROOT / PurePosixPath(path).parent
    found = (folder / place).resolve() if place else (ROOT / path).resolve()
    assert found.is_relative_to(ROOT.resolve())
    assert found.exists(), f"{path}: {target}"
    if anchor and found.suffix == ".md":
        assert anchor in anchors(str(found.relative_to(ROOT.resolve()))), f"{path}: {target}"


def test_there_are_links() -> None:
    """Else the test above would hold nothing."""
    assert len(set(_links())) >= 5


@pytest.mark.parametrize("what", [_MACHINE_PATH, _REGISTRY], ids=["machine path", "registry"])
def test_no_file_names_a(what: re.Pattern[str]) -> None:
    named = []
    for path in files():
        content = (ROOT / path).read_bytes().decode("utf-8", errors="replace")
        named += [f"{path}: {found[0]}" for found in what.finditer(content)]
    assert not named
