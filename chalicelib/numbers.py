"""Use case of hosts: an album at a glance, by its numbers."""

from collections import Counter

from chalicelib import albums, limits
from chalicelib.album_answers import AlbumNumbers, RejectedPhotos
from chalicelib.album_entry import Visibility
from chalicelib.album_inputs import NumbersRequest
from chalicelib.people import User
from chalicelib.photo import PhotoState
from chalicelib.ports import Services

_DAY_SECONDS = 24 * 3600


def count_photos(services: Services, user: User, asked: NumbersRequest) -> AlbumNumbers:
    """How many photos have come, wait, are shown, were rejected and why.

    Raises:
        AlbumNotFound: there is none, or not for him.
    """
    albums.require_album(services, user, asked.album_id)
    since = services.clock() - _DAY_SECONDS if asked.since is None else asked.since
    seen = services.library.glances(asked.album_id, limits.COUNTED_PHOTOS)
    there = [each for each in seen.photos if each.state is not PhotoState.REJECTED]
    visible = Counter(each.visibility for each in there)
    rejected = Counter(each.rejection for each in seen.photos if each.rejection is not None)
    in_order = sorted(rejected.items(), key=lambda pair: (-pair[1], pair[0]))
    return AlbumNumbers(
        album_id=asked.album_id,
        since=since,
        today=sum(each.stored_at >= since for each in there),
        total=len(there),
        waiting=visible[Visibility.WAITING],
        shown=visible[Visibility.SHOWN],
        hidden=visible[Visibility.HIDDEN],
        processing=sum(each.state is PhotoState.STORED for each in there),
        rejected=tuple(RejectedPhotos(code, count) for code, count in in_order),
        size_bytes=sum(each.size_bytes for each in there),
        is_all=seen.are_all,
    )
