import os
from pathlib import Path

import pytest

from infra import python
from infra.problems import PythonTooOld


def an_interpreter(path: Path, version: str) -> Path:
    """Something that answers like a Python of this version."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho {version}\n")
    path.chmod(0o755)
    return path


def a_shim(path: Path) -> Path:
    """What a version manager leaves on the PATH for a version that is not switched on."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\necho 'command not found' >&2\nexit 127\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine whose only Python is the 3.11 that runs us."""
    path = tmp_path / "bin"
    path.mkdir()
    monkeypatch.setenv("PATH", f"{path}{os.pathsep}/bin")
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    monkeypatch.setenv("UV_PYTHON_INSTALL_DIR", str(tmp_path / "uv"))
    monkeypatch.delenv(python.VARIABLE, raising=False)
    monkeypatch.setattr("sys.executable", str(an_interpreter(path / "ours", "3.11")))
    return tmp_path


@pytest.mark.parametrize(
    "place", ["bin/python3.13", "pyenv/versions/3.13.0/bin/python3", "uv/cpython-3.13/bin/python3"]
)
def test_found_wherever_it_is_kept(machine: Path, place: str) -> None:
    expected = an_interpreter(machine / place, "3.13")
    found = python.find()
    assert (found.path, found.version, found.runtime) == (expected, "3.13", "python3.13")


def test_the_best_tested_is_taken_not_the_newest(machine: Path) -> None:
    for version in ("3.14", "3.12", "3.13", "3.15"):
        an_interpreter(machine / "bin" / f"python{version}", version)
    an_interpreter(machine / "bin" / "python3", "3.15")
    assert python.find().version == "3.13"


def test_a_shim_with_nothing_behind_it_is_passed_over(machine: Path) -> None:
    a_shim(machine / "bin" / "python3.13")
    real = an_interpreter(machine / "pyenv" / "versions" / "3.13.0" / "bin" / "python3", "3.13")
    assert python.find().path == real


def test_none_that_will_do(machine: Path) -> None:
    an_interpreter(machine / "bin" / "python3", "3.10")
    with pytest.raises(PythonTooOld) as caught:
        python.find()
    assert "3.10, 3.11" in str(caught.value)
    assert "uv python install 3.13" in str(caught.value)


def test_the_one_that_is_named_is_taken(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    an_interpreter(machine / "bin" / "python3.13", "3.13")
    named = an_interpreter(machine / "own", "3.12")
    monkeypatch.setenv(python.VARIABLE, str(named))
    assert python.find().path == named


@pytest.mark.parametrize(
    ("version", "said"), [("3.11", "is Python 3.11"), ("3.15", "is Python 3.15"), ("", "no Python")]
)
def test_one_that_is_named_and_will_not_do_is_not_replaced(
    machine: Path, monkeypatch: pytest.MonkeyPatch, version: str, said: str
) -> None:
    an_interpreter(machine / "bin" / "python3.13", "3.13")
    monkeypatch.setenv(python.VARIABLE, str(an_interpreter(machine / "own", version)))
    with pytest.raises(PythonTooOld, match=said):
        python.find()
