"""Listening tokens: let a host's page open one WebSocket on his album. Pure.

The authorizer of the HTTP API cannot stand before a WebSocket, and an ID token of Cognito is too
much to be handed about: this one opens nothing but the channel of one album, for some minutes.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib import keys, signed_tokens
from chalicelib.errors import TokenRefused
from chalicelib.signed_tokens import Purpose

#: Life of a token, in seconds: it is for one handshake; who connects again asks for another.
SECONDS = 300
PURPOSE = Purpose(b"scandrop listening token", "scandrop-listening", frozenset({"album", "exp"}))


@dataclass(frozen=True)
class Leave:
    """A host may listen to this album, if he connects before that."""

    album_id: str
    expires_at: int


def leave_of(album_id: str, now: int) -> Leave:
    """Leave from now on."""
    return Leave(album_id, now + SECONDS)


def signed(leave: Leave, live: Iterable[bytes], now: int) -> str:
    """The token of this leave, signed with the first of the secrets that count."""
    claims: dict[str, str | int] = {"album": leave.album_id, "exp": leave.expires_at}
    return signed_tokens.signed(PURPOSE, claims, live, now)


def verified(text: str, live: Iterable[bytes], now: int) -> Leave:
    """What the token says, if one of the secrets that count has signed it and it is not over.

    Raises:
        TokenRefused: without a word on why.
    """
    claims = signed_tokens.verified(PURPOSE, text, live, now)
    if claims is None or not _is_good(claims["album"], claims["exp"], now):
        raise TokenRefused
    return Leave(claims["album"], claims["exp"])


def _is_good(album_id: object, expires_at: object, now: int) -> bool:
    return keys.is_id(album_id) and type(expires_at) is int and now < expires_at
