"""How to meet each refusal of a user's upload."""

from collections.abc import Callable
from typing import Any

from chalicelib import limits
from chalicelib.people import Group
from tests.builders import an_id
from tests.contract.http_contract import Answer
from tests.contract.http_refusals import Visit, away
from tests.contract.http_refusals_albums import kept
from tests.contract.http_refusals_library import token_of

UPLOAD = "/upload"
SAID: dict[str, Any] = {"filename": "image.jpg", "content_type": "image/jpeg"}


def upload(visit: Visit, **said: Any) -> Answer:
    return visit.api.upload(token_of("ada-0001"), **SAID | said)


def _into(visit: Visit, **album: Any) -> Answer:
    """Into an album of a host, by that host."""
    found = kept(visit, **album)
    return visit.api.upload(token_of(found.owner_id, Group.HOST), **SAID, album=found.album_id)


def _into_contended_album(visit: Visit) -> Answer:
    """Places that lapsed are given to others all the time."""
    visit.traffic.refuse("UpdateItem", 400, "ConditionalCheckFailedException", "too late")
    quotas = visit.services.quotas

    class Enough:
        def spend(self, user_id: str, day: int, size_bytes: int) -> bool:
            return True

    object.__setattr__(visit.services, "quotas", Enough())
    try:
        return _into(visit, photo_count=1, held={an_id(1): 1})
    finally:
        object.__setattr__(visit.services, "quotas", quotas)


def _too_much(visit: Visit) -> Answer:
    visit.traffic.refuse("UpdateItem", 400, "ConditionalCheckFailedException", "no room")
    return upload(visit)


REFUSALS: dict[tuple[str, str, str], Callable[[Visit], Answer]] = {
    ("POST", UPLOAD, "InvalidRequest"): lambda v: upload(v, size="large"),
    ("POST", UPLOAD, "PhotoEmpty"): lambda v: upload(v, size=0),
    ("POST", UPLOAD, "SignInRequired"): lambda v: v.api.upload(None, **SAID),
    ("POST", UPLOAD, "AlbumNotFound"): lambda v: upload(v, album="party"),
    ("POST", UPLOAD, "AlbumClosed"): lambda v: _into(v, opens_at=2**40),
    ("POST", UPLOAD, "AlbumFull"): lambda v: _into(v, max_photos=1, photo_count=1),
    ("POST", UPLOAD, "PhotoTooLarge"): lambda v: upload(v, size=limits.MAX_UPLOAD_BYTES + 1),
    ("POST", UPLOAD, "UnsupportedContentType"): lambda v: upload(v, content_type="text/html"),
    ("POST", UPLOAD, "QuotaExceeded"): _too_much,
    ("POST", UPLOAD, "AlbumBusy"): _into_contended_album,
    ("POST", UPLOAD, "ServiceUnavailable"): away("UpdateItem", upload),
}
