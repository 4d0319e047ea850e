"""How to meet each refusal that docs/openapi.yaml declares of a claim by a form."""

from chalicelib import tokens
from tests.contract.http_contract import Answer
from tests.contract.http_refusals import TICKET, Visit, away, expired
from tests.contract.http_refusals_albums import LATER, Refused, in_album, in_no_album, raced


def claim(visit: Visit) -> Answer:
    """The phone claims its session by a form."""
    return visit.api.claim(visit.id, access_token=visit.phone)


def _of_another(visit: Visit) -> Answer:
    claim(visit)
    return visit.api.claim(visit.id, access_token=tokens.new_token())


def _full(visit: Visit) -> Answer:
    visit.fill()
    return claim(visit)


def _contended(visit: Visit) -> Answer:
    code = "ConditionalCheckFailedException"
    visit.traffic.refuse("PutItem", 400, code, "another was first")
    return claim(visit)


#: How to meet each refusal, by its operation.
REFUSALS: dict[tuple[str, str, str], Refused] = {
    ("POST", TICKET, "InvalidRequest"): lambda v: v.api.claim("x", access_token=v.phone),
    ("POST", TICKET, "TokenRequired"): lambda v: v.api.claim(v.id),
    ("POST", TICKET, "TokenRefused"): lambda v: v.api.claim(v.id, access_token=v.screen),
    ("POST", TICKET, "SessionNotFound"): lambda v: v.api.claim(
        tokens.new_id(), access_token=v.phone
    ),
    ("POST", TICKET, "AlbumNotFound"): in_no_album(claim),
    ("POST", TICKET, "SessionClaimed"): _of_another,
    ("POST", TICKET, "PhotoLimitReached"): _full,
    ("POST", TICKET, "AlbumClosed"): in_album(claim, **LATER),
    ("POST", TICKET, "AlbumFull"): in_album(claim, max_photos=1),
    ("POST", TICKET, "SessionExpired"): expired(claim),
    ("POST", TICKET, "SessionBusy"): _contended,
    ("POST", TICKET, "AlbumBusy"): raced(claim),
    ("POST", TICKET, "ServiceUnavailable"): away("GetItem", claim),
}
