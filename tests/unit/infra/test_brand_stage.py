"""The brand of a stage, and the command that checks one."""

import json
from pathlib import Path

import pytest

from infra import brand
from infra.brand import FOLDER, main
from infra.brand_file import Brand, read
from infra.brand_problem import BrandUnfit
from infra.stage import Stage
from tests.unit.infra.brands import saved, written


def test_the_text_of_the_refusal_says_where_to_read_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = saved(tmp_path, b"{}")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BrandUnfit) as unfit:
        read(file)
    assert unfit.value.code == "BrandUnfit"
    first, problem, last = str(unfit.value).splitlines()
    assert first == "The brand in brand.json is not fit to be shown."
    assert problem.startswith("  $.name is missing. ")
    assert (
        last == "docs/brand.md tells of each field; make brand BRAND=brand.json checks them again."
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(brand, "FOLDER", tmp_path)
    return tmp_path


def test_a_stage_without_a_file_keeps_our_look(folder: Path) -> None:
    assert brand.of_stage(Stage("dev")) is None


def test_a_stage_has_the_brand_of_its_name(folder: Path) -> None:
    written(folder).rename(folder / "dev.json")
    found = brand.of_stage(Stage("dev"))
    assert isinstance(found, Brand)
    assert brand.of_stage(Stage("prod")) is None


def test_the_command_says_that_it_is_fit_and_how_its_colours_stand(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--file", str(FOLDER / "example.json")]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Café Lune: fit to be shown.\nLogo cafe-lune.svg, 584 bytes\n\nlight ")
    assert "  inkSoft on counter       5.68:1   4.50:1\n" in said
    assert said.count(" on ") == 14


def test_the_command_says_all_that_is_wrong_and_ends_with_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--file", str(saved(tmp_path, json.dumps({"nome": 1}).encode()))]) == 1
    said = capsys.readouterr().err
    assert said.startswith("BrandUnfit: The brand in ")
    assert "$.name is missing." in said
    assert '$.nome is not known. Write "name".' in said


def test_the_command_without_a_file_takes_that_of_the_stage(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--stage", "prod"]) == 0
    assert "Stage prod has no brand" in capsys.readouterr().out
    saved(folder, b'{"name": "Lune"}').rename(folder / "prod.json")
    assert main(["--stage", "prod"]) == 0
    assert capsys.readouterr().out == "Lune: fit to be shown.\n"
