"""Albums as DynamoDB items."""

from collections.abc import Mapping
from typing import Any

from chalicelib.album import WALL_SECONDS, Album, Attract, Guests, Kiosk
from chalicelib.aws.items import from_item


def said_values(album: Album) -> dict[str, Any]:
    """What its host says of it, and the version of that."""
    return {
        "code": album.code,
        "name": album.name,
        "opensAt": album.opens_at,
        "closesAt": album.closes_at,
        "moderated": album.moderated,
        "guests": album.guests.value,
        "kioskShowsOwn": album.kiosk_shows_own,
        "attract": album.attract.value,
        "maxPhotos": album.max_photos,
        "retentionDays": album.retention_days,
        "webhookUrl": album.webhook_url,
        "wallPaused": album.wall_paused,
        "wallSeconds": album.wall_seconds,
        "galleryKey": album.gallery_key,
        "kiosks": {
            each.kiosk_id: {"name": each.name, "createdAt": each.created_at}
            for each in album.kiosks.values()
        },
        "version": album.version,
    }


def album_of(item: Mapping[str, Any]) -> Album:
    """The album of its item."""
    values = from_item(item)
    return Album(
        album_id=values["albumId"],
        code=values["code"],
        owner_id=values["ownerId"],
        name=values["name"],
        created_at=values["createdAt"],
        opens_at=values.get("opensAt"),
        closes_at=values.get("closesAt"),
        moderated=values["moderated"],
        guests=Guests(values["guests"]),
        kiosk_shows_own=values["kioskShowsOwn"],
        # Albums that are older than this setting say nothing of it.
        attract=Attract(values.get("attract", Attract.MESSAGES)),
        max_photos=values["maxPhotos"],
        retention_days=values.get("retentionDays"),
        webhook_url=values.get("webhookUrl"),
        # Albums that are older than walls say nothing of them.
        wall_paused=values.get("wallPaused", False),
        wall_seconds=values.get("wallSeconds", WALL_SECONDS),
        gallery_key=values.get("galleryKey"),
        kiosks={key: Kiosk(key, k["name"], k["createdAt"]) for key, k in values["kiosks"].items()},
        version=values["version"],
        photo_count=values["photoCount"],
        held=values["held"],
    )
