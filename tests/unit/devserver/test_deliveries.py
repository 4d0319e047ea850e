"""Every stored object is announced at least once, whatever fails or is killed."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from devserver.dead_letters import DeadLetters
from devserver.deliveries import Checkpoint, Deliveries
from devserver.s3_events import StoredObject


def stored(key: str, at: float = 100.0) -> StoredObject:
    return StoredObject("uploads", key, 7, "e", None, at)


class Function:
    """A handler that fails as often as told, and remembers what it was called with."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.keys: list[str] = []

    async def __call__(self, event: dict[str, Any]) -> None:
        self.keys.append(event["Records"][0]["s3"]["object"]["key"])
        if self.failures:
            self.failures -= 1
            raise RuntimeError("the handler failed")


class Clock:
    now = 200.0

    def __call__(self) -> float:
        return self.now


class Bench:
    """Deliveries with everything around them in the hands of the test."""

    def __init__(
        self, folder: Path, function: Callable[[dict[str, Any]], Any], last_run: float = 0.0
    ) -> None:
        self.checkpoint = Checkpoint(folder / "checkpoint")
        self.checkpoint.save(last_run)
        self.dead_letters = folder / "dead-letters"
        self.clock = Clock()
        self.waits: list[float] = []
        self.deliveries = Deliveries(
            function,
            self.checkpoint,
            DeadLetters(self.dead_letters),
            clock=self.clock,
            sleep=self._sleep,
        )

    async def _sleep(self, seconds: float) -> None:
        self.waits.append(seconds)

    def recovered(self) -> "Bench":
        """After a start that found nothing of the last run."""
        self.deliveries.recover([])
        return self

    async def upload(self, key: str) -> None:
        self.deliveries.announce(self.deliveries.begin(), stored(key))
        await self.deliveries.stop(1)


async def test_an_upload_is_announced_and_settled(tmp_path: Path) -> None:
    function = Function()
    bench = Bench(tmp_path, function).recovered()
    await bench.upload("a")
    assert function.keys == ["a"]
    assert bench.checkpoint.load() == 200.0


async def test_a_failed_event_is_tried_again_after_lambdas_waits(tmp_path: Path) -> None:
    function = Function(failures=2)
    bench = Bench(tmp_path, function)
    await bench.upload("a")
    assert function.keys == ["a", "a", "a"]
    assert bench.waits == [60.0, 120.0]
    assert not bench.dead_letters.exists()


async def test_what_fails_for_good_is_kept_and_stops_nothing(tmp_path: Path) -> None:
    function = Function(failures=3)
    bench = Bench(tmp_path, function).recovered()
    await bench.upload("bad")
    await bench.upload("good")
    (letter,) = bench.dead_letters.read_text().splitlines()
    assert json.loads(letter)["Records"][0]["s3"]["object"]["key"] == "bad"
    assert function.keys[-1] == "good"
    assert bench.checkpoint.load() == 200.0


async def test_the_checkpoint_waits_for_the_oldest_upload(tmp_path: Path) -> None:
    bench = Bench(tmp_path, Function()).recovered()
    bench.clock.now = 100.0
    slow = bench.deliveries.begin()
    bench.clock.now = 150.0
    await bench.upload("quick")
    assert bench.checkpoint.load() == 100.0
    bench.deliveries.abandon(slow)
    assert bench.checkpoint.load() == 150.0


async def test_all_is_settled_when_every_upload_is_announced_or_has_failed(tmp_path: Path) -> None:
    may_end = asyncio.Event()

    async def slow(_: dict[str, Any]) -> None:
        await may_end.wait()

    deliveries = Bench(tmp_path, slow).recovered().deliveries
    coming, failing = deliveries.begin(), deliveries.begin()
    settled = asyncio.create_task(deliveries.settled())
    deliveries.abandon(failing)
    deliveries.announce(coming, stored("a"))
    await asyncio.sleep(0)
    assert not settled.done()
    may_end.set()
    await settled


async def test_after_a_kill_only_what_came_since_is_announced_again(tmp_path: Path) -> None:
    function = Function()
    bench = Bench(tmp_path, function, last_run=100.5)
    # The storage tells whole seconds: 100 may be 100.9.
    known = [stored("old", 99.0), stored("same second", 100.0), stored("new", 101.0)]
    assert bench.deliveries.recover(known) == 2
    await bench.deliveries.stop(1)
    assert function.keys == ["same+second", "new"]


async def test_an_upload_that_ends_before_the_recovery_hides_nothing_of_the_last_run(
    tmp_path: Path,
) -> None:
    """The ports open first; a phone's retry that is refused must not move the checkpoint."""
    function = Function()
    bench = Bench(tmp_path, function, last_run=100.5)
    bench.deliveries.abandon(bench.deliveries.begin())
    assert bench.deliveries.recover([stored("lost", 101.0)]) == 1
    await bench.deliveries.stop(1)
    assert function.keys == ["lost"]


async def test_a_kill_during_recovery_begins_it_again(tmp_path: Path) -> None:
    never = asyncio.Event()

    async def hangs(event: dict[str, Any]) -> None:
        if event["Records"][0]["s3"]["object"]["key"] == "first":
            await never.wait()

    bench = Bench(tmp_path, hangs)
    bench.deliveries.recover([stored("first", 100.0), stored("second", 101.0)])
    await bench.deliveries.stop(0.01)
    assert bench.checkpoint.load() == 100.0


@pytest.mark.parametrize("content", [None, "", "12:30"])
def test_without_a_checkpoint_everything_counts_as_new(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "checkpoint"
    if content is not None:
        path.write_text(content)
    assert Checkpoint(path).load() == 0.0
