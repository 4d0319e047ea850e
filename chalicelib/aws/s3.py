"""Uploaded objects in S3."""

import logging
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack, closing
from typing import BinaryIO

from botocore.exceptions import ClientError

from chalicelib import filenames, limits
from chalicelib.aws.faults import code_of, translated
from chalicelib.aws.versions import VersionedBucket
from chalicelib.errors import ServiceUnavailable
from chalicelib.storage import ObjectFacts

log = logging.getLogger(__name__)

_ABSENT = ("404", "NoSuchKey", "NotFound")
_CHUNK_BYTES = 1024 * 1024


class S3ObjectStore(VersionedBucket):
    """`ObjectStore` on one bucket."""

    def facts(self, key: str) -> ObjectFacts | None:
        """What is known of the object; None if it is not there."""
        with translated():
            try:
                head = self._client().head_object(Bucket=self._bucket, Key=key)
            except ClientError as error:
                if code_of(error) in _ABSENT:
                    return None
                raise
        return ObjectFacts(head["ContentLength"], head.get("ContentType"))

    def fetch(self, key: str) -> BinaryIO | None:
        """The object in an unnamed file: on disk, because a decoder in another process reads it."""
        with translated():
            try:
                answer = self._client().get_object(Bucket=self._bucket, Key=key)
            except ClientError as error:
                if code_of(error) in _ABSENT:
                    return None
                raise
            with closing(answer["Body"]) as body:
                return _on_disk(body.iter_chunks(_CHUNK_BYTES))

    def excerpt(self, key: str, start: int, size_bytes: int) -> bytes | None:
        """Some of its bytes, by a ranged GET: whatever the object's size, no more is read."""
        with translated():
            try:
                answer = self._client().get_object(
                    Bucket=self._bucket,
                    Key=key,
                    Range=f"bytes={start}-{start + size_bytes - 1}",
                )
            except ClientError as error:
                if code_of(error) in _ABSENT:
                    return None
                if code_of(error) == "InvalidRange":
                    return b""
                raise
            with closing(answer["Body"]) as body:
                return body.read(size_bytes)

    def view_url(self, key: str, content_type: str, seconds: int) -> str:
        """A signed URL that shows the object as this type.

        Only pictures and videos are let through: an upload must never become a page of ours.
        """
        return self._signed(key, content_type, "inline", seconds)

    def download_url(self, key: str, content_type: str, name: str, seconds: int) -> str:
        """A signed URL that saves the object; its type is bound as above, should it be shown."""
        return self._signed(key, content_type, filenames.attachment(name), seconds)

    def _signed(self, key: str, content_type: str, disposition: str, seconds: int) -> str:
        known = content_type in limits.CONTENT_TYPES or content_type in limits.VIDEO_TYPES
        shown = content_type if known else "application/octet-stream"
        with translated():
            return self._client().generate_presigned_url(
                "get_object",
                Params={
                    "Bucket": self._bucket,
                    "Key": key,
                    "ResponseContentType": shown,
                    "ResponseContentDisposition": disposition,
                },
                ExpiresIn=seconds,
            )

    def delete(self, key: str) -> None:
        """Remove the object; in a versioned bucket its versions follow by lifecycle."""
        with translated():
            self._client().delete_object(Bucket=self._bucket, Key=key)


def _on_disk(chunks: Iterable[bytes]) -> BinaryIO:
    with ExitStack() as stack:
        try:
            file = stack.enter_context(tempfile.TemporaryFile())
            for chunk in chunks:
                file.write(chunk)
            file.seek(0)
        except OSError as error:
            log.error("no room for an upload: %s", error.strerror)
            raise ServiceUnavailable from error
        stack.pop_all()
    return file
