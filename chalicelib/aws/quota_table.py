"""What users begin to send, counted in the table of sessions: one item for each of their days."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from chalicelib import limits
from chalicelib.aws.faults import code_of, translated
from chalicelib.aws.items import to_item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_DAY_SECONDS = 24 * 3600


class DynamoQuotaStore:
    """`QuotaStore` on a table with hash key `sessionId` and TTL attribute `expiresAt`.

    No session has such a key: their ids have no `#`.
    """

    def __init__(self, client: "Callable[[], DynamoDBClient]", table: str) -> None:
        self._client = client
        self._table = table

    def spend(self, user_id: str, day: int, size_bytes: int) -> bool:
        """Count it by one write, on the condition that there is room.

        A write whose answer is lost is repeated by the SDK and may count twice: then somebody has
        one file less, and never one more.
        """
        room = limits.USER_BYTES_PER_DAY - size_bytes
        if room < 0:
            return False
        values = {
            ":one": 1,
            ":size": size_bytes,
            ":files": limits.USER_FILES_PER_DAY,
            ":room": room,
            ":until": day * _DAY_SECONDS + limits.QUOTA_SECONDS,
        }
        with translated():
            try:
                self._client().update_item(
                    TableName=self._table,
                    Key=to_item({"sessionId": f"quota#{user_id}#{day}"}),
                    UpdateExpression="SET expiresAt = :until ADD fileCount :one, byteCount :size",
                    ConditionExpression=(
                        "attribute_not_exists(fileCount)"
                        " OR fileCount < :files AND byteCount <= :room"
                    ),
                    ExpressionAttributeValues=to_item(values),
                )
            except ClientError as error:
                if code_of(error) == "ConditionalCheckFailedException":
                    return False
                raise
        return True
