"""Secrets that let one screen or one phone act for one session.

Only digests are stored. A plain SHA-256 is enough, because a token is 256 random bits and no
password: slow hashes are for what people can remember.
"""

import hashlib
import hmac
import secrets


def new_id() -> str:
    """A public id of 128 random bits, as 22 characters of base64url (RFC 4648, section 5)."""
    return secrets.token_urlsafe(16)


def new_token() -> str:
    """A secret of 256 random bits, as 43 characters of base64url."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is stored of a token: its SHA-256, in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def matches(token: str, stored_digest: str | None) -> bool:
    """Whether the token has this digest, in constant time; never, if there is none."""
    return stored_digest is not None and hmac.compare_digest(digest(token), stored_digest)
