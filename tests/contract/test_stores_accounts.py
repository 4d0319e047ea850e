"""Accounts: one suite for those in memory and for a user pool that Cognito's adapter asks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import boto3
import pytest

from chalicelib.account_answers import Tokens
from chalicelib.aws.cognito import CognitoPasswordResets, CognitoSignIns, CognitoSignUps
from chalicelib.errors import (
    CodeRefused,
    MfaCodeRequired,
    NewPasswordRequired,
    PasswordRefused,
    SignInRefused,
    SignInRequired,
)
from chalicelib.identity import (
    Confirmation,
    Login,
    PasswordReset,
    PasswordResets,
    SignIn,
    SignIns,
    SignUps,
)
from devserver.resources import USER_POOL_CLIENT_ID, USER_POOL_ID
from tests.contract.users import user_pool
from tests.fake_accounts import Accounts, MemoryPasswordResets, MemorySignIns, MemorySignUps

EMAIL, PASSWORD = "ada@example.org", "a long enough one"
NEW, LENT = "another long enough one", "only lent to Ada"
WRONG = "000000"


class Pool(Protocol):
    """What a test sees of a user pool beside the ports."""

    mails: list[tuple[str, str]]

    def invite(self, email: str, password: str) -> None: ...

    def enrol(self, login: Login) -> str: ...


@dataclass
class Kept:
    """A user pool and the ports to it."""

    pool: Pool
    sign_ups: SignUps
    sign_ins: SignIns
    resets: PasswordResets

    def sign_up(self, email: str = EMAIL, password: str = PASSWORD) -> str:
        """The code that was mailed."""
        self.sign_ups.begin(Login(email, password))
        to, code = self.pool.mails[-1]
        assert to == email
        return code

    def account(self) -> None:
        """Ada has one."""
        self.sign_ups.confirm(Confirmation(EMAIL, self.sign_up()))

    def signs_in(self, password: str = PASSWORD, email: str = EMAIL, **more: str) -> Tokens:
        return self.sign_ins.sign_in(SignIn(email, password, **more))


@pytest.fixture(params=["memory", "cognito"])
def kept(request: pytest.FixtureRequest, credentials: None) -> Iterator[Kept]:
    if request.param == "memory":
        accounts = Accounts()
        ups, ins = MemorySignUps(accounts), MemorySignIns(accounts)
        yield Kept(accounts, ups, ins, MemoryPasswordResets(accounts))
        return
    client = boto3.client("cognito-idp")
    with user_pool(client) as pool:
        yield Kept(
            pool,
            CognitoSignUps(lambda: client, USER_POOL_CLIENT_ID),
            CognitoSignIns(lambda: client, USER_POOL_ID, USER_POOL_CLIENT_ID),
            CognitoPasswordResets(lambda: client, USER_POOL_CLIENT_ID),
        )


def test_an_account_is_of_use_once_its_address_is_confirmed(kept: Kept) -> None:
    code = kept.sign_up()
    with pytest.raises(SignInRefused):
        kept.signs_in()
    kept.sign_ups.confirm(Confirmation(EMAIL, code))
    tokens = kept.signs_in()
    assert tokens.expires_in == 3600
    assert len({tokens.id_token, tokens.access_token, tokens.refresh_token}) == 3


def test_a_code_confirms_its_own_account_once(kept: Kept) -> None:
    code = kept.sign_up()
    for confirmation in (
        Confirmation(EMAIL, WRONG),
        Confirmation("nobody@example.org", code),
    ):
        with pytest.raises(CodeRefused):
            kept.sign_ups.confirm(confirmation)
    kept.sign_ups.confirm(Confirmation(EMAIL, code))
    with pytest.raises(CodeRefused):
        kept.sign_ups.confirm(Confirmation(EMAIL, code))


def test_signing_up_again_changes_nothing_and_tells_nothing(kept: Kept) -> None:
    kept.account()
    mails = len(kept.pool.mails)
    kept.sign_ups.begin(Login(EMAIL, NEW))
    assert len(kept.pool.mails) == mails
    kept.signs_in()
    with pytest.raises(SignInRefused):
        kept.signs_in(NEW)


def test_signing_up_again_before_the_address_is_confirmed_mails_a_code_once_more(
    kept: Kept,
) -> None:
    kept.sign_up()
    code = kept.sign_up(password=NEW)
    assert len(kept.pool.mails) == 2
    kept.sign_ups.confirm(Confirmation(EMAIL, code))
    kept.signs_in(PASSWORD)


@pytest.mark.parametrize(
    ("email", "password"),
    [("nobody@example.org", PASSWORD), (EMAIL, NEW), (EMAIL, PASSWORD.upper())],
)
def test_who_is_not_the_owner_is_refused_and_not_told_why(
    email: str, password: str, kept: Kept
) -> None:
    kept.account()
    with pytest.raises(SignInRefused) as refused:
        kept.signs_in(password, email)
    assert str(refused.value) == SignInRefused.message


def test_a_short_password_makes_no_account(kept: Kept) -> None:
    with pytest.raises(PasswordRefused):
        kept.sign_ups.begin(Login(EMAIL, "short"))
    assert kept.pool.mails == []


def test_who_is_invited_replaces_the_password_that_was_lent(kept: Kept) -> None:
    kept.pool.invite(EMAIL, LENT)
    with pytest.raises(NewPasswordRequired):
        kept.signs_in(LENT)
    with pytest.raises(SignInRefused):
        kept.signs_in(NEW, new_password=NEW)
    kept.signs_in(LENT, new_password=NEW)
    kept.signs_in(NEW)
    with pytest.raises(SignInRefused):
        kept.signs_in(LENT, new_password=NEW)


def test_who_has_an_authenticator_app_proves_that_too(kept: Kept) -> None:
    kept.account()
    code = kept.pool.enrol(Login(EMAIL, PASSWORD))
    with pytest.raises(MfaCodeRequired):
        kept.signs_in()
    with pytest.raises(CodeRefused):
        kept.signs_in(mfa_code=WRONG)
    with pytest.raises(SignInRefused):
        kept.signs_in(NEW, mfa_code=code)
    kept.signs_in(mfa_code=code)


def test_who_is_signed_in_stays_so_until_they_sign_out(kept: Kept) -> None:
    kept.account()
    first, other = kept.signs_in(), kept.signs_in()
    fresh = kept.sign_ins.refresh(first.refresh_token)
    assert fresh.refresh_token == first.refresh_token
    assert fresh.id_token != first.id_token
    for _ in range(2):
        kept.sign_ins.sign_out(first.refresh_token)
        with pytest.raises(SignInRequired):
            kept.sign_ins.refresh(first.refresh_token)
    # Elsewhere they are signed in.
    kept.sign_ins.refresh(other.refresh_token)


@pytest.mark.parametrize("token", ["none", "a.b.c", "e30.e30.e30"])
def test_what_is_no_refresh_token_signs_nobody_in_nor_out(token: str, kept: Kept) -> None:
    with pytest.raises(SignInRequired):
        kept.sign_ins.refresh(token)
    kept.sign_ins.sign_out(token)


def test_who_forgot_a_password_gets_another_by_mail(kept: Kept) -> None:
    kept.account()
    kept.resets.begin(EMAIL)
    to, code = kept.pool.mails[-1]
    assert to == EMAIL
    with pytest.raises(CodeRefused):
        kept.resets.confirm(PasswordReset(EMAIL, WRONG, NEW))
    with pytest.raises(PasswordRefused):
        kept.resets.confirm(PasswordReset(EMAIL, code, "short"))
    kept.resets.confirm(PasswordReset(EMAIL, code, NEW))
    kept.signs_in(NEW)
    with pytest.raises(SignInRefused):
        kept.signs_in(PASSWORD)
    with pytest.raises(CodeRefused):
        kept.resets.confirm(PasswordReset(EMAIL, code, PASSWORD))


def test_nobody_is_told_that_there_is_no_account(kept: Kept) -> None:
    kept.resets.begin("nobody@example.org")
    assert kept.pool.mails == []
    with pytest.raises(CodeRefused):
        kept.resets.confirm(PasswordReset("nobody@example.org", WRONG, NEW))


def test_without_a_code_being_asked_for_there_is_none(kept: Kept) -> None:
    kept.account()
    with pytest.raises(CodeRefused):
        kept.resets.confirm(PasswordReset(EMAIL, WRONG, NEW))
