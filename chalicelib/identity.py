"""What the use cases need from whoever keeps accounts and their passwords.

Every method may raise ServiceUnavailable, and TooManyRequests where it is asked too often. Adapters
to AWS are in `aws/cognito.py`, fakes in `tests/fake_accounts.py`; one suite of contract tests runs
on both. Passwords and tokens are in no text of these values, so that no log can hold one.
"""

from dataclasses import dataclass, field
from typing import Protocol

from chalicelib.account_answers import Tokens


@dataclass(frozen=True)
class Login:
    """What somebody proves with that an account is theirs."""

    email: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class SignIn(Login):
    """Somebody wants to be signed in."""

    #: In the place of a password that was only lent, as in an invitation.
    new_password: str | None = field(default=None, repr=False)
    #: Of an authenticator app, where the account has one.
    mfa_code: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Confirmation:
    """Somebody shows that mail to this address reaches them."""

    email: str
    code: str = field(repr=False)


@dataclass(frozen=True)
class PasswordReset(Confirmation):
    """The same, to get another password."""

    new_password: str = field(repr=False)


class SignUps(Protocol):
    """Makes accounts that their owners ask for themselves."""

    def begin(self, login: Login) -> None:
        """Make an account, and mail a code to its address. It is of no use before `confirm`.

        Of an address that has an account nothing is changed and nothing is told; one that is not
        confirmed yet gets its code once more.

        Raises:
            InvalidRequest: no mail can be sent to such an address.
            PasswordRefused: the user pool wants another password.
            SignUpClosed: the user pool makes accounts by invitation only.
        """

    def confirm(self, confirmation: Confirmation) -> None:
        """Make the account usable.

        Raises:
            CodeRefused: the code is wrong or too old, or there is nothing to be confirmed.
        """


class SignIns(Protocol):
    """Gives tokens to the owners of accounts."""

    def sign_in(self, wanted: SignIn) -> Tokens:
        """Tokens of this account.

        Raises:
            SignInRefused: it is not, or not yet, or not any more, to be had with this.
            NewPasswordRequired: the password was lent, and no new one came with it.
            PasswordRefused: the user pool wants another new one.
            MfaCodeRequired: the account has an authenticator app, and no code came.
            CodeRefused: that code is wrong.
        """

    def refresh(self, refresh_token: str) -> Tokens:
        """Fresh tokens, without a password.

        Raises:
            SignInRequired: the refresh token is not good any more, or none.
        """

    def sign_out(self, refresh_token: str) -> None:
        """Let this refresh token be good for nothing. One that is none is no error."""


class PasswordResets(Protocol):
    """Lets owners of accounts back in."""

    def begin(self, email: str) -> None:
        """Mail a code to this address, if it is that of an account. Nobody is told whether."""

    def confirm(self, reset: PasswordReset) -> None:
        """Let the account have another password.

        Raises:
            CodeRefused: the code is wrong or too old, or there is no such account.
            PasswordRefused: the user pool wants another password.
        """
