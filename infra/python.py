"""Finds a Python whose Lambda runtime our packages are made for.

Chalice deploys for the Python that it runs on itself. Runtimes before 3.12 stand on Amazon Linux 2,
whose C library (glibc 2.26) is older than the wheels of Pillow need; from 3.12 on it is Amazon
Linux 2023 (glibc 2.34). https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from infra.problems import PythonTooOld
from infra.stage import ROOT

#: Best first: what is tested most.
VERSIONS = ("3.13", "3.12", "3.14")
#: Names the one to use.
VARIABLE = "SCANDROP_DEPLOY_PYTHON"
_ASK = "import sys; print('%d.%d' % sys.version_info[:2])"


@dataclass(frozen=True)
class Python:
    """An interpreter, and its version as in `3.13`."""

    path: Path
    version: str

    @property
    def runtime(self) -> str:
        """Lambda's name for it."""
        return f"python{self.version}"


def find() -> Python:
    """The best Python of this machine to deploy with.

    Raises:
        PythonTooOld: there is none of `VERSIONS`, or the one that is named is none.
    """
    named = os.environ.get(VARIABLE)
    if named:
        version = _version(Path(named))
        if version not in VERSIONS:
            raise PythonTooOld(
                f"{VARIABLE}={named} is {f'Python {version}' if version else 'no Python'}; "
                f"deploying needs one of {', '.join(VERSIONS)}."
            )
        return Python(Path(named), version)
    return _best(list(_candidates()))


def _best(candidates: list[Path]) -> Python:
    found = {_version(path): path for path in reversed(candidates)}
    for version in VERSIONS:
        if version in found:
            return Python(found[version], version)
    here = ", ".join(sorted(version for version in found if version)) or "none"
    raise PythonTooOld(
        f"Deploying needs Python 3.12 or newer, because Lambda's older runtimes cannot load "
        f"today's packages; here is {here}. Get one with `uv python install 3.13` or "
        f"`pyenv install 3.13`, or name it: {VARIABLE}=/path/to/python3.13"
    )


def _candidates() -> Iterator[Path]:
    yield Path(sys.executable)
    yield ROOT / "build" / "lambda-python" / "bin" / "python3"
    for name in ("python3", *(f"python{version}" for version in VERSIONS)):
        found = shutil.which(name)
        if found:
            yield Path(found)
    # A version manager's shims are on the PATH, but work only for the versions switched on.
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    data = Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share"))
    uv = Path(os.environ.get("UV_PYTHON_INSTALL_DIR", data / "uv" / "python"))
    for folder in (pyenv / "versions", uv):
        yield from sorted(folder.glob("*/bin/python3"), reverse=True)


def _version(path: Path) -> str | None:
    """As in `3.13`; None if it does not run: a shim may have nothing behind it."""
    try:
        asked = subprocess.run(  # noqa: S603 - an interpreter of this machine
            [path, "-c", _ASK], capture_output=True, text=True, timeout=20, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return asked.stdout.strip()
