"""What guests ask of galleries → values we can trust, or InvalidRequest and its like. Pure."""

from dataclasses import dataclass

from chalicelib import inputs
from chalicelib.album_errors import GalleryKeyRefused
from chalicelib.errors import TokenRefused, TokenRequired
from chalicelib.inputs import Headers, Query


@dataclass(frozen=True)
class GalleryRequest:
    """A guest asks for photos of an album."""

    album_id: str
    key: str
    cursor: str | None


def gallery_request(album_id: str, query: Query, headers: Headers) -> GalleryRequest:
    """`GET /albums/{albumId}/gallery`. A key that is not even one was cut off with its link."""
    try:
        key = inputs.required_token(headers)
    except (TokenRequired, TokenRefused) as error:
        raise GalleryKeyRefused from error
    return GalleryRequest(inputs.an_id(album_id, "albumId"), key, inputs.one(query, "cursor"))
