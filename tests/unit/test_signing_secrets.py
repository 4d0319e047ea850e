"""The secrets that we sign with: rotation without a moment in which something good is refused."""

import pytest

from chalicelib import limits, signing_secrets
from chalicelib.signing_secrets import Secret, SecretsMalformed, in_order, parsed, rotated, written
from tests.fakes import START

OLD, NEW = Secret("old", START - 10**6), Secret("new", START)


def test_a_secret_has_256_random_bits() -> None:
    made = {signing_secrets.new_secret(START).text for _ in range(100)}
    assert len(made) == 100
    assert {len(text) for text in made} == {43}


def test_what_is_written_is_read() -> None:
    assert parsed(written([NEW, OLD])) == (NEW, OLD)


@pytest.mark.parametrize(
    "text",
    [
        *("", "{}", "[]", "null", "7", "[1]", "secret", '["a"]', '[{"secret": "a"}]'),
        *('[{"secret": "", "since": 1}]', '[{"secret": "a", "since": "x"}]', "[null]"),
    ],
)
def test_anything_else_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(SecretsMalformed) as refused:
        parsed(text)
    assert str(refused.value) == ""


def test_a_rotation_makes_one_and_keeps_the_one_before() -> None:
    first = rotated((), START)
    second = rotated(first, START + 1)
    third = rotated(reversed(second), START + 2)
    assert [len(each) for each in (first, second, third)] == [1, 2, 2]
    assert second[1] == first[0]
    assert third[1] == second[0]
    assert rotated(third, START + 3, live=1)[0] not in third


def test_the_newest_signs_once_every_process_has_read_it() -> None:
    """Until then those that have not would refuse what it has signed; all verify with it."""
    old_enough = START + limits.SECRET_ACTIVATION_SECONDS
    assert in_order([NEW, OLD], START) == in_order([OLD, NEW], START) == (b"old", b"new")
    assert in_order([NEW, OLD], old_enough - 1) == (b"old", b"new")
    assert in_order([OLD, NEW], old_enough) == (b"new", b"old")
    assert limits.SECRET_ACTIVATION_SECONDS > limits.SECRETS_SECONDS


def test_one_that_is_alone_signs_at_once() -> None:
    assert in_order([NEW], START) == (b"new",)
    assert in_order([NEW, Secret("newer", START + 1)], START + 1) == (b"newer", b"new")
