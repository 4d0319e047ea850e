"""Use case of webhooks: a photo of an album is ready → its host's receiver is told, at least once.

It is told by a message of the job queue, so that a receiver that is away holds up no photo: what it
does not take comes again, and is a dead letter in the end.
"""

import logging
from http import HTTPStatus

from chalicelib import limits, logs, webhook
from chalicelib.album import Album
from chalicelib.errors import ServiceUnavailable
from chalicelib.people import User
from chalicelib.photo import Photo, PhotoState, RenditionName
from chalicelib.ports import Services
from chalicelib.webhook import WebhookJob

log = logging.getLogger(__name__)


def secret_of(services: Services, user: User, album: Album) -> str | None:
    """What its host verifies by; None to anybody else, and where there is no webhook."""
    if album.webhook_url is None or user.user_id != album.owner_id:
        return None
    return webhook.shown(webhook.derived(services.secrets.live()[0], album.album_id))


def announce(services: Services, photo: Photo) -> None:
    """Let the receiver of the photo's album be told, if it has one. Again is as good as once."""
    if photo.state is not PhotoState.READY or photo.album_id is None or photo.entry is None:
        return
    album = services.albums.load(photo.album_id)
    if album is not None and album.webhook_url is not None:
        services.jobs.send(WebhookJob(album.album_id, photo.photo_id))


def deliver(services: Services, job: WebhookJob) -> None:
    """Tell the receiver, unless there is nothing to tell any more, or nobody.

    Raises:
        ServiceUnavailable: it has not taken it.
    """
    logs.note(photo_id=job.photo_id)
    album, photo = services.albums.load(job.album_id), services.photos.load(job.photo_id)
    if album is None or album.webhook_url is None:
        log.info("album %s has no webhook any more", job.album_id)
        return
    if photo is None or photo.state is not PhotoState.READY or photo.album_id != album.album_id:
        log.info("photo %s is none of album %s any more", job.photo_id, job.album_id)
        return
    now = services.clock()
    body = webhook.notice(photo, _image_url(services, photo), now + limits.VIEW_SECONDS)
    keys = [webhook.derived(secret, album.album_id) for secret in services.secrets.live()]
    headers = webhook.headers(keys, webhook.message_id(photo), now, body)
    status = services.webhooks.post(album.webhook_url, headers, body)
    # Gone: it wants to hear of this no more (Standard Webhooks).
    if not 200 <= status < 300 and status != HTTPStatus.GONE:
        log.warning("the webhook of album %s answered %d", album.album_id, status)
        raise ServiceUnavailable
    log.info("the webhook of album %s answered %d", album.album_id, status)


def _image_url(services: Services, photo: Photo) -> str | None:
    """Where the picture is for some minutes; None of a video, which is as it came."""
    found = [each.key for each in photo.renditions if each.name is RenditionName.LARGE]
    return services.media.view_url(found[0], limits.VIEW_SECONDS) if found else None
