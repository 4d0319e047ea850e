"""Albums in DynamoDB: one item each, with its kiosks and the places that its photos have."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from chalicelib import limits
from chalicelib.album import Album
from chalicelib.album_errors import AlbumChanged
from chalicelib.aws.album_items import album_of, said_values
from chalicelib.aws.faults import code_of, translated
from chalicelib.aws.items import Item, from_item, to_item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

#: Both of keys only: a photo that takes a place then writes no index.
BY_OWNER = "by-owner"
BY_CODE = "by-code"

_REFUSED = "ConditionalCheckFailedException"


class DynamoAlbumStore:
    """`AlbumStore` on a table with hash key `albumId`.

    What hosts say and the places of photos are different attributes of the item, so that neither
    kind of writer is ever in the way of the other.
    """

    def __init__(self, client: "Callable[[], DynamoDBClient]", table: str) -> None:
        self._client = client
        self._table = table

    def create(self, album: Album) -> None:
        """Store an album whose id is new."""
        values = {"albumId": album.album_id, "ownerId": album.owner_id, **said_values(album)}
        values |= {"createdAt": album.created_at}
        with translated():
            self._client().put_item(
                TableName=self._table,
                Item=to_item(values | {"photoCount": album.photo_count, "held": dict(album.held)}),
                ConditionExpression="attribute_not_exists(albumId)",
            )

    def load(self, album_id: str) -> Album | None:
        """The album, read with strong consistency."""
        with translated():
            answer = self._client().get_item(
                TableName=self._table, Key=_key(album_id), ConsistentRead=True
            )
        return album_of(answer["Item"]) if "Item" in answer else None

    def find(self, code: str) -> Album | None:
        """The album of this code. The index follows the table, so the album itself is asked."""
        with translated():
            found = self._client().query(
                TableName=self._table,
                IndexName=BY_CODE,
                KeyConditionExpression="code = :code",
                ExpressionAttributeValues=to_item({":code": code}),
            )["Items"]
        albums = (self.load(from_item(each)["albumId"]) for each in found)
        return next((album for album in albums if album and album.code == code), None)

    def page(self, owner_id: str | None, after: Album | None) -> tuple[Album, ...]:
        """The next albums of an owner, oldest first, or of all.

        DynamoDB may answer with fewer than asked for, and the index with some that are gone.
        """
        found: list[Album] = []
        start = {} if after is None else {"ExclusiveStartKey": _place(after, owner_id)}
        while True:
            albums, start = self._scan(start) if owner_id is None else self._owned(owner_id, start)
            found += albums
            if not start or len(found) >= limits.ALBUMS_PER_PAGE:
                return tuple(found[: limits.ALBUMS_PER_PAGE])

    def _scan(self, start: Item) -> tuple[list[Album], Item]:
        with translated():
            answer = self._client().scan(
                TableName=self._table, Limit=limits.ALBUMS_PER_PAGE, ConsistentRead=True, **start
            )
        return [album_of(item) for item in answer["Items"]], _rest(answer)

    def _owned(self, owner_id: str, start: Item) -> tuple[list[Album], Item]:
        with translated():
            answer = self._client().query(
                TableName=self._table,
                IndexName=BY_OWNER,
                KeyConditionExpression="ownerId = :owner",
                ExpressionAttributeValues=to_item({":owner": owner_id}),
                Limit=limits.ALBUMS_PER_PAGE,
                **start,
            )
        albums = (self.load(from_item(each)["albumId"]) for each in answer["Items"])
        return [album for album in albums if album], _rest(answer)

    def replace(self, before: Album, after: Album) -> Album:
        """Write what its host says, if nobody has since it was read."""
        stored = replace(after, version=before.version + 1)
        said = said_values(stored)
        given = {name: value for name, value in said.items() if value is not None}
        taken_away = [f"#{name}" for name in said.keys() - given.keys()]
        expression = f"SET {', '.join(f'#{name} = :{name}' for name in given)}"
        if taken_away:
            expression += f" REMOVE {', '.join(taken_away)}"
        values = {f":{name}": value for name, value in given.items()} | {":read": before.version}
        names = {f"#{name}": name for name in said}
        if not self._update(before.album_id, expression, "#version = :read", names, values):
            raise AlbumChanged
        return stored

    def delete(self, album: Album) -> None:
        """Delete it, if it is as it was read and no place in it is taken."""
        with translated():
            try:
                self._client().delete_item(
                    TableName=self._table,
                    Key=_key(album.album_id),
                    ConditionExpression="version = :read AND photoCount = :none",
                    ExpressionAttributeValues=to_item({":read": album.version, ":none": 0}),
                )
            except ClientError as error:
                if code_of(error) == _REFUSED:
                    raise AlbumChanged from error
                raise

    def take_place(self, album_id: str, photo_id: str, until: int) -> bool:
        """One write decides, so that of many who ask at once none is one too many."""
        return self._update(
            album_id,
            "SET held.#photo = :until, photoCount = photoCount + :one",
            "attribute_not_exists(held.#photo) AND photoCount < maxPhotos",
            {"#photo": photo_id},
            {":until": until, ":one": 1},
        )

    def hold_place(self, album_id: str, photo_id: str, until: int) -> bool:
        """Keep a place that is held until then."""
        return self._update(
            album_id,
            "SET held.#photo = :until",
            "attribute_exists(held.#photo)",
            {"#photo": photo_id},
            {":until": until},
        )

    def settle_place(self, album_id: str, photo_id: str) -> bool:
        """Keep a place that was held for good."""
        expression, held = "REMOVE held.#photo", "attribute_exists(held.#photo)"
        return self._update(album_id, expression, held, {"#photo": photo_id}, {})

    def free_place(self, album_id: str, photo_id: str) -> bool:
        """Give a place that was held to others."""
        return self._update(
            album_id,
            "REMOVE held.#photo SET photoCount = photoCount - :one",
            "attribute_exists(held.#photo)",
            {"#photo": photo_id},
            {":one": 1},
        )

    def free_lapsed(self, album_id: str, places: Mapping[str, int]) -> bool:
        """Give all these places to others, unless one was kept longer meanwhile."""
        numbered = list(enumerate(places.items()))
        return self._update(
            album_id,
            f"REMOVE {', '.join(f'held.#p{n}' for n, _ in numbered)} "
            "SET photoCount = photoCount - :many",
            " AND ".join(f"held.#p{n} = :p{n}" for n, _ in numbered),
            {f"#p{n}": photo_id for n, (photo_id, _) in numbered},
            {":many": len(places)} | {f":p{n}": until for n, (_, until) in numbered},
        )

    def _update(
        self,
        album_id: str,
        expression: str,
        condition: str,
        names: Mapping[str, str],
        values: Mapping[str, Any],
    ) -> bool:
        """Change the item if the condition holds; tell whether it did. Of no item none holds."""
        used: dict[str, Any] = {"ExpressionAttributeNames": names} if names else {}
        if values:
            used["ExpressionAttributeValues"] = to_item(values)
        with translated():
            try:
                self._client().update_item(
                    TableName=self._table,
                    Key=_key(album_id),
                    UpdateExpression=expression,
                    ConditionExpression=condition,
                    **used,
                )
            except ClientError as error:
                if code_of(error) != _REFUSED:
                    raise
                return False
        return True


def _key(album_id: str) -> Item:
    return to_item({"albumId": album_id})


def _place(album: Album, owner_id: str | None) -> Item:
    """Where this album stands in the table, or in the index of its owner."""
    if owner_id is None:
        return _key(album.album_id)
    values = {"ownerId": owner_id, "createdAt": album.created_at, "albumId": album.album_id}
    return to_item(values)


def _rest(answer: Mapping[str, Any]) -> Item:
    """How to ask for what is behind an answer; empty if nothing is."""
    last = answer.get("LastEvaluatedKey")
    return {"ExclusiveStartKey": last} if last else {}
