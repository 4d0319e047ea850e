"""Use case of retention: what its album keeps no longer is deleted, as its host would delete it.

It runs every hour. What one run has no time for, or could not do, is left to the next.
"""

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from chalicelib import deletion, limits
from chalicelib.album import Album
from chalicelib.errors import ScandropError
from chalicelib.photo import Photo, PhotoState
from chalicelib.photo_query import Filters
from chalicelib.ports import Services

log = logging.getLogger(__name__)

_DAY_SECONDS = 86_400
#: Also what was rejected, and what is being deleted by somebody who may have died.
_STATES = (PhotoState.READY, PhotoState.STORED, PhotoState.REJECTED)


def expire_photos(services: Services) -> int:
    """Delete photos of albums that were stored more days ago than any are kept there; how many.

    That is as long as their host says, and no longer than the deployment keeps any: of photos in no
    album S3 and DynamoDB see to that by themselves, but places are counted here.
    It begins nothing more after `limits.EXPIRY_SECONDS`.
    """
    began, deleted = services.timer(), 0

    def attempt(photo: Photo) -> bool:
        try:
            deletion.remove_photo(services, photo)
        except ScandropError as error:
            log.warning("photo %s could not be deleted: %s", photo.photo_id, error.code)
            return False
        return True

    with ThreadPoolExecutor(limits.CONCURRENT_DELETIONS, "expiry") as threads:
        for photos in _overdue(services, services.clock()):
            if services.timer() - began >= limits.EXPIRY_SECONDS:
                log.warning("not all photos that are overdue could be deleted in this run")
                break
            deleted += sum(threads.map(attempt, photos))
    log.info("%d photos were kept long enough and are deleted", deleted)
    return deleted


def _overdue(services: Services, now: int) -> Iterator[tuple[Photo, ...]]:
    """Photos whose time in their album is over, page by page."""
    for album in _albums(services):
        limits_of = (album.retention_days, services.settings.keep_days)
        days = min((each for each in limits_of if each is not None), default=None)
        if days is None:
            continue
        before = now - days * _DAY_SECONDS
        for state in _STATES:
            yield from _pages(services, Filters(album.album_id, stored_before=before, state=state))


def _albums(services: Services) -> Iterator[Album]:
    after: Album | None = None
    while page := services.albums.page(None, after):
        yield from page
        after = page[-1]


def _pages(services: Services, filters: Filters) -> Iterator[tuple[Photo, ...]]:
    page = services.library.page(filters, None, limits.DELETED_AT_ONCE)
    yield page.photos
    while page.after is not None:
        page = services.library.page(filters, page.after, limits.DELETED_AT_ONCE)
        yield page.photos
