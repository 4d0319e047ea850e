"""The package that a deployment makes of this repository."""

import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from infra import package
from infra.bundle import Toolchain
from infra.problems import BuildFailed
from infra.stage import ROOT
from tests.deployment.runtime import kit

pytest_plugins = ["tests.deployment.runtime.fixtures"]

LOCK = ROOT / "requirements.txt"


def test_it_is_fit_for_lambda(zip_path: Path, tools: Toolchain) -> None:
    facts = package.check(zip_path, tools.python.version, kit.STAGE.architecture, LOCK)
    assert facts.distributions.keys() == {"pillow", "pillow-heif", "pyjwt", "qrcode"}
    assert facts.zip_bytes == zip_path.stat().st_size < package.MAX_ZIP_BYTES


def test_it_is_fit_for_no_other_python(zip_path: Path, tools: Toolchain) -> None:
    other = "3.12" if tools.python.version != "3.12" else "3.13"
    with pytest.raises(BuildFailed, match=f"Without a .pyc for Python {other}"):
        package.check(zip_path, other, kit.STAGE.architecture, LOCK)


def test_nothing_but_the_application_ships(zip_path: Path) -> None:
    with ZipFile(zip_path) as archive:
        names = archive.namelist()
        tops = {name.partition("/")[0] for name in names}
        assert {top for top in tops if not top.endswith((".dist-info", ".so", ".libs"))} == {
            *("app.py", "__pycache__", "chalicelib", "chalice"),
            *("qrcode", "jwt", "PIL", "pillow_heif"),
        }
        ours = {name for name in names if name.startswith("chalicelib/") and name.endswith(".py")}
        assert ours == {str(path.relative_to(ROOT)) for path in ROOT.glob("chalicelib/**/*.py")}
        for name in ours:
            assert archive.read(name) == (ROOT / name).read_bytes()


def test_it_does_not_say_where_it_was_built(zip_path: Path, tools: Toolchain) -> None:
    """Tracebacks name /var/task, and who builds the same elsewhere gets the same."""
    places = [ROOT, zip_path.parent.parent, tools.bin.parent, Path.home()]
    with ZipFile(zip_path) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            assert [place for place in places if str(place).encode() in content] == [], name
            if name.endswith(".pyc"):
                assert b"/var/task/" in content, name


def test_the_same_sources_make_the_same_package(
    zip_path: Path, tools: Toolchain, tmp_path: Path
) -> None:
    """A deployment that changes nothing leaves the functions, and what they keep warm, alone."""
    again = kit.package(tools, kit.project(tools, tmp_path / "project"))
    assert again.read_bytes() == zip_path.read_bytes()


def test_the_functions_are_described_as_configured(zip_path: Path, tools: Toolchain) -> None:
    """Chalice passes over settings that it does not know."""
    described: dict[str, Any] = json.loads((zip_path.parent / "chalice.tf.json").read_text())
    functions = described["resource"]["aws_lambda_function"]
    assert {function["handler"] for function in functions.values()} == set(kit.HANDLERS.values())
    by_handler = {function["handler"]: function for function in functions.values()}
    for name, settings in kit.STAGE.settings["lambda_functions"].items():
        function = by_handler[kit.HANDLERS[name]]
        assert function["function_name"] == kit.STAGE.function_name(name)
        assert function["runtime"] == tools.python.runtime
        assert function["memory_size"] == settings["lambda_memory_size"]
        assert function["timeout"] == settings["lambda_timeout"]
        variables = function["environment"]["variables"]
        assert {key: variables[key] for key in kit.settings()} == kit.settings()
