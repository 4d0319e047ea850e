"""Use cases: accounts of hosts and operators.

None of them tells a stranger whether there is an account of some address.
"""

from chalicelib.account_answers import Account, Mailbox, SignedOut, Tokens
from chalicelib.errors import SignUpClosed
from chalicelib.identity import Confirmation, Login, PasswordReset, SignIn
from chalicelib.people import Group, User
from chalicelib.ports import Services


def sign_up(services: Services, login: Login) -> Mailbox:
    """Mail a code to this address, with which an account of it can be confirmed.

    Raises:
        SignUpClosed: this deployment makes accounts by invitation only.
        InvalidRequest: no mail can be sent there.
        PasswordRefused: the user pool wants another password.
    """
    if not services.settings.sign_up:
        raise SignUpClosed
    services.sign_ups.begin(login)
    return Mailbox(login.email)


def confirm_sign_up(services: Services, confirmation: Confirmation) -> Mailbox:
    """Make an account usable, by the code that was mailed to its address.

    Raises:
        CodeRefused: that is not the code, or there is nothing to be confirmed.
    """
    services.sign_ups.confirm(confirmation)
    return Mailbox(confirmation.email)


def sign_in(services: Services, wanted: SignIn) -> Tokens:
    """Sign the owner of an account in.

    Raises:
        SignInRefused: nothing is to be had with this.
        NewPasswordRequired, MfaCodeRequired: it is right, and the same has to come with that.
        PasswordRefused, CodeRefused: that came, and is not good.
    """
    return services.sign_ins.sign_in(wanted)


def refresh(services: Services, refresh_token: str) -> Tokens:
    """Give somebody who is signed in fresh tokens.

    Raises:
        SignInRequired: the refresh token is not good any more.
    """
    return services.sign_ins.refresh(refresh_token)


def sign_out(services: Services, refresh_token: str) -> SignedOut:
    """Let a refresh token be good for nothing. The ID token runs out by itself, within the hour."""
    services.sign_ins.sign_out(refresh_token)
    return SignedOut()


def forget_password(services: Services, email: str) -> Mailbox:
    """Mail a code to this address, with which its account gets another password."""
    services.password_resets.begin(email)
    return Mailbox(email)


def reset_password(services: Services, reset: PasswordReset) -> Mailbox:
    """Give an account another password, by the code that was mailed to its address.

    Raises:
        CodeRefused: that is not the code, or there is no such account.
        PasswordRefused: the user pool wants another password.
    """
    services.password_resets.confirm(reset)
    return Mailbox(reset.email)


def describe(user: User) -> Account:
    """Tell somebody who is signed in as whom."""
    return Account(user.user_id, tuple(group for group in Group if group in user.groups))
