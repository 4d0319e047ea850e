"""Exports: all photos of an album as ZIP files and manifests, for its host to take away. Pure.

All are frozen: a change makes a new one. Times are epoch seconds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from chalicelib.album_entry import Visibility
from chalicelib.jobs import JobInvalid
from chalicelib.photo_query import Filters, ImageSize, Position


class ExportState(StrEnum):
    """What has become of an export."""

    MAKING = "MAKING"
    READY = "READY"
    FAILED = "FAILED"


class LeftOut(StrEnum):
    """Why a photo that was there when the export was asked for is not in it."""

    #: It was deleted, or refused, meanwhile.
    DELETED = "DELETED"
    #: It was moved to another album, or has another visibility than was asked for.
    CHANGED = "CHANGED"
    #: In this size it is still to be made.
    NOT_READY = "NOT_READY"


@dataclass(frozen=True)
class Export:
    """What was asked for."""

    export_id: str
    album_id: str
    album_name: str
    size: ImageSize
    #: Only photos of this visibility; None: all.
    visibility: Visibility | None
    created_at: int

    @property
    def filters(self) -> Filters:
        """The photos that were there when it was asked for."""
        return Filters(
            album_id=self.album_id,
            visibility=self.visibility,
            stored_before=self.created_at + 1,
        )

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Export":
        """As `messages.to_wire` writes it."""
        visibility = values.get("visibility")
        return cls(
            export_id=values["exportId"],
            album_id=values["albumId"],
            album_name=values["albumName"],
            size=ImageSize(values["size"]),
            visibility=None if visibility is None else Visibility(visibility),
            created_at=values["createdAt"],
        )


@dataclass(frozen=True)
class ExportJob:
    """One volume of an export that is to be made, or gone on with."""

    album_id: str
    export_id: str
    volume: int

    @property
    def message(self) -> dict[str, Any]:
        """What the queue hands on."""
        named = {"albumId": self.album_id, "exportId": self.export_id, "volume": self.volume}
        return {"export": named}

    @classmethod
    def of(cls, document: object) -> "ExportJob | None":
        """The job of a message, if it is one of an export.

        Raises:
            JobInvalid: it says so, and is none.
        """
        if not isinstance(document, dict) or "export" not in document:
            return None
        try:
            named = document["export"]
            return cls(str(named["albumId"]), str(named["exportId"]), int(named["volume"]))
        except (KeyError, TypeError, ValueError) as error:
            raise JobInvalid(f"not an export of ours ({error})") from error


@dataclass(frozen=True)
class Planned:
    """One photo of a volume, and what it is called there."""

    photo_id: str
    file: str


@dataclass(frozen=True)
class Plan:
    """Which photos go into a volume, in their order."""

    photos: tuple[Planned, ...]
    #: Photos of all volumes before this one.
    before: int
    #: Where the next volume begins; None: this is the last one.
    after: Position | None
    #: Names of files, in lower case, that are taken of those that the next one may begin with.
    names: tuple[str, ...] = ()

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Plan":
        """As `messages.to_wire` writes it."""
        after = values.get("after")
        return cls(
            photos=tuple(Planned(each["photoId"], each["file"]) for each in values["photos"]),
            before=values["before"],
            after=None if after is None else Position(after["storedAt"], after["photoId"]),
            names=tuple(values["names"]),
        )


@dataclass(frozen=True)
class ExportedPhoto:
    """What the manifest says of a photo, as it was when it was packed."""

    photo_id: str
    #: Its name in the ZIP, if it is there.
    file: str
    left_out: LeftOut | None = None
    stored_at: int | None = None
    #: By the camera's clock.
    taken_at: str | None = None
    guest_name: str | None = None
    comment: str | None = None
    visibility: Visibility | None = None
    content_type: str | None = None
    #: Of the file in the ZIP, as all that follows.
    size_bytes: int | None = None
    width: int | None = None
    height: int | None = None
    #: In hexadecimal, as `sha256sum` prints it; None: of a file that took more than one job.
    sha256: str | None = None
    #: Of its bytes, and where its header begins in the ZIP.
    crc32: int = 0
    offset: int = 0

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "ExportedPhoto":
        """As `messages.to_wire` writes it."""
        left_out, visibility = values.get("leftOut"), values.get("visibility")
        return cls(
            photo_id=values["photoId"],
            file=values["file"],
            left_out=None if left_out is None else LeftOut(left_out),
            stored_at=values.get("storedAt"),
            taken_at=values.get("takenAt"),
            guest_name=values.get("guestName"),
            comment=values.get("comment"),
            visibility=None if visibility is None else Visibility(visibility),
            content_type=values.get("contentType"),
            size_bytes=values.get("sizeBytes"),
            width=values.get("width"),
            height=values.get("height"),
            sha256=values.get("sha256"),
            crc32=values["crc32"],
            offset=values["offset"],
        )


def stamp(stored_at: int) -> str:
    """What the names of files begin with, so that they sort by time: ISO 8601, basic, UTC."""
    return datetime.fromtimestamp(stored_at, UTC).strftime("%Y%m%dT%H%M%SZ")
