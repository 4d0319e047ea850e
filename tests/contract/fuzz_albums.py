"""A host, for made-up requests of albums and kiosks: without him, all would end at 401."""

from collections.abc import Callable
from typing import Any

from chalicelib.people import Group
from tests.builders import HOST_ID
from tests.id_tokens import an_id_token

#: Who may sign nobody in, as at a dev server that runs elsewhere, gets nowhere with these.
PATHS = (
    *("/albums", "/albums/{album}", "/albums/{album}/join", "/kiosks", "/kiosks/{kioskId}"),
    *("/wall", "/albums/{album}/wall", "/albums/{album}/listen"),
    *("/albums/{album}/gallery", "/albums/{album}/numbers"),
    *("/albums/{album}/exports", "/albums/{album}/exports/{export}"),
)
#: Of a request that gets through, where it is not 200.
EXPECTED = {
    ("post", "/albums"): 201,
    ("post", "/albums/{album}/join"): 201,
    ("post", "/kiosks"): 201,
    ("post", "/albums/{album}/exports"): 202,
}


def acquaint(case: Any, path: str, ask: Callable[..., Any], bearer: str) -> None:
    """Let this request be of a host, or of somebody else, and speak of an album of his."""
    token = an_id_token(HOST_ID, Group.HOST)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    album = ask("POST", "/albums", headers, {"name": "Party", "guests": "ALL"})
    told = {"album": album["albumId"], "name": "Bar"}
    kiosk = ask("POST", "/kiosks", headers, told)
    joins = path.endswith("/join")
    known = {"album": album["code"] if joins else album["albumId"], "kioskId": kiosk["kioskId"]}
    if "{export}" in path:
        export = ask("POST", f"/albums/{album['albumId']}/exports", headers, {})
        known["export"] = export["exportId"]
    for part in (case.path_parameters, case.query, case.body):
        if isinstance(part, dict):
            part.update({name: value for name, value in known.items() if name in part})
    if bearer == "screen" and isinstance(case.query, dict):
        for name in ("after", "cursor", "photoIds"):
            case.query.pop(name, None)
    if bearer in ("screen", "phone"):
        opens = album["galleryUrl"].rpartition("=")[2] if path.endswith("/gallery") else token
        opens = kiosk["kioskKey"] if path == "/wall" else opens
        case.headers["Authorization"] = f"Bearer {opens}"
    elif bearer == "none":
        case.headers.pop("Authorization", None)
