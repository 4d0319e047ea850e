"""JSON Web Tokens (RFC 7519) that we sign ourselves, for several purposes. Pure.

The only module that knows PyJWT, and imports it when the first token comes: most functions see
none. Here a token is only genuine or not; what it opens is decided where its album is read.
"""

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

ISSUER = "scandrop"
ALGORITHM = "HS256"
#: The header of all tokens (RFC 7515), and all of it: nothing in one chooses how it is checked.
HEADER = {"alg": ALGORITHM, "typ": "JWT"}
#: What clocks of different machines may differ in, in seconds.
_CLOCKS_SECONDS = 60


@dataclass(frozen=True)
class Purpose:
    """What tokens are for: one that is signed for another purpose is none."""

    #: What its secret is derived by.
    name: bytes
    audience: str
    #: Its claims, beside those that all have.
    claims: frozenset[str]

    @property
    def all_claims(self) -> set[str]:
        """All that a token has, no more and no less."""
        return {"iss", "iat", "aud", *self.claims}


def signed(
    purpose: Purpose, claims: Mapping[str, str | int], live: Iterable[bytes], now: int
) -> str:
    """A token, signed with the first of the secrets that count."""
    import jwt

    said: dict[str, Any] = {"iss": ISSUER, **claims, "iat": now, "aud": purpose.audience}
    secret, *_ = live
    return jwt.encode(said, _derived(purpose, secret), algorithm=ALGORITHM)


def verified(purpose: Purpose, text: str, live: Iterable[bytes], now: int) -> dict[str, Any] | None:
    """What it claims, if one of the secrets that count has signed it; None, without a why."""
    for secret in live:
        claims = _claims(purpose, text, secret)
        if claims is not None and _are_ours(purpose, claims, now):
            return claims
    return None


def _claims(purpose: Purpose, text: str, secret: bytes) -> dict[str, Any] | None:
    """All claims of a token that this secret has signed."""
    import jwt

    # Times are checked by our clock, here and where the claims are read: PyJWT would ask its own.
    options: Any = {
        "require": sorted(purpose.all_claims),
        "strict_aud": True,
        "verify_iat": False,
        "verify_exp": False,
    }
    try:
        found = jwt.decode_complete(
            text,
            _derived(purpose, secret),
            algorithms=[ALGORITHM],
            audience=purpose.audience,
            issuer=ISSUER,
            options=options,
        )
    except jwt.InvalidTokenError:
        return None
    claims: dict[str, Any] = found["payload"]
    return claims if found["header"] == HEADER else None


def _are_ours(purpose: Purpose, claims: dict[str, Any], now: int) -> bool:
    issued = claims["iat"]
    return (
        set(claims) == purpose.all_claims
        and type(issued) is int
        and issued <= now + _CLOCKS_SECONDS
    )


def _derived(purpose: Purpose, secret: bytes) -> bytes:
    """A secret for this purpose alone (NIST SP 800-108)."""
    return hmac.digest(secret, purpose.name, "sha256")
