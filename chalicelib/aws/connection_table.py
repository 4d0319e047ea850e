"""Connections in DynamoDB, by the channel they listen to."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.aws.faults import translated
from chalicelib.aws.items import from_item, to_item
from chalicelib.connection import Connection
from chalicelib.model import Role

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

#: The index from a connection to its channel: `$disconnect` tells only the connection.
INDEX = "by-connection"


class DynamoConnectionStore:
    """`ConnectionStore` on a table with keys `channel`, `connectionId` and TTL `expiresAt`."""

    def __init__(self, client: "Callable[[], DynamoDBClient]", table: str) -> None:
        self._client = client
        self._table = table

    def add(self, connection: Connection) -> None:
        """Register a connection."""
        with translated():
            self._client().put_item(
                TableName=self._table,
                Item=to_item(
                    {
                        "channel": connection.channel,
                        "connectionId": connection.connection_id,
                        "role": connection.role.value,
                        "callbackUrl": connection.callback_url,
                        "connectedAt": connection.connected_at,
                        "expiresAt": connection.expires_at,
                        "kioskId": connection.kiosk_id,
                    }
                ),
            )

    def load(self, channel: str, connection_id: str, now: int) -> Connection | None:
        """The connection, if it listens to this channel."""
        with translated():
            answer = self._client().get_item(
                TableName=self._table,
                Key=to_item({"channel": channel, "connectionId": connection_id}),
                ConsistentRead=True,
            )
        connection = _from_item(answer["Item"]) if "Item" in answer else None
        return connection if connection and connection.expires_at > now else None

    def listening(self, channel: str, now: int) -> list[Connection]:
        """All that listen to this channel, every page, read with strong consistency."""
        with translated():
            query = self._client().get_paginator("query")
            pages = query.paginate(
                TableName=self._table,
                ConsistentRead=True,
                KeyConditionExpression="channel = :channel",
                FilterExpression="expiresAt > :now",
                ExpressionAttributeValues=to_item({":channel": channel, ":now": now}),
            )
            return [_from_item(item) for page in pages for item in page["Items"]]

    def remove(self, connection_id: str) -> None:
        """Forget this connection.

        The index follows the table a moment later. A socket that closes within that moment leaves
        its row to be removed by the first post that finds it gone, or by TTL.
        """
        with translated():
            found = self._client().query(
                TableName=self._table,
                IndexName=INDEX,
                KeyConditionExpression="connectionId = :id",
                ExpressionAttributeValues=to_item({":id": connection_id}),
                ProjectionExpression="channel, connectionId",
            )
            for key in found["Items"]:
                self._client().delete_item(TableName=self._table, Key=key)


def _from_item(item: Mapping[str, Any]) -> Connection:
    values = from_item(item)
    return Connection(
        channel=values["channel"],
        connection_id=values["connectionId"],
        role=Role(values["role"]),
        callback_url=values["callbackUrl"],
        connected_at=values["connectedAt"],
        expires_at=values["expiresAt"],
        kiosk_id=values.get("kioskId"),
    )
