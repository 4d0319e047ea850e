"""What goes on after a request has been answered: events are delivered, jobs are worked on."""

import asyncio
import functools
import logging
import os
import time
from typing import Any

from botocore.exceptions import BotoCoreError

from devserver import resources, schedule
from devserver.application import Application
from devserver.dead_letters import DeadLetters
from devserver.deliveries import RETRY_SECONDS, Checkpoint, Deliveries
from devserver.environment import ACCOUNT_ID, REGION
from devserver.job_queue import EmbeddedQueue
from devserver.job_worker import JobWorker, QueueUnavailable, Trigger
from devserver.options import Options
from devserver.recovery import stored_objects, waiting_jobs
from devserver.unfinished import Unfinished

#: How long a stop waits for events that are being handled, and for pictures that are being made.
_DELIVERIES_SECONDS = 1.0
_JOBS_SECONDS = 3.0
#: Batches at once: one per processor, so that each gets on, but few enough to leave most of the
#: application's threads to visitors.
_BATCHES = max(2, min(4, os.cpu_count() or 1))

log = logging.getLogger(__name__)


class Background:
    """The functions of the application that nobody waits for."""

    def __init__(self, options: Options, application: Application, endpoint: str) -> None:
        self._application = application
        self._endpoint = endpoint
        self._queue = EmbeddedQueue(endpoint, resources.JOB_QUEUE)
        self._unfinished = Unfinished(options.data / "unfinished-jobs.json")
        dead_letters = DeadLetters(options.data / "dead-letters.jsonl")
        self.deliveries = Deliveries(
            self._photo_uploaded,
            Checkpoint(options.data / "delivered-until"),
            dead_letters,
            clock=time.time,
            retry_seconds=[seconds / options.time_scale for seconds in RETRY_SECONDS],
        )
        self._worker = JobWorker(
            self._queue,
            functools.partial(application.invoke, "process_photos"),
            Trigger(
                queue_arn=f"arn:aws:sqs:{REGION}:{ACCOUNT_ID}:{resources.JOB_QUEUE}",
                batch_size=application.messages_at_once("process_photos"),
                batches_at_once=_BATCHES,
                receives=resources.JOB_RECEIVES,
                retry_seconds=round(resources.JOB_VISIBILITY_SECONDS / options.time_scale),
            ),
            self._unfinished,
            dead_letters,
            settled=self.deliveries.settled,
        )

    async def run(self) -> None:
        """Begin again what a kill may have interrupted; then work on jobs until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._recover())
            tasks.create_task(self._worker.run())
            for each in schedule.scheduled(self._application.chalice):
                tasks.create_task(schedule.run(each, self._application.invoke))

    async def stop(self) -> None:
        """Let end what ends soon; the rest is begun again at the next start."""
        await self.deliveries.stop(_DELIVERIES_SECONDS)
        await self._worker.stop(_JOBS_SECONDS)
        await self._queue.close()

    async def _photo_uploaded(self, event: dict[str, Any]) -> None:
        await self._application.invoke("photo_uploaded", event)
        # It has queued a job, if it has done anything.
        self._worker.wake()

    async def _recover(self) -> None:
        try:
            await self._recover_events()
            await self._recover_jobs()
        except (BotoCoreError, QueueUnavailable):
            log.exception("what the last run left cannot be found; the next start will try again")

    async def _recover_events(self) -> None:
        objects = await asyncio.to_thread(stored_objects, self._endpoint, resources.UPLOADS_BUCKET)
        if again := self.deliveries.recover(objects):
            log.info("announcing %d uploads of the last run again", again)

    async def _recover_jobs(self) -> None:
        waiting = await asyncio.to_thread(waiting_jobs, self._endpoint, resources.PHOTOS_TABLE)
        jobs = dict.fromkeys([*self._unfinished.bodies, *waiting])
        for body in jobs:
            await self._queue.send(body)
        if jobs:
            log.info("going on with %d photos of the last run", len(jobs))
            self._worker.wake()
