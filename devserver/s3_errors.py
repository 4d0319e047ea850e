"""S3's error documents. Pure."""

import secrets
from xml.sax.saxutils import escape

from devserver.wire import Answer


class Refused(Exception):
    """What S3 says instead of doing it."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


def refused(status: int, code: str, message: str) -> Refused:
    """The refusal with this error."""
    return Refused(error_answer(status, code, message))


def error_answer(status: int, code: str, message: str) -> Answer:
    """An error as S3 writes it."""
    request_id = secrets.token_hex(8).upper()
    document = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<Error><Code>{escape(code)}</Code><Message>{escape(message)}</Message>"
        f"<RequestId>{request_id}</RequestId></Error>"
    )
    return Answer(
        status,
        (("Content-Type", "application/xml"), ("x-amz-request-id", request_id)),
        document.encode(),
    )


def access_denied(message: str = "Access Denied") -> Answer:
    """What S3 says to who is nobody or may not."""
    return error_answer(403, "AccessDenied", message)
