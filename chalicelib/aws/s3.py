"""Uploaded objects in S3."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from chalicelib import limits
from chalicelib.aws.faults import code_of, translated
from chalicelib.ports import ObjectFacts

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class S3ObjectStore:
    """`ObjectStore` on one bucket."""

    def __init__(self, client: "Callable[[], S3Client]", bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def facts(self, key: str) -> ObjectFacts | None:
        """What is known of the object; None if it is not there."""
        with translated():
            try:
                head = self._client().head_object(Bucket=self._bucket, Key=key)
            except ClientError as error:
                if code_of(error) in ("404", "NoSuchKey", "NotFound"):
                    return None
                raise
        return ObjectFacts(head["ContentLength"], head.get("ContentType"))

    def view_url(self, key: str, content_type: str, seconds: int) -> str:
        """A signed URL that shows the object as this type.

        Only types of pictures are let through: an upload must never become a page of ours.
        """
        shown = content_type if content_type in limits.CONTENT_TYPES else "application/octet-stream"
        with translated():
            return self._client().generate_presigned_url(
                "get_object",
                Params={
                    "Bucket": self._bucket,
                    "Key": key,
                    "ResponseContentType": shown,
                    "ResponseContentDisposition": "inline",
                },
                ExpiresIn=seconds,
            )

    def delete(self, key: str) -> None:
        """Remove the object; in a versioned bucket its versions follow by lifecycle."""
        with translated():
            self._client().delete_object(Bucket=self._bucket, Key=key)
