"""Between the job queue and `app.process_photos`, as Lambda's pollers are.

Messages are taken in batches, several batches are worked on at once, and what a function sends back
comes again later, up to a limit. No sockets: the queue is a port.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

from devserver.dead_letters import DeadLetters
from devserver.sqs_events import Message, failed_ids, sqs_event
from devserver.unfinished import Unfinished

#: Nobody tells when a message's time has come again, so the queue is looked at this often.
_IDLE_SECONDS = 1.0
#: Who has picked many photos sees all of them before the first one sharpens; who sends them through
#: a slow line, one after the other, waits no longer than this for each.
_COURTESY_SECONDS = 1.0
#: As deployed.
_FUNCTION_SECONDS = 60.0

log = logging.getLogger(__name__)


class QueueUnavailable(Exception):
    """The queue has not answered, or not as a queue does."""


class Queue(Protocol):
    """One queue of SQS. Every method may raise QueueUnavailable."""

    async def receive(self, limit: int) -> list[Message]:
        """Up to so many messages, which are then invisible for a while; none is an answer too."""

    async def delete(self, message: Message) -> None:
        """It is done."""

    async def postpone(self, message: Message, seconds: int) -> None:
        """Hand it out again after this time."""


@dataclass(frozen=True)
class Trigger:
    """How a function is connected to its queue."""

    queue_arn: str
    #: Messages that it is given at once.
    batch_size: int
    #: Batches that are worked on at the same time.
    batches_at_once: int
    #: How often a message is handed out.
    receives: int
    #: Until a message comes again that the function has sent back.
    retry_seconds: int


class JobWorker:
    """Hands the queue's messages to the function, and acts on its answers."""

    def __init__(
        self,
        queue: Queue,
        invoke: Callable[[dict[str, Any]], Awaitable[Any]],
        trigger: Trigger,
        unfinished: Unfinished,
        dead_letters: DeadLetters,
        *,
        settled: Callable[[], Awaitable[None]],
        idle_seconds: float = _IDLE_SECONDS,
        courtesy_seconds: float = _COURTESY_SECONDS,
        function_seconds: float = _FUNCTION_SECONDS,
    ) -> None:
        self._queue = queue
        self._invoke = invoke
        self._trigger = trigger
        self._unfinished = unfinished
        self._dead_letters = dead_letters
        self._settled = settled
        self._idle_seconds = idle_seconds
        self._courtesy_seconds = courtesy_seconds
        self._function_seconds = function_seconds
        self._free = asyncio.Semaphore(trigger.batches_at_once)
        self._woken = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    def wake(self) -> None:
        """Look at the queue at once: there may be something in it."""
        self._woken.set()

    async def run(self) -> None:
        """Take messages until cancelled; what has begun then goes on."""
        while True:
            await self._free.acquire()
            await self._let_arrivals_go_first()
            messages = await self._take()
            if messages:
                task = asyncio.create_task(self._work(messages))
                self._tasks.add(task)
                task.add_done_callback(self._done)
            else:
                self._free.release()
                await _within(self._idle_seconds, self._woken.wait())

    async def stop(self, seconds: float) -> None:
        """Let begun work end; what takes longer is begun again at the next start."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _let_arrivals_go_first(self) -> None:
        """They share a processor here, as they do not on AWS; a screen waits for one of them."""
        await _within(self._courtesy_seconds, self._settled())

    async def _take(self) -> list[Message]:
        # Before asking: whoever wakes us meanwhile is heard after the answer.
        self._woken.clear()
        try:
            return await self._queue.receive(self._trigger.batch_size)
        except QueueUnavailable as error:
            log.error("the job queue does not answer: %s", error)
            return []

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._free.release()
        self.wake()

    async def _work(self, messages: Sequence[Message]) -> None:
        self._unfinished.begin(message.body for message in messages)
        failed = await self._failed(messages)
        try:
            for message in messages:
                if message.message_id in failed:
                    await self._send_back(message)
                else:
                    await self._finish(message)
        except QueueUnavailable as error:
            log.error("messages are not settled, and come again: %s", error)

    async def _failed(self, messages: Sequence[Message]) -> frozenset[str]:
        event = sqs_event(messages, self._trigger.queue_arn)
        try:
            async with asyncio.timeout(self._function_seconds):
                return failed_ids(await self._invoke(event), messages)
        except Exception:
            log.exception("the job function failed, and with it its %d messages", len(messages))
            return frozenset(message.message_id for message in messages)

    async def _send_back(self, message: Message) -> None:
        if message.receive_count >= self._trigger.receives:
            log.error("message %s failed for good: a dead letter", message.body)
            self._dead_letters.bury(sqs_event([message], self._trigger.queue_arn))
            await self._finish(message)
        else:
            seconds = self._trigger.retry_seconds
            log.error("message %s failed, again in %d s", message.body, seconds)
            await self._queue.postpone(message, seconds)

    async def _finish(self, message: Message) -> None:
        await self._queue.delete(message)
        self._unfinished.finish(message.body)


async def _within(seconds: float, event: Awaitable[object]) -> None:
    """Wait for something, but no longer.

    `asyncio.wait_for` of Python 3.11 loses a cancellation that comes together with what it waits
    for (https://github.com/python/cpython/issues/86296): the worker would never stop.
    """
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event
