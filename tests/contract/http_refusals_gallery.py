"""How to meet each refusal that docs/openapi.yaml declares of galleries."""

from typing import Any

from chalicelib.album import Guests
from tests.builders import OTHER_TOKEN, SCREEN_TOKEN
from tests.contract.http_contract import Answer
from tests.contract.http_refusals import Visit, away
from tests.contract.http_refusals_albums import Refused, ask, kept

GALLERY = "/albums/{album}/gallery"
KEY = SCREEN_TOKEN


def see(visit: Visit, *, query: str = "", key: str | None = KEY, **changes: Any) -> Answer:
    """A guest opens the gallery of an album whose guests see all, unless it says otherwise."""
    album = kept(visit, **{"guests": Guests.ALL, "gallery_key": KEY} | changes)
    return ask(visit, "GET", f"/albums/{album.album_id}/gallery{query}", token=key)


#: How to meet each refusal, by its operation.
REFUSALS: dict[tuple[str, str, str], Refused] = {
    ("GET", GALLERY, "InvalidRequest"): lambda v: see(v, query="?cursor=1&cursor=2"),
    ("GET", GALLERY, "CursorRefused"): lambda v: see(v, query="?cursor=forged"),
    ("GET", GALLERY, "GalleryKeyRefused"): lambda v: see(v, key=OTHER_TOKEN),
    ("GET", GALLERY, "GalleryClosed"): lambda v: see(v, guests=Guests.NOTHING),
    ("GET", GALLERY, "ServiceUnavailable"): away("Query", see),
}
