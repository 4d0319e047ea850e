"""The checksums of S3 that can be had while bytes go by."""

import base64
import hashlib
import zlib
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Protocol

from devserver.s3_errors import refused


class Digest(Protocol):
    """As hashlib has them."""

    def update(self, data: bytes | bytearray, /) -> None:
        """Take the next bytes."""

    def digest(self) -> bytes:
        """The checksum of all of them."""


class _Crc32:
    def __init__(self) -> None:
        self._value = 0

    def update(self, data: bytes | bytearray, /) -> None:
        self._value = zlib.crc32(data, self._value)

    def digest(self) -> bytes:
        return self._value.to_bytes(4, "big")


#: Those without a C implementation at hand would take minutes for a gigabyte.
ALGORITHMS = ("SHA256", "SHA1", "CRC32")


def digest_of(algorithm: str) -> Digest:
    """A digest that has seen nothing yet."""
    if algorithm == "CRC32":
        return _Crc32()
    return hashlib.new(algorithm.lower(), usedforsecurity=False)


def base64_of(digest: bytes) -> str:
    """As S3 carries checksums."""
    return base64.b64encode(digest).decode()


def required(algorithm: str) -> str:
    """The algorithm, if we have it.

    Raises:
        Refused: InvalidRequest.
    """
    if algorithm not in ALGORITHMS:
        message = f"This storage computes {', '.join(ALGORITHMS)}, and not {algorithm}."
        raise refused(400, "InvalidRequest", message)
    return algorithm


def composite(algorithm: str, checksums: Collection[str]) -> str:
    """The checksum of an object of several parts: that of their checksums."""
    digest = digest_of(algorithm)
    for checksum in checksums:
        digest.update(base64.b64decode(checksum))
    return f"{base64_of(digest.digest())}-{len(checksums)}"


def composite_etag(etags: Collection[str]) -> str:
    """The ETag of an object of several parts, without quotes."""
    digest = digest_of("MD5")
    for etag in etags:
        digest.update(bytes.fromhex(etag))
    return f"{digest.digest().hex()}-{len(etags)}"


class DigestedFile:
    """A new file, digested while it is written. Blocks."""

    def __init__(self, path: Path, algorithms: Iterable[str]) -> None:
        self.path = path
        self.size = 0
        self._digests = {algorithm: digest_of(algorithm) for algorithm in algorithms}
        self._file = path.open("xb")

    def write(self, content: bytes | bytearray) -> None:
        """Take the next bytes."""
        self._file.write(content)
        for digest in self._digests.values():
            digest.update(content)
        self.size += len(content)

    def close(self) -> None:
        """All bytes have come; what they could not be written for is raised."""
        self._file.close()

    def discard(self) -> None:
        """They are not wanted."""
        try:
            self._file.close()
        finally:
            self.path.unlink(missing_ok=True)

    def digest(self, algorithm: str) -> bytes:
        """The checksum of what was written."""
        return self._digests[algorithm].digest()
