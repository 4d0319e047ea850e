"""docs/troubleshooting.md quotes what pages and commands really say, and leaves no kind out."""

import json
import re

import pytest

from infra import site
from infra.problems import DeployError
from tests.contract.documents import ROOT, rows, text

DOCUMENT = "docs/troubleshooting.md"
LOCALE = ROOT / "static-site" / "locales" / "en"


def said_by_pages() -> set[str]:
    said = (json.loads(path.read_text(encoding="utf-8")) for path in LOCALE.glob("*.json"))
    return {words for each in said for words in each.values() if isinstance(words, str)}


def quoted(heading: str) -> list[str]:
    """What stands in quotation marks in the first column."""
    found = [re.fullmatch(r'"(.+?)"(?:, .*)?', row[0]) for row in rows(DOCUMENT, heading)]
    return [each[1] for each in found if each]


@pytest.mark.parametrize("heading", ["On the screen", "On the phone"])
def test_pages_say_so(heading: str) -> None:
    words = quoted(heading)
    assert len(words) > 5
    assert not set(words) - said_by_pages()


def test_make_run_says_so() -> None:
    sources = [*(ROOT / "devserver").glob("*.py"), ROOT / ".ci" / "python"]
    said = " ".join(path.read_text(encoding="utf-8") for path in sources)
    for words in quoted("`make run`"):
        assert words in said, words


def test_each_kind_of_problem_with_a_deployment_has_its_row() -> None:
    kinds = {kind.__name__ for kind in DeployError.__subclasses__()}
    assert {site.SiteUnfit.__name__, site.RemovalFailed.__name__} < kinds
    described = [row[0] for row in rows(DOCUMENT, "`make deploy` and the other commands on AWS")]
    assert set(described) == kinds
    assert len(described) == len(kinds)


def test_the_way_to_it_is_shown() -> None:
    assert DOCUMENT in text("README.md")
