"""Errors of AWS → ours."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.errors import ServiceUnavailable

log = logging.getLogger(__name__)


@contextmanager
def translated() -> Iterator[None]:
    """Raise ServiceUnavailable for any failure of AWS that the block itself did not expect.

    botocore has retried by then. A missing permission or table ends here too: to a visitor it is
    the same, and the operator finds the AWS code in the log.
    """
    try:
        yield
    except ClientError as error:
        operation, code = error.operation_name, code_of(error)
        log.error("%s failed: %s", operation, code)
        raise ServiceUnavailable from error
    except BotoCoreError as error:
        log.error("AWS not reached: %s", type(error).__name__)
        raise ServiceUnavailable from error


def code_of(error: ClientError) -> str:
    """The AWS error code."""
    return str(error.response.get("Error", {}).get("Code", "Unknown"))
