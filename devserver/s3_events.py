"""What S3 tells a function about a stored object. Pure.

Shape: S3 user guide, "Event message structure", version 2.1.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote_plus

from devserver.environment import REGION

#: The headers in which the embedded storage says what a completed upload has become. S3 has none
#: such, and these go no further than our proxy.
STORED_SIZE = "x-scandrop-stored-size"
STORED_ETAG = "x-scandrop-stored-etag"


@dataclass(frozen=True)
class StoredObject:
    """An object that S3 has stored."""

    bucket: str
    #: As the application names it: decoded.
    key: str
    size: int
    #: Without quotes.
    etag: str
    version_id: str | None
    #: Epoch seconds.
    stored_at: float
    event_name: str = "ObjectCreated:Put"


def object_created(stored: StoredObject, *, peer: str = "127.0.0.1") -> dict[str, Any]:
    """The event of one object: one record, as S3 sends them."""
    when = datetime.fromtimestamp(stored.stored_at, UTC).isoformat(timespec="milliseconds")
    described: dict[str, Any] = {
        # S3 encodes keys as a form would: a space is `+`, a slash stays.
        "key": quote_plus(stored.key, safe="/"),
        "size": stored.size,
        "eTag": stored.etag,
        "sequencer": sequencer(stored.stored_at),
    }
    if stored.version_id:
        described["versionId"] = stored.version_id
    return {
        "Records": [
            {
                "eventVersion": "2.1",
                "eventSource": "aws:s3",
                "awsRegion": REGION,
                "eventTime": when.replace("+00:00", "Z"),
                "eventName": stored.event_name,
                "userIdentity": {"principalId": "AWS:scandrop"},
                "requestParameters": {"sourceIPAddress": peer},
                "responseElements": {
                    "x-amz-request-id": secrets.token_hex(8).upper(),
                    "x-amz-id-2": secrets.token_urlsafe(48),
                },
                "s3": {
                    "s3SchemaVersion": "1.0",
                    "configurationId": "scandrop-uploads",
                    "bucket": {
                        "name": stored.bucket,
                        "ownerIdentity": {"principalId": "SCANDROP"},
                        "arn": f"arn:aws:s3:::{stored.bucket}",
                    },
                    "object": described,
                },
            }
        ]
    }


def created_by(etag: str) -> str:
    """The event of an object that is there: an ETag counts the parts, where there were any."""
    return "ObjectCreated:CompleteMultipartUpload" if "-" in etag else "ObjectCreated:Put"


def sequencer(stored_at: float) -> str:
    """Grows with time, so that of two events of one key the later is the greater."""
    return f"{int(stored_at * 1_000_000):016X}"
