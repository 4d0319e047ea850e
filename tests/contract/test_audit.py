"""`make audit` tells a vulnerability from a day on which nobody could be asked."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.contract.documents import ROOT

SOUND = ("echo 'No known vulnerabilities found'", 0)
VULNERABLE = ("echo 'Found 1 known vulnerability'; echo 'qrcode 8.2 PYSEC-2026-1'; exit 1", 1)
#: As pip-audit 2.10 and npm 11 say it.
UNKNOWN = ("echo 'ERROR:pip_audit._cli:qrcode: Dependency not found on PyPI' >&2; exit 1", 2)
NPM_VULNERABLE = ("echo '1 high severity vulnerability'; exit 1", 1)
NPM_UNKNOWN = ("echo 'npm error audit endpoint returned an error' >&2; exit 1", 2)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    (tmp_path / ".ci").mkdir()
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / "bin").mkdir()
    shutil.copy(ROOT / ".ci" / "audit", tmp_path / ".ci")
    return tmp_path


def _audit(clone: Path, python: str, npm: str) -> subprocess.CompletedProcess[str]:
    for path, script in ((clone / ".venv/bin/pip-audit", python), (clone / "bin/npm", npm)):
        path.write_text(f'#!/bin/sh\necho "$0 $@" >>{clone}/asked\n{script}\n')
        path.chmod(0o755)
    return subprocess.run(
        [clone / ".ci" / "audit"],
        capture_output=True,
        text=True,
        env={"PATH": f"{clone / 'bin'}:/usr/bin:/bin"},
    )


@pytest.mark.parametrize("python", [SOUND, VULNERABLE, UNKNOWN], ids=["sound", "bad", "unknown"])
@pytest.mark.parametrize("npm", [SOUND, NPM_VULNERABLE, NPM_UNKNOWN], ids=["sound", "bad", "?"])
def test_its_end(clone: Path, python: tuple[str, int], npm: tuple[str, int]) -> None:
    """A vulnerability outweighs an advisory source that was out of reach."""
    said = _audit(clone, python[0], npm[0])
    ends = {python[1], npm[1]}
    assert said.returncode == (1 if 1 in ends else max(ends)), said.stdout
    assert ("NOT AUDITED" in said.stdout) == (2 in ends)
    assert ("PYSEC-2026-1" in said.stdout) == (python is VULNERABLE)
    assert ("high severity" in said.stdout) == (npm is NPM_VULNERABLE)


def test_every_lock_is_asked_about_strictly(clone: Path) -> None:
    """Without --strict, pip-audit takes for sound what its advisories do not know."""
    _audit(clone, SOUND[0], SOUND[0])
    asked = (clone / "asked").read_text().splitlines()
    python = [line for line in asked if "pip-audit" in line]
    assert all("--strict" in line and "--require-hashes" in line for line in python)
    # requirements-dev.txt contains those of run and deploy.
    assert [line.split()[-1] for line in python] == ["requirements.txt", "requirements-dev.txt"]
    npm = [line.split()[1:] for line in asked if "npm" in line]
    assert npm == [["--prefix", ".", "audit"], ["--prefix", "bench/tus", "audit"]]
