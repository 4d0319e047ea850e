"""S3's multipart operations, in front of MiniStack, whose own hold every part in memory.

Parts go to disk as they come; the finished object is handed over as a file. Errors, their order
and their words are S3's.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from devserver import multipart_documents, s3_checksums
from devserver.asgi import AsgiApp, Receive, Scope, Send, reply
from devserver.multipart import MAX_PARTS, Completed, Part, Upload, Uploads
from devserver.s3_checksums import DigestedFile, composite, composite_etag
from devserver.s3_errors import Refused, error_answer, refused
from devserver.s3_events import STORED_ETAG, STORED_SIZE
from devserver.s3_requests import ClientLeft, S3Request
from devserver.wire import Answer

if TYPE_CHECKING:
    from devserver.ministack_s3 import MiniStackStorage

#: Headers of the first request that become headers of the object.
_DESCRIBING = (
    "cache-control",
    "content-disposition",
    "content-encoding",
    "content-language",
    "content-type",
    "expires",
)
#: S3's page of ListParts.
_PAGE = 1000

log = logging.getLogger(__name__)

Operation = Callable[[S3Request], Awaitable[Answer]]


class MultipartCloud:
    """ASGI middleware: multipart operations are done here, everything else is passed on."""

    def __init__(self, app: AsgiApp, uploads: Uploads, storage: "MiniStackStorage") -> None:
        self._app = app
        self._uploads = uploads
        self._storage = storage
        # Within an upload what changes it happens one after the other.
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        asked = S3Request.of(scope, receive) if scope["type"] == "http" else None
        operation = self._operation(asked) if asked else None
        if asked is None or operation is None:
            await self._app(scope, receive, send)
            return
        try:
            answer = self._storage.verify(asked.method, asked.path, asked.headers, asked.query)
            answer = answer or await operation(asked)
        except Refused as refusal:
            answer = refusal.answer
        except ClientLeft:
            return
        except OSError:
            log.exception("%s of a multipart upload failed", asked.method)
            message = "We encountered an internal error. Please try again."
            answer = error_answer(500, "InternalError", message)
        if await asked.has_all_come():
            await reply(answer, send)

    def _operation(self, asked: S3Request) -> Operation | None:
        if "x-amz-target" in asked.headers or not self._storage.has_bucket(asked.bucket):
            return None
        if "uploads" in asked.query:
            if asked.key:
                return self._create if asked.method == "POST" else None
            return self._list_uploads if asked.method == "GET" else None
        if not asked.key or "uploadId" not in asked.query:
            return None
        return {
            "GET": self._list_parts,
            "PUT": self._put_part,
            "POST": self._complete,
            "DELETE": self._abort,
        }.get(asked.method)

    async def _create(self, asked: S3Request) -> Answer:
        algorithm = asked.headers.get("x-amz-checksum-algorithm", "").upper() or None
        if algorithm:
            s3_checksums.required(algorithm)
        if asked.headers.get("x-amz-checksum-type", "COMPOSITE") != "COMPOSITE":
            message = "This storage computes COMPOSITE checksums only."
            raise refused(400, "InvalidRequest", message)
        described = {
            name: value
            for name, value in asked.headers.items()
            if name in _DESCRIBING or name.startswith("x-amz-meta-")
        }
        upload = self._uploads.create(asked.bucket, asked.key, algorithm, described)
        return multipart_documents.created(upload)

    async def _put_part(self, asked: S3Request) -> Answer:
        upload = self._found(asked)
        number = asked.number("partNumber", 0)
        if not 1 <= number <= MAX_PARTS:
            message = f"Part number must be an integer between 1 and {MAX_PARTS}, inclusive"
            raise refused(400, "InvalidArgument", message)
        if "x-amz-copy-source" in asked.headers:
            message = "Parts are not copied from objects here: send their bytes."
            raise refused(501, "NotImplemented", message)
        asked.length()
        checksums = asked.checksums(upload.algorithm)
        file = DigestedFile(self._uploads.file_for(upload, number), ("MD5", *checksums))
        try:
            await asked.write_to(file)
            asked.compare(file, checksums)
            part = Part(
                number=number,
                etag=file.digest("MD5").hex(),
                size=file.size,
                modified=self._uploads.now(),
                checksum=checksums.get(upload.algorithm or ""),
                file=file.path.name,
            )
            async with self._turn(upload.id):
                # It may have been completed or aborted meanwhile.
                self._found(asked)
                self._uploads.keep(upload, part)
        except BaseException:
            file.discard()
            raise
        told = tuple((f"x-amz-checksum-{name.lower()}", value) for name, value in checksums.items())
        return Answer(200, (("ETag", f'"{part.etag}"'), *told))

    async def _complete(self, asked: S3Request) -> Answer:
        location = f"http://{asked.headers.get('host', '')}{asked.path}"
        named = multipart_documents.named_parts(await asked.document())
        upload_id = asked.parameter("uploadId")
        async with self._turn(upload_id):
            known = self._uploads.completed(upload_id, asked.bucket, asked.key)
            if known:
                # Its answer was not heard; the event has been sent.
                return multipart_documents.completed(known, location)
            upload = self._found(asked)
            parts = multipart_documents.chosen(named, self._uploads.parts(upload), upload.algorithm)
            result = await self._stored(asked, upload, parts)
            gone = self._uploads.end(upload, result)
        # The next start would do it, too.
        asyncio.get_running_loop().run_in_executor(None, self._uploads.clear, gone)
        headers = ((STORED_SIZE, str(result.size)), (STORED_ETAG, result.etag))
        return multipart_documents.completed(result, location, headers)

    async def _stored(self, asked: S3Request, upload: Upload, parts: Sequence[Part]) -> Completed:
        result = _result(upload, parts)
        _compare(asked, result)
        appeared = self._storage.etag(upload.bucket, upload.key) == result.etag
        if appeared and self._uploads.is_committing(upload):
            # A kill came between the object and the note of it.
            return result
        self._require(asked)
        path = await asyncio.to_thread(self._uploads.assemble, upload, parts)
        try:
            # Again: from here on nothing else gets a turn.
            self._require(asked)
            self._uploads.mark_committing(upload)
            version_id = self._storage.keep(path, upload.headers, result)
        finally:
            path.unlink(missing_ok=True)
        return replace(result, version_id=version_id)

    async def _abort(self, asked: S3Request) -> Answer:
        async with self._turn(asked.parameter("uploadId")):
            gone = self._uploads.end(self._found(asked))
        await asyncio.to_thread(self._uploads.clear, gone)
        return Answer(204)

    async def _list_parts(self, asked: S3Request) -> Answer:
        upload = self._found(asked)
        after = asked.number("part-number-marker", 0)
        at_most = min(asked.number("max-parts", _PAGE), _PAGE)
        parts = self._uploads.parts(upload)
        return multipart_documents.listed_parts(upload, parts, after, at_most)

    async def _list_uploads(self, asked: S3Request) -> Answer:
        uploads = self._uploads.of_bucket(asked.bucket)
        prefix = asked.parameter("prefix")
        return multipart_documents.listed_uploads(asked.bucket, prefix, uploads)

    def _found(self, asked: S3Request) -> Upload:
        return self._uploads.find(asked.parameter("uploadId"), asked.bucket, asked.key)

    def _require(self, asked: S3Request) -> None:
        failed = self._storage.precondition(asked.bucket, asked.key, asked.headers)
        if failed:
            raise Refused(failed)

    def _turn(self, upload_id: str) -> asyncio.Lock:
        return self._turns.setdefault(upload_id, asyncio.Lock())


def _result(upload: Upload, parts: Sequence[Part]) -> Completed:
    checksums = [part.checksum for part in parts if part.checksum]
    return Completed(
        bucket=upload.bucket,
        key=upload.key,
        etag=composite_etag([part.etag for part in parts]),
        size=sum(part.size for part in parts),
        algorithm=upload.algorithm,
        checksum=composite(upload.algorithm, checksums) if upload.algorithm else None,
    )


def _compare(asked: S3Request, result: Completed) -> None:
    """Hold what the completion says of the whole object against what it is."""
    size = asked.headers.get("x-amz-mp-object-size", str(result.size))
    if size != str(result.size):
        message = (
            f"The provided 'x-amz-mp-object-size' header value {size} does not match what was "
            f"computed: {result.size}"
        )
        raise refused(400, "InvalidRequest", message)
    if result.algorithm:
        name = f"x-amz-checksum-{result.algorithm.lower()}"
        if asked.headers.get(name, result.checksum) != result.checksum:
            message = f"The {result.algorithm} you specified did not match the calculated checksum."
            raise refused(400, "BadDigest", message)
