"""Exports in S3."""

import base64
import hashlib
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from chalicelib import filenames, limits, tokens
from chalicelib.aws.faults import code_of, translated
from chalicelib.aws.multipart import S3PartStore
from chalicelib.aws.versions import VersionedBucket
from chalicelib.errors import UploadGone
from chalicelib.export_store import StoredObject
from chalicelib.photo import Announcement
from chalicelib.storage import Part

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_WRITER = "writer"


class S3ExportStore(VersionedBucket):
    """`ExportStore` on the bucket of renditions, with the uploads in another one."""

    def __init__(self, client: "Callable[[], S3Client]", bucket: str, uploads: str) -> None:
        super().__init__(client, bucket)
        self._uploads = uploads
        self._in_parts = S3PartStore(client, bucket)

    def put(self, key: str, content: bytes) -> None:
        """Write a small object."""
        with translated():
            self._client().put_object(
                Bucket=self._bucket, Key=key, Body=content, ContentType="application/json"
            )

    def put_once(self, key: str, content: bytes) -> bool:
        """Write a small object unless one is there: of two who write at once, S3 takes one.

        Where the answer was lost, botocore has asked again and is refused: what is there bears
        the mark of whoever wrote it.
        https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
        """
        mark = tokens.new_id()
        with translated():
            try:
                self._client().put_object(
                    Bucket=self._bucket,
                    Key=key,
                    Body=content,
                    ContentType="application/json",
                    IfNoneMatch="*",
                    Metadata={_WRITER: mark},
                )
            except ClientError as error:
                if code_of(error) != "PreconditionFailed":
                    raise
                return self._is_written_by(mark, key)
        return True

    def listed(self, prefix: str) -> Mapping[str, StoredObject]:
        """All objects whose key begins so: S3 tells of a thousand at a time."""
        with translated():
            pages = self._client().get_paginator("list_objects_v2")
            return {
                each["Key"]: StoredObject(each["Size"], int(each["LastModified"].timestamp()))
                for page in pages.paginate(Bucket=self._bucket, Prefix=prefix)
                for each in page.get("Contents", ())
            }

    def begin(self, key: str, content_type: str) -> str:
        """Begin a multipart upload each of whose parts has a SHA-256 digest."""
        return self._in_parts.create(key, Announcement(None, content_type, parts_digested=True))

    def send(self, key: str, upload_id: str, number: int, content: bytes) -> Part:
        """Send a part; S3 compares its digest."""
        digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
        with translated():
            try:
                answer = self._client().upload_part(
                    Bucket=self._bucket,
                    Key=key,
                    UploadId=upload_id,
                    PartNumber=number,
                    Body=content,
                    ChecksumSHA256=digest,
                )
            except ClientError as error:
                if code_of(error) == "NoSuchUpload":
                    raise UploadGone from error
                raise
        return Part(number, len(content), digest, answer["ETag"])

    def complete(self, key: str, upload_id: str, parts: Sequence[Part]) -> None:
        """Make one object of these parts."""
        self._in_parts.complete(key, upload_id, parts)

    def original(self, key: str, start: int) -> Generator[bytes] | None:
        """An upload from this byte on."""
        return self._chunks(self._uploads, key, start)

    def rendition(self, key: str, start: int) -> Generator[bytes] | None:
        """A rendition from this byte on."""
        return self._chunks(self._bucket, key, start)

    def download_url(self, key: str, name: str, seconds: int) -> str:
        """A signed URL that saves the object; its type is what we wrote it as."""
        with translated():
            return self._client().generate_presigned_url(
                "get_object",
                Params={
                    "Bucket": self._bucket,
                    "Key": key,
                    "ResponseContentDisposition": filenames.attachment(name),
                },
                ExpiresIn=seconds,
            )

    def _is_written_by(self, mark: str, key: str) -> bool:
        try:
            known = self._client().head_object(Bucket=self._bucket, Key=key)
        except ClientError as error:
            if code_of(error) == "404":
                # It was erased since, which ends the export.
                return False
            raise
        return known["Metadata"].get(_WRITER) == mark

    def _chunks(self, bucket: str, key: str, start: int) -> Generator[bytes] | None:
        with translated():
            try:
                # Of an empty object no range is right, as behind the end of another one.
                answer = self._client().get_object(Bucket=bucket, Key=key, Range=f"bytes={start}-")
            except ClientError as error:
                if code_of(error) == "NoSuchKey":
                    return None
                if code_of(error) == "InvalidRange":
                    return _nothing()
                raise
        return _read(answer["Body"])


def _read(body: Any) -> Generator[bytes]:
    with translated(), closing(body):
        yield from body.iter_chunks(limits.EXPORT_CHUNK_BYTES)


def _nothing() -> Generator[bytes]:
    yield from ()
