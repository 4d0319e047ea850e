"""The secrets that we sign with, as one text keeps them: newest first, each with its age. Pure.

Several count at a time, so that what was signed before a rotation is still good after it.
"""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib import limits

#: How many count after a rotation: the new one and the one before.
LIVE = 2


class SecretsMalformed(ValueError):
    """This text is not one of ours. It does not say what stands in it."""


@dataclass(frozen=True)
class Secret:
    """One secret, and since when it is stored, in epoch seconds."""

    text: str
    since: int


def new_secret(now: int) -> Secret:
    """A secret of 256 random bits."""
    return Secret(secrets.token_urlsafe(32), now)


def rotated(known: Iterable[Secret], now: int, live: int = LIVE) -> tuple[Secret, ...]:
    """A new secret, and so many of those that are known that `live` of them count."""
    kept = sorted(known, key=lambda each: each.since, reverse=True)
    return (new_secret(now), *kept)[:live]


def written(known: Iterable[Secret]) -> str:
    """The text that keeps them."""
    return json.dumps([{"secret": each.text, "since": each.since} for each in known])


def parsed(text: str) -> tuple[Secret, ...]:
    """The secrets of such a text, at least one.

    Raises:
        SecretsMalformed
    """
    try:
        found = tuple(Secret(str(each["secret"]), int(each["since"])) for each in json.loads(text))
    except (ValueError, TypeError, KeyError) as error:
        raise SecretsMalformed from error
    if not found or not all(each.text for each in found):
        raise SecretsMalformed
    return found


def in_order(known: Iterable[Secret], now: int) -> tuple[bytes, ...]:
    """Sign with the first, verify with each: the newest first, but for one that is too new.

    Other processes may not have read it yet, and would refuse what it has signed.
    """

    def too_new(each: Secret) -> bool:
        return each.since > now - limits.SECRET_ACTIVATION_SECONDS

    ordered = sorted(known, key=lambda each: (too_new(each), -each.since))
    return tuple(each.text.encode() for each in ordered)
