"""Environments of Python's that hold no more than they should."""

from pathlib import Path

from infra import bundle, python

#: The versions are those that the rest of the tests have.
_LOCK = Path(__file__).parents[3] / "requirements-dev.txt"


def make(directory: Path, *packages: str) -> Path:
    """An environment with these packages, of the Python that deployments are made with.

    Raises:
        BuildFailed: with what uv said.
    """
    interpreter = directory / "bin" / "python"
    bundle.uv("venv", "--python", python.find().path, directory)
    bundle.uv("pip", "install", "--python", interpreter, "--constraints", _LOCK, *packages)
    return interpreter
