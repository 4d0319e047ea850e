"""How to meet each refusal of accounts that docs/openapi.yaml declares."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from chalicelib import account_routes
from tests.contract.http_contract import Answer
from tests.contract.http_refusals import Visit, away
from tests.contract.users import UserPool

EMAIL, PASSWORD, NEW = "ada@example.org", "a long enough one", "another long enough one"
REFUSED = {"code": "000000", "email": EMAIL}
RESET = {**REFUSED, "newPassword": NEW}
LOGIN = {"email": EMAIL, "password": PASSWORD}
TOKEN = {"refreshToken": "none"}

Ask = Callable[[Visit], Answer]


def post(path: str, **said: object) -> Ask:
    """This body to that route."""
    headers = {"Content-Type": "application/json"}
    body = json.dumps(said).encode()
    return lambda visit: visit.api.request("POST", path, headers, body)


def invited(visit: Visit) -> dict[str, str]:
    """An account whose password was lent."""
    email = f"{visit.id.lower()}@example.org"
    UserPool().invite(email, PASSWORD)
    return {"email": email, "password": PASSWORD}


def _lent(visit: Visit) -> Answer:
    return post("/auth/signin", **invited(visit))(visit)


def _with_authenticator(**more: str) -> Ask:
    def asked(visit: Visit) -> Answer:
        challenge = {
            "ChallengeName": "SOFTWARE_TOKEN_MFA",
            "Session": "s" * 20,
            "ChallengeParameters": {},
        }
        visit.traffic.answer("AdminInitiateAuth", challenge)
        visit.traffic.refuse("AdminRespondToAuthChallenge", 400, "CodeMismatchException", "No.")
        return post("/auth/signin", **LOGIN, **more)(visit)

    return asked


def _closed(visit: Visit) -> Answer:
    closed = replace(visit.services, settings=replace(visit.services.settings, sign_up=False))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(account_routes, "services", lambda: closed)
        return post("/auth/signup", **LOGIN)(visit)


def _too_many(operation: str, ask: Ask) -> Ask:
    def asked(visit: Visit) -> Answer:
        visit.traffic.refuse(operation, 400, "TooManyRequestsException", "No.")
        return ask(visit)

    return asked


#: Path, what is well said there, and the call of Cognito's that it leads to.
_GOOD: dict[str, tuple[Ask, str]] = {
    "/auth/signup": (post("/auth/signup", **LOGIN), "SignUp"),
    "/auth/verify": (post("/auth/verify", **REFUSED), "ConfirmSignUp"),
    "/auth/signin": (post("/auth/signin", **LOGIN), "AdminInitiateAuth"),
    "/auth/refresh": (post("/auth/refresh", **TOKEN), "AdminInitiateAuth"),
    "/auth/signout": (post("/auth/signout", **TOKEN), "RevokeToken"),
    "/auth/forgot-password": (post("/auth/forgot-password", email=EMAIL), "ForgotPassword"),
    "/auth/confirm-forgot-password": (
        post("/auth/confirm-forgot-password", **RESET),
        "ConfirmForgotPassword",
    ),
}

REFUSALS: dict[tuple[str, str, str], Ask] = {
    **{("POST", path, "InvalidRequest"): post(path, email="nobody") for path in _GOOD},
    **{
        ("POST", path, "TooManyRequests"): _too_many(operation, ask)
        for path, (ask, operation) in _GOOD.items()
    },
    **{
        ("POST", path, "ServiceUnavailable"): away(operation, ask)
        for path, (ask, operation) in _GOOD.items()
    },
    ("POST", "/auth/signup", "SignUpClosed"): _closed,
    ("POST", "/auth/signup", "PasswordRefused"): post("/auth/signup", email=EMAIL, password="x"),
    ("POST", "/auth/verify", "CodeRefused"): _GOOD["/auth/verify"][0],
    ("POST", "/auth/signin", "PasswordRefused"): post("/auth/signin", **LOGIN, newPassword="x"),
    ("POST", "/auth/signin", "SignInRefused"): _GOOD["/auth/signin"][0],
    ("POST", "/auth/signin", "NewPasswordRequired"): _lent,
    ("POST", "/auth/signin", "MfaCodeRequired"): _with_authenticator(),
    ("POST", "/auth/signin", "CodeRefused"): _with_authenticator(code="000000"),
    ("POST", "/auth/refresh", "SignInRequired"): _GOOD["/auth/refresh"][0],
    ("POST", "/auth/confirm-forgot-password", "PasswordRefused"): post(
        "/auth/confirm-forgot-password", **REFUSED, newPassword="x"
    ),
    ("POST", "/auth/confirm-forgot-password", "CodeRefused"): _GOOD[
        "/auth/confirm-forgot-password"
    ][0],
}
