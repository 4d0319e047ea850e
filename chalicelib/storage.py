"""What the use cases need of the stores that keep files: ports, as those in `ports`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from chalicelib.photo import Announcement, Picture


@dataclass(frozen=True)
class SignedRequest:
    """A request that anyone may make until it expires, if they send just these headers."""

    method: str
    url: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Part:
    """One part of a file that comes in parts."""

    #: From 1.
    number: int
    size_bytes: int
    #: Base64 of the SHA-256 digest of its bytes, where parts have one.
    sha256: str | None = None
    #: The store's name of these bytes, once they are there.
    etag: str | None = None


#: What a store calls an object whose uploader did not say what it is.
_UNTYPED = (None, "", "binary/octet-stream", "application/octet-stream")


def said_type(content_type: str | None) -> str | None:
    """The type of an object as its uploader said it; None if he said nothing."""
    return None if content_type in _UNTYPED else content_type


@dataclass(frozen=True)
class ObjectFacts:
    """What the store knows of an object."""

    size_bytes: int
    content_type: str | None


class UploadSigner(Protocol):
    """Lets a phone write one object, and nothing else, straight to the store."""

    def sign_put(self, key: str, announced: Announcement, seconds: int) -> SignedRequest:
        """A PUT of this key: once, of just the announced size, type and checksum."""

    def sign_part(self, key: str, upload_id: str, part: Part, seconds: int) -> SignedRequest:
        """A PUT of this part of this upload: of just its size and, if it has one, its digest."""


class PartStore(Protocol):
    """Takes large files in parts. Nothing of one is an object until it is complete."""

    def create(self, key: str, announced: Announcement) -> str:
        """Begin an upload to this key; its id."""

    def arrived(self, key: str, upload_id: str) -> Mapping[int, Part]:
        """All parts that are there, by number.

        Raises:
            UploadGone: it was completed, aborted, or never was.
        """

    def complete(self, key: str, upload_id: str, parts: Sequence[Part]) -> None:
        """Make one object of these parts. One that is there stays, and is no error.

        Raises:
            UploadGone: as above.
            PartsMissing: not just these parts are there.
        """

    def abort(self, key: str, upload_id: str) -> None:
        """Give up the upload and its parts. One that is gone is no error."""


class ObjectStore(Protocol):
    """Reads and removes what phones have uploaded."""

    def facts(self, key: str) -> ObjectFacts | None:
        """What is known of the object; None if it is not there."""

    def excerpt(self, key: str, start: int, size_bytes: int) -> bytes | None:
        """The bytes of the object from there on, so many at most; None if it is not there."""

    def fetch(self, key: str) -> BinaryIO | None:
        """The object as a file on disk, for the caller to close; None if it is not there."""

    def view_url(self, key: str, content_type: str, seconds: int) -> str:
        """A signed URL that shows the object as this type, whatever the uploader called it."""

    def download_url(self, key: str, content_type: str, name: str, seconds: int) -> str:
        """A signed URL that saves the object under this name, and lets no browser show it."""

    def delete(self, key: str) -> None:
        """Remove the object. One that is not there is no error."""

    def erase(self, prefix: str) -> None:
        """Remove all whose key begins so, with every version. None is no error; for good."""


class MediaStore(Protocol):
    """Keeps what we made ourselves, and the operator's logos."""

    def put(self, key: str, picture: Picture, metadata: Mapping[str, str]) -> None:
        """Store a picture and what `belonging` says of it, in the place of one that is there."""

    def read(self, key: str) -> bytes | None:
        """The object, or None."""

    def view_url(self, key: str, seconds: int) -> str:
        """A signed URL that shows the picture."""

    def download_url(self, key: str, name: str, seconds: int) -> str:
        """A signed URL that saves the picture under this name."""

    def delete(self, keys: Sequence[str]) -> None:
        """Remove these. Those that are not there are no error."""

    def erase(self, prefix: str) -> None:
        """As `ObjectStore.erase`."""
