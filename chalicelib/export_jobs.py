"""Use case of the queue's messages: photos that wait to be worked on, and volumes of exports.

Photos come first: a screen waits for them.
"""

import json
import logging
from collections.abc import Iterable

from chalicelib import export_volumes, exports, limits, processing
from chalicelib.errors import ScandropError
from chalicelib.export import ExportJob
from chalicelib.jobs import Delivery, JobInvalid
from chalicelib.ports import Services

log = logging.getLogger(__name__)


def process_jobs(services: Services, deliveries: Iterable[Delivery]) -> list[str]:
    """Do what each message asks for.

    Returns the ids of the messages that have to come again; one that fails keeps no other back.
    """
    photos, volumes, failed = list[Delivery](), list[tuple[Delivery, ExportJob]](), list[str]()
    for delivery in deliveries:
        try:
            job = _export_job(delivery)
        except JobInvalid as error:
            log.error("message %s is no job: %s", delivery.message_id, error)
            failed.append(delivery.message_id)
            continue
        if job is None:
            photos.append(delivery)
        else:
            volumes.append((delivery, job))
    failed += processing.process_jobs(services, photos)
    for delivery, job in volumes:
        if not _made(services, delivery, job):
            failed.append(delivery.message_id)
    return failed


def _export_job(delivery: Delivery) -> ExportJob | None:
    try:
        return ExportJob.of(json.loads(delivery.body))
    except (ValueError, RecursionError):
        # Whoever works on photos says what is wrong with it.
        return None


def _made(services: Services, delivery: Delivery, job: ExportJob) -> bool:
    try:
        export_volumes.make_volume(services, job)
    except ScandropError as error:
        log.warning("message %s failed: %s", delivery.message_id, error.code)
        if delivery.receive_count >= limits.JOB_RECEIVES:
            _give_up(services, job)
        return False
    return True


def _give_up(services: Services, job: ExportJob) -> None:
    try:
        exports.give_up(services, job)
    except ScandropError as error:
        # Its host is told when nothing has moved for an hour.
        log.warning("export %s is not marked as failed: %s", job.export_id, error.code)
