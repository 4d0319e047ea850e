"""Photos and their places in albums, changed together: one transaction over both tables."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from chalicelib.album import FOR_EVER
from chalicelib.album_entry import Place
from chalicelib.aws.faults import code_of, translated
from chalicelib.aws.items import to_item
from chalicelib.aws.photo_library import change_of
from chalicelib.library_errors import PhotoChanged
from chalicelib.photo import Photo

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef, UpdateTypeDef

#: Of what was written, or what writes at the same time:
#: docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
_OVERTAKEN = {"None", "ConditionalCheckFailed", "TransactionConflict"}


class DynamoPhotoPlacement:
    """`PhotoPlacement` on the tables of photos and of albums.

    botocore gives each transaction a token, so that one whose answer was lost is not done again.
    """

    def __init__(
        self, client: "Callable[[], DynamoDBClient]", photos_table: str, albums_table: str
    ) -> None:
        self._client = client
        self._photos = photos_table
        self._albums = albums_table

    def move(self, before: Photo, after: Photo, left: Place | None, taken: Place | None) -> None:
        """Write what people say of the photo; free the one place, take the other."""
        change: Any = {"TableName": self._photos, **_as_it_was(before, after)}
        self._write([{"Update": change}, *self._left(before, left), *self._taken(before, taken)])

    def remove(self, photo: Photo, left: Place | None) -> None:
        """Forget the photo; free its place."""
        where = "attribute_not_exists(albumId)" if photo.album_id is None else "albumId = :album"
        values = {} if photo.album_id is None else {":album": photo.album_id}
        delete: TransactWriteItemTypeDef = {
            "Delete": {
                "TableName": self._photos,
                "Key": to_item({"photoId": photo.photo_id}),
                "ConditionExpression": f"#state = :state AND {where}",
                "ExpressionAttributeNames": {"#state": "state"},
                "ExpressionAttributeValues": to_item(values | {":state": photo.state.value}),
            }
        }
        self._write([delete, *self._left(photo, left)])

    def _left(self, photo: Photo, place: Place | None) -> "list[TransactWriteItemTypeDef]":
        if place is None:
            return []
        fewer = "SET photoCount = photoCount - :one"
        if place.is_held:
            expression, condition = f"{fewer} REMOVE held.#photo", "attribute_exists(held.#photo)"
        else:
            expression = fewer
            condition = "attribute_not_exists(held.#photo) AND photoCount >= :one"
        return [self._count(photo, place, expression, condition, {":one": 1})]

    def _taken(self, photo: Photo, place: Place | None) -> "list[TransactWriteItemTypeDef]":
        if place is None:
            return []
        expression, values = "SET photoCount = photoCount + :one", {":one": 1}
        if place.is_held:
            expression += ", held.#photo = :ever"
            values |= {":ever": FOR_EVER}
        condition = "attribute_not_exists(held.#photo) AND photoCount < maxPhotos"
        return [self._count(photo, place, expression, condition, values)]

    def _count(
        self, photo: Photo, place: Place, expression: str, condition: str, values: dict[str, int]
    ) -> "TransactWriteItemTypeDef":
        update: UpdateTypeDef = {
            "TableName": self._albums,
            "Key": to_item({"albumId": place.album_id}),
            "UpdateExpression": expression,
            "ConditionExpression": condition,
            "ExpressionAttributeNames": {"#photo": photo.photo_id},
            "ExpressionAttributeValues": to_item(values),
        }
        return {"Update": update}

    def _write(self, items: "Sequence[TransactWriteItemTypeDef]") -> None:
        with translated():
            try:
                self._client().transact_write_items(TransactItems=items)
            except ClientError as error:
                if code_of(error) == "TransactionCanceledException" and _reasons(error):
                    raise PhotoChanged from error
                raise


def _as_it_was(before: Photo, after: Photo) -> dict[str, Any]:
    """The change, if the photo is also in the state that it was in: its place depends on that."""
    change = change_of(before, after)
    return change | {
        "ConditionExpression": f"{change['ConditionExpression']} AND #state = :state",
        "ExpressionAttributeNames": change["ExpressionAttributeNames"] | {"#state": "state"},
        "ExpressionAttributeValues": change["ExpressionAttributeValues"]
        | to_item({":state": before.state.value}),
    }


def _reasons(error: ClientError) -> bool:
    """Whether it was cancelled because of others, not because of what was asked."""
    reasons: Any = error.response.get("CancellationReasons", [])
    return {each.get("Code", "None") for each in reasons} <= _OVERTAKEN
