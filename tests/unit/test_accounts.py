"""Accounts of hosts and operators."""

from chalicelib import accounts
from chalicelib.answers import Account
from chalicelib.people import Group, User


def test_who_is_signed_in_is_told_as_whom() -> None:
    assert accounts.describe(User("ada")) == Account("ada", ())
    both = accounts.describe(User("ada", frozenset(Group)))
    assert both == Account("ada", (Group.HOST, Group.OPERATOR))
