"""The evaluator of policies, on which their other tests stand."""

from typing import Any

import pytest

from tests.contract.policies import Call, Policy, matches


def test_a_policy_permits_what_it_names_and_nothing_else() -> None:
    arn = "arn:aws:s3:::bucket/"
    policy = Policy({"Statement": [_statement(Resource=[f"{arn}a/*", f"{arn}b?"])]})
    for key, permitted in {"a/b/c": True, "a/": True, "a": False, "b1": True, "b12": False}.items():
        assert policy.permits(Call("s3:GetObject", arn + key)) == permitted, key
    assert not policy.permits(Call("s3:GetObjectVersion", arn + "a/b"))
    assert not policy.permits(Call("s3:PutObject", arn + "a/b"))


def test_a_pattern_is_no_regular_expression() -> None:
    assert matches("a.[b]*", "a.[b]c\n")
    assert not matches("a.[b]*", "axbc")


def test_what_is_denied_is_not_permitted() -> None:
    deny = _statement(Effect="Deny", Condition={"ArnEquals": {"lambda:SourceFunctionArn": "f"}})
    policy = Policy({"Statement": [_statement(), deny]})
    assert policy.permits(Call("s3:GetObject", "x"))
    assert not policy.permits(Call("s3:GetObject", "x", {"lambda:SourceFunctionArn": "f"}))


def test_a_condition_on_what_a_request_does_not_have_is_not_fulfilled() -> None:
    policy = Policy({"Statement": [_statement(Condition={"StringLike": {"s3:prefix": "a/*"}})]})
    for context, permitted in (
        ({}, False),
        ({"s3:prefix": "b"}, False),
        ({"s3:prefix": "a/b"}, True),
    ):
        assert policy.permits(Call("s3:GetObject", "x", context)) == permitted


def test_an_operator_that_is_not_known_here_is_not_passed_over() -> None:
    policy = Policy({"Statement": [_statement(Condition={"DateLessThan": {"aws:x": "1"}})]})
    with pytest.raises(KeyError, match="DateLessThan"):
        policy.permits(Call("s3:GetObject", "x", {"aws:x": "0"}))


def _statement(**changes: Any) -> dict[str, Any]:
    facts = {"Sid": "Read", "Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["*"]}
    return facts | changes
