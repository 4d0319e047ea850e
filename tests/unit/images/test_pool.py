"""Workers are started when they are needed, kept, replaced, and never left over."""

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

import pytest
from PIL import Image

from chalicelib.errors import ServiceUnavailable
from chalicelib.images import pool
from chalicelib.images.sandbox import Sandbox
from tests.unit.images import rogue
from tests.unit.images.honest import FACTS
from tests.unit.images.processes import descendants, descriptors, ends

ROOT = Path(__file__).parents[3]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with closing(Sandbox(worker=rogue.MODULE)) as made:
        yield made


def workers(sandbox: Sandbox) -> set[int]:
    """Processes of its idle workers."""
    return {worker._process.pid for worker in sandbox._pool._idle}


def test_nothing_is_started_before_a_file_comes(sandbox: Sandbox) -> None:
    before = descendants(os.getpid()), descriptors()
    with closing(Sandbox()):
        assert (descendants(os.getpid()), descriptors()) == before


def test_the_real_worker_makes_real_pictures() -> None:
    file = io.BytesIO()
    Image.new("RGB", (640, 480), "teal").save(file, "PNG")
    with closing(Sandbox()) as sandbox:
        facts = sandbox.inspect(file)
        rendered = sandbox.render(file, None)
    assert (facts.format, facts.width, facts.height) == ("PNG", 640, 480)
    assert rendered.facts == facts
    for picture in rendered.pictures:
        with Image.open(io.BytesIO(picture.jpeg)) as opened:
            opened.load()
            assert (opened.format, opened.size) == ("JPEG", (picture.width, picture.height))


def test_an_idle_worker_takes_the_next_file(sandbox: Sandbox) -> None:
    sandbox.inspect(io.BytesIO())
    first = workers(sandbox)
    sandbox.inspect(io.BytesIO())
    assert workers(sandbox) == first
    assert len(first) == 1


def test_files_that_come_at_once_have_a_worker_each(sandbox: Sandbox) -> None:
    at_once = 3
    together = Barrier(at_once)

    def inspect(_: int) -> object:
        together.wait()
        return [sandbox.inspect(io.BytesIO()) for _ in range(5)]

    with ThreadPoolExecutor(at_once) as threads:
        found = list(threads.map(inspect, range(at_once)))
    assert found == [[FACTS] * 5] * at_once
    assert 1 <= len(workers(sandbox)) <= at_once


def test_a_worker_that_has_died_is_replaced(sandbox: Sandbox) -> None:
    sandbox.inspect(io.BytesIO())
    (first,) = workers(sandbox)
    os.kill(first, signal.SIGKILL)
    assert ends(first)
    assert sandbox.inspect(io.BytesIO()) == FACTS
    (second,) = workers(sandbox)
    assert second != first


def test_a_file_that_kills_worker_after_worker_is_given_up(sandbox: Sandbox) -> None:
    with pytest.raises(ServiceUnavailable):
        sandbox.inspect(io.BytesIO(b"kill worker"))
    assert workers(sandbox) == set()
    assert sandbox.inspect(io.BytesIO()) == FACTS


def test_a_worker_that_does_not_start_is_a_fault_of_the_service() -> None:
    before = descendants(os.getpid()), descriptors()
    with closing(Sandbox(worker="json.nothing")) as sandbox, pytest.raises(ServiceUnavailable):
        sandbox.inspect(io.BytesIO())
    assert (descendants(os.getpid()), descriptors()) == before


def test_a_machine_that_starts_no_process_is_one_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    before = descriptors()
    with closing(Sandbox()) as sandbox, pytest.raises(ServiceUnavailable):
        sandbox.inspect(io.BytesIO())
    assert descriptors() == before


def test_closing_ends_the_workers(sandbox: Sandbox) -> None:
    sandbox.inspect(io.BytesIO())
    (worker,) = workers(sandbox)
    sandbox.close()
    assert ends(worker)
    assert worker not in descendants(os.getpid())


def test_one_that_is_closed_still_works_and_keeps_nobody(sandbox: Sandbox) -> None:
    sandbox.close()
    assert sandbox.inspect(io.BytesIO()) == FACTS
    assert workers(sandbox) == set()


def test_a_worker_that_does_not_end_is_killed(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "_END_SECONDS", 0.1)
    sandbox.inspect(io.BytesIO())
    (worker,) = workers(sandbox)
    os.kill(worker, signal.SIGSTOP)
    sandbox.close()
    assert worker not in descendants(os.getpid())


# What becomes of them when their parent ends

_PARENT = """
import io, os, signal, sys, threading
from chalicelib.images.sandbox import Sandbox
from tests.unit.images import processes
sandbox = Sandbox(worker="tests.unit.images.rogue")
sandbox.inspect(io.BytesIO())
print(*processes.descendants(os.getpid()), flush=True)
{end}
"""


@pytest.mark.parametrize(
    ("end", "code"),
    [
        ("", 0),
        ("sys.exit(3)", 3),
        ("os._exit(4)", 4),
        ("os.kill(os.getpid(), signal.SIGKILL)", -signal.SIGKILL),
    ],
)
def test_no_worker_outlives_its_parent(end: str, code: int) -> None:
    parent = a_parent(end)
    said, complaints = parent.communicate(timeout=30)
    assert (parent.returncode, complaints) == (code, "")
    (worker,) = said.split()
    assert ends(int(worker))


def a_parent(end: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", _PARENT.format(end=end)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("killed", ["parent", "worker"])
def test_no_child_outlives_its_worker(killed: str, tmp_path: Path) -> None:
    """Whether the worker ends because of its parent, or is killed itself."""
    look = tmp_path / "look"
    os.mkfifo(look)
    with a_parent(f"sandbox.inspect(io.BytesIO(b'hang\\n{look}'))") as parent:
        # Opening it waits for the child, who writes there what he sees before he hangs.
        seen = json.loads(look.read_text(encoding="utf-8"))
        os.kill(parent.pid if killed == "parent" else seen["worker"], signal.SIGKILL)
        assert ends(seen["process"], seconds=2)
        parent.kill()
    assert ends(seen["worker"])
