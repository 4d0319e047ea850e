"""What users say of a file to be kept → values we can trust, or InvalidRequest. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib import categories, filenames, library_inputs, multipart_inputs
from chalicelib.comments import comment
from chalicelib.errors import InvalidRequest, UnsupportedContentType
from chalicelib.photo import Announcement


@dataclass(frozen=True)
class UserUpload:
    """A user wants to keep a file."""

    #: With a type of `categories`; without a size, if it was not told.
    announced: Announcement
    comment: str | None
    album_id: str | None


def user_upload(body: Mapping[str, Any]) -> UserUpload:
    """`POST /upload`.

    Raises:
        InvalidRequest, PhotoEmpty
        UnsupportedContentType: it is of no type that anybody may keep here.
    """
    name = multipart_inputs.text(body, "filename")
    said = multipart_inputs.text(body, "content_type")
    if name is None or said is None:
        raise InvalidRequest("filename and content_type are needed.")
    size = body.get("size")
    size_bytes = None if size is None else multipart_inputs.size_bytes(size)
    note, album_id = comment(body.get("comment")), library_inputs.album(body.get("album"))
    content_type = categories.known_type(said)
    if content_type is None:
        raise UnsupportedContentType
    announced = Announcement(size_bytes, content_type, filenames.shown(name))
    return UserUpload(announced, note, album_id)
