"""Where a photo belongs, as its renditions carry it: what its record can be made anew from. Pure.

S3's metadata of an object: names in lower case, values in US-ASCII, 2 KB in all.
https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html
"""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import quote, unquote

from chalicelib.album import FOR_EVER
from chalicelib.album_entry import AlbumEntry, Visibility
from chalicelib.photo import Photo


def metadata_of(photo: Photo) -> dict[str, str]:
    """What is written beside what is made of the photo."""
    guest = photo.entry.guest_name if photo.entry else None
    said = {"album": photo.album_id, "owner": photo.owner_id, "guest": guest}
    return {name: quote(value, safe="") for name, value in said.items() if value}


def restored(photo: Photo, metadata: Mapping[str, str]) -> Photo:
    """The photo with what that says.

    In an album it waits for its host again: whether he had hidden it, nothing says.
    """
    said = {name: unquote(value) for name, value in metadata.items()}
    photo = replace(photo, owner_id=said.get("owner"))
    if "album" not in said:
        return photo
    entry = AlbumEntry(FOR_EVER, said.get("guest"), on_own_screen=False)
    return replace(photo, album_id=said["album"], entry=entry, visibility=Visibility.WAITING)
