"""What the pages bring along of others is just what its package has, and its licence with it."""

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
VENDOR = ROOT / "static-site" / "vendor"
PACKAGES = sorted(path.name for path in VENDOR.iterdir())


@pytest.mark.parametrize("name", PACKAGES)
def test_it_is_as_it_was_published(name: str) -> None:
    """package-lock.json holds the package's hash; `make` installs it for the tests alone."""
    package = ROOT / "node_modules" / name
    files = sorted(path.name for path in (VENDOR / name).iterdir())
    assert "LICENSE.txt" in files
    for file in files:
        assert (VENDOR / name / file).read_bytes() == (package / file).read_bytes(), file


def test_each_is_a_dependency_with_its_version() -> None:
    locked = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    assert set(PACKAGES) <= set(locked)
