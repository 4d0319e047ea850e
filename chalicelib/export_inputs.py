"""What hosts say of exports → values we can trust, or InvalidRequest. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib import inputs
from chalicelib.album_entry import Visibility
from chalicelib.library_inputs import one_of
from chalicelib.photo_query import ImageSize


@dataclass(frozen=True)
class ExportRequest:
    """Somebody wants to take an album away."""

    size: ImageSize
    #: None: photos of all.
    visibility: Visibility | None


def export_request(body: Mapping[str, Any]) -> ExportRequest:
    """`POST /albums/{albumId}/exports`."""
    size, visibility = body.get("size"), body.get("visibility")
    return ExportRequest(
        ImageSize.ORIGINAL if size is None else one_of(size, tuple(ImageSize), "size"),
        None if visibility is None else one_of(visibility, tuple(Visibility), "visibility"),
    )


def export_id(value: object) -> str:
    """An export's id, by its form alone."""
    return inputs.an_id(value, "exportId")
