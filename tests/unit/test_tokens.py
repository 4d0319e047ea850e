"""Tokens are long, random, and stored as digests only."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import keys, tokens
from tests.builders import OTHER_TOKEN, PHONE_TOKEN


def test_ids_have_128_random_bits_in_a_form_that_keys_accept() -> None:
    made = {tokens.new_id() for _ in range(1000)}
    assert len(made) == 1000
    assert all(re.fullmatch(keys.ID_PATTERN, each) for each in made)
    assert set("".join(made)) > set("AZaz09_-")


def test_tokens_have_256_random_bits() -> None:
    made = {tokens.new_token() for _ in range(1000)}
    assert len(made) == 1000
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", each) for each in made)


def test_a_digest_is_sha256_in_hex() -> None:
    assert tokens.digest("abc") == (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )


@given(st.text(), st.text())
def test_a_token_matches_its_own_digest_and_no_other(one: str, other: str) -> None:
    assert tokens.matches(one, tokens.digest(one))
    assert tokens.matches(one, tokens.digest(other)) is (one == other)


@pytest.mark.parametrize("stored", [None, "", PHONE_TOKEN, "0" * 64])
def test_what_is_no_digest_of_it_matches_no_token(stored: str | None) -> None:
    """Not even the token itself, should it ever be stored by mistake."""
    assert not tokens.matches(PHONE_TOKEN, stored)


def test_digests_are_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time cannot be asserted; that the comparison made for it is the one that is used, can."""
    compared: list[tuple[str, str]] = []

    def compare_digest(one: str, other: str) -> bool:
        compared.append((one, other))
        return False

    monkeypatch.setattr("hmac.compare_digest", compare_digest)
    stored = tokens.digest(PHONE_TOKEN)
    assert not tokens.matches(PHONE_TOKEN, stored)
    assert not tokens.matches(OTHER_TOKEN, stored)
    assert compared == [(stored, stored), (tokens.digest(OTHER_TOKEN), stored)]
