"""DynamoDB items ↔ Python values, by boto3's own (de)serialiser."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

from chalicelib.album_entry import AlbumEntry, Visibility
from chalicelib.messages import to_wire
from chalicelib.photo import Announcement, Photo, PhotoFacts, PhotoState, Rejection, Rendition

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
        "fileName": said.file_name,
        "announcedSizeBytes": said.size_bytes,
        "announcedContentType": said.content_type,
        "sha256": said.sha256,
        "requestId": said.request_id,
        "partsDigested": said.parts_digested or None,
        "ticketExpiresAt": photo.ticket_expires_at,
        "number": photo.number or None,
        "uploadId": photo.upload_id,
        "key": photo.key,
        "sizeBytes": photo.size_bytes,
        "contentType": photo.content_type,
        "storedAt": photo.stored_at,
        "albumId": photo.album_id,
        "ownerId": photo.owner_id,
        "comment": photo.comment,
        # What is shown has none, as all that was stored before there was any.
        "visibility": None if photo.visibility is Visibility.SHOWN else photo.visibility.value,
        "told": photo.told or None,
        "shownAt": photo.shown_at,
        "entry": _given(to_wire(photo.entry)) if photo.entry else None,
        **outcome_values(photo),
    }
    return _given(values)


def outcome_values(photo: Photo) -> dict[str, Any]:
    """The part of that map which is written when a photo becomes READY or REJECTED."""
    values = {
        "state": photo.state.value,
        "rejection": photo.rejection.value if photo.rejection else None,
        "renditions": [to_wire(each) for each in photo.renditions] or None,
        "readyAt": photo.ready_at,
        "facts": _given(to_wire(photo.facts)) if photo.facts else None,
    }
    return _given(values)


def settled_values(photo: Photo) -> dict[str, Any]:
    """The same in the photo's own record, whose stream tells of it.

    With keys by name: the pipe of infra/template.yaml looks nothing up in lists.
    """
    keys = {each.name.value: each.key for each in photo.renditions}
    return outcome_values(photo) | _given({"renditionKeys": keys or None})


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
            parts_digested=values.get("partsDigested", False),
        ),
        state=PhotoState(values["state"]),
        ticket_expires_at=values.get("ticketExpiresAt"),
        number=values.get("number", 0),
        upload_id=values.get("uploadId"),
        key=values.get("key"),
        size_bytes=values.get("sizeBytes"),
        content_type=values.get("contentType"),
        stored_at=values.get("storedAt"),
        rejection=Rejection(rejection) if rejection else None,
        renditions=tuple(Rendition.of(each) for each in values.get("renditions", ())),
        ready_at=values.get("readyAt"),
        facts=PhotoFacts.of(values["facts"]) if "facts" in values else None,
        album_id=values.get("albumId"),
        owner_id=values.get("ownerId"),
        comment=values.get("comment"),
        visibility=Visibility(values.get("visibility", Visibility.SHOWN)),
        told=values.get("told", False),
        shown_at=values.get("shownAt"),
        entry=_entry_of(values["entry"]) if "entry" in values else None,
    )


def _entry_of(values: Mapping[str, Any]) -> AlbumEntry:
    return AlbumEntry(values["placeUntil"], values.get("guestName"), values["onOwnScreen"])


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value)
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return value
