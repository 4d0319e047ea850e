"""Listening tokens: who has none of our secrets makes none, and one opens nothing else."""

import pytest

from chalicelib import kiosk_keys, listening, signed_tokens
from chalicelib.album_errors import KioskKeyRefused
from chalicelib.errors import TokenRefused
from chalicelib.kiosk_keys import KioskKey
from chalicelib.listening import PURPOSE, Leave
from tests.builders import ALBUM_ID, KIOSK_ID
from tests.fakes import START

SECRET, OTHER = b"one secret of 32 bytes, and more", b"another one of 32 bytes, or more"
LEAVE = Leave(ALBUM_ID, START + listening.SECONDS)
GOOD = listening.signed(LEAVE, [SECRET], START)


def made(**claims: object) -> str:
    """Signed with the very secret."""
    said = {"album": ALBUM_ID, "exp": START + 1} | claims
    return signed_tokens.signed(PURPOSE, said, [SECRET], START)  # type: ignore[arg-type]


def test_a_token_says_for_which_album_and_until_when() -> None:
    assert listening.leave_of(ALBUM_ID, START) == LEAVE
    assert listening.verified(GOOD, [OTHER, SECRET], LEAVE.expires_at - 1) == LEAVE


@pytest.mark.parametrize(
    ("token", "live", "now"),
    [
        (GOOD, [SECRET], LEAVE.expires_at),
        (GOOD, [OTHER], START),
        (GOOD[:-6], [SECRET], START),
        (made(album="../etc"), [SECRET], START),
        (made(exp=START + 0.5), [SECRET], START),
        (made(exp=True), [SECRET], START),
        (made(scope="all"), [SECRET], START),
        ("..", [SECRET], START),
    ],
)
def test_any_other_is_refused_and_nobody_is_told_why(
    token: str, live: list[bytes], now: int
) -> None:
    with pytest.raises(TokenRefused) as refused:
        listening.verified(token, live, now)
    assert str(refused.value) == TokenRefused.message


def test_it_is_no_kiosk_key_and_a_kiosk_key_is_none() -> None:
    key = kiosk_keys.signed(KioskKey(KIOSK_ID, ALBUM_ID), [SECRET], START)
    with pytest.raises(TokenRefused):
        listening.verified(key, [SECRET], START)
    with pytest.raises(KioskKeyRefused):
        kiosk_keys.verified(GOOD, [SECRET], START)
