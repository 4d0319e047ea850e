"""What an end interrupts, wished for or not, is on disk and begun again."""

import asyncio
from pathlib import Path

import pytest

from devserver.sqs_events import Message
from devserver.unfinished import Unfinished
from tests.unit.devserver.jobs import PATIENCE_SECONDS, Bench, Event, Function, MemoryQueue


def on_disk(bench: Bench) -> list[str]:
    return Unfinished(bench.letters.with_name("unfinished.json")).bodies


async def test_a_job_is_on_disk_before_anything_is_done_about_it(tmp_path: Path) -> None:
    seen: list[list[str]] = []

    async def look(_: Event) -> None:
        seen.append(on_disk(bench))

    bench = Bench(tmp_path, MemoryQueue(*"ab"), look)
    await bench.drained()
    assert seen == [["a", "b"]]
    assert on_disk(bench) == []


async def test_what_was_sent_back_stays_on_disk_until_it_comes_again(tmp_path: Path) -> None:
    """The photo may be READY by its record, and its session not know it yet."""

    class Slow(MemoryQueue):
        async def postpone(self, message: Message, seconds: int) -> None:
            await super().postpone(message, seconds)
            self.visible.remove(message.body)

    bench = Bench(tmp_path, Slow(*"ab"), Function(a=1))
    await bench.drained()
    assert bench.queue.postponed == [("a", 7)]
    assert on_disk(bench) == ["a"]


async def test_a_stop_waits_for_what_ends_soon(tmp_path: Path) -> None:
    may_end = asyncio.Event()

    async def slow(_: Event) -> None:
        await may_end.wait()

    bench = Bench(tmp_path, MemoryQueue("a"), slow)
    async with bench.at_work():
        await bench.until(lambda: bench.running)
    stopping = asyncio.create_task(bench.worker.stop(PATIENCE_SECONDS))
    for _ in range(10):
        await asyncio.sleep(0)
    may_end.set()
    await stopping
    assert bench.queue.deleted == ["a"]
    assert on_disk(bench) == []


async def test_what_takes_longer_than_a_stop_waits_stays_on_disk(tmp_path: Path) -> None:
    async def hangs(_: Event) -> None:
        await asyncio.Event().wait()

    bench = Bench(tmp_path, MemoryQueue("a"), hangs)
    async with bench.at_work():
        await bench.until(lambda: bench.running)
    await bench.worker.stop(0.01)
    assert bench.running == 0
    assert bench.queue.deleted == []
    assert on_disk(bench) == ["a"]


async def test_nothing_new_is_begun_while_stopping(tmp_path: Path) -> None:
    bench = Bench(tmp_path, MemoryQueue("a"), Function())
    await bench.drained()
    bench.queue.visible.append("b")
    bench.worker.wake()
    await bench.worker.stop(PATIENCE_SECONDS)
    assert bench.queue.visible == ["b"]


async def test_a_queue_that_dies_before_it_hears_that_a_job_is_done_leaves_it_on_disk(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def last_act(_: Event) -> None:
        bench.queue.is_down = True

    bench = Bench(tmp_path, MemoryQueue("a"), last_act)
    async with bench.at_work():
        await bench.until(lambda: bench.queue.is_down)
    await bench.worker.stop(PATIENCE_SECONDS)
    assert on_disk(bench) == ["a"]
    assert "come again" in caplog.text
