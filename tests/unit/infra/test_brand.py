"""A brand is read, or refused with all that is wrong with it, each in a sentence."""

from pathlib import Path
from typing import Any

import pytest

from infra import brand_words
from infra.brand import FOLDER
from infra.brand_file import read
from infra.brand_problem import below
from infra.stage import ROOT
from tests.unit.infra.brands import EXAMPLE, LOGO, Change, problems, saved, told, written

LONG = "x" * 61


def setting(value: Any, *names: str | int) -> Change:
    """A change: what these names lead to is this value."""

    def change(document: Any) -> None:
        for name in names[:-1]:
            document = document[name]
        document[names[-1]] = value

    return change


def without(*names: str) -> Change:
    def change(document: Any) -> None:
        for name in names[:-1]:
            document = document[name]
        del document[names[-1]]

    return change


# What is read


def test_the_example_is_fit_and_pages_are_told_all_of_it() -> None:
    found = read(FOLDER / "example.json")
    assert found.name == "Café Lune"
    assert found.logo
    assert found.logo.content == LOGO
    assert found.published == {
        **{name: value for name, value in EXAMPLE.items() if name != "$schema"},
        "logo": found.logo.path,
    }


def test_a_name_is_enough(tmp_path: Path) -> None:
    assert read(saved(tmp_path, b'{"name": "Lune"}')).published == {"name": "Lune"}


@pytest.mark.parametrize(
    "change",
    [
        without("logo"),
        without("colors"),
        without("colors", "light"),
        without("colors", "dark"),
        without("attract"),
        without("terms"),
        without("after"),
        without("after", "message"),
        without("after", "link"),
        without("after", "seconds"),
        setting("x" * 40, "name"),
        setting("ضوء القمر", "name"),
        # A mark for one place turns nothing else; hearts are joined by U+200D.
        setting("Lune \u200e(2)", "name"),
        setting("❤️‍🔥", "name"),
        setting(["x" * 60] * 8, "attract", "de"),
        setting(["."], "attract", "ja"),
        setting(10, "after", "seconds"),
        setting(600, "after", "seconds"),
        setting("https://xn--caf-dma.example:8443/a?b=c#d", "after", "link", "url"),
        setting("#FFFFFF", "colors", "light", "onAction"),
    ],
)
def test_all_that_may_be_left_out_or_be_otherwise(tmp_path: Path, change: Change) -> None:
    assert read(written(tmp_path, change)).name


def test_a_byte_order_mark_is_no_part_of_it(tmp_path: Path) -> None:
    assert read(saved(tmp_path, b'\xef\xbb\xbf{"name": "Lune"}')).name == "Lune"


# What is not


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            without("name"),
            "$.name is missing. Write the name that pages show, of 1 to 40 characters",
        ),
        (setting("", "name"), "$.name is empty. Write the name that pages show"),
        (setting("x" * 41, "name"), "$.name has 41 characters, and 40 are the most."),
        (setting(7, "name"), "$.name is a number."),
        (setting(None, "name"), "$.name is null."),
        (setting("  ", "name"), "$.name shows nothing. Write a text that can be seen."),
        (setting("\u200b", "name"), "$.name shows nothing."),
        (setting("a\u202eb", "name"), "$.name turns the direction of text by U+202E."),
        (setting("a\u2067b", "name"), "$.name turns the direction of text by U+2067."),
        (setting("a\nb", "name"), "$.name has the control character U+000A."),
        (setting("a\u2028b", "name"), "$.name has the control character U+2028."),
        (setting("a\x9bb", "name"), "$.name has the control character U+009B."),
        (setting("\ud800", "name"), "$.name has the control character U+D800."),
        (setting("a.gif", "logo"), '$.logo is "a.gif". Write the name of a file beside this one'),
        (setting("../a.svg", "logo"), '$.logo is "../a.svg".'),
        (setting("/a.svg", "logo"), '$.logo is "/a.svg".'),
        (setting("a.svg\n", "logo"), "$.logo has the control character U+000A."),
        (setting("none.svg", "logo"), "none.svg: No such file or directory."),
        (setting([], "logo"), "$.logo is a list."),
        (setting(1, "Name"), '$.Name is not known. Write "name".'),
        (setting(1, "xyz"), "$.xyz is not known. Write one of $schema, name, logo, colors, "),
        (setting(1, "a b"), "$['a b'] is not known."),
        (setting("#fff", "colors", "light", "ink"), '$.colors.light.ink is "#fff". Write a colour'),
        (setting("red", "colors", "dark", "ink"), '$.colors.dark.ink is "red".'),
        (setting("#11111g", "colors", "dark", "ink"), '$.colors.dark.ink is "#11111g".'),
        (setting("#111111\n", "colors", "dark", "ink"), "ink has the control character U+000A."),
        (without("colors", "dark", "inkSoft"), "$.colors.dark.inkSoft is missing. Write a colour"),
        (setting("#111111", "colors", "dark", "line"), "$.colors.dark.line is not known."),
        (setting({}, "colors", "dusk"), "$.colors.dusk is not known."),
        (setting([], "colors"), "$.colors is a list."),
        (setting([], "colors", "light"), "$.colors.light is a list."),
        (setting("#888888", "colors", "light", "ink"), "$.colors.light.ink has 3.20:1 on ground"),
        (setting("#222222", "colors", "dark", "action"), "a button needs 3:1 (WCAG 1.4.11)"),
        (setting({"de": ["Hallo"]}, "attract"), "$.attract.en is missing. Write lists of messages"),
        (setting([], "attract", "de"), "$.attract.de is empty. Write a list of 1 to 8 messages."),
        (setting(["x"] * 9, "attract", "de"), "$.attract.de has 9 entries, and 8 are the most."),
        (setting("x", "attract", "de"), "$.attract.de is a text."),
        (setting(["x", LONG], "attract", "de"), "$.attract.de[1] has 61 characters, and 60"),
        (setting([""], "attract", "de"), "$.attract.de[0] is empty. Write a message of 1 to 60"),
        (
            setting(["x"], "attract", "xx"),
            "$.attract.xx is no language of the pages. Write one of ar",
        ),
        (setting(["x"], "attract", "de-AT"), "$.attract['de-AT'] is no language of the pages."),
        (setting("x", "after", "message", "eo"), "$.after.message.eo is no language of the pages."),
        (setting("x", "after", "link", "label", "eo"), "$.after.link.label.eo is no language"),
        (
            setting("https://a.b", "terms", "url", "eo"),
            "$.terms.url.eo is no language of the pages.",
        ),
        (without("terms", "url"), "$.terms.url is missing."),
        (without("terms", "url", "en"), "$.terms.url.en is missing."),
        (without("terms", "version"), "$.terms.version is missing."),
        (setting("1 2", "terms", "version"), '$.terms.version is "1 2".'),
        (setting("x" * 41, "terms", "version"), "$.terms.version is "),
        (
            setting("http://a.b", "terms", "url", "en"),
            '$.terms.url.en is "http://a.b". Write an addr',
        ),
        (setting("javascript:1", "after", "link", "url"), "$.after.link.url is "),
        (setting("https://a b", "after", "link", "url"), "$.after.link.url is "),
        (setting("https://café.example", "after", "link", "url"), "$.after.link.url is "),
        (setting("https://", "after", "link", "url"), "$.after.link.url is "),
        (setting("https:///a", "after", "link", "url"), "$.after.link.url leads nowhere for sure"),
        (
            setting("https://a@b/", "after", "link", "url"),
            "$.after.link.url leads nowhere for sure",
        ),
        (setting("https://a\\b/", "after", "link", "url"), "$.after.link.url leads nowhere"),
        (setting("https://a:99999/", "after", "link", "url"), "$.after.link.url leads nowhere"),
        (setting("https://[a/", "after", "link", "url"), "$.after.link.url leads nowhere"),
        (setting(f"https://a/{'x' * 500}", "after", "link", "url"), "510 characters, and 500 are"),
        (without("after", "message", "en"), "$.after.message.en is missing."),
        (setting("x" * 141, "after", "message", "en"), "has 141 characters, and 140 are the most."),
        (setting("", "after", "message", "en"), "$.after.message.en is empty."),
        (without("after", "link", "label"), "$.after.link.label is missing."),
        (without("after", "link", "url"), "$.after.link.url is missing."),
        (setting("x" * 41, "after", "link", "label", "en"), "has 41 characters, and 40 are"),
        (setting(9, "after", "seconds"), "$.after.seconds is 9. Write a whole number of seconds"),
        (setting(601, "after", "seconds"), "$.after.seconds is 601."),
        (setting(60.5, "after", "seconds"), "$.after.seconds is a number."),
        (setting(True, "after", "seconds"), "$.after.seconds is true or false."),
        (setting(1, "after", "minutes"), "$.after.minutes is not known."),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)
def test_each_refusal_says_where_what_and_what_to_write(
    tmp_path: Path, change: Change, said: str
) -> None:
    found = told(written(tmp_path, change))
    assert any(said in each for each in found), found
    assert all(". Write " in each for each in found)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "$ is not JSON: Expecting value, line 1, column 1."),
        (b'{"name": "a",}', "$ is not JSON: "),
        (b'{\n  // Our name\n  "name": "a"}', "line 2, column 3. Write JSON, without comments."),
        (b"[]", "$ is a list. Write a JSON object, as infra/brands/example.json is one."),
        (b'"Lune"', "$ is a text."),
        (b'{"name": "\xff"}', "$ is not UTF-8 at byte 10. Write it as UTF-8."),
        (b'{"name": "a", "name": "b"}', '$ has "name" twice in one object. Write it once.'),
        (b"[" * 100_000, "$ goes too deep."),
    ],
)
def test_what_is_no_document_is_told_by_its_place(
    tmp_path: Path, content: bytes, said: str
) -> None:
    (only,) = told(saved(tmp_path, content))
    assert said in only


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    (only,) = told(tmp_path / "none.json")
    assert only.startswith("$ cannot be read: No such file or directory.")


def test_all_problems_are_told_at_once_in_the_order_of_their_places(tmp_path: Path) -> None:
    def change(document: dict[str, Any]) -> None:
        document["name"] = "\u202e" + "x" * 40
        document["logo"] = "none.png"
        document["colors"]["light"]["ink"] = "#ffffff"
        document["colors"]["dark"]["ink"] = "red"
        document["attract"]["xx"] = ["?"]
        document["after"]["seconds"] = 0

    paths = [each.path for each in problems(written(tmp_path, change))]
    assert paths == sorted(paths)
    assert paths == [
        "$.after.seconds",
        "$.attract.xx",
        "$.colors.dark.ink",
        "$.colors.light.ink",
        "$.logo",
        "$.name",
        "$.name",
    ]


def test_languages_are_those_that_the_pages_have() -> None:
    folders = (ROOT / "static-site" / "locales").iterdir()
    assert set(brand_words.languages()) == {each.name for each in folders}
    assert len(brand_words.languages()) >= 13


def test_paths_are_those_of_rfc_9535() -> None:
    assert below("$", "name") == "$.name"
    assert below("$.a", "$schema") == "$.a['$schema']"
