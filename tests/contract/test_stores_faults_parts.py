"""What S3 says of uploads in parts, in our words."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.stub import Stubber

from chalicelib.aws.multipart import S3PartStore
from chalicelib.aws.s3 import S3ObjectStore
from chalicelib.errors import PartsMissing, ServiceUnavailable, UploadGone
from tests.contract.adapter_calls import PART
from tests.contract.test_stores_faults import made

Call = Callable[[S3PartStore], object]

ARRIVED: Call = lambda store: store.arrived("k", "u")  # noqa: E731
COMPLETE: Call = lambda store: store.complete("k", "u", [PART])  # noqa: E731
ABORT: Call = lambda store: store.abort("k", "u")  # noqa: E731


def answered(operation: str, code: str, status: int, call: Callable[[Any], object]) -> object:
    client = made("s3")
    with Stubber(client) as stubber:
        stubber.add_client_error(operation, code, "No.", status)
        return call(lambda: client)


@pytest.mark.parametrize(
    ("operation", "call", "code", "status", "expected"),
    [
        ("list_parts", ARRIVED, "NoSuchUpload", 404, UploadGone),
        ("list_parts", ARRIVED, "AccessDenied", 403, ServiceUnavailable),
        ("complete_multipart_upload", COMPLETE, "NoSuchUpload", 404, UploadGone),
        ("complete_multipart_upload", COMPLETE, "InvalidPart", 400, PartsMissing),
        ("complete_multipart_upload", COMPLETE, "InvalidPartOrder", 400, PartsMissing),
        # Whoever asks again is told what is there.
        (
            "complete_multipart_upload", COMPLETE, "ConditionalRequestConflict", 409,
            ServiceUnavailable,
        ),
        ("complete_multipart_upload", COMPLETE, "AccessDenied", 403, ServiceUnavailable),
        ("abort_multipart_upload", ABORT, "AccessDenied", 403, ServiceUnavailable),
    ],
)  # fmt: skip
def test_a_refusal_has_a_name(
    credentials: None,
    operation: str,
    call: Call,
    code: str,
    status: int,
    expected: type[Exception],
) -> None:
    with pytest.raises(expected):
        answered(operation, code, status, lambda client: call(S3PartStore(client, "b")))


@pytest.mark.parametrize(
    ("operation", "call", "code", "status"),
    [
        ("complete_multipart_upload", COMPLETE, "PreconditionFailed", 412),
        ("abort_multipart_upload", ABORT, "NoSuchUpload", 404),
    ],
)
def test_what_is_done_already_is_no_fault(
    credentials: None, operation: str, call: Call, code: str, status: int
) -> None:
    answered(operation, code, status, lambda client: call(S3PartStore(client, "b")))


def test_a_range_of_nothing_is_nothing(credentials: None) -> None:
    def head(client: Any) -> object:
        return S3ObjectStore(client, "b").excerpt("k", 0, 4)

    assert answered("get_object", "InvalidRange", 416, head) == b""
