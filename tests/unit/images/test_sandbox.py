"""The sandbox gives nothing to a picture but the picture, and outlives whatever one does.

The workers are real. Those of `rogue` have a decoder that does what its file says.
"""

import io
import json
import logging
import os
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chalicelib import limits
from chalicelib.errors import ServiceUnavailable
from chalicelib.images.sandbox import Sandbox
from chalicelib.images.tasks import Output, Task
from chalicelib.photo import PhotoRefused, Rejection
from chalicelib.ports import Mark
from chalicelib.watermarks import Watermark
from tests.unit.images import rogue
from tests.unit.images.honest import FACTS, PREVIEW, RENDERED
from tests.unit.images.pictures import png_of_size
from tests.unit.images.processes import descendants, descriptors, ends, members

ROOT = Path(__file__).parents[3]
RENDER = Task(Output.RENDITIONS)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with closing(Sandbox(worker=rogue.MODULE)) as made:
        yield made


@pytest.fixture(autouse=True)
def nothing_is_left_over(sandbox: Sandbox) -> Iterator[None]:
    """No process, no descriptor."""
    sandbox.inspect(io.BytesIO(b""))
    processes, files = descendants(os.getpid()), len(descriptors())
    yield
    sandbox.inspect(io.BytesIO(b""))
    assert len(descendants(os.getpid())) == len(processes)
    assert len(descriptors()) == files


def refusal(sandbox: Sandbox, deed: bytes) -> Rejection:
    with pytest.raises(PhotoRefused) as refused:
        sandbox.render(io.BytesIO(deed), None)
    return refused.value.why


def seen(sandbox: Sandbox, directory: Path, head: bytes = b"\n") -> dict[str, Any]:
    """What a decoder sees."""
    report = directory / "seen.json"
    sandbox.inspect(io.BytesIO(head + bytes(report)))
    found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return found


# What a picture may cost


@pytest.mark.parametrize(
    ("deed", "why"),
    [
        (b"eat", Rejection.TOO_COMPLEX),
        (b"be killed", Rejection.TOO_COMPLEX),
        (b"crash", Rejection.DAMAGED),
        (b"abort", Rejection.DAMAGED),
        (b"exit", Rejection.DAMAGED),
        (b"fail", Rejection.DAMAGED),
        (b"write nonsense", Rejection.DAMAGED),
        (b"write without end", Rejection.DAMAGED),
        (b"refuse", Rejection.TRUNCATED),
    ],
)
def test_whatever_a_picture_does_it_is_refused(
    sandbox: Sandbox, deed: bytes, why: Rejection
) -> None:
    assert refusal(sandbox, deed) is why
    assert sandbox.render(io.BytesIO(b""), None) == RENDERED


def test_a_process_that_it_leaves_behind_is_ended(sandbox: Sandbox, tmp_path: Path) -> None:
    group = seen(sandbox, tmp_path, rogue.FORKING + b"leave someone\n")["group"]
    assert all(ends(process) for process in members(group))


def test_memory_is_limited_to_what_its_format_needs(sandbox: Sandbox) -> None:
    """Whether that ends it, or the time that is lost on the way."""
    found = sandbox.examine(RENDER, io.BytesIO(b"eat unseen"))
    assert found.outcome in (Rejection.DAMAGED, Rejection.TOO_COMPLEX)
    assert 2**26 < found.peak_bytes < 512 * 2**20


def test_each_limit_is_set_before_the_decoder_begins(sandbox: Sandbox, tmp_path: Path) -> None:
    found = seen(sandbox, tmp_path)
    assert found["limits"]["RLIMIT_DATA"] == [limits.DECODE_BYTES] * 2
    assert found["limits"]["RLIMIT_CPU"] == [rogue.CPU_SECONDS] * 2
    assert found["limits"]["RLIMIT_CORE"] == [0, 0]
    assert found["limits"]["RLIMIT_FSIZE"] == [limits.DECODE_RESULT_BYTES] * 2
    assert found["limits"]["RLIMIT_NOFILE"] == [32, 32]
    assert found["limits"]["RLIMIT_NPROC"] == [0, 0]
    assert 0 < found["alarm"] <= limits.DECODE_WALL_SECONDS + 1
    assert found["killed first"] == "1000"


def test_heic_and_avif_may_have_more_memory_and_threads(sandbox: Sandbox, tmp_path: Path) -> None:
    found = seen(sandbox, tmp_path, rogue.FORKING + b"\n")
    assert found["limits"]["RLIMIT_NPROC"] != [0, 0]
    assert found["limits"]["RLIMIT_DATA"] == [limits.DECODE_BYTES_HEIF] * 2


# What a picture may see


def test_a_picture_sees_no_secret(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not in the environment, and not in the modules that are loaded."""
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a secret")
    with closing(Sandbox(worker=rogue.MODULE)) as fresh:
        found = seen(fresh, tmp_path)
    names = {entry.partition("=")[0] for entry in found["environment"].split("\0") if entry}
    assert names == {"PYTHONPATH", "LD_LIBRARY_PATH", "GLIBC_TUNABLES", "LANG"}
    assert not {"boto3", "botocore", "chalice", "app"} & set(found["modules"])


def test_a_picture_has_its_file_and_its_answer_and_no_other_descriptor(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    """Those are 0 and 1; 2 leads nowhere, one pipe tells when it ends, one is this look."""
    with Path(__file__).open("rb"):
        found = seen(sandbox, tmp_path)
    assert found["descriptors"][:3] == [0, 1, 2]
    assert found["errors go to"] == "/dev/null"
    assert len(found["descriptors"]) == 5


def test_nor_has_it_where_the_caller_has_many(tmp_path: Path) -> None:
    """The worker's socket then has a high number."""
    with ExitStack() as many:
        for _ in range(64):
            many.enter_context(Path(__file__).open("rb"))
        fresh = many.enter_context(closing(Sandbox(worker=rogue.MODULE)))
        assert len(seen(fresh, tmp_path)["descriptors"]) == 5


def test_each_file_has_a_process_and_a_group_of_its_own(sandbox: Sandbox, tmp_path: Path) -> None:
    first, second = (seen(sandbox, tmp_path) for _ in range(2))
    assert first["worker"] == second["worker"] != os.getpid()
    assert first["process"] == first["group"] != second["process"]


def test_logs_tell_kind_and_cost_and_not_a_word_of_the_file(
    sandbox: Sandbox, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.INFO)
    path = tmp_path / "Anna.jpg"
    path.write_bytes(b"")
    with path.open("rb") as source:
        sandbox.render(source, None)
    refusal(sandbox, b"fail")
    decoded, crashed, refused = (record.getMessage() for record in caplog.records)
    assert decoded.startswith("decoded JPEG of 0.0 MB in 0.")
    assert "LookupError rogue.py:" in crashed
    assert refused.startswith("decoded DAMAGED of ")
    assert "Anna" not in caplog.text
    assert "words" not in caplog.text


# Files and tasks


def test_a_file_is_read_from_its_beginning_however_often(sandbox: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "upload"
    path.write_bytes(b"refuse")
    with path.open("rb") as source:
        source.read()
        for _ in range(2):
            with pytest.raises(PhotoRefused, match="TRUNCATED"):
                sandbox.inspect(source)


def test_what_was_written_to_a_file_is_seen(sandbox: Sandbox, tmp_path: Path) -> None:
    with (tmp_path / "upload").open("w+b") as source:
        source.write(b"refuse")
        with pytest.raises(PhotoRefused, match="TRUNCATED"):
            sandbox.inspect(source)


def test_the_mark_comes_with_the_task(sandbox: Sandbox) -> None:
    rendered = sandbox.render(io.BytesIO(b""), Mark(Watermark(text="Anna & Ben")))
    assert rendered == replace(RENDERED, facts=replace(FACTS, camera="Anna & Ben"))


def test_a_preview_crosses_the_border_as_pictures_do(sandbox: Sandbox) -> None:
    assert sandbox.preview(io.BytesIO(b"")) == PREVIEW
    for deed, why in ((b"eat", "TOO_COMPLEX"), (b"crash", "DAMAGED"), (b"refuse", "TRUNCATED")):
        with pytest.raises(PhotoRefused, match=why):
            sandbox.preview(io.BytesIO(deed))
    with pytest.raises(PhotoRefused, match="DAMAGED"):
        sandbox.preview(io.BytesIO(b"write nonsense"))


def test_a_logo_that_cannot_be_drawn_is_no_fault_of_the_photo() -> None:
    """The job comes again and ends in an alarm; the visitor's photo is not refused for it."""
    mark = Mark(Watermark(logo="watermarks/shop.png"), logo=b"no PNG at all")
    with closing(Sandbox()) as live, pytest.raises(ServiceUnavailable):
        live.render(io.BytesIO(png_of_size(64, 48)), mark)


def test_what_it_cost_is_told(sandbox: Sandbox) -> None:
    examined = sandbox.examine(RENDER, io.BytesIO(b"burn"))
    assert examined.outcome is Rejection.TOO_COMPLEX
    assert examined.size_bytes == len(b"burn")
    assert 0.1 < examined.cpu_seconds < examined.seconds + 0.1
    assert 2**20 < examined.peak_bytes < 2**28
