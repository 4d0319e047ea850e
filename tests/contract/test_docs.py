"""What the documents say of the code is so, and all that they should say is there."""

import ast
import re
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields
from typing import Any

import pytest

from chalicelib import categories, limits, statuses
from chalicelib.errors import ScandropError
from chalicelib.photo import Rejection
from chalicelib.settings import Settings, SettingsMissing
from tests.contract.documents import ROOT, documents, rows, text
from tests.contract.http_contract import contract

CONFIGURATION = "docs/configuration.md"
HTTP_API = "docs/http-api.md"
SECURITY = "docs/security.md"

#: The unit of a number, by a word in its name.
UNITS = {
    "SECONDS": "seconds",
    "BYTES": "bytes",
    "PHOTOS": "photos",
    "CHARACTERS": "characters",
    "PIXELS": "pixels",
    "SIDE": "pixels",
    "SCANS": "scans",
    "PIECES": "pieces",
    "CONFIDENCE": "percent",
    "QUALITY": "of 100",
    "JOBS": "jobs",
    "FUNCTIONS": "functions",
}


def _unit(name: str) -> str | None:
    words = name.split("_")
    return next((unit for word, unit in UNITS.items() if word in words), None)


#: The units of settings that are no numbers, required ones and others.
NAMES, TEXTS = {"name", "URL", "ARN", "id"}, {"URL", "ARN", "id", "JSON"}


def _told(part: Field[Any]) -> tuple[str, set[str]]:
    """How the document tells a setting's default, and the units that are right for it."""
    if part.default is MISSING and part.default_factory is MISSING:
        return "required", NAMES
    if part.default is MISSING or part.default is None:
        return "none", TEXTS | {"days"}
    if isinstance(part.default, bool):
        return "on" if part.default else "off", {"on or off"}
    if isinstance(part.default, tuple):
        return ", ".join(part.default), {""}
    return str(part.default), {_unit(part.name.upper()) or ""}


def test_each_setting_is_described_with_its_default_and_unit() -> None:
    described = {row[0]: row[1:3] for row in rows(CONFIGURATION, "Settings")}
    assert list(described) == [f"SCANDROP_{part.name.upper()}" for part in fields(Settings)]
    for part in fields(Settings):
        default, units = _told(part)
        told, unit = described[f"SCANDROP_{part.name.upper()}"]
        assert (told, unit in units) == (default, True), part.name


def test_the_settings_that_are_required_are_those_without_which_it_does_not_start() -> None:
    required = {row[0] for row in rows(CONFIGURATION, "Settings") if row[1] == "required"}
    with pytest.raises(SettingsMissing) as missing:
        Settings.from_env({})
    assert set(re.findall(r"SCANDROP_\w+", str(missing.value))) == required


def test_each_limit_is_described_with_its_value_and_unit() -> None:
    known = {name: value for name, value in vars(limits).items() if name.isupper()}
    types, videos = known.pop("CONTENT_TYPES"), known.pop("VIDEO_TYPES")
    pixels = known.pop("MAX_PIXELS")
    described = {row[0]: row[1:3] for row in rows(CONFIGURATION, "Limits")}
    assert {name: int(row[0]) for name, row in described.items()} == known
    for name in known:
        assert described[name][1] == (_unit(name) or described[name][1]), name
    assert {row[0]: row[1] for row in rows(CONFIGURATION, "Limits", table=1)} == types
    assert {row[0]: int(row[1]) for row in rows(CONFIGURATION, "Limits", table=2)} == pixels
    assert {row[0]: row[1] for row in rows(CONFIGURATION, "Limits", table=3)} == videos
    told = {row[0]: tuple(row[1:]) for row in rows(CONFIGURATION, "Limits", table=4)}
    assert told == {
        content_type: (suffix, categories.category_of(content_type).value)
        for content_type, suffix in categories.SUFFIXES.items()
        if content_type not in types | videos
    }


def test_each_constant_of_limits_is_a_whole_number_or_a_table() -> None:
    """Else the test above would pass one over."""
    names = {name for name, value in vars(limits).items() if isinstance(value, int | dict)}
    assert {name for name in names if not name.startswith("_")} == {
        name for name in vars(limits) if name.isupper()
    }


def test_each_rejection_is_described() -> None:
    assert [row[0] for row in rows(CONFIGURATION, "Rejections")] == sorted(Rejection)


def test_each_refusal_is_described_with_its_status() -> None:
    described = {row[0]: int(row[1]) for row in rows(HTTP_API, "Refusals")}
    assert described == {kind.__name__: status.value for kind, status in statuses.STATUS.items()}
    assert all(issubclass(kind, ScandropError) for kind in statuses.STATUS)


def test_each_request_of_the_guide_is_one_that_the_api_knows() -> None:
    known = [
        (method, re.sub(r"\{\w+\}", "[^/]+", path)) for method, path, _ in contract().operations()
    ]
    calls = re.findall(r"curl [^\n]*?\$API(/[^\"\s?]*)", text(HTTP_API))
    assert len(calls) >= 3
    for path in calls:
        assert any(re.fullmatch(form, path) for _, form in known), path
    sent = set(re.findall(r'--data-urlencode "(\w+)=', text(HTTP_API)))
    parameters = contract().document["paths"]["/upload-url"]["get"]["parameters"]
    assert sent <= {each["name"] for each in parameters if each["in"] == "query"}


def _make_targets() -> tuple[set[str], set[str]]:
    """All targets for people, and those that `make help` lists."""
    lines = re.findall(r"^([a-z][a-z0-9-]*):(.*)$", text("Makefile"), re.MULTILINE)
    return {name for name, _ in lines}, {name for name, rest in lines if "## " in rest}


def test_each_make_target_that_a_document_names_exists() -> None:
    known, _ = _make_targets()
    for path in documents():
        for name in re.findall(r"(?:`|^\s*)make ([a-z][a-z0-9-]*)", text(path), re.MULTILINE):
            assert name in known, f"{path}: make {name}"


def test_each_make_target_that_help_lists_is_described() -> None:
    _, listed = _make_targets()
    described = text("README.md") + text("CONTRIBUTING.md")
    # `make` alone is `make help`.
    assert not {name for name in listed - {"help"} if f"make {name}" not in described}


def _promises() -> Iterator[tuple[str, str]]:
    """Each promise of docs/security.md, and each test that is to prove it."""
    for table in re.findall(r"^\| we promise .*\n.*\n((?:\|.*\n)+)", text(SECURITY), re.MULTILINE):
        for line in table.splitlines():
            promise, proofs = (cell.strip() for cell in line.strip("|").split("|"))
            yield from ((promise, proof) for proof in re.findall(r"`([^`]+)`", proofs) or [""])


def test_there_are_promises() -> None:
    """Else the test below would hold nothing."""
    assert len({promise for promise, _ in _promises()}) > 40


@pytest.mark.parametrize(("promise", "proof"), list(_promises()))
def test_each_promise_names_a_test_that_exists(promise: str, proof: str) -> None:
    path, _, name = proof.partition("::")
    assert path.startswith("tests/"), promise
    tree = ast.parse(text(path))
    functions = ast.FunctionDef | ast.AsyncFunctionDef
    assert name in {node.name for node in tree.body if isinstance(node, functions)}, promise


def test_tokens_are_compared_in_constant_time() -> None:
    """By `hmac.compare_digest`, and nowhere by `==`, whose time tells how far it got."""
    assert "hmac.compare_digest(" in text("chalicelib/tokens.py")
    for path in sorted((ROOT / "chalicelib").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq | ast.NotEq):
                sides = ast.unparse(node).lower()
                assert "digest" not in sides, f"{path.name}: {sides}"
                assert not re.search(r"token\b", sides.replace("not token", "")), sides
