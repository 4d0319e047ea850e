"""Use case of the queue's messages: photos that wait to be worked on, exports, and webhooks.

Photos come first: a screen waits for them.
"""

import json
import logging
from collections.abc import Iterable

from chalicelib import export_volumes, exports, limits, processing, webhooks
from chalicelib.errors import ScandropError
from chalicelib.export import ExportJob
from chalicelib.jobs import Delivery, JobInvalid
from chalicelib.ports import Services
from chalicelib.webhook import WebhookJob

log = logging.getLogger(__name__)


def process_jobs(services: Services, deliveries: Iterable[Delivery]) -> list[str]:
    """Do what each message asks for.

    Returns the ids of the messages that have to come again; one that fails keeps no other back.
    """
    photos, failed = list[Delivery](), list[str]()
    others = list[tuple[Delivery, ExportJob | WebhookJob]]()
    for delivery in deliveries:
        try:
            job = _other_job(delivery)
        except JobInvalid as error:
            log.error("message %s is no job: %s", delivery.message_id, error)
            failed.append(delivery.message_id)
            continue
        if job is None:
            photos.append(delivery)
        else:
            others.append((delivery, job))
    failed += processing.process_jobs(services, photos)
    for delivery, job in others:
        if not _done(services, delivery, job):
            failed.append(delivery.message_id)
    return failed


def _other_job(delivery: Delivery) -> ExportJob | WebhookJob | None:
    try:
        document = json.loads(delivery.body)
    except (ValueError, RecursionError):
        # Whoever works on photos says what is wrong with it.
        return None
    return ExportJob.of(document) or WebhookJob.of(document)


def _done(services: Services, delivery: Delivery, job: ExportJob | WebhookJob) -> bool:
    try:
        if isinstance(job, WebhookJob):
            webhooks.deliver(services, job)
        else:
            export_volumes.make_volume(services, job)
    except ScandropError as error:
        log.warning("message %s failed: %s", delivery.message_id, error.code)
        if isinstance(job, ExportJob) and delivery.receive_count >= limits.JOB_RECEIVES:
            _give_up(services, job)
        return False
    return True


def _give_up(services: Services, job: ExportJob) -> None:
    try:
        exports.give_up(services, job)
    except ScandropError as error:
        # Its host is told when nothing has moved for an hour.
        log.warning("export %s is not marked as failed: %s", job.export_id, error.code)
