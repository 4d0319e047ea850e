"""Sessions in DynamoDB: one item each, with its photos, so that one read is the whole snapshot."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from chalicelib.aws.faults import code_of, translated
from chalicelib.aws.items import Item, from_item, photo_of, photo_values, to_item
from chalicelib.errors import SessionChanged
from chalicelib.model import Session, SessionStatus

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoSessionStore:
    """`SessionStore` on a table with hash key `sessionId` and TTL attribute `expiresAt`."""

    def __init__(self, client: "Callable[[], DynamoDBClient]", table: str) -> None:
        self._client = client
        self._table = table

    def create(self, session: Session) -> None:
        """Store a session whose id is new."""
        with translated():
            self._client().put_item(
                TableName=self._table,
                Item=_to_item(session),
                ConditionExpression="attribute_not_exists(sessionId)",
            )

    def load(self, session_id: str) -> Session | None:
        """The session, read with strong consistency."""
        with translated():
            answer = self._client().get_item(
                TableName=self._table, Key=to_item({"sessionId": session_id}), ConsistentRead=True
            )
        item = answer.get("Item")
        return _from_item(item) if item else None

    def replace(self, before: Session, after: Session, now: int) -> Session:
        """Store `after` if the table still holds `before` and it has not expired.

        The expiry is checked here as well, because TTL deletes up to two days late.
        """
        stored = replace(after, version=before.version + 1)
        with translated():
            try:
                self._client().put_item(
                    TableName=self._table,
                    Item=_to_item(stored),
                    ConditionExpression="version = :version AND expiresAt > :now",
                    ExpressionAttributeValues=to_item({":version": before.version, ":now": now}),
                )
            except ClientError as error:
                if code_of(error) == "ConditionalCheckFailedException":
                    raise SessionChanged from error
                raise
        return stored


def _to_item(session: Session) -> Item:
    return to_item(
        {
            "sessionId": session.session_id,
            "status": session.status.value,
            "createdAt": session.created_at,
            "expiresAt": session.expires_at,
            "screenTokenDigest": session.screen_token_digest,
            "phoneTokenDigest": session.phone_token_digest,
            "albumId": session.album_id,
            "guestName": session.guest_name,
            "ownerId": session.owner_id,
            "photos": {key: photo_values(photo) for key, photo in session.photos.items()},
            "version": session.version,
        }
    )


def _from_item(item: Item) -> Session:
    values = from_item(item)
    return Session(
        session_id=values["sessionId"],
        created_at=values["createdAt"],
        expires_at=values["expiresAt"],
        screen_token_digest=values["screenTokenDigest"],
        phone_token_digest=values.get("phoneTokenDigest"),
        status=SessionStatus(values["status"]),
        photos={key: photo_of(photo) for key, photo in values["photos"].items()},
        version=values["version"],
        album_id=values.get("albumId"),
        guest_name=values.get("guestName"),
        owner_id=values.get("ownerId"),
    )
