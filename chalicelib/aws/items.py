"""DynamoDB items ↔ Python values, by boto3's own (de)serialiser."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

from chalicelib.model import Announcement, Photo, PhotoState, Rejection

Item = dict[str, Any]

_serialize = TypeSerializer().serialize
_deserialize = TypeDeserializer().deserialize


def to_item(values: Mapping[str, Any]) -> Item:
    """The item; values that are None are left out."""
    return {name: _serialize(value) for name, value in values.items() if value is not None}


def from_item(item: Mapping[str, Any]) -> dict[str, Any]:
    """The values; numbers as int, because we store no others."""
    return {name: _plain(_deserialize(value)) for name, value in item.items()}


def photo_values(photo: Photo) -> dict[str, Any]:
    """A photo as a map, in its session's item and in its own."""
    said = photo.announced
    values = {
        "photoId": photo.photo_id,
        "sessionId": photo.session_id,
        "state": photo.state.value,
        "fileName": said.file_name,
        "announcedSizeBytes": said.size_bytes,
        "announcedContentType": said.content_type,
        "sha256": said.sha256,
        "requestId": said.request_id,
        "ticketExpiresAt": photo.ticket_expires_at,
        "key": photo.key,
        "sizeBytes": photo.size_bytes,
        "contentType": photo.content_type,
        "storedAt": photo.stored_at,
        "rejection": photo.rejection.value if photo.rejection else None,
    }
    return {name: value for name, value in values.items() if value is not None}


def photo_of(values: Mapping[str, Any]) -> Photo:
    """The photo of such a map."""
    rejection = values.get("rejection")
    return Photo(
        photo_id=values["photoId"],
        session_id=values["sessionId"],
        announced=Announcement(
            size_bytes=values.get("announcedSizeBytes"),
            content_type=values.get("announcedContentType"),
            file_name=values.get("fileName"),
            sha256=values.get("sha256"),
            request_id=values.get("requestId"),
        ),
        state=PhotoState(values["state"]),
        ticket_expires_at=values.get("ticketExpiresAt"),
        key=values.get("key"),
        size_bytes=values.get("sizeBytes"),
        content_type=values.get("contentType"),
        stored_at=values.get("storedAt"),
        rejection=Rejection(rejection) if rejection else None,
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value)
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    return value
