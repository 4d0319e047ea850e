"""Accounts of hosts and operators: what a stranger is told is always the same."""

import pytest

from chalicelib import accounts
from chalicelib.account_answers import Account, Mailbox, SignedOut
from chalicelib.errors import CodeRefused, SignInRefused, SignInRequired, SignUpClosed
from chalicelib.identity import Confirmation, Login, PasswordReset, SignIn
from chalicelib.messages import to_wire
from chalicelib.people import Group, User
from tests import fakes
from tests.fakes import MemoryServices

EMAIL, PASSWORD, NEW = "ada@example.org", "a long enough one", "another long enough one"


@pytest.fixture
def services() -> MemoryServices:
    return fakes.services(sign_up=True)


def _code(services: MemoryServices) -> str:
    return services.sign_ups.accounts.mails[-1][1]


def test_from_the_wish_for_an_account_to_its_tokens(services: MemoryServices) -> None:
    assert accounts.sign_up(services, Login(EMAIL, PASSWORD)) == Mailbox(EMAIL)
    confirmation = Confirmation(EMAIL, _code(services))
    assert accounts.confirm_sign_up(services, confirmation) == Mailbox(EMAIL)
    tokens = accounts.sign_in(services, SignIn(EMAIL, PASSWORD))
    assert accounts.refresh(services, tokens.refresh_token).id_token != tokens.id_token
    assert accounts.sign_out(services, tokens.refresh_token) == SignedOut()
    with pytest.raises(SignInRequired):
        accounts.refresh(services, tokens.refresh_token)


def test_where_accounts_are_made_by_invitation_nobody_is_asked(services: MemoryServices) -> None:
    closed = fakes.services()
    with pytest.raises(SignUpClosed):
        accounts.sign_up(closed, Login(EMAIL, PASSWORD))
    assert closed.sign_ups.accounts.by_email == {}


def test_a_known_address_is_answered_like_a_new_one(services: MemoryServices) -> None:
    first = accounts.sign_up(services, Login(EMAIL, PASSWORD))
    accounts.confirm_sign_up(services, Confirmation(EMAIL, _code(services)))
    assert accounts.sign_up(services, Login(EMAIL, NEW)) == first
    accounts.sign_in(services, SignIn(EMAIL, PASSWORD))


def test_a_forgotten_password_is_replaced_by_mail(services: MemoryServices) -> None:
    services.sign_ups.accounts.invite(EMAIL, PASSWORD)
    assert accounts.forget_password(services, EMAIL) == Mailbox(EMAIL)
    reset = PasswordReset(EMAIL, _code(services), NEW)
    assert accounts.reset_password(services, reset) == Mailbox(EMAIL)
    accounts.sign_in(services, SignIn(EMAIL, NEW))
    with pytest.raises(SignInRefused):
        accounts.sign_in(services, SignIn(EMAIL, PASSWORD))


def test_an_unknown_address_is_answered_like_a_known_one(services: MemoryServices) -> None:
    assert accounts.forget_password(services, EMAIL) == Mailbox(EMAIL)
    assert services.password_resets.accounts.mails == []
    with pytest.raises(CodeRefused):
        accounts.reset_password(services, PasswordReset(EMAIL, "000000", NEW))


def test_who_is_signed_in_is_told_as_whom() -> None:
    assert accounts.describe(User("ada")) == Account("ada", ())
    both = accounts.describe(User("ada", frozenset(Group)))
    assert both == Account("ada", (Group.HOST, Group.OPERATOR))


def test_tokens_are_in_no_text_but_the_answer(services: MemoryServices) -> None:
    services.sign_ups.accounts.invite(EMAIL, PASSWORD)
    tokens = accounts.sign_in(services, SignIn(EMAIL, PASSWORD, new_password=NEW))
    wire = to_wire(tokens)
    assert list(wire) == ["idToken", "accessToken", "refreshToken", "expiresIn"]
    assert not [part for part in list(wire.values())[:3] if part in repr(tokens)]
    assert to_wire(SignedOut()) == {}
