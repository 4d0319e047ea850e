"""Who is signed in, read from what API Gateway has verified."""

from typing import Any

import pytest

from chalicelib.people import Group, User, user_of_claims

CLAIMS = {"sub": "ada", "token_use": "id"}


def test_somebody_without_groups_is_a_user() -> None:
    assert user_of_claims(CLAIMS) == User("ada")


@pytest.mark.parametrize(
    "groups",
    [
        "host,operator",
        "host, operator",
        "operator,host,team-of-theirs",
        "[host operator]",
        ["host", "operator"],
        ("operator", "host"),
    ],
)
def test_groups_are_read_however_a_gateway_writes_them(groups: Any) -> None:
    user = user_of_claims({**CLAIMS, "cognito:groups": groups})
    assert user == User("ada", frozenset(Group))


@pytest.mark.parametrize("groups", ["", "hosts", "Host", "ghost,operators", [], None, 7, {"host"}])
def test_what_is_no_group_of_ours_gives_no_right(groups: Any) -> None:
    user = user_of_claims({**CLAIMS, "cognito:groups": groups})
    assert user == User("ada")


def test_a_user_knows_what_they_are() -> None:
    host, operator = (User("ada", frozenset({group})) for group in Group)
    assert (host.is_host, host.is_operator) == (True, False)
    assert (operator.is_host, operator.is_operator) == (False, True)
    assert (User("ada").is_host, User("ada").is_operator) == (False, False)


@pytest.mark.parametrize(
    "claims",
    [{}, {"token_use": "id"}, {**CLAIMS, "sub": ""}, {**CLAIMS, "sub": 7}, {"sub": "ada"}],
)
def test_without_a_subject_nobody_is_signed_in(claims: dict[str, Any]) -> None:
    assert user_of_claims(claims) is None


def test_an_access_token_signs_nobody_in() -> None:
    """Should a route ever let one through: it is made for Cognito itself."""
    assert user_of_claims({**CLAIMS, "token_use": "access"}) is None
