"""How to meet each refusal that docs/openapi.yaml declares of walls and of listening to albums."""

from chalicelib import tokens
from tests.contract.http_refusals import away
from tests.contract.http_refusals_albums import Refused, contended, of_album

LEAD, LISTEN = "/albums/{album}/wall", "/albums/{album}/listen"

lead = of_album("POST", "/wall", {"paused": True})
listen = of_album("POST", "/listen", {})

#: How to meet each refusal, by its operation.
REFUSALS: dict[tuple[str, str, str], Refused] = {
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
