"""Kiosk keys: tokens that let enrolled screens open sessions, and walls show their album. Pure.

What a key is worth is decided where its album is read; here it is only genuine or not. It does not
expire: a screen hangs on its wall for months, and is removed from its album when it shall not.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib import keys, signed_tokens
from chalicelib.album_errors import KioskKeyRefused
from chalicelib.signed_tokens import Purpose

PURPOSE = Purpose(b"scandrop kiosk key", "scandrop-kiosk", frozenset({"sub", "album"}))


@dataclass(frozen=True)
class KioskKey:
    """What a genuine key says."""

    kiosk_id: str
    album_id: str


def signed(key: KioskKey, live: Iterable[bytes], now: int) -> str:
    """The key as a kiosk keeps it, signed with the first of the secrets that count."""
    claims = {"sub": key.kiosk_id, "album": key.album_id}
    return signed_tokens.signed(PURPOSE, claims, live, now)


def verified(text: str, live: Iterable[bytes], now: int) -> KioskKey:
    """What the key says, if one of the secrets that count has signed it.

    Raises:
        KioskKeyRefused: without a word on why.
    """
    claims = signed_tokens.verified(PURPOSE, text, live, now)
    if claims is None or not all(keys.is_id(claims[name]) for name in ("sub", "album")):
        raise KioskKeyRefused
    return KioskKey(claims["sub"], claims["album"])
