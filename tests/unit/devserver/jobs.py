"""A job worker with everything around it in the hands of a test."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from devserver.dead_letters import DeadLetters
from devserver.job_worker import JobWorker, QueueUnavailable, Trigger
from devserver.sqs_events import Message
from devserver.unfinished import Unfinished

ARN = "arn:aws:sqs:us-east-1:000000000000:jobs"
#: Long enough for any machine: what is waited for so long is a defect.
PATIENCE_SECONDS = 20.0

Event = dict[str, Any]


class MemoryQueue:
    """A queue that hands out again at once what was postponed. Bodies are ids too."""

    def __init__(self, *bodies: str) -> None:
        self.visible = list(bodies)
        #: Receipt handle → body.
        self.taken: dict[str, str] = {}
        #: Bodies and seconds.
        self.postponed: list[tuple[str, int]] = []
        self.deleted: list[str] = []
        self.counts: dict[str, int] = {}
        self.is_down = False
        self.looked = 0
        self.changed = asyncio.Event()

    @property
    def is_empty(self) -> bool:
        return not self.visible and not self.taken

    async def receive(self, limit: int) -> list[Message]:
        self.looked += 1
        self._answer()
        bodies, self.visible = self.visible[:limit], self.visible[limit:]
        return [self._handed_out(body) for body in bodies]

    async def delete(self, message: Message) -> None:
        self._answer()
        self.deleted.append(self.taken.pop(message.receipt_handle))

    async def postpone(self, message: Message, seconds: int) -> None:
        self._answer()
        self.postponed.append((self.taken.pop(message.receipt_handle), seconds))
        self.visible.append(message.body)

    def _answer(self) -> None:
        self.changed.set()
        if self.is_down:
            raise QueueUnavailable("down")

    def _handed_out(self, body: str) -> Message:
        self.counts[body] = self.counts.get(body, 0) + 1
        handle = f"{body}-{self.counts[body]}"
        self.taken[handle] = body
        count = {"ApproximateReceiveCount": str(self.counts[body])}
        return Message(body, handle, body, "md5", count)


class Function:
    """Sends back the bodies that it is told, as often as told; remembers what it was given."""

    def __init__(self, **failures: int) -> None:
        self.failures = failures
        self.batches: list[list[str]] = []

    async def __call__(self, event: Event) -> Any:
        bodies = [record["body"] for record in event["Records"]]
        self.batches.append(bodies)
        failed = [body for body in bodies if self.failures.get(body, 0) > 0]
        for body in failed:
            self.failures[body] -= 1
        return {"batchItemFailures": [{"itemIdentifier": body} for body in failed]}


class Bench:
    """The worker: batches of three, five receives."""

    def __init__(
        self,
        folder: Path,
        queue: MemoryQueue,
        function: Callable[[Event], Awaitable[Any]],
        *,
        at_once: int = 1,
        idle_seconds: float = PATIENCE_SECONDS,
        function_seconds: float = PATIENCE_SECONDS,
        settled: bool = True,
        courtesy_seconds: float = PATIENCE_SECONDS,
    ) -> None:
        self.queue = queue
        self._function = function
        #: Calls of the function that have not ended.
        self.running = 0
        #: Whether no upload is on its way.
        self.settled = asyncio.Event()
        if settled:
            self.settled.set()
        self.letters = folder / "dead-letters"
        self.unfinished = Unfinished(folder / "unfinished.json")
        self.worker = JobWorker(
            queue,
            self._invoke,
            Trigger(ARN, batch_size=3, batches_at_once=at_once, receives=5, retry_seconds=7),
            self.unfinished,
            DeadLetters(self.letters),
            idle_seconds=idle_seconds,
            settled=self._all_settled,
            function_seconds=function_seconds,
            courtesy_seconds=courtesy_seconds,
        )

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """The worker runs meanwhile."""
        running = asyncio.create_task(self.worker.run())
        try:
            yield
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running

    async def until(self, happened: Callable[[], object]) -> None:
        """Wait for something that the queue or the function sees."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not happened():
                self.queue.changed.clear()
                await self.queue.changed.wait()

    async def drained(self) -> None:
        """Let the worker run until nothing is left to be done."""
        async with self.at_work():
            await self.until(lambda: self.queue.is_empty)
        await self.worker.stop(PATIENCE_SECONDS)

    async def _all_settled(self) -> None:
        await self.settled.wait()

    async def _invoke(self, event: Event) -> Any:
        self.running += 1
        self.queue.changed.set()
        try:
            return await self._function(event)
        finally:
            self.running -= 1
