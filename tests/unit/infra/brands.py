"""Brands to read: the one that is shipped, changed as a test likes."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from infra.brand import FOLDER
from infra.brand_file import read
from infra.brand_problem import BrandUnfit, Problem

EXAMPLE: dict[str, Any] = json.loads((FOLDER / "example.json").read_text(encoding="utf-8"))
LOGO = (FOLDER / "cafe-lune.svg").read_bytes()

#: Changes a document in its place.
Change = Callable[[dict[str, Any]], object]


def written(folder: Path, change: Change = lambda _: None) -> Path:
    """The example in a folder of a test, with its logo, changed."""
    document = copy.deepcopy(EXAMPLE)
    change(document)
    (folder / "cafe-lune.svg").write_bytes(LOGO)
    return saved(folder, json.dumps(document).encode())


def saved(folder: Path, content: bytes) -> Path:
    """A brand's file with this content."""
    file = folder / "brand.json"
    file.write_bytes(content)
    return file


def problems(file: Path) -> tuple[Problem, ...]:
    """What is wrong with a brand; something has to be."""
    with pytest.raises(BrandUnfit) as unfit:
        read(file)
    assert all(str(problem) in str(unfit.value) for problem in unfit.value.problems)
    return unfit.value.problems


def told(file: Path) -> list[str]:
    """The same, as people read it."""
    return [str(problem) for problem in problems(file)]
