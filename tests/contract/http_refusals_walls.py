"""How to meet each refusal that docs/openapi.yaml declares of walls and of listening to albums."""

from chalicelib import tokens
from tests.contract.http_contract import Answer
from tests.contract.http_refusals import Visit, away
from tests.contract.http_refusals_albums import Refused, ask, contended, enrol, of_album

WALL, LEAD, LISTEN = "/wall", "/albums/{album}/wall", "/albums/{album}/listen"


def look(visit: Visit, query: str = "") -> Answer:
    """A wall of an album of the host's asks what it may show."""
    return ask(visit, "GET", f"/wall{query}", token=enrol(visit).json["kioskKey"])


lead = of_album("POST", "/wall", {"paused": True})
listen = of_album("POST", "/listen", {})

#: How to meet each refusal, by its operation.
REFUSALS: dict[tuple[str, str, str], Refused] = {
    ("GET", WALL, "InvalidRequest"): lambda v: look(v, "?photoIds=x"),
    ("GET", WALL, "CursorRefused"): lambda v: look(v, "?cursor=forged"),
    ("GET", WALL, "KioskKeyRequired"): lambda v: ask(v, "GET", WALL, token=None),
    ("GET", WALL, "KioskKeyRefused"): lambda v: ask(v, "GET", WALL, token="a.b.c"),
    ("GET", WALL, "ServiceUnavailable"): away("Query", look),
    ("POST", LEAD, "InvalidRequest"): of_album("POST", "/wall", {"seconds": 2}),
    ("POST", LEAD, "SignInRequired"): lambda v: lead(v, token=None),
    ("POST", LEAD, "AlbumNotFound"): lambda v: lead(v, tokens.new_id()),
    ("POST", LEAD, "AlbumBusy"): contended(lead),
    ("POST", LEAD, "ServiceUnavailable"): away("UpdateItem", lead),
    ("POST", LISTEN, "InvalidRequest"): lambda v: listen(v, "x"),
    ("POST", LISTEN, "SignInRequired"): lambda v: listen(v, token=None),
    ("POST", LISTEN, "AlbumNotFound"): lambda v: listen(v, tokens.new_id()),
    ("POST", LISTEN, "ServiceUnavailable"): away("GetItem", listen),
}
