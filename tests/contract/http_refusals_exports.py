"""How to meet each refusal that docs/openapi.yaml declares of exports."""

from chalicelib import tokens
from chalicelib.people import Group
from tests.contract.http_contract import Answer
from tests.contract.http_refusals import Visit, away
from tests.contract.http_refusals_albums import Refused, ask, kept
from tests.id_tokens import an_id_token

EXPORTS, EXPORT = "/albums/{album}/exports", "/albums/{album}/exports/{export}"
OTHER = an_id_token("somebody-else", Group.HOST)


def request(visit: Visit, told: object = None, **how: str | None) -> Answer:
    """The host asks for an export of an album."""
    return ask(visit, "POST", f"/albums/{kept(visit).album_id}/exports", told, **how)


def read(visit: Visit, export_id: str | None = None, **how: str | None) -> Answer:
    """He looks for one that he has not asked for."""
    target = f"/albums/{kept(visit).album_id}/exports/{export_id or tokens.new_id()}"
    return ask(visit, "GET", target, **how)


def _another_is_made(visit: Visit) -> Answer:
    target = f"/albums/{kept(visit).album_id}/exports"
    assert ask(visit, "POST", target, {"size": "large"}).status == 202
    return ask(visit, "POST", target, {"size": "original"})


#: How to meet each refusal, by its operation.
REFUSALS: dict[tuple[str, str, str], Refused] = {
    ("POST", EXPORTS, "InvalidRequest"): lambda v: request(v, {"size": "huge"}),
    ("POST", EXPORTS, "SignInRequired"): lambda v: request(v, token=None),
    ("POST", EXPORTS, "AlbumNotFound"): lambda v: request(v, token=OTHER),
    ("POST", EXPORTS, "ExportRunning"): _another_is_made,
    ("POST", EXPORTS, "ServiceUnavailable"): away("GetItem", request),
    ("GET", EXPORT, "InvalidRequest"): lambda v: read(v, "x"),
    ("GET", EXPORT, "SignInRequired"): lambda v: read(v, token=None),
    ("GET", EXPORT, "AlbumNotFound"): lambda v: read(v, token=OTHER),
    ("GET", EXPORT, "ExportNotFound"): read,
    ("GET", EXPORT, "ServiceUnavailable"): away("GetItem", read),
}
