"""ID tokens as the user pool makes them, signed with a key of our own."""

import time
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from chalicelib.people import Group
from devserver import resources
from devserver.authorizer import UserPool
from devserver.environment import USER_POOL_ARN

USER_ID = "5f1d7a9e-3c4b-4d2a-9f60-7b8c9d0e1f2a"
ISSUER = f"https://cognito-idp.us-east-1.amazonaws.com/{resources.USER_POOL_ID}"
KEY_ID = "of-the-tests"


@cache
def signing_key() -> rsa.RSAPrivateKey:
    """What the pool of the tests signs with."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Keys(jwt.PyJWKClient):
    """The public half of it, fetched from nowhere."""

    def __init__(self) -> None:
        super().__init__("https://keys.example.org")

    def fetch_data(self) -> Any:
        key = RSAAlgorithm.to_jwk(signing_key().public_key(), as_dict=True)
        return {"keys": [{**key, "kid": KEY_ID, "use": "sig", "alg": "RS256"}]}


def a_user_pool() -> UserPool:
    """The pool whose tokens these are."""
    return UserPool(USER_POOL_ARN, resources.USER_POOL_CLIENT_ID, Keys())


def an_id_token(
    user_id: str = USER_ID,
    *groups: Group,
    key: rsa.RSAPrivateKey | None = None,
    **changes: Any,
) -> str:
    """A token of a user in these groups. Changes are of its claims; None leaves one out."""
    now = int(time.time())
    claims = {
        "sub": user_id,
        "iss": ISSUER,
        "aud": resources.USER_POOL_CLIENT_ID,
        "token_use": "id",
        "cognito:username": user_id,
        "cognito:groups": [group.value for group in groups] or None,
        "email": "ada@example.org",
        "email_verified": True,
        "auth_time": now,
        "iat": now,
        "exp": now + 3600,
        **changes,
    }
    said = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(said, key or signing_key(), algorithm="RS256", headers={"kid": KEY_ID})
