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
    assert json.loads(files["config.json"].content) == CONFIG


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
    assert json.loads(found.content) == CONFIG


def test_the_dev_server_takes_only_what_knows_no_AWS() -> None:  # noqa: N802
    """`make run` stays independent of how we deploy."""
    shared = {"infra.gateway_responses", "infra.site_files", "infra.terminal"}
    taken = {name for path in (ROOT / "devserver").glob("*.py") for name in imports(path)}
    assert {name for name in taken if name.startswith("infra.")} == shared
    known = {name for each in shared for name in imports(ROOT / f"{each.replace('.', '/')}.py")}
    assert not {name for name in known if name.partition(".")[0] in ("infra", "boto3", "botocore")}
