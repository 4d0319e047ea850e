"""Objects in a versioned bucket: how they are read, and removed for good."""

from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from chalicelib.aws.faults import code_of, translated
from chalicelib.errors import ServiceUnavailable

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import ObjectIdentifierTypeDef


class VersionedBucket:
    """What the stores on one bucket have in common."""

    def __init__(self, client: "Callable[[], S3Client]", bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def read(self, key: str) -> bytes | None:
        """The content of a small object, or None."""
        with translated():
            try:
                answer = self._client().get_object(Bucket=self._bucket, Key=key)
            except ClientError as error:
                if code_of(error) == "NoSuchKey":
                    return None
                raise
            with closing(answer["Body"]) as body:
                return body.read()

    def erase(self, prefix: str) -> None:
        """Remove every version, and every mark of a deletion, of all whose key begins so.

        A plain delete in a versioned bucket only hides an object.
        https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectVersions.html

        Raises:
            ValueError: an empty prefix, which would be the whole bucket.
        """
        if not prefix:
            raise ValueError("a prefix is needed")
        more = True
        while more:
            # From the first page each time: what was on it is gone. It has no more than one request
            # may delete.
            versions, more = self._versions(prefix)
            if versions:
                self._remove(versions)

    def _versions(self, prefix: str) -> "tuple[list[ObjectIdentifierTypeDef], bool]":
        with translated():
            page = self._client().list_object_versions(Bucket=self._bucket, Prefix=prefix)
        found: list[ObjectIdentifierTypeDef] = [
            {"Key": each["Key"], "VersionId": each["VersionId"]}
            for each in (*page.get("Versions", ()), *page.get("DeleteMarkers", ()))
        ]
        return found, page["IsTruncated"]

    def _remove(self, versions: "list[ObjectIdentifierTypeDef]") -> None:
        with translated():
            answer = self._client().delete_objects(
                Bucket=self._bucket, Delete={"Objects": versions, "Quiet": True}
            )
        if answer.get("Errors"):
            raise ServiceUnavailable
