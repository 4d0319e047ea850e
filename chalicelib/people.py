"""Who is signed in, as the authorizer of API Gateway has verified it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Group(StrEnum):
    """What a user is to Scandrop, by the names of the user pool's groups."""

    #: Whose event or shop it is.
    HOST = "host"
    #: Who runs Scandrop.
    OPERATOR = "operator"


@dataclass(frozen=True)
class User:
    """Somebody who is signed in."""

    #: The pool's `sub`: it stays when the e-mail address changes, and is never given again.
    user_id: str
    groups: frozenset[Group] = frozenset()

    @property
    def is_host(self) -> bool:
        """Whether this is somebody whose event or shop it is."""
        return Group.HOST in self.groups

    @property
    def is_operator(self) -> bool:
        """Whether this is somebody who runs Scandrop."""
        return Group.OPERATOR in self.groups


def user_of_claims(claims: Mapping[str, Any]) -> User | None:
    """The user of a verified ID token; None if the claims are those of nobody, or of another token.

    Groups that we do not know are left out: a team may have its own in the same pool.
    """
    user_id = claims.get("sub")
    if not isinstance(user_id, str) or not user_id or claims.get("token_use") != "id":
        return None
    named = _names(claims.get("cognito:groups", ""))
    return User(user_id, frozenset(group for group in Group if group.value in named))


def _names(groups: object) -> set[str]:
    """The names in a claim of groups: a list in a token, one text behind API Gateway.

    A REST API joins them by commas, other gateways by spaces between brackets.
    """
    if isinstance(groups, str):
        return set(groups.strip("[]").replace(",", " ").split())
    return {str(name) for name in groups} if isinstance(groups, list | tuple) else set()
