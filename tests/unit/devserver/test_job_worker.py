"""Every message is handed to the function until it is done, or a dead letter."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from tests.unit.devserver.jobs import ARN, Bench, Event, Function, MemoryQueue


async def test_messages_are_worked_on_in_batches_and_deleted(tmp_path: Path) -> None:
    function = Function()
    bench = Bench(tmp_path, MemoryQueue(*"abcde"), function)
    await bench.drained()
    assert function.batches == [["a", "b", "c"], ["d", "e"]]
    assert bench.queue.deleted == list("abcde")
    assert bench.unfinished.bodies == []
    assert not bench.letters.exists()


async def test_what_is_sent_back_comes_again_and_the_rest_does_not(tmp_path: Path) -> None:
    function = Function(b=1)
    bench = Bench(tmp_path, MemoryQueue(*"abc"), function)
    await bench.drained()
    assert function.batches == [["a", "b", "c"], ["b"]]
    assert bench.queue.postponed == [("b", 7)]


async def test_a_function_that_fails_gets_all_its_messages_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    function = Function()
    failures = [RuntimeError("the handler failed")]

    async def fails_once(event: Event) -> Any:
        if failures:
            raise failures.pop()
        return await function(event)

    bench = Bench(tmp_path, MemoryQueue(*"ab"), fails_once)
    await bench.drained()
    assert bench.queue.postponed == [("a", 7), ("b", 7)]
    assert function.batches == [["a", "b"]]
    assert "the handler failed" in caplog.text


async def test_a_function_that_hangs_is_given_up(tmp_path: Path) -> None:
    hanging = [asyncio.Event()]

    async def hangs_once(_: Event) -> None:
        if hanging:
            await hanging.pop().wait()

    bench = Bench(tmp_path, MemoryQueue("a"), hangs_once, function_seconds=0.01)
    await bench.drained()
    assert bench.queue.postponed == [("a", 7)]
    assert bench.queue.deleted == ["a"]


async def test_what_fails_for_good_is_a_dead_letter_and_stops_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    bench = Bench(tmp_path, MemoryQueue(*"ab"), Function(a=99))
    await bench.drained()
    assert bench.queue.counts == {"a": 5, "b": 1}
    (letter,) = bench.letters.read_text().splitlines()
    (record,) = json.loads(letter)["Records"]
    assert (record["body"], record["eventSourceARN"]) == ("a", ARN)
    assert record["attributes"]["ApproximateReceiveCount"] == "5"
    assert bench.unfinished.bodies == []
    assert "a dead letter" in caplog.text


async def test_several_batches_are_worked_on_at_once_but_no_more(tmp_path: Path) -> None:
    may_end = asyncio.Event()
    most = 0

    async def slow(_: Event) -> None:
        nonlocal most
        most = max(most, bench.running)
        await may_end.wait()

    bench = Bench(tmp_path, MemoryQueue(*"abcdefghi"), slow, at_once=2, idle_seconds=0.001)
    async with bench.at_work():
        await bench.until(lambda: bench.running == 2)
        may_end.set()
        await bench.until(lambda: bench.queue.is_empty)
    assert most == 2


async def test_a_photo_does_not_wait_for_the_next_look_at_the_queue(tmp_path: Path) -> None:
    bench = Bench(tmp_path, MemoryQueue(), Function())
    async with bench.at_work():
        await bench.until(lambda: bench.queue.looked)
        bench.queue.visible.append("late")
        bench.worker.wake()
        await bench.until(lambda: bench.queue.deleted)


async def test_a_wake_while_the_queue_is_asked_is_not_lost(tmp_path: Path) -> None:
    class TooSoon(MemoryQueue):
        async def receive(self, limit: int) -> Any:
            found = await super().receive(limit)
            if self.looked == 1:
                # Just after the queue has looked, and before it has answered.
                self.visible.append("just now")
                bench.worker.wake()
            return found

    bench = Bench(tmp_path, TooSoon(), Function())
    async with bench.at_work():
        await bench.until(lambda: bench.queue.deleted)


async def test_a_message_whose_time_has_come_is_found_without_a_wake(tmp_path: Path) -> None:
    bench = Bench(tmp_path, MemoryQueue(), Function(), idle_seconds=0.001)
    async with bench.at_work():
        await bench.until(lambda: bench.queue.looked > 1)
        bench.queue.visible.append("postponed")
        await bench.until(lambda: bench.queue.deleted)


async def test_a_queue_that_does_not_answer_is_asked_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    bench = Bench(tmp_path, MemoryQueue("a"), Function(), idle_seconds=0.001)
    bench.queue.is_down = True
    async with bench.at_work():
        await bench.until(lambda: bench.queue.looked > 1)
        bench.queue.is_down = False
        await bench.until(lambda: bench.queue.deleted)
    assert "does not answer" in caplog.text


async def test_pictures_are_made_when_all_uploads_have_been_announced(tmp_path: Path) -> None:
    bench = Bench(tmp_path, MemoryQueue("a"), Function(), settled=False)
    async with bench.at_work():
        await asyncio.sleep(0)
        assert bench.queue.looked == 0
        bench.settled.set()
        await bench.until(lambda: bench.queue.is_empty)


async def test_uploads_that_never_end_do_not_keep_pictures_from_being_made(tmp_path: Path) -> None:
    function = Function()
    bench = Bench(tmp_path, MemoryQueue("a"), function, settled=False, courtesy_seconds=0.01)
    await bench.drained()
    assert function.batches == [["a"]]
