"""The embedded S3, in this process and on a disk of its own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.unit.devserver import ministack
from tests.unit.devserver.ministack import Storage


@pytest.fixture
def s3(tmp_path: Path) -> Iterator[Any]:
    """MiniStack's module, adapted."""
    with ministack.adapted(tmp_path / "objects") as module:
        yield module


@pytest.fixture
async def storage(tmp_path: Path, s3: Any) -> Storage:
    """A client of it."""
    return await Storage(tmp_path).start()
