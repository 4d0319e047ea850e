"""Use case of videos: looked at by their first bytes, and shown as they came.

Nothing is made of them and none is ever read as a whole: it may have a gigabyte.
"""

import logging

from chalicelib import limits, outcomes, video_formats
from chalicelib.jobs import Job
from chalicelib.photo import Photo, Rejection
from chalicelib.ports import Services

log = logging.getLogger(__name__)


def is_video(photo: Photo) -> bool:
    """Whether it was announced as one; what it is, its content tells."""
    return photo.content_type in limits.VIDEO_TYPES


def settle_video(services: Services, photo: Photo, job: Job) -> None:
    """Make it READY without renditions, or REJECTED; tell its screens and its phone.

    Raises:
        ServiceUnavailable, SessionBusy: the job has to come again.
    """
    key = photo.key or job.key
    head = services.objects.head(key, limits.VIDEO_HEAD_BYTES)
    if head is None:
        log.info("upload %s is gone", key)
    elif services.moderator is not None:
        # It came before there was a moderator, who could not look at it.
        outcomes.settle(services, photo.rejected(Rejection.UNSUPPORTED_FORMAT), job)
    elif video_formats.type_of(head) is None:
        outcomes.settle(services, photo.rejected(Rejection.NOT_A_VIDEO), job)
    else:
        outcomes.settle(services, photo.ready((), None, services.clock()), job)
