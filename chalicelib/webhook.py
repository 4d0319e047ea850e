"""Webhooks of albums: what a receiver is told of a photo, and how it knows that we say it. Pure.

As the Standard Webhooks specification has it, so that its libraries verify it:
https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from chalicelib.jobs import JobInvalid
from chalicelib.photo import Photo

#: What a secret is derived for. Another version would make other secrets of all albums.
_PURPOSE = "webhook-v1"


@dataclass(frozen=True)
class WebhookJob:
    """A photo of an album is ready, and a receiver is to be told."""

    album_id: str
    photo_id: str

    @property
    def message(self) -> dict[str, Any]:
        """What the queue hands on."""
        return {"webhook": {"albumId": self.album_id, "photoId": self.photo_id}}

    @classmethod
    def of(cls, document: object) -> "WebhookJob | None":
        """The job of a message, if it is one of a webhook.

        Raises:
            JobInvalid: it says so, and is none.
        """
        if not isinstance(document, dict) or "webhook" not in document:
            return None
        try:
            named = document["webhook"]
            return cls(str(named["albumId"]), str(named["photoId"]))
        except (KeyError, TypeError) as error:
            raise JobInvalid(f"not a webhook of ours ({error})") from error


def derived(secret: bytes, album_id: str) -> bytes:
    """The album's own key, made of a secret of the deployment. It is kept nowhere."""
    return hmac.digest(secret, f"{_PURPOSE}:{album_id}".encode(), hashlib.sha256)


def shown(key: bytes) -> str:
    """A key as its host gets it, and as libraries take it."""
    return f"whsec_{base64.b64encode(key).decode()}"


def signature(key: bytes, message_id: str, timestamp: int, body: bytes) -> str:
    """Of one key."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    return f"v1,{base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()}"


def headers(
    keys: Iterable[bytes], message_id: str, timestamp: int, body: bytes
) -> Mapping[str, str]:
    """Headers of one attempt: a receiver that knows any of the keys finds its signature."""
    return {
        "content-type": "application/json",
        "user-agent": "Scandrop",
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signature(key, message_id, timestamp, body) for key in keys),
    }


def message_id(photo: Photo) -> str:
    """The same for each attempt, by which receivers know what they have heard already."""
    return f"photo-ready-{photo.photo_id}"


def notice(photo: Photo, image_url: str | None, expires_at: int) -> bytes:
    """What a receiver is told: nothing that is the visitor's own business."""
    ready_at = datetime.fromtimestamp(photo.ready_at or 0, UTC)
    said = {
        "type": "photo.ready",
        "timestamp": ready_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "data": {
            "albumId": photo.album_id,
            "photoId": photo.photo_id,
            "contentType": photo.content_type,
            "visibility": photo.visibility,
            "imageUrl": image_url,
            "expiresAt": expires_at,
        },
    }
    return json.dumps(said, separators=(",", ":")).encode()
