"""Which files make the site."""

import json
from pathlib import Path

import pytest

from infra.site import SOURCE, files_of
from infra.stage import ROOT
from tests.unit.infra.site_fakes import CONFIG, PUBLISHED, a_site
from tests.unit.test_architecture import imports


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return a_site(tmp_path / "static-site")


def test_the_site_of_the_repository_can_be_published() -> None:
    files = {file.path: file for file in files_of(SOURCE, CONFIG)}
    assert {"index.html", "phone.html", "pages/kiosk.js", "locales/en/phone.json"} <= set(files)
    assert files["pages/kiosk.js"].content_type == "text/javascript; charset=utf-8"
    assert json.loads(files["config.json"].content) == CONFIG | {"brand": None}


@pytest.mark.parametrize(
    "name", [".env", ".git/config", "lib/.secret.js", "lib/ports.d.ts", "README.md", "lib/readme"]
)
def test_what_browsers_do_not_need_stays_here(source: Path, name: str) -> None:
    path = source / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("not for visitors")
    assert {file.key for file in files_of(source, CONFIG)} == PUBLISHED


def test_a_link_to_elsewhere_is_not_followed(source: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    (source / "link.txt").symlink_to(tmp_path / "secret.txt")
    (source / "folder").symlink_to(tmp_path)
    assert {file.key for file in files_of(source, CONFIG)} == PUBLISHED


def test_a_configuration_of_some_machine_is_not_published(source: Path) -> None:
    (source / "config.json").write_text('{"apiUrl": "http://127.0.0.1:8001/api"}')
    (found,) = (file for file in files_of(source, CONFIG) if file.path == "config.json")
    assert json.loads(found.content) == CONFIG | {"brand": None}


def test_the_dev_server_takes_only_what_knows_no_AWS() -> None:  # noqa: N802
    """`make run` stays independent of how we deploy."""
    shared = {"brand_file", "brand_logo", "brand_problem"} | {
        *("gateway_responses", "site_files", "terminal")
    }
    devserver = (ROOT / "devserver").glob("*.py")
    assert {each for path in devserver for each in taken_of_infra(path)} == shared
    # And all that these take.
    found, new = set[str](), shared
    while new:
        found |= new
        paths = [ROOT / "infra" / f"{each}.py" for each in new]
        for path in paths:
            assert not {name.partition(".")[0] for name in imports(path)} & {"boto3", "botocore"}
        new = {each for path in paths for each in taken_of_infra(path)} - found
    assert found - shared == {
        *("brand_document", "brand_svg", "brand_words", "contrast", "deploy_error")
    }


def taken_of_infra(path: Path) -> set[str]:
    """The modules of infra that a module imports."""
    return {name.split(".")[1] for name in imports(path) if name.startswith("infra.")}
