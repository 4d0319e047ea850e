"""Accounts by HTTP, on a user pool of this process: as their owners and as strangers meet them."""

import json
import logging
from collections.abc import Callable

import pytest

from chalicelib import limits
from devserver import resources
from tests.contract.http_client import Api
from tests.contract.http_contract import Answer
from tests.contract.users import UserPool

pytest_plugins = ["tests.contract.http_fixtures"]

PASSWORD, NEW = "SecurePassword123!", "AnotherPassword123!"


@pytest.fixture
def post(api: Api) -> Callable[..., Answer]:
    def ask(path: str, **said: object) -> Answer:
        headers = {"Content-Type": "application/json"}
        return api.request("POST", f"/auth/{path}", headers, json.dumps(said).encode())

    return ask


Post = Callable[..., Answer]


def invited(email: str, *groups: str) -> None:
    UserPool().invite(email, PASSWORD)
    for group in groups:
        UserPool().join(email, group)


def test_who_was_invited_signs_in_with_a_password_of_their_own(post: Post) -> None:
    """Stateless: the same request again, with what was missing."""
    invited("host@example.org", "host")
    login = {"email": "Host@Example.org", "password": PASSWORD}
    assert post("signin", **login).code == "NewPasswordRequired"
    tokens = post("signin", **login, newPassword=NEW).json
    assert list(tokens) == ["idToken", "accessToken", "refreshToken", "expiresIn"]
    assert tokens["expiresIn"] == 3600
    assert post("signin", **login).code == "SignInRefused"
    assert post("signin", **login | {"password": NEW}).status == 200


def test_signed_out_is_signed_out(post: Post) -> None:
    invited("leaving@example.org")
    login = {"email": "leaving@example.org", "password": PASSWORD, "newPassword": NEW}
    token = post("signin", **login).json["refreshToken"]
    assert post("refresh", refreshToken=token).json["refreshToken"] == token
    assert post("signout", refreshToken=token).json == {}
    assert post("refresh", refreshToken=token).code == "SignInRequired"


def test_a_stranger_learns_from_no_answer_who_has_an_account(post: Post) -> None:
    known, unknown = "known@example.org", "unknown@example.org"
    invited(known)
    for path, said in (
        ("signin", {"password": NEW}),
        ("verify", {"code": "000000"}),
        ("forgot-password", {}),
        ("confirm-forgot-password", {"code": "000000", "newPassword": NEW}),
        ("signup", {"password": "short"}),
        ("signup", {"password": NEW}),
    ):
        of_known, of_unknown = (post(path, email=email, **said) for email in (known, unknown))
        assert of_known.status == of_unknown.status
        assert of_known.body.replace(known.encode(), unknown.encode()) == of_unknown.body
        assert of_known.headers == of_unknown.headers


def test_logs_hold_no_password_no_code_no_token_and_no_address(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "chalicelib")
    email = "private@example.org"
    invited(email)
    tokens = post("signin", email=email, password=PASSWORD, newPassword=NEW).json
    post("signup", email=email, password=NEW)
    post("signin", email=email, password="wrong")
    post("verify", email=email, code="314159")
    post("confirm-forgot-password", email=email, code="314159", newPassword=PASSWORD)
    post("refresh", refreshToken=f"{tokens['refreshToken']}x")
    post("signout", refreshToken=tokens["refreshToken"])
    assert "refused: SignInRefused" in caplog.text
    secrets = (PASSWORD, NEW, "314159", email, "wrong", *map(str, tokens.values()))
    assert not [secret for secret in secrets if secret in caplog.text and secret != "3600"]


def test_the_user_pool_wants_what_we_want() -> None:
    """Else what it says of a password would depend on whether it knows the address."""
    requests = dict(resources.USER_POOL[:1])
    policy = dict(requests["CreateUserPool"]["Policies"]["PasswordPolicy"])
    assert policy.pop("MinimumLength") == limits.MIN_PASSWORD_CHARACTERS
    assert not [rule for rule, wanted in policy.items() if wanted is True]
