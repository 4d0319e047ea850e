"""Every route × everybody who may ask: who gets through, and what all others are told."""

import pytest

from chalicelib.ports import Services
from tests.contract.authorisation import CALLERS, World
from tests.contract.http_client import Api
from tests.contract.http_contract import contract

pytest_plugins = ["tests.contract.http_fixtures"]

#: Of each caller, a status, or the code of the refusal.
Row = tuple[int | str, ...]


def everybody(outcome: int | str) -> Row:
    """It is open: what is sent decides, not who sends it."""
    return (outcome,) * len(CALLERS)


def accounts(
    *, user: int | str, other: int | str, host: int | str, other_host: int | str, operator: int
) -> Row:
    """For who is signed in; tokens of sessions are nothing here."""
    return (*("SignInRequired",) * 4, user, other, host, other_host, operator)


def of_album(status: int | str) -> Row:
    """For the host of this album and operators; for all others there is none."""
    none = "AlbumNotFound"
    return (*("SignInRequired",) * 4, none, none, status, none, status)


def of_session(
    visitor: int | str, screen: int | str = "TokenRefused", nobody: str = "TokenRequired"
) -> Row:
    """For the holders of a session's tokens. A phone that comes later is another one."""
    other = "SessionClaimed" if nobody == "SessionClaimed" else "TokenRefused"
    return (nobody, visitor, screen, other, *("TokenRefused",) * 5)


MATRIX: dict[str, Row] = {
    "GET /health": everybody(200),
    "GET /health/deep": accounts(
        **dict.fromkeys(("user", "other", "host", "other_host"), "OperatorRequired"), operator=200
    ),
    "POST /auth/signup": everybody(202),
    "POST /auth/verify": everybody("CodeRefused"),
    "POST /auth/signin": everybody("SignInRefused"),
    "POST /auth/refresh": everybody("SignInRequired"),
    "POST /auth/signout": everybody(200),
    "POST /auth/forgot-password": everybody(202),
    "POST /auth/confirm-forgot-password": everybody("CodeRefused"),
    "GET /auth/me": accounts(user=200, other=200, host=200, other_host=200, operator=200),
    # What nobody has to bring, and whoever brings it must have right: the key of a kiosk.
    "POST /sessions": (201, *("KioskKeyRefused",) * 8),
    "GET /sessions/{sessionId}": of_session(200, screen=200),
    "POST /sessions/{sessionId}/messages": of_session("TokenRefused", screen=200),
    "GET /upload-url": of_session(200, nobody="SessionClaimed"),
    # In a form, so nobody else's token is taken for one.
    "POST /upload-url": (
        *("TokenRequired", 200, "TokenRefused", "SessionClaimed"),
        *("TokenRefused",) * 5,
    ),
    "POST /uploads": of_session(201, nobody="SessionClaimed"),
    "GET /uploads/{photoId}/parts": of_session(200),
    "POST /uploads/{photoId}/complete": of_session("PartsMissing"),
    "DELETE /uploads/{photoId}": of_session(200),
    "POST /upload": of_album(201),
    "GET /images": of_album(200),
    # Of each photo it is told whether it was deleted.
    "DELETE /images": accounts(user=200, other=200, host=200, other_host=200, operator=200),
    "GET /image/{photoId}": accounts(
        user=200, other="PhotoNotFound", host=200, other_host="PhotoNotFound", operator=200
    ),
    "PATCH /image/{photoId}": accounts(
        user=200,
        other="PhotoNotFound",
        host="ChangeNotAllowed",
        other_host="PhotoNotFound",
        operator=200,
    ),
    "DELETE /image/{photoId}": accounts(
        user=200, other="PhotoNotFound", host=200, other_host="PhotoNotFound", operator=200
    ),
    "POST /albums": accounts(
        user="HostRequired", other="HostRequired", host=201, other_host=201, operator=201
    ),
    # Everybody's own: of a user there are none.
    "GET /albums": accounts(user=200, other=200, host=200, other_host=200, operator=200),
    "GET /albums/{album}": of_album(200),
    "PATCH /albums/{album}": of_album(200),
    "DELETE /albums/{album}": of_album("AlbumNotEmpty"),
    "GET /albums/{album}/numbers": of_album(200),
    "POST /albums/{album}/join": everybody(201),
    "POST /albums/{album}/wall": of_album(200),
    # For who has a kiosk's key, which is nobody of these.
    "GET /wall": ("KioskKeyRequired", *("KioskKeyRefused",) * 8),
    "POST /albums/{album}/listen": of_album(200),
    # For whoever has its link, which is nobody of these.
    "GET /albums/{album}/gallery": everybody("GalleryKeyRefused"),
    "POST /albums/{album}/exports": of_album(202),
    "GET /albums/{album}/exports/{export}": of_album(200),
    "POST /kiosks": of_album(201),
    "GET /kiosks": of_album(200),
    "DELETE /kiosks/{kioskId}": of_album(200),
}
#: Those to whom neither the photo nor its album is anything.
STRANGERS = ("nobody", "other visitor", "other user", "other host")


def test_the_matrix_has_every_route() -> None:
    routes = {f"{m} {p}" for m, p, _ in contract().operations() if m != "OPTIONS"}
    assert set(MATRIX) == routes
    assert {len(row) for row in MATRIX.values()} == {len(CALLERS)}


@pytest.mark.parametrize("route", MATRIX)
def test_each_caller_gets_as_far_as_he_may(api: Api, services: Services, route: str) -> None:
    method, path = route.split(" ")
    told: list[int | str] = []
    world, before = World.made(api, services), None
    for caller in CALLERS:
        if before != world.kept():
            world = World.made(api, services)
            before = world.kept()
        answer = world.ask(caller, method, *world.request(method, path))
        told.append(answer.code or int(answer.status))
        if answer.code or caller in STRANGERS:
            assert world.kept() == before, f"{caller} changed what is not his"
        if caller in STRANGERS and not path.endswith("/join"):
            assert world.album_id not in answer.body.decode(), f"{caller} sees the album"
    assert tuple(told) == MATRIX[route]
