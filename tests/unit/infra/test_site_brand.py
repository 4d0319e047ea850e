"""A brand goes with the site: its logo as a file, the rest in config.json; none is told, too."""

import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from infra import brand, deploy, terraform
from infra.account import Account
from infra.brand import FOLDER
from infra.brand_file import Brand, read
from infra.brand_problem import BrandUnfit
from infra.console import Console
from infra.site import files_of, publish
from infra.stage import Stage
from tests.unit.infra.brands import LOGO, saved
from tests.unit.infra.site_fakes import CONFIG, OUTPUTS, PAGES, PUBLISHED, MemoryAws, a_site

LUNE = read(FOLDER / "example.json")
LOGO_KEY = f"site/{LUNE.published['logo']}"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return a_site(tmp_path / "static-site")


@pytest.fixture
def aws() -> MemoryAws:
    return MemoryAws()


def published(aws: MemoryAws, source: Path, brand: Brand | None) -> None:
    publish(aws.account, OUTPUTS, CONFIG, Console(io.StringIO()), source, brand)


def config(aws: MemoryAws) -> dict[str, object]:
    told: dict[str, object] = json.loads(aws.objects["site/config.json"]["Body"])
    return told


def test_pages_are_told_that_there_is_no_brand(source: Path, aws: MemoryAws) -> None:
    published(aws, source, None)
    assert config(aws) == {**CONFIG, "brand": None}
    assert set(aws.objects) == PUBLISHED


def test_pages_are_told_the_brand_and_find_its_logo(source: Path, aws: MemoryAws) -> None:
    published(aws, source, LUNE)
    assert config(aws) == {**CONFIG, "brand": LUNE.published}
    assert aws.objects[LOGO_KEY]["Body"] == LOGO
    assert aws.objects[LOGO_KEY]["ContentType"] == "image/svg+xml"


def test_the_logo_is_there_before_what_names_it_and_that_before_the_pages(
    source: Path, aws: MemoryAws
) -> None:
    published(aws, source, LUNE)
    sent = aws.sent()
    assert sent.index(LOGO_KEY) < sent.index("site/config.json") == len(sent) - len(PAGES) - 1


def test_a_brand_that_is_gone_leaves_nothing(source: Path, aws: MemoryAws) -> None:
    published(aws, source, LUNE)
    published(aws, source, None)
    assert set(aws.objects) == PUBLISHED
    assert config(aws)["brand"] is None


def test_a_name_alone_brings_no_file(source: Path, aws: MemoryAws) -> None:
    published(aws, source, Brand({"name": "Lune"}))
    assert set(aws.objects) == PUBLISHED
    assert config(aws)["brand"] == {"name": "Lune"}


def test_a_file_of_the_folder_does_not_stand_for_the_logo(source: Path) -> None:
    path = source / LOGO_KEY.removeprefix("site/")
    path.parent.mkdir()
    path.write_text("another")
    files = {file.key: file.content for file in files_of(source, CONFIG, LUNE)}
    assert files[LOGO_KEY] == LOGO


class _Untouched(Account):
    """An account that must not be asked anything."""

    def client(self, service: str) -> Any:
        raise AssertionError(f"{service} was asked")


@pytest.fixture
def untouched(monkeypatch: pytest.MonkeyPatch) -> Account:
    account = _Untouched(None, "111122223333", "eu-central-1", "aws")  # type: ignore[arg-type]
    monkeypatch.setattr(Account, "current", lambda: account)
    return account


@pytest.mark.parametrize("main", [deploy.main, terraform.main])
def test_a_brand_that_is_not_fit_stops_a_deployment_before_anything_is_asked_of_the_account(
    main: Callable[[Sequence[str]], int],
    untouched: Account,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(brand, "FOLDER", tmp_path)
    saved(tmp_path, b'{"name": ""}').rename(tmp_path / "dev.json")
    assert main(["--stage", "dev"]) == 1
    told = capsys.readouterr()
    assert told.err.startswith("BrandUnfit: The brand in ")
    assert "$.name is empty." in told.err
    assert "→" not in told.out


def test_the_deployment_itself_refuses_it(
    untouched: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(brand, "FOLDER", tmp_path)
    saved(tmp_path, b"{}").rename(tmp_path / "dev.json")
    with pytest.raises(BrandUnfit):
        deploy.Deployment(untouched, Stage("dev"), Console(io.StringIO()))
