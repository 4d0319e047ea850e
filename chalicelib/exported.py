"""Which file of a photo is exported, and what is said of it. Pure."""

from dataclasses import dataclass
from typing import NamedTuple

from chalicelib import keys
from chalicelib.export import Export, ExportedPhoto, LeftOut
from chalicelib.photo import Photo, PhotoState
from chalicelib.photo_query import FileType, ImageSize, file_type


class Source(NamedTuple):
    """Where the file is."""

    key: str
    is_rendition: bool


@dataclass(frozen=True)
class Found:
    """A photo that is exported."""

    source: Source
    photo: ExportedPhoto


def source(export: Export, photo: Photo) -> Source | None:
    """The file, if it is there in what was asked for.

    Of a video nothing is made, so it is exported as it came.
    """
    for each in photo.renditions:
        if each.name.value == export.size.value:
            return Source(each.key, is_rendition=True)
    as_it_came = export.size is ImageSize.ORIGINAL or file_type(photo) is not FileType.IMAGE
    return Source(photo.key, is_rendition=False) if as_it_came and photo.key else None


def suffix(export: Export, photo: Photo) -> str:
    """What its name ends with, also while it is still to be made."""
    found = source(export, photo)
    return "jpg" if found is None else keys.suffix_of(found.key)


def expected_bytes(export: Export, photo: Photo) -> int:
    """How large the file is; of one that is still to be made, how large it is at most."""
    sizes = (each.size_bytes for each in photo.renditions if each.name.value == export.size.value)
    return next(sizes, photo.size_bytes or 0)


def described(
    export: Export, photo: Photo | None, photo_id: str, file: str, *, unseen: bool
) -> Found | ExportedPhoto:
    """What is exported of a photo that was planned, as it is now, or why it is left out.

    `unseen`: somebody looks at photos first, and nobody sees an upload before he has.
    """
    if photo is None or not photo.is_there:
        return ExportedPhoto(photo_id, file, LeftOut.DELETED)
    if not export.filters.take(photo):
        return ExportedPhoto(photo_id, file, LeftOut.CHANGED)
    found = source(export, photo)
    if found is None or (unseen and photo.state is PhotoState.STORED):
        return ExportedPhoto(photo_id, file, LeftOut.NOT_READY)
    return Found(found, _said(photo, file, found))


def _said(photo: Photo, file: str, found: Source) -> ExportedPhoto:
    facts = photo.facts
    made = next((each for each in photo.renditions if each.key == found.key), None)
    pixels = made or facts
    return ExportedPhoto(
        photo_id=photo.photo_id,
        file=file,
        stored_at=photo.stored_at,
        taken_at=facts.taken_at if facts else None,
        guest_name=photo.entry.guest_name if photo.entry else None,
        comment=photo.comment,
        visibility=photo.visibility,
        content_type="image/jpeg" if made else photo.content_type,
        size_bytes=made.size_bytes if made else photo.size_bytes,
        width=pixels.width if pixels else None,
        height=pixels.height if pixels else None,
    )
