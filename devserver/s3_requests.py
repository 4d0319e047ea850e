"""A request for S3 whose body is still on its way, and what must be true of that."""

import asyncio
import base64
import binascii
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs

from devserver.asgi import Receive, Scope
from devserver.s3_checksums import DigestedFile, base64_of, digest_of, required
from devserver.s3_errors import refused

#: S3's quota for one part.
MAX_PART_BYTES = 5 * 1024**3
#: What a completion may say, with room for 10,000 parts.
_MAX_DOCUMENT_BYTES = 8 * 1024**2
#: So much is digested and written by a thread at once.
_WRITE_BYTES = 1024**2
_CHECKSUM = "x-amz-checksum-"
#: They begin like those of checksums, and are none.
_NO_CHECKSUMS = ("algorithm", "type", "mode")


class ClientLeft(Exception):
    """In the middle of its request; nobody is there to be answered."""


@dataclass
class S3Request:
    """One request; its body comes when it is asked for."""

    method: str
    #: Decoded.
    path: str
    #: Names in lower case.
    headers: Mapping[str, str]
    query: Mapping[str, list[str]]
    receive: Receive
    _has_ended: bool = False

    @classmethod
    def of(cls, scope: Scope, receive: Receive) -> "S3Request":
        """The request that ASGI describes."""
        headers: dict[str, str] = {}
        for raw_name, raw_value in scope["headers"]:
            name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
            headers[name] = f"{headers[name]}, {value}" if name in headers else value
        query = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        return cls(scope["method"], scope["path"], headers, query, receive)

    @property
    def bucket(self) -> str:
        """Of the path."""
        return self.path.removeprefix("/").partition("/")[0]

    @property
    def key(self) -> str:
        """Of the path; empty where it is the bucket's."""
        return self.path.removeprefix("/").partition("/")[2]

    def parameter(self, name: str) -> str:
        """The value of a query parameter; empty where there is none."""
        return self.query.get(name, [""])[0]

    def number(self, name: str, default: int) -> int:
        """A whole number of the query.

        Raises:
            Refused: InvalidArgument.
        """
        value = self.parameter(name) or str(default)
        if not (value.isascii() and value.isdigit()):
            raise refused(400, "InvalidArgument", f"Provided {name} not an integer")
        return int(value)

    async def chunks(self) -> AsyncIterator[bytes]:
        """The rest of the body.

        Raises:
            ClientLeft: there will be no more of it.
        """
        while not self._has_ended:
            message = await self.receive()
            if message["type"] != "http.request":
                self._has_ended = True
                raise ClientLeft
            self._has_ended = not message.get("more_body", False)
            yield message.get("body", b"")

    async def has_all_come(self) -> bool:
        """Let the rest pass by unread: a browser hears no answer before it has sent everything."""
        try:
            async for _ in self.chunks():
                pass
        except ClientLeft:
            return False
        return True

    async def document(self) -> bytes:
        """The whole body, which is small.

        Raises:
            ClientLeft
            Refused: MaxMessageLengthExceeded.
        """
        content = bytearray()
        async for chunk in self.chunks():
            content.extend(chunk)
            if len(content) > _MAX_DOCUMENT_BYTES:
                raise refused(400, "MaxMessageLengthExceeded", "Your request was too large.")
        return bytes(content)

    async def write_to(self, file: DigestedFile) -> None:
        """Put the body into a file, by threads, so that meanwhile others are served.

        Raises:
            ClientLeft
            Refused: IncompleteBody.
        """
        waiting = bytearray()
        async for chunk in self.chunks():
            waiting.extend(chunk)
            if len(waiting) >= _WRITE_BYTES:
                await asyncio.to_thread(file.write, waiting)
                waiting = bytearray()
        await asyncio.to_thread(file.write, waiting)
        file.close()
        if file.size != self.length():
            message = (
                "You did not provide the number of bytes specified by the Content-Length HTTP "
                "header."
            )
            raise refused(400, "IncompleteBody", message)

    def length(self) -> int:
        """How many bytes it says it has.

        Raises:
            Refused: MissingContentLength, EntityTooLarge, NotImplemented (S3 has that).
        """
        if "aws-chunked" in self.headers.get("content-encoding", ""):
            message = (
                "Bodies in chunks of AWS's own are not taken here: send the bytes as they are."
            )
            raise refused(501, "NotImplemented", message)
        said = self.headers.get("content-length", "")
        if not said.isdigit():
            message = "You must provide the Content-Length HTTP header."
            raise refused(411, "MissingContentLength", message)
        if int(said) > MAX_PART_BYTES:
            message = "Your proposed upload exceeds the maximum allowed size"
            raise refused(400, "EntityTooLarge", message)
        return int(said)

    def checksums(self, expected: str | None) -> dict[str, str]:
        """The checksums that came along, by algorithm; of an upload with one, just that.

        Raises:
            Refused: InvalidRequest.
        """
        found = {
            name.removeprefix(_CHECKSUM).upper(): value
            for name, value in self.headers.items()
            if name.startswith(_CHECKSUM) and name.removeprefix(_CHECKSUM) not in _NO_CHECKSUMS
        }
        for algorithm, value in found.items():
            if _length(value) != len(digest_of(required(algorithm)).digest()):
                message = f"Value for {_CHECKSUM}{algorithm.lower()} header is invalid."
                raise refused(400, "InvalidRequest", message)
        if expected and list(found) != [expected]:
            actual = ", ".join(found).lower() or "null"
            message = (
                f"Checksum Type mismatch occurred, expected checksum Type: {expected.lower()}, "
                f"actual checksum Type: {actual}"
            )
            raise refused(400, "InvalidRequest", message)
        return found

    def compare(self, file: DigestedFile, checksums: Mapping[str, str]) -> None:
        """Hold what came against what was said of it.

        Raises:
            Refused: BadDigest.
        """
        said = {algorithm: (algorithm, value) for algorithm, value in checksums.items()}
        if md5 := self.headers.get("content-md5"):
            said["MD5"] = ("Content-MD5", md5)
        for algorithm, (name, value) in said.items():
            if base64_of(file.digest(algorithm)) != value:
                message = f"The {name} you specified did not match the calculated checksum."
                raise refused(400, "BadDigest", message)


def _length(value: str) -> int:
    try:
        return len(base64.b64decode(value, validate=True))
    except binascii.Error:
        return -1
