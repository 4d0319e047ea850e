"""Photos in DynamoDB, where they outlive their sessions."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from chalicelib.aws.faults import code_of, translated
from chalicelib.aws.items import from_item, photo_of, photo_values, to_item
from chalicelib.model import Photo

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoPhotoStore:
    """`PhotoStore` on a table with hash key `photoId`."""

    def __init__(self, client: "Callable[[], DynamoDBClient]", table: str) -> None:
        self._client = client
        self._table = table

    def record(self, photo: Photo) -> None:
        """Store a photo that has arrived; one that is known stays as it is."""
        with translated():
            try:
                self._client().put_item(
                    TableName=self._table,
                    Item=to_item(photo_values(photo)),
                    ConditionExpression="attribute_not_exists(photoId)",
                )
            except ClientError as error:
                if code_of(error) != "ConditionalCheckFailedException":
                    raise

    def load(self, photo_id: str) -> Photo | None:
        """The photo, read with strong consistency."""
        with translated():
            answer = self._client().get_item(
                TableName=self._table, Key=to_item({"photoId": photo_id}), ConsistentRead=True
            )
        item = answer.get("Item")
        return photo_of(from_item(item)) if item else None
