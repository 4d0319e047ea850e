"""docs/troubleshooting.md quotes what pages and commands really say, and leaves no kind out."""

import importlib
import json
import pkgutil
import re

import pytest

import infra
from chalicelib import statuses
from chalicelib.photo import Rejection
from infra import site
from infra.problems import DeployError
from tests.contract.documents import ROOT, rows, text

DOCUMENT = "docs/troubleshooting.md"
#: Codes that pages give themselves (static-site/lib).
OF_PAGES = {"FileGone", "FileChanged", "ServiceAway"}
LOCALE = ROOT / "static-site" / "locales" / "en"


#: Keys of the texts that pages have for what went wrong: refusals and rejections by their code, and
#: what a page says as a whole when it cannot do what it is for.
TROUBLES = {
    "On the screen": re.compile(
        r"kiosk\.refusal\.[A-Z]\w+|rejected\.\w+|wall\.(unset|refused|away)"
        r"|kiosk\.(away|expired)\.title|kiosk\.photos\.(cut|unshowable)"
    ),
    "On the phone": re.compile(
        r"(phone|album)\.row\.(failed|refused)\.\w+|join\.refused\.\w+"
        r"|gallery\.(closed|refused|away|take\.failed)"
        r"|(phone|album)\.(away|offline|cut|unseen|full|expired|expired-after|claimed|not-found|no-code"
        r"|album-full|album-closed|album-gone)\.title"
    ),
    "On the host's page": re.compile(
        r"(sign-in|hosted|albums)\.refused\.\w+|library\.(trouble|failed)\.\w+"
        r"|mine\.row\.(failed|refused)\.\w+|hosted\.export\.failed"
    ),
}


def _plain(words: str) -> str:
    """A text without its values and the marks around them, which nobody sees."""
    return re.sub(r"\{\w+\}", "…", re.sub("[\u2068\u2069]", "", words))


def said_by_pages() -> dict[str, str]:
    said: dict[str, str] = {}
    for path in LOCALE.glob("*.json"):
        words = json.loads(path.read_text(encoding="utf-8"))
        said |= {key: _plain(each) for key, each in words.items() if isinstance(each, str)}
    return said


def quoted(heading: str) -> list[str]:
    """What stands in quotation marks in the first column."""
    return [each for row in rows(DOCUMENT, heading) for each in re.findall(r'"(.+?)"', row[0])]


@pytest.mark.parametrize("heading", TROUBLES)
def test_pages_say_so(heading: str) -> None:
    words = quoted(heading)
    assert len(words) > 5
    assert not set(words) - set(said_by_pages().values())


@pytest.mark.parametrize("heading", TROUBLES)
def test_whatever_a_page_says_of_trouble_is_explained(heading: str) -> None:
    said = said_by_pages()
    keys = {key for key in said if TROUBLES[heading].fullmatch(key)}
    assert len(keys) > 20
    missing = {key: said[key] for key in keys if said[key] not in quoted(heading)}
    assert not missing


def test_each_code_that_a_page_has_words_for_is_one_that_there_is() -> None:
    """And each text that is chosen by a code belongs to one of the lists above."""
    known = {kind.__name__ for kind in statuses.STATUS} | set(Rejection) | OF_PAGES
    by_code = re.compile(r"[\w.-]*(?:refused|failed|refusal|trouble|rejected)\.(\w+)")
    for key in said_by_pages():
        found = by_code.fullmatch(key)
        if found and found[1][0].isupper():
            assert found[1] in known, key
            assert any(keys.fullmatch(key) for keys in TROUBLES.values()), key


def test_make_run_says_so() -> None:
    sources = [*(ROOT / "devserver").glob("*.py"), ROOT / ".ci" / "python"]
    said = " ".join(path.read_text(encoding="utf-8") for path in sources)
    for words in quoted("`make run`"):
        assert words in said, words


def _kinds(kind: type[DeployError]) -> set[type[DeployError]]:
    own = set(kind.__subclasses__())
    return own.union(*map(_kinds, own))


def test_each_kind_of_problem_with_a_deployment_has_its_row() -> None:
    for module in pkgutil.iter_modules(infra.__path__):
        importlib.import_module(f"infra.{module.name}")
    kinds = {kind.__name__ for kind in _kinds(DeployError)}
    assert {site.SiteUnfit.__name__, site.RemovalFailed.__name__} < kinds
    described = [row[0] for row in rows(DOCUMENT, "`make deploy` and the other commands on AWS")]
    assert set(described) == kinds
    assert len(described) == len(kinds)


def test_the_way_to_it_is_shown() -> None:
    assert DOCUMENT in text("README.md")
