"""Use cases: accounts of hosts and operators."""

from chalicelib.answers import Account
from chalicelib.people import Group, User


def describe(user: User) -> Account:
    """Tell somebody who is signed in as whom."""
    return Account(user.user_id, tuple(group for group in Group if group in user.groups))
