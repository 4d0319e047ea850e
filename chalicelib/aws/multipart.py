"""Large files in S3, while they come in parts."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from chalicelib.aws.faults import code_of, translated
from chalicelib.errors import PartsMissing, UploadGone
from chalicelib.photo import Announcement
from chalicelib.storage import Part

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import CompletedPartTypeDef


class S3PartStore:
    """`PartStore` on one bucket: S3's multipart uploads.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
    """

    def __init__(self, client: "Callable[[], S3Client]", bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def create(self, key: str, announced: Announcement) -> str:
        """Begin an upload; with digests, S3 refuses a part that has none."""
        described: dict[str, Any] = {}
        if announced.content_type is not None:
            described["ContentType"] = announced.content_type
        if announced.parts_digested:
            described["ChecksumAlgorithm"] = "SHA256"
        with translated():
            answer = self._client().create_multipart_upload(
                Bucket=self._bucket, Key=key, **described
            )
        return answer["UploadId"]

    def arrived(self, key: str, upload_id: str) -> Mapping[int, Part]:
        """All parts that are there: S3 tells of a thousand at a time."""
        with translated(), _gone():
            pages = self._client().get_paginator("list_parts")
            listed = [
                part
                for page in pages.paginate(Bucket=self._bucket, Key=key, UploadId=upload_id)
                for part in page.get("Parts", ())
            ]
        return {
            part["PartNumber"]: Part(
                part["PartNumber"], part["Size"], part.get("ChecksumSHA256"), part["ETag"]
            )
            for part in listed
        }

    def complete(self, key: str, upload_id: str, parts: Sequence[Part]) -> None:
        """Make one object of just these parts.

        A part that was sent anew meanwhile has another name: then S3 refuses. Two who complete at
        the same time may meet a 409, of which S3 says that the upload is lost; it counts as a
        fault here, because whoever asks again is told whether the object or nothing is there.
        https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
        """
        with translated(), _gone():
            try:
                self._client().complete_multipart_upload(
                    Bucket=self._bucket,
                    Key=key,
                    UploadId=upload_id,
                    MultipartUpload={"Parts": [_named(part) for part in parts]},
                    MpuObjectSize=sum(part.size_bytes for part in parts),
                    IfNoneMatch="*",
                )
            except ClientError as error:
                if code_of(error) in ("InvalidPart", "InvalidPartOrder"):
                    raise PartsMissing from error
                if code_of(error) != "PreconditionFailed":
                    raise

    def abort(self, key: str, upload_id: str) -> None:
        """Give up the upload and its parts."""
        with translated():
            try:
                self._client().abort_multipart_upload(
                    Bucket=self._bucket, Key=key, UploadId=upload_id
                )
            except ClientError as error:
                if code_of(error) != "NoSuchUpload":
                    raise


@contextmanager
def _gone() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        if code_of(error) == "NoSuchUpload":
            raise UploadGone from error
        raise


def _named(part: Part) -> "CompletedPartTypeDef":
    named: CompletedPartTypeDef = {"PartNumber": part.number, "ETag": part.etag or ""}
    if part.sha256 is not None:
        named["ChecksumSHA256"] = part.sha256
    return named
