"""docs/brand.md says what the schema and the checks say, and the example is one that passes."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from infra import brand, brand_file, brand_logo, brand_words, contrast
from infra.brand_document import SCHEMA
from tests.contract.documents import ROOT, rows, text

DOCUMENT = "docs/brand.md"
ROOT_SCHEMA: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
EXAMPLE = json.loads((brand.FOLDER / "example.json").read_text(encoding="utf-8"))


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").removeprefix("#/$defs/")
    return ROOT_SCHEMA["$defs"][name] if name else schema


def fields(schema: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Each field that a brand may have, as the document names it, and its schema."""
    schema = resolved(schema)
    if path:
        yield path, schema
    below = f"{path}." if path else ""
    for name, each in schema.get("properties", {}).items():
        yield from fields(each, below + name)
    if isinstance(schema.get("additionalProperties"), dict):
        yield from fields(schema["additionalProperties"], f"{below}<language>")
    if "items" in schema:
        yield from fields(schema["items"], f"{path}[]")


FIELDS = dict(fields(ROOT_SCHEMA))
SIX = tuple(
    f"{path}.{color}" for path in ("colors.light", "colors.dark") for color in contrast.COLORS
)


def test_the_schema_is_one_and_says_of_each_field_what_to_write() -> None:
    Draft202012Validator.check_schema(ROOT_SCHEMA)
    assert all(schema["description"] for schema in [ROOT_SCHEMA, *FIELDS.values()])


def test_each_field_is_described_and_no_other() -> None:
    described = [row[0] for row in rows(DOCUMENT, "Fields")]
    assert described == [path for path in FIELDS if path not in SIX]
    assert {row[0] for row in rows(DOCUMENT, "The colours")} == contrast.COLORS


def told(schema: dict[str, Any]) -> str:
    """A field's limit as the document tells it."""
    match schema:
        case {"type": "string", "minLength": least, "maxLength": most}:
            return f"{least} to {most} characters"
        case {"type": "string", "pattern": pattern} if found := re.search(
            r"\{(\d+),(\d+)\}", pattern
        ):
            return f"{found[1]} to {found[2]} of "
        case {"type": "string", "maxLength": most, "pattern": pattern} if "https" in pattern:
            return f"at most {most} characters"
        case {"type": "array", "minItems": least, "maxItems": most}:
            return f"{least} to {most} messages"
        case {"type": "integer", "minimum": least, "maximum": most}:
            return f"{least} to {most}"
    return ""


def test_each_limit_is_that_of_the_schema() -> None:
    said = {row[0]: row[1] for row in rows(DOCUMENT, "Fields")}
    limits = {path: told(FIELDS[path]) for path in said}
    assert sum(map(bool, limits.values())) == 9
    assert not {path for path, limit in limits.items() if limit not in said[path]}


def test_each_default_for_other_languages_is_there() -> None:
    """Where a field is by language, English stands in for the others."""
    by_language = [
        each for each in FIELDS.values() if isinstance(each.get("additionalProperties"), dict)
    ]
    assert len(by_language) == 4
    assert all(each["required"] == ["en"] for each in by_language)


def test_the_languages_are_those_of_the_pages() -> None:
    listed = ", ".join(f"`{language}`" for language in brand_words.languages())
    assert listed in text(DOCUMENT)


def test_the_limits_of_a_logo_are_told() -> None:
    assert f"at most {brand_logo.MAX_BYTES:,} bytes" in text(DOCUMENT)
    assert f"at most {brand_logo.MAX_SIDE} pixels wide" in text(DOCUMENT)
    suffixes = "|".join(brand_logo.SUFFIXES)
    assert ROOT_SCHEMA["properties"]["logo"]["pattern"].endswith(rf"\.({suffixes})$")


def test_the_pairs_are_those_that_are_checked() -> None:
    pairs = [
        [f"`{each.front}` on `{each.back}`".strip("`"), f"{each.needed:g}:1"]
        for each in contrast.PAIRS
    ]
    assert [row[:2] for row in rows(DOCUMENT, "The colours", table=1)] == pairs


def test_what_is_said_of_a_colour_is_what_the_document_shows() -> None:
    light = EXAMPLE["colors"]["light"] | {"inkSoft": "#8a80a8"}
    (problem,) = contrast.problems("light", light)
    assert f"    {problem}\n" in text(DOCUMENT)


@pytest.mark.parametrize("words", [row[0] for row in rows(DOCUMENT, "What you may be told")])
def test_each_problem_that_is_explained_is_one_that_is_told(words: str) -> None:
    sources = [*(ROOT / "infra").glob("brand*.py"), ROOT / "infra" / "contrast.py"]
    said = " ".join(path.read_text(encoding="utf-8") for path in sources)
    criteria = " ".join(f"and {each}" for each in contrast._CRITERION.values())
    assert words in f"{said} {criteria}"


def test_the_brand_that_the_document_shows_is_fit(tmp_path: Path) -> None:
    (shown,) = re.findall(r"```json\n(.+?)```", text(DOCUMENT), re.DOTALL)
    (tmp_path / "shown.json").write_text(shown, encoding="utf-8")
    (tmp_path / "cafe-lune.svg").write_bytes((brand.FOLDER / "cafe-lune.svg").read_bytes())
    assert brand_file.read(tmp_path / "shown.json").logo


def test_the_example_is_fit_and_shows_each_field_in_three_languages() -> None:
    brand_file.read(brand.FOLDER / "example.json")
    assert EXAMPLE.keys() == ROOT_SCHEMA["properties"].keys()
    for path in ("attract", "terms.url", "after.message", "after.link.label"):
        found: Any = EXAMPLE
        for name in path.split("."):
            found = found[name]
        assert found.keys() == {"en", "de", "ar"}
    assert EXAMPLE["after"].keys() == ROOT_SCHEMA["properties"]["after"]["properties"].keys()
    assert (brand.FOLDER / EXAMPLE["$schema"]).resolve() == SCHEMA


def test_each_brand_that_is_here_is_fit() -> None:
    for file in brand.FOLDER.glob("*.json"):
        brand_file.read(file)
