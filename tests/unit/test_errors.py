"""Errors are facts: their names are the wire's codes, their texts sentences for people."""

import inspect

import pytest

from chalicelib import errors
from chalicelib.errors import ScandropError


def leaves(kind: type[ScandropError] = ScandropError) -> list[type[ScandropError]]:
    """The errors that are raised, which are those without children."""
    children = kind.__subclasses__()
    return [leaf for child in children for leaf in leaves(child)] if children else [kind]


@pytest.mark.parametrize("kind", leaves())
def test_the_code_of_an_error_is_its_name_and_its_text_a_sentence(
    kind: type[ScandropError],
) -> None:
    parameters = inspect.signature(kind).parameters
    error = kind() if "message" in parameters else kind(7 * 2**20)  # type: ignore[arg-type]
    assert error.code == kind.__name__
    assert str(error)[0].isupper()
    assert str(error).endswith(".")


def test_a_raiser_may_say_it_more_precisely() -> None:
    assert str(errors.TokenRequired("Say who you are.")) == "Say who you are."


def test_a_limit_is_told_with_its_number() -> None:
    assert "25 MB" in str(errors.PhotoTooLarge(25 * 2**20))
    assert errors.PhotoTooLarge(25 * 2**20).max_bytes == 25 * 2**20
    assert "3 photos" in str(errors.PhotoLimitReached(3))


@pytest.mark.parametrize(
    "inner", [errors.SessionChanged, errors.ConnectionGone, errors.IllegalTransition]
)
def test_what_stays_between_our_own_modules_is_no_refusal(inner: type[Exception]) -> None:
    """Such an error must never be answered to a client as if it were one."""
    assert not issubclass(inner, ScandropError)
