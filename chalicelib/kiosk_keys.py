"""Kiosk keys, JSON Web Tokens (RFC 7519) that let enrolled screens open sessions. Pure.

The only module that knows PyJWT, and imports it when the first key comes: most functions see none.
What a key is worth is decided where its album is read; here it is only genuine or not. It does not
expire: a screen hangs on its wall for months, and is removed from its album when it shall not.
"""

import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from chalicelib import keys
from chalicelib.album_errors import KioskKeyRefused

ISSUER = "scandrop"
AUDIENCE = "scandrop-kiosk"
ALGORITHM = "HS256"
#: The header of all keys (RFC 7515), and all of it: nothing in a key chooses how it is checked.
HEADER = {"alg": ALGORITHM, "typ": "JWT"}
CLAIMS = ["iss", "sub", "album", "iat", "aud"]
#: What clocks of different machines may differ in, in seconds.
_CLOCKS_SECONDS = 60

_ID = re.compile(keys.ID_PATTERN)


@dataclass(frozen=True)
class KioskKey:
    """What a genuine key says."""

    kiosk_id: str
    album_id: str


def signed(key: KioskKey, live: Iterable[bytes], now: int) -> str:
    """The key as a kiosk keeps it, signed with the first of the secrets that count."""
    import jwt

    claims = {"iss": ISSUER, "sub": key.kiosk_id, "album": key.album_id}
    claims_now: dict[str, Any] = {**claims, "iat": now, "aud": AUDIENCE}
    secret, *_ = live
    return jwt.encode(claims_now, _derived(secret), algorithm=ALGORITHM)


def verified(text: str, live: Iterable[bytes], now: int) -> KioskKey:
    """What the key says, if one of the secrets that count has signed it.

    Raises:
        KioskKeyRefused: without a word on why.
    """
    for secret in live:
        claims = _claims(text, secret)
        if claims is not None and _are_ours(claims, now):
            return KioskKey(claims["sub"], claims["album"])
    raise KioskKeyRefused


def _claims(text: str, secret: bytes) -> dict[str, Any] | None:
    """All claims of a key that this secret has signed."""
    import jwt

    # What claims there may be leaves no other time in a key, and PyJWT would ask its own clock.
    options: Any = {"require": CLAIMS, "strict_aud": True, "verify_iat": False}
    try:
        found = jwt.decode_complete(
            text,
            _derived(secret),
            algorithms=[ALGORITHM],
            audience=AUDIENCE,
            issuer=ISSUER,
            options=options,
        )
    except jwt.InvalidTokenError:
        return None
    claims: dict[str, Any] = found["payload"]
    return claims if found["header"] == HEADER else None


def _are_ours(claims: dict[str, Any], now: int) -> bool:
    issued = claims["iat"]
    return (
        set(claims) == set(CLAIMS)
        and type(issued) is int
        and issued <= now + _CLOCKS_SECONDS
        and all(_is_id(claims[name]) for name in ("sub", "album"))
    )


def _is_id(value: object) -> bool:
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def _derived(secret: bytes) -> bytes:
    """A secret for this purpose alone: what is signed for another is no key (NIST SP 800-108)."""
    return hmac.digest(secret, b"scandrop kiosk key", "sha256")
