"""Who gets through to a guarded route: the owner of a good ID token, and nobody else."""

import json
import time
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from chalice.app import CognitoUserPoolAuthorizer
from cryptography.hazmat.primitives.asymmetric import rsa

from chalicelib import http
from chalicelib.people import Group
from devserver.application import Application
from devserver.authorizer import VerifyingAuthorizer
from devserver.environment import USER_POOL_ARN
from devserver.http_gateway import HttpGateway
from devserver.wire import Answer, Request
from tests.id_tokens import USER_ID, a_user_pool, an_id_token, signing_key

SITE = "http://site:1"


class Module:
    """What importing app.py gives."""

    def __init__(self) -> None:
        self.app = http.Api("tests", SITE)
        users = CognitoUserPoolAuthorizer("users", provider_arns=[USER_POOL_ARN])

        @self.app.route("/mine", methods=["GET"], authorizer=users)
        def mine() -> Any:
            return http.request_of(self.app).context["authorizer"]["claims"]

        @self.app.route("/open", methods=["GET"])
        def everybodys() -> Any:
            return {"authorizer": http.request_of(self.app).context.get("authorizer")}


@pytest.fixture(scope="module")
def gateway() -> HttpGateway:
    module: Any = Module()
    application = Application(module)
    authorizer = VerifyingAuthorizer(application.chalice, a_user_pool(), SITE)
    return HttpGateway(application, authorizer)


async def ask(gateway: HttpGateway, *tokens: str, path: str = "/mine") -> Answer:
    headers = tuple(("Authorization", token) for token in tokens)
    return await gateway.handle(Request("GET", path, headers=headers))


@pytest.mark.parametrize("written", ["Bearer {}", "bearer {}", "Bearer  {} ", "{}"])
async def test_a_good_token_gets_through_however_it_is_written(
    written: str, gateway: HttpGateway
) -> None:
    answer = await ask(gateway, written.format(an_id_token(USER_ID, *Group)))
    claims = json.loads(answer.body)
    assert (answer.status, claims["sub"]) == (200, USER_ID)
    # As a REST API passes them on: nothing but texts.
    assert claims["cognito:groups"] == "host,operator"
    assert claims["email_verified"] == "true"
    assert claims["exp"].isdigit()


def _foreign() -> str:
    return an_id_token(key=rsa.generate_private_key(public_exponent=65537, key_size=2048))


def _unsigned() -> str:
    claims = jwt.decode(an_id_token(), options={"verify_signature": False})
    return jwt.encode(claims, "", algorithm="none", headers={"kid": "of-the-tests"})


def _signed_with_the_public_key() -> str:
    """The oldest trick: the public key, which everybody has, as the secret of an HMAC."""
    claims = jwt.decode(an_id_token(), options={"verify_signature": False})
    secret = str(signing_key().public_key().public_numbers().n).encode()
    return jwt.encode(claims, secret, algorithm="HS256", headers={"kid": "of-the-tests"})


def _changed() -> str:
    head, _, signature = an_id_token().split(".")
    return ".".join((head, an_id_token("mallory").split(".")[1], signature))


BAD: dict[str, Callable[[], str]] = {
    "none": lambda: "",
    "no token": lambda: "Bearer",
    "nonsense": lambda: "a.b.c",
    "not ASCII": lambda: "Bearer ü",
    "of another key": _foreign,
    "not signed": _unsigned,
    "signed with what everybody knows": _signed_with_the_public_key,
    "changed": _changed,
    "of a key that is not known": lambda: jwt.encode({}, signing_key(), "RS256", {"kid": "x"}),
    "of another pool": lambda: an_id_token(iss="https://cognito-idp.us-east-1.amazonaws.com/x"),
    "without an issuer": lambda: an_id_token(iss=None),
    "for another client": lambda: an_id_token(aud="somebody-elses"),
    "for nobody": lambda: an_id_token(aud=None),
    "expired": lambda: an_id_token(exp=int(time.time()) - 1),
    "that never expires": lambda: an_id_token(exp=None),
    "of the future": lambda: an_id_token(iat=int(time.time()) + 600),
    "for another use": lambda: an_id_token(token_use="access"),
    "for no use": lambda: an_id_token(token_use=None),
    "without a subject": lambda: an_id_token(sub=None),
}


@pytest.mark.parametrize("why", BAD)
async def test_any_other_token_is_refused_in_words_of_ours(why: str, gateway: HttpGateway) -> None:
    answer = await ask(gateway, *filter(None, [BAD[why]()]))
    assert answer.status == 401
    assert json.loads(answer.body)["Code"] == "SignInRequired"
    assert answer.header("Access-Control-Allow-Origin") == SITE
    assert answer.header("Cache-Control") == "no-store"
    assert answer.header("WWW-Authenticate") == "Bearer"


async def test_a_route_for_everybody_asks_for_nothing_and_believes_nothing(
    gateway: HttpGateway,
) -> None:
    for tokens in ((), (an_id_token(),), ("Bearer nonsense",)):
        answer = await ask(gateway, *map(str, tokens), path="/open")
        assert (answer.status, json.loads(answer.body)) == (200, {"authorizer": None})
