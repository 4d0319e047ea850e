"""Links lead somewhere, and no file tells of the machine that it was written on."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import pytest

from tests.contract.documents import ROOT, anchors, documents, files, prose, text

_LINK = re.compile(
    r"\]\(([^)\s]+)\)|^\[[^\]]+\]:\s*(\S+)|(?:src|srcset|href)=\"([^\"]+)\"|<(https?:[^>\s]+)>",
    re.MULTILINE,
)
#: A document that a comment, a message or a page names.
_NAMED = re.compile(r"(?<![\w./])docs/[\w./-]+\.(?:md|yaml)(?:#[\w-]+)?")
#: Whom documents send readers to. Nothing here asks whether they are still there, so few.
OTHERS = {
    "aws.amazon.com",
    "aws.github.io",
    "console.aws.amazon.com",
    "docs.aws.amazon.com",
    "github.com",
    "health.aws.amazon.com",
    "keepachangelog.com",
    "learn.microsoft.com",
    "pypi.org",
    "semver.org",
    "support.apple.com",
    "support.google.com",
    "tus.io",
    "www.access-board.gov",
    "www.raspberrypi.com",
    "www.rfc-editor.org",
    "www.standardwebhooks.com",
    "www.unicode.org",
    "www.w3.org",
}

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


def _targets() -> Iterator[tuple[str, str]]:
    for path in documents():
        for found in _LINK.finditer(prose(path)):
            yield path, next(group for group in found.groups() if group)


def _links() -> set[tuple[str, str]]:
    return {each for each in _targets() if not re.match(r"[a-z]+:", each[1])}


def _leads_somewhere(start: str, target: str) -> bool:
    """A target as it stands in the file at `start`: its file is there, and its heading."""
    place, _, anchor = target.partition("#")
    folder = ROOT / PurePosixPath(start).parent
    found = (folder / place).resolve() if place else (ROOT / start).resolve()
    assert found.is_relative_to(ROOT.resolve())
    if anchor and found.suffix == ".md" and found.exists():
        return anchor in anchors(str(found.relative_to(ROOT.resolve())))
    return found.exists()


@pytest.mark.parametrize(("path", "target"), sorted(_links()))
def test_link(path: str, target: str) -> None:
    assert _leads_somewhere(path, target), f"{path}: {target}"


def test_there_are_links() -> None:
    """Else the test above would hold nothing; the first page, those of decisions, all others."""
    assert len(_links()) > 100
    kinds = {re.sub(r"[^/]+$", "", path) or path for path, _ in _links()}
    assert {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/", "docs/decisions/"} <= kinds


def test_a_link_to_nowhere_is_found() -> None:
    for target in ("docs/nowhere.md", "docs/local.md#nowhere", "#nowhere", "docs/images/none.png"):
        assert not _leads_somewhere("README.md", target)


def test_each_document_that_code_or_a_page_names_is_there() -> None:
    named = set()
    for path in files():
        if path.endswith((".png", ".ico")) or path.startswith("tests/contract/test_docs_links"):
            continue
        content = (ROOT / path).read_bytes().decode("utf-8", errors="replace")
        named |= {(path, found) for found in _NAMED.findall(content)}
    assert len(named) > 30
    for path, target in named:
        assert _leads_somewhere("README.md", target), f"{path}: {target}"


def test_each_image_of_the_documents_is_shown() -> None:
    images = {path for path in files() if path.startswith("docs/images/")}
    shown = {str(PurePosixPath(path).parent / target) for path, target in _links()}
    assert images
    assert not images - shown


def test_who_is_linked_to_is_known_and_asked_safely() -> None:
    linked = [(path, urlsplit(target)) for path, target in _targets() if ":" in target]
    for path, url in linked:
        assert url.scheme == "https", f"{path}: {url.geturl()}"
        assert url.username is None, path
        assert re.fullmatch(r"[\x21-\x7e]+", url.geturl()), path
    assert {str(url.hostname) for _, url in linked} == OTHERS


def test_a_document_sends_readers_elsewhere_once_for_each_thing() -> None:
    elsewhere = [each for each in _targets() if ":" in each[1]]
    assert len(elsewhere) == len(set(elsewhere))


#: A deployment writes it, and the dev server tells it.
_MADE = "config.json"
_OF_PAGES = re.compile(r"(?:href|src)=\"([^\":]+)\"")
#: Written when the site is published.
_CONFIG = "config.json"


@pytest.mark.parametrize(
    "page", [each for each in files() if re.match(r"static-site/\w.*\.html$", each)]
)
def test_what_a_page_names_is_part_of_the_site(page: str) -> None:
    named = _OF_PAGES.findall(text(page))
    assert named
    for target in set(named) - {_MADE}:
        found = ROOT / "static-site" / target.partition("#")[0].lstrip("/")
        assert found.is_file() or target == _CONFIG, target


@pytest.mark.parametrize("what", [_MACHINE_PATH, _REGISTRY], ids=["machine path", "registry"])
def test_no_file_names_a(what: re.Pattern[str]) -> None:
    named = []
    for path in files():
        content = (ROOT / path).read_bytes().decode("utf-8", errors="replace")
        named += [f"{path}: {found[0]}" for found in what.finditer(content)]
    assert not named
