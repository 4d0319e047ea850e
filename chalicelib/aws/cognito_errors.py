"""What Cognito's errors mean to us.

What would tell a stranger whether there is an account is told nobody: errors that differ by that
become one of ours, or none. The pool's client is set to hide it as well; this does not depend on
it, because some calls hide nothing.
https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from botocore.exceptions import ClientError

from chalicelib.aws.faults import code_of, translated
from chalicelib.errors import (
    CodeRefused,
    InvalidRequest,
    PasswordRefused,
    SignInRefused,
    SignInRequired,
    SignUpClosed,
    TooManyRequests,
)

log = logging.getLogger(__name__)


class NothingToTell(Exception):
    """Cognito did not do it, for a reason that is nobody's business."""


#: By the code of the error.
Meaning = Mapping[str, Callable[[], Exception]]

#: Of the whole pool, so it tells nothing of any account.
_EVERYWHERE: Meaning = {"TooManyRequestsException": TooManyRequests}
#: A code that is wrong, used, too old, of nobody, or tried too often: which of these, only its
#: owner could know.
CODE: Meaning = {
    **_EVERYWHERE,
    **dict.fromkeys(
        (
            "AliasExistsException",
            "CodeMismatchException",
            "ExpiredCodeException",
            "InvalidParameterException",
            "LimitExceededException",
            "NotAuthorizedException",
            "TooManyFailedAttemptsException",
            "UserNotConfirmedException",
            "UserNotFoundException",
        ),
        CodeRefused,
    ),
    "InvalidPasswordException": PasswordRefused,
}
#: What there is to say to somebody who asks for a code: nothing, whatever comes of it.
MAIL: Meaning = {
    **_EVERYWHERE,
    **dict.fromkeys(
        (
            "CodeDeliveryFailureException",
            "InvalidParameterException",
            "LimitExceededException",
            "NotAuthorizedException",
            "UserNotConfirmedException",
            "UserNotFoundException",
        ),
        NothingToTell,
    ),
}
PASSWORD: Meaning = {
    **_EVERYWHERE,
    **dict.fromkeys(
        (
            "InvalidParameterException",
            "NotAuthorizedException",
            "PasswordResetRequiredException",
            "UserNotConfirmedException",
            "UserNotFoundException",
        ),
        SignInRefused,
    ),
}
CHALLENGE: Meaning = {
    **PASSWORD,
    "CodeMismatchException": CodeRefused,
    "ExpiredCodeException": CodeRefused,
    "InvalidPasswordException": PasswordRefused,
}
SIGN_UP: Meaning = {
    **_EVERYWHERE,
    "CodeDeliveryFailureException": NothingToTell,
    "UsernameExistsException": NothingToTell,
    "InvalidParameterException": lambda: InvalidRequest("No mail can be sent to this email."),
    "InvalidPasswordException": PasswordRefused,
    "NotAuthorizedException": SignUpClosed,
}
REFRESH: Meaning = {
    **_EVERYWHERE,
    **dict.fromkeys(
        ("InvalidParameterException", "NotAuthorizedException", "UserNotFoundException"),
        SignInRequired,
    ),
}
REVOKE: Meaning = {
    **_EVERYWHERE,
    **dict.fromkeys(
        ("InvalidParameterException", "UnauthorizedException", "UnsupportedTokenTypeException"),
        NothingToTell,
    ),
}


@contextmanager
def meaning(meanings: Meaning) -> Iterator[None]:
    """Raise what an error of Cognito's means to us.

    Raises:
        NothingToTell: it means something, and nobody is told.
    """
    with translated():
        try:
            yield
        except ClientError as error:
            code = code_of(error)
            if code not in meanings:
                raise
            log.info("%s: %s", error.operation_name, code)
            raise meanings[code]() from error
