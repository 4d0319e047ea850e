"""The embedded S3 in this process: MiniStack as we adapt it, behind our multipart uploads."""

import base64
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from ministack.app import app
from ministack.services import s3

from devserver import asgi, ministack_s3
from devserver.cloud_server import create_bucket
from devserver.multipart import Uploads
from devserver.multipart_server import MultipartCloud
from devserver.wire import Answer

MIB = 1024**2
BUCKET = "uploads"
KEY = "s/film.mp4"

#: Contents of parts; only the last one of an object may be so small.
FIRST = b"1" * (5 * MIB)
OTHER = b"2" * (5 * MIB)
LAST = b"3" * 7


@contextmanager
def adapted(objects: Path) -> Iterator[Any]:
    """MiniStack's S3 module as the dev server has it; afterwards as it was."""
    with pytest.MonkeyPatch.context() as patch:
        for name in vars(s3):
            if not name.startswith("__"):
                patch.setattr(s3, name, getattr(s3, name))
        s3.DATA_DIR = str(objects)
        s3.S3_PERSIST = True
        ministack_s3.adapt()
        try:
            yield s3
        finally:
            s3.reset()


class Storage:
    """A client of it, and its disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.uploads = Uploads(folder / "multipart")
        self.cloud = MultipartCloud(app, self.uploads, ministack_s3.MiniStackStorage())

    async def start(self) -> "Storage":
        await create_bucket(app, BUCKET)
        return self

    async def ask(
        self, method: str, query: str = "", body: bytes = b"", *, key: str = KEY, **headers: str
    ) -> Answer:
        """One request for an object; `headers` with `_` for `-`, an empty one is left out."""
        wanted = {"host": "h", "content_length": str(len(body)), **headers}
        named = tuple((name.replace("_", "-"), value) for name, value in wanted.items() if value)
        path = f"/{BUCKET}/{key}".removesuffix("/")
        scope = asgi.scope_of(method, path, named, query)
        return await asgi.call(self.cloud, scope, body)

    async def create(self, **headers: str) -> str:
        """The id of a new upload whose parts have checksums."""
        answer = await self.ask(
            "POST", "uploads", b"", x_amz_checksum_algorithm="SHA256", **headers
        )
        assert answer.status == 200, answer
        return fact(answer, "UploadId")

    async def put(self, upload: str, number: int, content: bytes, **headers: str) -> Answer:
        """Send a part with its checksum."""
        named = {"x_amz_checksum_sha256": sha256(content), **headers}
        query = f"partNumber={number}&uploadId={upload}"
        return await self.ask("PUT", query, content, **named)

    async def complete(self, upload: str, *parts: tuple[int, bytes], **headers: str) -> Answer:
        """Make an object of parts with these contents."""
        query = f"uploadId={upload}"
        return await self.ask("POST", query, document(*parts), **headers)

    async def sent(self, *parts: tuple[int, bytes], **headers: str) -> str:
        """A new upload with these parts."""
        upload = await self.create(**headers)
        for number, content in parts:
            assert (await self.put(upload, number, content)).status == 200
        return upload

    def files(self) -> set[str]:
        """What is on disk of uploads."""
        root = self.folder / "multipart"
        return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def document(*parts: tuple[int, bytes], checksums: bool = True) -> bytes:
    """What a completion says."""
    listed = "".join(
        f"<Part><PartNumber>{number}</PartNumber><ETag>&quot;{md5(content)}&quot;</ETag>"
        + (f"<ChecksumSHA256>{sha256(content)}</ChecksumSHA256>" if checksums else "")
        + "</Part>"
        for number, content in parts
    )
    namespace = "http://s3.amazonaws.com/doc/2006-03-01/"
    return (
        f'<CompleteMultipartUpload xmlns="{namespace}">{listed}</CompleteMultipartUpload>'.encode()
    )


def fact(answer: Answer, name: str) -> str:
    """What an answer says in its first element of this name."""
    found = facts(answer, name)
    assert found, answer.body
    return found[0]


def facts(answer: Answer, name: str) -> list[str]:
    """What an answer says in its elements of this name."""
    return re.findall(f"<{name}>(.*?)</{name}>", answer.body.decode())


def md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def sha256(content: bytes) -> str:
    return base64.b64encode(hashlib.sha256(content).digest()).decode()
