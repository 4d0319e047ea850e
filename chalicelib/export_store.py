"""What the use cases need of a place for exports. The other ports are in `ports`."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from chalicelib.storage import Part


@dataclass(frozen=True)
class StoredObject:
    """What a list tells of an object."""

    size_bytes: int
    #: When it was written, in epoch seconds.
    stored_at: int


class ExportStore(Protocol):
    """Keeps exports, and reads what goes into them. Every method may raise ServiceUnavailable.

    Reads and lists are strongly consistent.
    """

    def put(self, key: str, content: bytes) -> None:
        """Write a small object, in the place of one that is there."""

    def put_once(self, key: str, content: bytes) -> bool:
        """Write a small object unless one is there; whether it was written."""

    def read(self, key: str) -> bytes | None:
        """A small object; None if it is not there."""

    def listed(self, prefix: str) -> Mapping[str, StoredObject]:
        """All objects whose key begins so, by key, in the order of keys."""

    def begin(self, key: str, content_type: str) -> str:
        """Begin an object that is sent in parts; the id of the upload."""

    def send(self, key: str, upload_id: str, number: int, content: bytes) -> Part:
        """Send a part, in the place of one that is there; what is there of it then.

        Raises:
            UploadGone: the upload was completed, aborted, or never was.
        """

    def complete(self, key: str, upload_id: str, parts: Sequence[Part]) -> None:
        """Make one object of these parts. One that is there stays, and is no error.

        Raises:
            UploadGone: as above.
            PartsMissing: not just these parts are there.
        """

    def original(self, key: str, start: int) -> Generator[bytes] | None:
        """An upload from this byte on, in chunks; None if it is not there."""

    def rendition(self, key: str, start: int) -> Generator[bytes] | None:
        """The same of a picture that we made."""

    def download_url(self, key: str, name: str, seconds: int) -> str:
        """A signed URL that saves the object under this name."""

    def erase(self, prefix: str) -> None:
        """As `MediaStore.erase`."""
