"""How far the work on a volume of an export has come: what one job leaves to the next. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from chalicelib.archives import ArchivedFile
from chalicelib.export import ExportedPhoto
from chalicelib.messages import to_wire
from chalicelib.storage import Part


@dataclass(frozen=True)
class OpenFile:
    """A file of which only the beginning is in the archive yet."""

    photo: ExportedPhoto
    #: The object that it is read from.
    key: str
    done_bytes: int = 0


@dataclass(frozen=True)
class Progress:
    """Enough to go on from: a pause may be anywhere, also within a file."""

    #: Counts the pauses.
    step: int
    #: Of the archive, which is sent in parts.
    upload_id: str
    parts: tuple[Part, ...] = ()
    #: What has become of the photos of the plan so far, in their order.
    photos: tuple[ExportedPhoto, ...] = ()
    open_file: OpenFile | None = None
    #: Whether all is sent and the parts need only be joined.
    is_sent: bool = False
    #: Bytes of the archive behind its last part.
    rest: bytes = b""

    def to_bytes(self) -> bytes:
        """One line of JSON, and behind it the rest: one object, so that they always fit."""
        said = to_wire(replace(self, rest=b""))
        del said["rest"]
        return json.dumps(said, separators=(",", ":")).encode() + b"\n" + self.rest

    @classmethod
    def of_bytes(cls, content: bytes) -> "Progress":
        """As `to_bytes` writes it."""
        line, _, rest = content.partition(b"\n")
        said = json.loads(line)
        return cls(
            step=said["step"],
            upload_id=said["uploadId"],
            parts=tuple(
                Part(each["number"], each["sizeBytes"], each["sha256"], each["etag"])
                for each in said["parts"]
            ),
            photos=tuple(ExportedPhoto.of(each) for each in said["photos"]),
            open_file=None if said["openFile"] is None else _open_file(said["openFile"]),
            is_sent=said["isSent"],
            rest=rest,
        )


def archived(photo: ExportedPhoto) -> ArchivedFile:
    """The photo as a file of the archive."""
    return ArchivedFile(
        photo.file, photo.stored_at or 0, photo.size_bytes or 0, photo.crc32, photo.offset
    )


def _open_file(said: Mapping[str, Any]) -> OpenFile:
    return OpenFile(ExportedPhoto.of(said["photo"]), said["key"], said["doneBytes"])
