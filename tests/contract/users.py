"""A user pool in this process: the dev server's, behind boto3.

moto's makes accounts too, but takes any code for the right one, lets in who is not confirmed, and
knows neither how to sign out nor how to mail a code once more: what we promise could not be seen.
"""

import asyncio
import base64
import hashlib
import hmac
import json
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.compat import HTTPHeaders
from ministack.services import cognito
from moto.core.models import botocore_stubber

from chalicelib.identity import Login
from devserver import ministack_cognito, resources

_POOL = {"UserPoolId": resources.USER_POOL_ID}
Request = dict[str, Any]


class _Body:
    """What botocore reads an answer from."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def stream(self, **_: Any) -> Iterator[bytes]:
        yield self._content


@dataclass
class UserPool:
    """The pool, as an operator, an owner of an account and a postman see it."""

    #: Address and code of each mail, in their order.
    mails: list[tuple[str, str]] = field(default_factory=list)

    def ask(self, operation: str, **request: Any) -> Request:
        """Do something in it; it has to be done."""
        status, body = _asked(operation, json.dumps(request).encode())
        assert status == 200, body
        answer: Request = json.loads(body)
        return answer

    def answer(self, request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        """Called by botocore in the place of the network."""
        target = request.headers["X-Amz-Target"]
        name = target if isinstance(target, str) else target.decode()
        assert isinstance(request.body, bytes)
        status, body = _asked(name.rpartition(".")[2], request.body)
        made = AWSResponse(request.url, status, HTTPHeaders(), _Body(body))
        made.headers["Content-Type"] = "application/x-amz-json-1.1"
        return made

    def invite(self, email: str, password: str) -> None:
        """What an operator does: the password is for the first time only."""
        who = {**_POOL, "Username": email, "MessageAction": "SUPPRESS"}
        self.ask("AdminCreateUser", **who, TemporaryPassword=password)

    def join(self, email: str, group: str) -> None:
        """What an operator does as well."""
        self.ask("AdminAddUserToGroup", **_POOL, Username=email, GroupName=group)

    def enrol(self, login: Login) -> str:
        """What the owner of an account does with an authenticator app; the code that it shows."""
        signed_in = self.ask(
            "AdminInitiateAuth",
            **_POOL,
            ClientId=resources.USER_POOL_CLIENT_ID,
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": login.email, "PASSWORD": login.password},
        )
        token = signed_in["AuthenticationResult"]["AccessToken"]
        secret = self.ask("AssociateSoftwareToken", AccessToken=token)["SecretCode"]
        self.ask("VerifySoftwareToken", AccessToken=token, UserCode=_totp(secret))
        wanted = {"Enabled": True, "PreferredMfa": True}
        self.ask("SetUserMFAPreference", AccessToken=token, SoftwareTokenMfaSettings=wanted)
        return _totp(secret)


@contextmanager
def user_pool(client: Any) -> Iterator[UserPool]:
    """A new pool without users, which this client of boto3 asks."""
    pool = UserPool()
    with pytest.MonkeyPatch.context() as patch:
        for name in vars(cognito):
            if not name.startswith("__"):
                patch.setattr(cognito, name, getattr(cognito, name))
        ministack_cognito.adapt(lambda email, code: pool.mails.append((email, code)))
        for operation, request in resources.USER_POOL:
            pool.ask(operation, **request)
        # moto's stands in the same place, and both would be asked.
        client.meta.events.unregister("before-send", botocore_stubber)
        client.meta.events.register("before-send", pool.answer)
        yield pool
        cognito._user_pools._data.clear()
        cognito._revoked_tokens.clear()


def _asked(operation: str, body: bytes) -> tuple[int, bytes]:
    headers = {"x-amz-target": f"AWSCognitoIdentityProviderService.{operation}"}
    status, _, answer = asyncio.run(cognito.handle_request("POST", "/", headers, body, {}))
    return status, answer


def _totp(secret: str) -> str:
    """The code of now (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1)
    (number,) = struct.unpack_from(">I", digest, digest[-1] & 0xF)
    return f"{(number & 0x7FFFFFFF) % 10**6:06d}"
