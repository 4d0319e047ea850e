"""The user pool of the embedded AWS: made once, remembered in a file, with a host to begin with."""

import json
import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from devserver import ministack_cognito, resources
from devserver.asgi import AsgiApp
from devserver.durability import Durable, post
from devserver.journal import JournalDamaged

_COGNITO = "AWSCognitoIdentityProviderService."

log = logging.getLogger(__name__)


class AccountsDamaged(JournalDamaged):
    """The file of accounts is unreadable: that is no kill's doing."""


class Accounts:
    """The file. All of the pool is in it, passwords too: it is for its owner's eyes only."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept: str | None = None

    def restore(self) -> bool:
        """Bring back what was kept; whether there was anything.

        Raises:
            AccountsDamaged: the file cannot be read.
        """
        if not self._path.exists():
            return False
        try:
            self._kept = self._path.read_text()
            ministack_cognito.restore(json.loads(self._kept))
        except (ValueError, KeyError, TypeError) as error:
            raise AccountsDamaged(
                f"{self._path} is unreadable: repair it, or remove the file to begin anew"
            ) from error
        return True

    def keep(self) -> None:
        """Write down what has changed. It is safe from a kill when this returns.

        Raises:
            OSError: it could not be written.
        """
        text = json.dumps(ministack_cognito.state())
        if text == self._kept:
            return
        temporary = self._path.with_suffix(".new")
        temporary.unlink(missing_ok=True)
        with os.fdopen(os.open(temporary, os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
            file.write(text)
        temporary.replace(self._path)
        self._kept = text


class DurableAccounts(Durable):
    """Keeps the user pool: whatever Cognito was asked for, what it knows then is on disk."""

    def __init__(self, app: AsgiApp, accounts: Accounts, abort: Callable[[], NoReturn]) -> None:
        super().__init__(app, abort)
        self._accounts = accounts

    def keeps(self, target: str) -> bool:
        """Whether Cognito is asked: even a sign-in is remembered."""
        return target.startswith(_COGNITO)

    def keep(self, target: str, body: bytes) -> None:
        """Write down what it knows now."""
        self._accounts.keep()


async def prepare(app: AsgiApp, accounts: Accounts, host_password: str) -> None:
    """Restore the user pool, or make it; and let the host in by this password.

    Raises:
        AccountsDamaged: the file of accounts cannot be read.
    """
    if not accounts.restore():
        for operation, request in resources.USER_POOL:
            await _do(app, operation, request)
        await _make_host(app, host_password)
    who = {"UserPoolId": resources.USER_POOL_ID, "Username": resources.HOST_EMAIL}
    password = {"Password": host_password, "Permanent": True}
    await _do(app, "AdminSetUserPassword", {**who, **password})
    accounts.keep()


async def _make_host(app: AsgiApp, password: str) -> None:
    who = {"UserPoolId": resources.USER_POOL_ID, "Username": resources.HOST_EMAIL}
    confirmed = [{"Name": "email_verified", "Value": "true"}]
    invited = {**who, "MessageAction": "SUPPRESS", "UserAttributes": confirmed}
    await _do(app, "AdminCreateUser", {**invited, "TemporaryPassword": password})
    ministack_cognito.give_id(resources.HOST_EMAIL, resources.HOST_USER_ID)
    await _do(app, "AdminAddUserToGroup", {**who, "GroupName": "host"})


async def _do(app: AsgiApp, operation: str, request: dict[str, Any]) -> None:
    answer = await post(app, "cognito-idp", _COGNITO + operation, request)
    if answer.status != 200:
        raise RuntimeError(f"{operation}: {answer.body.decode(errors='replace')}")


def mail(email: str, code: str) -> None:
    """There is no post on this machine: the terminal shows what was sent."""
    log.warning("mail to %s: the code is %s", email, code)
