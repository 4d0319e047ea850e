"""Use case of files of which nothing is made: looked at in excerpts, and handed out as they came.

None is ever read as a whole: it may have a gigabyte.
"""

import logging

from chalicelib import (
    archive_formats,
    audio_formats,
    categories,
    document_formats,
    limits,
    outcomes,
    video_formats,
)
from chalicelib.excerpts import Excerpts, ends_as_zip
from chalicelib.jobs import Job
from chalicelib.photo import Photo, PhotoRefused, Rejection
from chalicelib.photo_query import FileType
from chalicelib.ports import Services

log = logging.getLogger(__name__)


class _UploadGone(Exception):
    """The upload was deleted before it was looked at."""


def stays_as_it_came(photo: Photo) -> bool:
    """Whether it was announced as anything but a picture; what it is, its content tells."""
    content_type = photo.content_type
    return content_type in categories.SUFFIXES and content_type not in limits.CONTENT_TYPES


def settle_original(services: Services, photo: Photo, job: Job) -> None:
    """Make it READY without renditions, or REJECTED; tell its screens and its phone.

    Raises:
        ServiceUnavailable, SessionBusy: the job has to come again.
    """
    key = photo.key or job.key

    def read(start: int, size_bytes: int) -> bytes:
        excerpt = services.objects.excerpt(key, start, size_bytes)
        if excerpt is None:
            raise _UploadGone
        return excerpt

    try:
        _require_as_announced(services, photo, Excerpts(read, photo.size_bytes or 0))
    except _UploadGone:
        log.info("upload %s is gone", key)
    except PhotoRefused as refusal:
        outcomes.settle(services, photo.rejected(refusal.why), job)
    else:
        outcomes.settle(services, photo.ready((), None, services.clock()), job)


def _require_as_announced(services: Services, photo: Photo, file: Excerpts) -> None:
    content_type = photo.content_type or ""
    if categories.category_of(content_type) is FileType.VIDEO:
        if services.moderator is not None:
            # It came before there was a moderator, who could not look at it.
            raise PhotoRefused(Rejection.UNSUPPORTED_FORMAT)
        if not video_formats.is_of_type(content_type, file.at(0, limits.VIDEO_HEAD_BYTES)):
            raise PhotoRefused(Rejection.NOT_A_VIDEO)
        return
    if content_type in categories.ARCHIVE_TYPES:
        archive_formats.require_archive(content_type, file)
        return
    if ends_as_zip(file):
        raise PhotoRefused(Rejection.TYPE_MISMATCH)
    if content_type in categories.DOCUMENT_TYPES:
        document_formats.require_document(content_type, file)
    elif not audio_formats.is_of_type(content_type, file):
        raise PhotoRefused(Rejection.TYPE_MISMATCH)
