"""Use cases of jobs: a stored upload → validate → render → watermark → moderate → publish.

One function does it all for each message of the queue, or a state machine calls the steps one by
one. Either way a job may come twice, late, or in two workers at once, and may die at any point: the
pictures of a photo have one place each and are the same whenever they are made, the photo's record
takes one outcome from whoever is first, and everything after that can be done again.

A file that is at fault is a refusal, which is a success of the function. Only what we depend on
fails; then the job comes again.
"""

import logging
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from typing import BinaryIO, TypeVar

from chalicelib import belonging, limits, logs, originals, outcomes
from chalicelib.errors import ScandropError, ServiceUnavailable
from chalicelib.jobs import Delivery, Job, JobInvalid
from chalicelib.keys import rendition_key
from chalicelib.photo import (
    Photo,
    PhotoFacts,
    PhotoRefused,
    PhotoState,
    Picture,
    Rejection,
    Rendition,
    RenditionName,
)
from chalicelib.ports import Mark, Rendered, Services

log = logging.getLogger(__name__)

Made = TypeVar("Made", Picture, Rendition)


class _UploadGone(Exception):
    """The upload was deleted before the work on it was done."""


# The queue


def process_jobs(services: Services, deliveries: Iterable[Delivery]) -> list[str]:
    """Work on each job, or start the workflow that does.

    Returns the ids of the messages that have to come again; one that fails keeps no other back.
    """
    failed = []
    for delivery in deliveries:
        with logs.scope():
            try:
                job = delivery.job()
                if services.settings.state_machine_arn is None:
                    process_photo(services, job)
                else:
                    services.workflows.start(job.ids.photo_id, job)
            except JobInvalid as error:
                log.error("message %s is no job: %s", delivery.message_id, error)
                failed.append(delivery.message_id)
            except ScandropError as error:
                log.warning("message %s failed: %s", delivery.message_id, error.code)
                failed.append(delivery.message_id)
    return failed


def process_photo(services: Services, job: Job) -> None:
    """All steps at once: the picture is decoded once and held in memory until it is published.

    Raises:
        ServiceUnavailable, SessionBusy: the job has to come again.
    """
    photo = outcomes.unsettled(services, job)
    if photo is None:
        return
    if originals.stays_as_it_came(photo):
        originals.settle_original(services, photo, job)
        return
    try:
        rendered = _rendered(services, photo, _mark(services, photo))
        _require_fit(services, rendered.pictures)
        renditions = _kept(services, photo, rendered.pictures)
    except _UploadGone:
        log.info("upload %s is gone", job.key)
    except PhotoRefused as refusal:
        outcomes.settle(services, photo.rejected(refusal.why), job)
    else:
        outcomes.settle(services, photo.ready(renditions, rendered.facts, services.clock()), job)


# The steps of the state machine


def validate_photo(services: Services, job: Job) -> Job:
    """What the file is, and which steps it takes (a picture some); refused if it must not be."""
    photo = outcomes.unsettled(services, job)
    if photo is None:
        return replace(job, settled=True)
    if originals.stays_as_it_came(photo):
        originals.settle_original(services, photo, job)
        return replace(job, settled=True)
    try:
        with closing(_fetched(services, photo)) as source:
            facts = services.renderer.inspect(source)
    except _UploadGone:
        return replace(job, settled=True)
    except PhotoRefused as refusal:
        return replace(job, rejection=refusal.why)
    return replace(
        job,
        facts=_without_secrets(services, facts),
        watermarked=services.settings.watermark_of(photo.album_id) is not None,
        moderated=services.moderator is not None,
    )


def render_photo(services: Services, job: Job) -> Job:
    """Make and keep its renditions; nobody is told of them yet."""
    return _render(services, job, marked=False)


def watermark_photo(services: Services, job: Job) -> Job:
    """The same, with its album's watermark across them.

    From the upload, and not from renditions: so doing it again marks it once.
    """
    return _render(services, job, marked=True)


def moderate_photo(services: Services, job: Job) -> Job:
    """Ask the moderator; refused if he says so.

    Raises:
        JobInvalid: it was not rendered.
    """
    _require_rendered(job)
    key = _fit_to_judge(job.renditions).key
    jpeg = services.media.read(key)
    if jpeg is None:
        photo = services.photos.load(job.ids.photo_id)
        if photo is None or photo.state is not PhotoState.STORED:
            return replace(job, settled=True)
        log.error("rendition %s is gone before it was published", key)
        raise ServiceUnavailable
    if services.moderator is not None and services.moderator.refuses(jpeg):
        return replace(job, rejection=Rejection.INAPPROPRIATE)
    return job


def publish_photo(services: Services, job: Job) -> Job:
    """Make the photo READY, and tell its screens and its phone.

    Raises:
        JobInvalid: it was not rendered.
    """
    _require_rendered(job)
    photo = outcomes.unsettled(services, job)
    if photo is not None:
        outcomes.settle(services, photo.ready(job.renditions, job.facts, services.clock()), job)
    return replace(job, settled=True)


def reject_photo(services: Services, job: Job) -> Job:
    """Make the photo REJECTED, remove what there is of it, and tell its screens and its phone."""
    photo = outcomes.unsettled(services, job)
    if photo is not None and job.rejection is not None:
        outcomes.settle(services, photo.rejected(job.rejection), job)
    return replace(job, settled=True)


# Parts


def _fetched(services: Services, photo: Photo) -> BinaryIO:
    """The upload that was recorded, whichever one of this photo the job is about."""
    source = services.objects.fetch(photo.key) if photo.key else None
    if source is None:
        raise _UploadGone
    return source


def _rendered(services: Services, photo: Photo, mark: Mark | None) -> Rendered:
    with closing(_fetched(services, photo)) as source:
        rendered = services.renderer.render(source, mark)
    return replace(rendered, facts=_without_secrets(services, rendered.facts))


def _without_secrets(services: Services, facts: PhotoFacts) -> PhotoFacts:
    return facts if services.settings.keep_position else replace(facts, position=None)


def _render(services: Services, job: Job, *, marked: bool) -> Job:
    photo = outcomes.unsettled(services, job)
    if photo is None:
        return replace(job, settled=True)
    try:
        rendered = _rendered(services, photo, _mark(services, photo) if marked else None)
    except _UploadGone:
        return replace(job, settled=True)
    except PhotoRefused as refusal:
        return replace(job, rejection=refusal.why)
    return replace(job, facts=rendered.facts, renditions=_kept(services, photo, rendered.pictures))


def _require_rendered(job: Job) -> None:
    if {each.name for each in job.renditions} != set(RenditionName):
        raise JobInvalid("not all renditions are made")


def _mark(services: Services, photo: Photo) -> Mark | None:
    watermark = services.settings.watermark_of(photo.album_id)
    if watermark is None:
        return None
    if watermark.logo is None:
        return Mark(watermark)
    logo = services.media.read(watermark.logo)
    if logo is None:
        # The operator's mistake, not the visitor's: the alarm will tell him.
        log.error("the watermark %s is not in the media bucket", watermark.logo)
        raise ServiceUnavailable
    return Mark(watermark, logo)


def _require_fit(services: Services, pictures: Iterable[Picture]) -> None:
    """Ask the moderator, if there is one; before anything of the picture is kept."""
    if services.moderator is None:
        return
    if services.moderator.refuses(_fit_to_judge(pictures).jpeg):
        raise PhotoRefused(Rejection.INAPPROPRIATE)


def _fit_to_judge(made: Iterable[Made]) -> Made:
    """The picture that a moderator looks at: light, but not too small for him if it can be."""
    by_name = {each.name: each for each in made}
    medium = by_name[RenditionName.MEDIUM]
    small = min(medium.width, medium.height) < limits.MODERATION_SIDE
    return by_name[RenditionName.LARGE] if small else medium


def _kept(services: Services, photo: Photo, pictures: Iterable[Picture]) -> tuple[Rendition, ...]:
    """Store pictures where they are looked for."""
    renditions = []
    for picture in pictures:
        key = rendition_key(photo.photo_id, picture.name)
        services.media.put(key, picture, belonging.metadata_of(photo))
        size = len(picture.jpeg)
        renditions.append(Rendition(picture.name, key, picture.width, picture.height, size))
    return tuple(renditions)
