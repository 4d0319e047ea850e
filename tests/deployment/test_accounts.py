"""Accounts on AWS: who was invited signs in, API Gateway knows them, and refuses in our words."""

import json

import pytest

from tests.deployment.cloud import Cloud, Deployed
from tests.e2e.api_client import Answer, ask, bearer, put
from tests.e2e.waiting import eventually
from tests.recordings import an_mp3

EMAIL, LENT, OWN = "ada@example.org", "only lent to Ada", "a long enough one"


def post(dev: Deployed, path: str, **said: str) -> Answer:
    headers = {"Content-Type": "application/json"}
    return ask("POST", f"{dev.api_url}/auth/{path}", headers, json.dumps(said).encode())


def test_who_was_invited_is_known_to_api_gateway(cloud: Cloud, dev: Deployed) -> None:
    pool, users = cloud.outputs("dev")["UserPoolId"], cloud.client("cognito-idp")
    who = {"UserPoolId": pool, "Username": EMAIL}
    users.admin_create_user(**who, TemporaryPassword=LENT, MessageAction="SUPPRESS")
    users.admin_add_user_to_group(**who, GroupName="host")
    assert post(dev, "signin", email=EMAIL, password=LENT).code == "NewPasswordRequired"
    tokens = post(dev, "signin", email=EMAIL, password=LENT, newPassword=OWN).json
    account = ask("GET", f"{dev.api_url}/auth/me", bearer(tokens["idToken"]))
    assert account.status == 200, account
    assert account.json["groups"] == ["host"]
    _keep_a_file(dev, tokens["idToken"])
    fresh = post(dev, "refresh", refreshToken=tokens["refreshToken"])
    assert fresh.status == 200
    assert post(dev, "signout", refreshToken=tokens["refreshToken"]).status == 200
    assert post(dev, "refresh", refreshToken=tokens["refreshToken"]).code == "SignInRequired"
    access = ask("GET", f"{dev.api_url}/auth/me", bearer(tokens["accessToken"]))
    assert (access.status, access.code) == (401, "SignInRequired")


def _keep_a_file(dev: Deployed, token: str) -> None:
    """What the deployed functions may do suffices for it."""
    said = json.dumps({"filename": "Speech.mp3", "content_type": "audio/mpeg"}).encode()
    headers = {"Content-Type": "application/json"} | bearer(token)
    upload = ask("POST", f"{dev.api_url}/upload", headers, said).json
    assert put(upload, an_mp3()).status == 200
    library = f"{dev.api_url}/images?type=audio"

    def ready() -> bool:
        photos = ask("GET", library, bearer(token)).json["photos"]
        return [photo["state"] for photo in photos] == ["READY"]

    eventually(ready)
    assert ask("POST", f"{dev.api_url}/upload", body=said).code == "SignInRequired"


def test_nobody_makes_an_account_of_their_own_here(dev: Deployed) -> None:
    assert post(dev, "signup", email="new@example.org", password=OWN).code == "SignUpClosed"


@pytest.mark.parametrize(
    ("path", "token", "status", "code"),
    [
        ("/auth/me", None, 401, "SignInRequired"),
        ("/auth/me", "a.b.c", 401, "SignInRequired"),
        ("/nothing-here", None, 404, "RouteNotFound"),
    ],
)
def test_what_api_gateway_refuses_it_says_in_our_words(
    path: str, token: str | None, status: int, code: str, dev: Deployed
) -> None:
    """And the site's pages may read it."""
    answer = ask("GET", f"{dev.api_url}{path}", bearer(token) if token else None)
    assert (answer.status, answer.code) == (status, code)
    assert answer.headers["access-control-allow-origin"] == dev.site_url
    assert answer.headers["cache-control"] == "no-store"
