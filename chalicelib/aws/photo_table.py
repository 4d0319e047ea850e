"""Photos in DynamoDB, where they outlive their sessions."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from chalicelib.aws.faults import code_of, translated
from chalicelib.aws.items import from_item, photo_of, photo_values, settled_values, to_item
from chalicelib.photo import Photo, PhotoState

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoPhotoStore:
    """`PhotoStore` on a table with hash key `photoId` and TTL attribute `expiresAt`."""

    def __init__(
        self, client: "Callable[[], DynamoDBClient]", table: str, keep_days: int | None = None
    ) -> None:
        self._client = client
        self._table = table
        self._keep_days = keep_days

    def record(self, photo: Photo) -> None:
        """Store a photo that has arrived; one that is known stays as it is."""
        with translated():
            try:
                self._client().put_item(
                    TableName=self._table,
                    Item=to_item(photo_values(photo) | {"expiresAt": self._expiry(photo)}),
                    ConditionExpression="attribute_not_exists(photoId)",
                )
            except ClientError as error:
                if code_of(error) != "ConditionalCheckFailedException":
                    raise

    def _expiry(self, photo: Photo) -> int | None:
        """When nothing is left of its objects any more, and nobody has deleted its record.

        S3 removes them on the day after the last that they are kept, at midnight UTC.
        https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
        """
        if self._keep_days is None or photo.stored_at is None:
            return None
        return photo.stored_at + (self._keep_days + 2) * 86_400

    def load(self, photo_id: str) -> Photo | None:
        """The photo, read with strong consistency."""
        with translated():
            answer = self._client().get_item(
                TableName=self._table, Key=to_item({"photoId": photo_id}), ConsistentRead=True
            )
        item = answer.get("Item")
        return photo_of(from_item(item)) if item else None

    def settle(self, photo: Photo) -> Photo | None:
        """Write the outcome if none is written yet; return what is stored then.

        Only the outcome: what others write into the item at the same time stays.
        """
        outcome = settled_values(photo)
        with translated():
            try:
                self._client().update_item(
                    TableName=self._table,
                    Key=to_item({"photoId": photo.photo_id}),
                    UpdateExpression=f"SET {', '.join(f'#{name} = :{name}' for name in outcome)}",
                    ConditionExpression="#state = :stored",
                    ExpressionAttributeNames={f"#{name}": name for name in outcome},
                    ExpressionAttributeValues=to_item(
                        {f":{name}": value for name, value in outcome.items()}
                        | {":stored": PhotoState.STORED.value}
                    ),
                )
            except ClientError as error:
                if code_of(error) != "ConditionalCheckFailedException":
                    raise
        return self.load(photo.photo_id)
