"""Whatever a file holds, it ends as renditions or as a code: within the limits, and nothing stays.

All of them take the whole way that uploads take.
"""

import io
import os
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from chalicelib import limits
from chalicelib.images.sandbox import Examined, Sandbox
from chalicelib.images.tasks import Output, Task
from chalicelib.photo import Rejection
from chalicelib.ports import Rendered
from tests.unit.images import hostile
from tests.unit.images.mutants import mutants
from tests.unit.images.processes import descendants, descriptors

MUTANTS = 300
RENDER = Task(Output.RENDITIONS)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with closing(Sandbox()) as made:
        made.examine(RENDER, io.BytesIO())
        yield made


@pytest.fixture(autouse=True)
def nothing_is_left_over(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """The worker is still the same; no other process, no descriptor, no file stays."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = descendants(os.getpid()), descriptors()
    yield
    assert (descendants(os.getpid()), descriptors()) == before
    assert list(tmp_path.iterdir()) == []


def examined(sandbox: Sandbox, content: bytes) -> Examined[Rendered]:
    found = sandbox.examine(RENDER, io.BytesIO(content))
    assert found.cpu_seconds <= limits.DECODE_CPU_SECONDS + 1
    heif = content[4:8] == b"ftyp"
    assert found.peak_bytes < (1024 if heif else 512) * 2**20
    return found


def code(found: Examined[Rendered]) -> str:
    return found.outcome if isinstance(found.outcome, Rejection) else ""


def served(found: Examined[Rendered]) -> bytes:
    """All that screens get to see of it."""
    assert not isinstance(found.outcome, Rejection)
    return b"".join(picture.jpeg for picture in found.outcome.pictures)


@pytest.mark.parametrize("name", hostile.honest_files())
def test_what_is_mutated_below_is_honest_to_begin_with(sandbox: Sandbox, name: str) -> None:
    assert code(examined(sandbox, hostile.honest_files()[name])) == ""


@pytest.mark.parametrize("name", hostile.BOMBS)
def test_a_bomb_does_not_go_off(sandbox: Sandbox, name: str) -> None:
    make, expected = hostile.BOMBS[name]
    content = make()
    assert len(content) <= limits.MAX_UPLOAD_BYTES
    assert code(examined(sandbox, content)) in expected


@pytest.mark.parametrize("name", hostile.polyglots())
def test_of_two_files_in_one_only_the_picture_is_served(sandbox: Sandbox, name: str) -> None:
    content, expected = hostile.polyglots()[name]
    found = examined(sandbox, content)
    assert code(found) in expected
    if code(found) == "":
        for secret in (hostile.SCRIPT, b"PK\x03\x04", b"%PDF", b"document.domain"):
            assert secret not in served(found)


@pytest.mark.parametrize("seed", range(6))
def test_mutants_are_shown_or_refused(
    sandbox: Sandbox, seed: int, caplog: pytest.LogCaptureFixture
) -> None:
    files = list(hostile.honest_files().values())
    codes = {code(examined(sandbox, content)) for content in mutants(files, MUTANTS // 6, seed)}
    assert {"", "DAMAGED"} <= codes
    # None of them made a decoder crash or say what it must not.
    assert [record for record in caplog.records if record.levelname != "INFO"] == []
