"""Signs what phones may send to S3."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from chalicelib.aws.faults import translated
from chalicelib.photo import Announcement
from chalicelib.storage import Part, SignedRequest

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class S3UploadSigner:
    """`UploadSigner` by SigV4 query signatures.

    Every header that is signed must be sent as it was signed, so the URL takes one object of one
    size, type and checksum; `If-None-Match: *` makes it good for one use.
    https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
    """

    def __init__(self, client: "Callable[[], S3Client]", bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def sign_put(self, key: str, announced: Announcement, seconds: int) -> SignedRequest:
        """A PUT of this key. Signing asks nobody: it is arithmetic."""
        headers = {"if-none-match": "*"}
        params: dict[str, Any] = {"Bucket": self._bucket, "Key": key, "IfNoneMatch": "*"}
        if announced.size_bytes is not None:
            # Signed, but not among the headers we name: clients set it themselves, browsers always.
            params["ContentLength"] = announced.size_bytes
        if announced.content_type is not None:
            headers["content-type"] = params["ContentType"] = announced.content_type
        if announced.sha256 is not None:
            headers["x-amz-checksum-sha256"] = params["ChecksumSHA256"] = announced.sha256
        with translated():
            url = self._client().generate_presigned_url(
                "put_object", Params=params, ExpiresIn=seconds
            )
        return SignedRequest(method="PUT", url=url, headers=headers)

    def sign_part(self, key: str, upload_id: str, part: Part, seconds: int) -> SignedRequest:
        """A PUT of one part: its number and its upload stand in the URL, which is signed."""
        headers = {}
        params: dict[str, Any] = {
            "Bucket": self._bucket,
            "Key": key,
            "UploadId": upload_id,
            "PartNumber": part.number,
            "ContentLength": part.size_bytes,
        }
        if part.sha256 is not None:
            headers["x-amz-checksum-sha256"] = params["ChecksumSHA256"] = part.sha256
        with translated():
            url = self._client().generate_presigned_url(
                "upload_part", Params=params, ExpiresIn=seconds
            )
        return SignedRequest(method="PUT", url=url, headers=headers)
