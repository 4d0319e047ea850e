"""Environments of Python's that hold no more than they should."""

import subprocess
import sys
from pathlib import Path

from infra import python

_UV = Path(sys.executable).with_name("uv")
#: The versions are those that the rest of the tests have.
_LOCK = Path(__file__).parents[3] / "requirements-dev.txt"


def make(directory: Path, *packages: str) -> Path:
    """An environment with these packages, of the Python that deployments are made with.

    Raises:
        RuntimeError: with what uv said.
    """
    interpreter = directory / "bin" / "python"
    _uv("venv", "--python", python.find().path, directory)
    _uv("pip", "install", "--python", interpreter, "--constraints", _LOCK, *packages)
    return interpreter


def _uv(*arguments: str | Path) -> None:
    done = subprocess.run([_UV, "--quiet", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"uv {' '.join(map(str, arguments))}:\n{done.stderr}")
