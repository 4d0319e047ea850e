"""A user pool in memory: accounts, the mails that were sent, and the tokens that are good."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from chalicelib.account_answers import Tokens
from chalicelib.errors import (
    CodeRefused,
    MfaCodeRequired,
    NewPasswordRequired,
    PasswordRefused,
    SignInRefused,
    SignInRequired,
)
from chalicelib.identity import Confirmation, Login, PasswordReset, SignIn

#: What the authenticator app of every account shows.
MFA_CODE = "246810"
#: Of a password, as the pool wants it.
_CHARACTERS = 14


@dataclass
class Kept:
    """One account."""

    password: str
    confirmed: bool = False
    #: Whether the password was lent, by an invitation.
    lent: bool = False
    has_authenticator: bool = False
    #: Codes that were mailed and not used: of the sign-up, and of a reset.
    sign_up_code: str | None = None
    reset_code: str | None = None


@dataclass
class Accounts:
    """What the three ports share."""

    by_email: dict[str, Kept] = field(default_factory=dict)
    #: Address and code of each mail, in their order.
    mails: list[tuple[str, str]] = field(default_factory=list)
    good_refresh_tokens: set[str] = field(default_factory=set)
    numbers: Iterator[int] = field(default_factory=lambda: count(100_001))

    def invite(self, email: str, password: str) -> None:
        """What an operator does: the password is for the first time only."""
        self.by_email[email] = Kept(password, confirmed=True, lent=True)

    def enrol(self, login: Login) -> str:
        """What the owner of an account does with an authenticator app; the code that it shows."""
        self.by_email[login.email].has_authenticator = True
        return MFA_CODE

    def find(self, email: str) -> Kept | None:
        return self.by_email.get(email)

    def mail(self, email: str) -> str:
        """Make up a code, and send it."""
        self.mails.append((email, str(next(self.numbers))))
        return self.mails[-1][1]


@dataclass(frozen=True)
class MemorySignUps:
    """`SignUps` of these accounts."""

    accounts: Accounts

    def begin(self, login: Login) -> None:
        known = self.accounts.find(login.email)
        if known is None:
            if len(login.password) < _CHARACTERS:
                raise PasswordRefused
            known = self.accounts.by_email[login.email] = Kept(login.password)
        if not known.confirmed:
            known.sign_up_code = self.accounts.mail(login.email)

    def confirm(self, confirmation: Confirmation) -> None:
        known = self.accounts.find(confirmation.email)
        if known is None or known.confirmed or known.sign_up_code != confirmation.code:
            raise CodeRefused
        known.confirmed = True


@dataclass(frozen=True)
class MemorySignIns:
    """`SignIns` of these accounts."""

    accounts: Accounts

    def sign_in(self, wanted: SignIn) -> Tokens:
        known = self.accounts.find(wanted.email)
        if known is None or not known.confirmed or known.password != wanted.password:
            raise SignInRefused
        if known.lent:
            if wanted.new_password is None:
                raise NewPasswordRequired
            if len(wanted.new_password) < _CHARACTERS:
                raise PasswordRefused
            known.password, known.lent = wanted.new_password, False
        if known.has_authenticator and wanted.mfa_code is None:
            raise MfaCodeRequired
        if known.has_authenticator and wanted.mfa_code != MFA_CODE:
            raise CodeRefused
        token = f"refresh-{next(self.accounts.numbers)}"
        self.accounts.good_refresh_tokens.add(token)
        return self.refresh(token)

    def refresh(self, refresh_token: str) -> Tokens:
        if refresh_token not in self.accounts.good_refresh_tokens:
            raise SignInRequired
        number = next(self.accounts.numbers)
        return Tokens(f"id-{number}", f"access-{number}", refresh_token, 3600)

    def sign_out(self, refresh_token: str) -> None:
        self.accounts.good_refresh_tokens.discard(refresh_token)


@dataclass(frozen=True)
class MemoryPasswordResets:
    """`PasswordResets` of these accounts."""

    accounts: Accounts

    def begin(self, email: str) -> None:
        known = self.accounts.find(email)
        if known is not None:
            known.reset_code = self.accounts.mail(email)

    def confirm(self, reset: PasswordReset) -> None:
        known = self.accounts.find(reset.email)
        if known is None or known.reset_code is None or known.reset_code != reset.code:
            raise CodeRefused
        if len(reset.new_password) < _CHARACTERS:
            raise PasswordRefused
        known.password, known.lent, known.reset_code = reset.new_password, False, None
