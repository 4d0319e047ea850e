"""S3's notifications as Lambda delivers them: at once, at least once, retried, never forgotten.

An upload is *begun* before its first byte is passed on and *settled* when its event has been
handled. The checkpoint file holds a time before which everything is settled; after a kill, objects
stored since then are announced again. So no kill, at any moment, loses an event, and some come
twice, as they do on AWS.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from devserver.dead_letters import DeadLetters
from devserver.s3_events import StoredObject, object_created

#: Waits before the second and the third attempt: Lambda's, for asynchronous invocations.
RETRY_SECONDS = (60.0, 120.0)

log = logging.getLogger(__name__)


class Checkpoint:
    """A time, in epoch seconds, kept in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> float:
        """The time, or 0 where there is none: then everything counts as unsettled."""
        try:
            return float(self._path.read_text())
        except (FileNotFoundError, ValueError):
            return 0.0

    def save(self, time: float) -> None:
        """Replace the time; a kill leaves the old one or the new one."""
        temporary = self._path.with_suffix(".new")
        temporary.write_text(f"{time:.6f}")
        temporary.replace(self._path)


class Upload:
    """One upload that has begun; identity is all it is."""


class Deliveries:
    """Between the storage and `app.photo_uploaded`."""

    def __init__(
        self,
        deliver: Callable[[dict[str, Any]], Awaitable[Any]],
        checkpoint: Checkpoint,
        dead_letters: DeadLetters,
        *,
        clock: Callable[[], float],
        retry_seconds: Iterable[float] = RETRY_SECONDS,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._deliver = deliver
        self._checkpoint = checkpoint
        self._dead_letters = dead_letters
        self._clock = clock
        self._retry_seconds = tuple(retry_seconds)
        self._sleep = sleep
        # Holds the checkpoint where the last run left it until `recover` has looked: an upload that
        # ends before that must not hide those whose events the kill has lost.
        self._last_run = Upload()
        self._unsettled: dict[Upload, float] = {self._last_run: checkpoint.load()}
        self._all_settled = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self) -> Upload:
        """Note an upload before the storage hears of it."""
        upload = Upload()
        self._unsettled[upload] = self._clock()
        self._all_settled.clear()
        return upload

    def abandon(self, upload: Upload) -> None:
        """The upload stored nothing."""
        self._settle(upload)

    def announce(self, upload: Upload, stored: StoredObject) -> None:
        """The upload stored an object: deliver its event in the background."""
        task = asyncio.create_task(self._announce(upload, object_created(stored)))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def recover(self, objects: Iterable[StoredObject]) -> int:
        """Announce the objects that were stored since the checkpoint; answers how many."""
        # The storage's clock ticks in whole seconds.
        since = self._unsettled[self._last_run] - 1.0
        again = [each for each in objects if each.stored_at >= since]
        uploads = [(self.begin(), each) for each in again]
        for upload, each in uploads:
            self._unsettled[upload] = each.stored_at
            self.announce(upload, each)
        self._settle(self._last_run)
        return len(again)

    async def settled(self) -> None:
        """Wait until no upload is on its way, and none has still to be announced."""
        await self._all_settled.wait()

    async def stop(self, seconds: float) -> None:
        """Let running deliveries end; those that take longer are announced at the next start."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=seconds)
            for task in late:
                task.cancel()
            with suppress(asyncio.CancelledError):
                await asyncio.gather(*late)

    async def _announce(self, upload: Upload, event: dict[str, Any]) -> None:
        for wait in (*self._retry_seconds, None):
            try:
                await self._deliver(event)
            except Exception:
                key = event["Records"][0]["s3"]["object"]["key"]
                if wait is None:
                    log.exception("the event of %s failed for good: a dead letter", key)
                    self._dead_letters.bury(event)
                    break
                log.exception("the event of %s failed, again in %g s", key, wait)
                await self._sleep(wait)
            else:
                break
        self._settle(upload)

    def _settle(self, upload: Upload) -> None:
        self._unsettled.pop(upload, None)
        if not self._unsettled:
            self._all_settled.set()
        self._checkpoint.save(min(self._unsettled.values(), default=self._clock()))
