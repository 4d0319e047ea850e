"""Untrusted input of accounts → values we can trust, or InvalidRequest and its like. Pure.

No message tells what was sent: passwords and codes are among it.
"""

import re
from collections.abc import Mapping
from typing import Any

from chalicelib import limits
from chalicelib.errors import InvalidRequest, PasswordRefused
from chalicelib.identity import Confirmation, Login, PasswordReset, SignIn

Body = Mapping[str, Any]

#: A mailbox of one host, by what it surely has; whether there is such a one, only mail can tell.
_EMAIL = re.compile(r"[^@\s\x00-\x1f\x7f]+@[^@\s\x00-\x1f\x7f]+\.[^@\s\x00-\x1f\x7f]+")
_CODE = re.compile(r"[!-~]+")
_REFRESH_TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]+")


def sign_up(body: Body) -> Login:
    """`POST /auth/signup`."""
    return Login(email(body), _new_password(body, "password"))


def sign_in(body: Body) -> SignIn:
    """`POST /auth/signin`. The password is not judged: it may be older than our rules."""
    return SignIn(
        email=email(body),
        password=_text(body, "password", limits.MAX_PASSWORD_CHARACTERS),
        new_password=_new_password(body, "newPassword") if _has(body, "newPassword") else None,
        mfa_code=_code(body) if _has(body, "code") else None,
    )


def confirmation(body: Body) -> Confirmation:
    """`POST /auth/verify`."""
    return Confirmation(email(body), _code(body))


def password_reset(body: Body) -> PasswordReset:
    """`POST /auth/confirm-forgot-password`."""
    return PasswordReset(email(body), _code(body), _new_password(body, "newPassword"))


def refresh_token(body: Body) -> str:
    """`POST /auth/refresh` and `/auth/signout`."""
    text = _text(body, "refreshToken", limits.REFRESH_TOKEN_CHARACTERS)
    if not _REFRESH_TOKEN.fullmatch(text):
        raise InvalidRequest("refreshToken is not a token.")
    return text


def email(body: Body) -> str:
    """`POST /auth/forgot-password`, and who the other ones are about.

    In lower case: the user pool makes no difference.
    """
    text = _text(body, "email", limits.EMAIL_CHARACTERS).strip().lower()
    if not _EMAIL.fullmatch(text):
        raise InvalidRequest("email must be an e-mail address.")
    return text


def _has(body: Body, name: str) -> bool:
    """Whether there is a value. Forms send empty ones for what was left out."""
    return body.get(name) not in (None, "")


def _code(body: Body) -> str:
    text = _text(body, "code", limits.CODE_CHARACTERS).strip()
    if not _CODE.fullmatch(text):
        raise InvalidRequest("code must be the code that was sent.")
    return text


def _new_password(body: Body, name: str) -> str:
    """A password that the user pool will take.

    Judged here, before it knows of whom: Cognito may look for the account first, and then what it
    says of a bad password tells whether there is one.
    """
    text = _string(body, name)
    fits = limits.MIN_PASSWORD_CHARACTERS <= len(text) <= limits.MAX_PASSWORD_CHARACTERS
    if not fits or text != text.strip():
        raise PasswordRefused
    return text


def _text(body: Body, name: str, most: int) -> str:
    text = _string(body, name)
    if not 0 < len(text) <= most:
        raise InvalidRequest(f"{name} must have 1 to {most} characters.")
    return text


def _string(body: Body, name: str) -> str:
    text = body.get(name)
    if not isinstance(text, str):
        raise InvalidRequest(f"{name} is missing, or is no text.")
    return text
