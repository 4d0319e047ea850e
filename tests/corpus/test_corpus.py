"""Images that others have collected against decoders go the way of uploads, whole and damaged."""

import json
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from chalicelib.images.sandbox import Sandbox
from chalicelib.photo import PhotoRefused, Rejection
from tests.corpus import sources
from tests.jpeg_segments import segments
from tests.unit.images.mutants import mutants

_ROOT = Path(__file__).parents[2]
#: What a process may need, in MB, by format.
_MOST_MB = {"HEIF": 1024, "AVIF": 1024}
_MUTANTS = 1000
#: Larger files make damaged ones slow and no worse.
_SMALL_BYTES = 200_000


@pytest.fixture(scope="session")
def images(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    found = sources.images(_ROOT / ".artifacts" / "corpus", tmp_path_factory.mktemp("corpus"))
    assert len(found) > 500
    return found


def _told(files: list[Path]) -> list[dict[str, Any]]:
    """What the command says of each, which is all that it says."""
    done = subprocess.run(
        [sys.executable, "-m", "chalicelib.images", "-"],
        input="\n".join(map(str, files)),
        capture_output=True,
        encoding="utf-8",
        cwd=_ROOT,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["file"] for line in lines] == [str(path) for path in files]
    for line in lines:
        assert line["ok"] or line["code"] in set(Rejection), line
        assert line["peak_mb"] is None or line["peak_mb"] <= _MOST_MB.get(line["format"], 512), line
    return lines


def test_each_image_is_rendered_or_refused_with_a_reason(images: list[Path]) -> None:
    accepted = {line["format"] for line in _told(images) if line["ok"]}
    assert accepted == {"JPEG", "MPO", "PNG", "WEBP", "GIF", "HEIF", "AVIF"}


def test_damaged_ones_are_as_well(images: list[Path], tmp_path: Path) -> None:
    small = [path.read_bytes() for path in images if path.stat().st_size < _SMALL_BYTES]
    damaged = []
    for number, content in enumerate(mutants(small, _MUTANTS, seed=11)):
        damaged.append(tmp_path / str(number))
        damaged[-1].write_bytes(content)
    told = _told(damaged)
    assert any(line["ok"] for line in told)
    assert {line["code"] for line in told} >= {Rejection.DAMAGED, Rejection.TRUNCATED}


def test_nothing_of_a_file_is_in_what_is_made_of_it(images: list[Path]) -> None:
    made = 0
    with closing(Sandbox()) as sandbox:
        for path in images:
            with path.open("rb") as source, suppress(PhotoRefused):
                for picture in sandbox.render(source, None).pictures:
                    markers = [marker for marker, _ in segments(picture.jpeg)]
                    assert set(markers) <= {0, 0xC0, 0xC4, 0xDA, 0xDB, 0xE0, 0xE2, 0xD9}, path
                    assert markers.count(0xE2) <= 1, path
                    made += 1
    assert made > 500
