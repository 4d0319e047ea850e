"""Cursors of libraries: where a page ended, in a form that nobody can make or change. Pure.

A cursor is signed over its position and time and over all that it was made for, the user and the
filters, so one that was altered, made up, or made for somebody else or another query is refused.
What it names, the time and id of the last photo that was looked at, opens nothing by itself.
"""

import base64
import hashlib
import hmac
import json
import struct
from collections.abc import Sequence
from dataclasses import astuple

from chalicelib import limits
from chalicelib.library_errors import CursorRefused
from chalicelib.photo_query import Filters, Position

#: What else may be signed with the same secrets is not taken for a cursor, and the other way round.
_PURPOSE = "scandrop library cursor 1"
#: When it was made, `stored_at` and `photo_id` of the position.
_CONTENT = struct.Struct(">QQ22s")
_SIGNATURE_BYTES = 32


def sealed(
    position: Position, user_id: str, filters: Filters, secrets: Sequence[bytes], now: int
) -> str:
    """The cursor, signed by the newest of these secrets."""
    content = _CONTENT.pack(now, position.stored_at, position.photo_id.encode())
    signature = _signature(secrets[0], content, user_id, filters)
    return _written(content + signature)


def opened(
    cursor: str, user_id: str, filters: Filters, secrets: Sequence[bytes], now: int
) -> Position:
    """The position in a cursor that was made for this user and these filters.

    Raises:
        CursorRefused: it was not, or by no secret that counts, or more than a day ago.
    """
    raw = _read(cursor)
    content, signature = raw[: _CONTENT.size], raw[_CONTENT.size :]
    # All of them, so that the time it takes tells nothing of which one fitted.
    fitting = [
        hmac.compare_digest(signature, _signature(secret, content, user_id, filters))
        for secret in secrets
    ]
    made_at, stored_at, photo_id = _CONTENT.unpack(content)
    if not any(fitting) or now >= made_at + limits.CURSOR_SECONDS:
        raise CursorRefused
    return Position(stored_at, photo_id.decode())


def _written(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _read(cursor: str) -> bytes:
    """The bytes of a cursor, if it is just as it would be written: Python passes much over."""
    if not cursor.isascii():
        raise CursorRefused
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    except ValueError as error:
        raise CursorRefused from error
    if len(raw) != _CONTENT.size + _SIGNATURE_BYTES or _written(raw) != cursor:
        raise CursorRefused
    return raw


def _signature(secret: bytes, content: bytes, user_id: str, filters: Filters) -> bytes:
    # JSON sets the parts apart: no two queries are written alike.
    bound = json.dumps([_PURPOSE, user_id, *astuple(filters)]).encode()
    return hmac.new(secret, bound + b"\n" + content, hashlib.sha256).digest()
