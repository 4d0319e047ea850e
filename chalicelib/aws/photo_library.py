"""The records of photos in DynamoDB as a library: by owner and by album, newest first."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from chalicelib import limits
from chalicelib.album_entry import Visibility
from chalicelib.aws.faults import code_of, translated
from chalicelib.aws.items import from_item, photo_of, photo_values, to_item
from chalicelib.library_errors import PhotoChanged
from chalicelib.photo import Photo, PhotoState, Rejection
from chalicelib.photo_query import NAMED_TYPES, FileType, Filters, Glance, Glances, Page, Position

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

#: What `change` may write.
_SAID = ("comment", "visibility", "albumId", "entry")
#: What another writer may have said meanwhile; an entry changes with its album.
_COMPARED = ("comment", "visibility", "albumId")
#: What `glances` reads, beside the state.
_COUNTED = ("storedAt", "rejection", "visibility", "sizeBytes")
#: Later than any photo was stored.
_END_OF_TIME = 10**12 - 1
#: How much more each query looks at than the one before, where filters pass most over.
_FURTHER = 4


class DynamoPhotoLibrary:
    """`PhotoLibrary` on a table with the indexes `by-owner` and `by-album`, each by `storedAt`."""

    def __init__(self, client: "Callable[[], DynamoDBClient]", table: str) -> None:
        self._client = client
        self._table = table

    def page(
        self, filters: Filters, after: Position | None, most: int, *, oldest_first: bool = False
    ) -> Page:
        """Query an index, further and further, until the page is full or enough was looked at.

        DynamoDB counts, and bills, what it looks at before it filters.
        """
        asked, found = _Query(filters), list[Photo]()
        left, step = limits.SCANNED_PHOTOS, most + 1
        while True:
            step = min(step, left)
            with translated():
                answer = self._client().query(
                    TableName=self._table,
                    IndexName=asked.index,
                    ScanIndexForward=oldest_first,
                    Limit=step,
                    **asked.expressions,
                    **asked.start(after),
                )
            found += [photo_of(from_item(item)) for item in answer["Items"]]
            if len(found) > most:
                return Page(tuple(found[:most]), _position(found[most - 1]))
            last = answer.get("LastEvaluatedKey")
            after = _position_of(last) if last else None
            left -= step
            if after is None or not left:
                return Page(tuple(found), after)
            step *= _FURTHER

    def glances(self, album_id: str, most: int) -> Glances:
        """Query the index of albums, for what is counted alone."""
        asked, found = _Query(Filters(album_id=album_id)), list[Glance]()
        after: Position | None = None
        while True:
            with translated():
                answer = self._client().query(
                    TableName=self._table,
                    IndexName=asked.index,
                    ScanIndexForward=False,
                    # One more tells whether there are more.
                    Limit=most + 1 - len(found),
                    **asked.counted,
                    **asked.start(after),
                )
            found += [_glance_of(from_item(item)) for item in answer["Items"]]
            last = answer.get("LastEvaluatedKey")
            if last is None or len(found) > most:
                return Glances(tuple(found[:most]), are_all=len(found) <= most)
            after = _position_of(last)

    def change(self, before: Photo, after: Photo) -> None:
        """Write what people say of a photo, if nobody has said anything else meanwhile."""
        with translated():
            try:
                self._client().update_item(TableName=self._table, **change_of(before, after))
            except ClientError as error:
                if code_of(error) == "ConditionalCheckFailedException":
                    raise PhotoChanged from error
                raise

    def bury(self, photo_id: str) -> None:
        """Mark the record, so that no outcome is written into it any more."""
        outcome = {":rejected": PhotoState.REJECTED.value, ":deleted": Rejection.DELETED.value}
        with translated():
            try:
                self._client().update_item(
                    TableName=self._table,
                    Key=to_item({"photoId": photo_id}),
                    UpdateExpression="SET #state = :rejected, rejection = :deleted",
                    ConditionExpression="attribute_exists(photoId)",
                    ExpressionAttributeNames={"#state": "state"},
                    ExpressionAttributeValues=to_item(outcome),
                )
            except ClientError as error:
                if code_of(error) != "ConditionalCheckFailedException":
                    raise


def change_of(before: Photo, after: Photo) -> dict[str, Any]:
    """How the record of one photo becomes that of the other, if all that is said is as it was."""
    old, new = ({n: v for n, v in photo_values(p).items() if n in _SAID} for p in (before, after))
    given = {f":{name}": value for name, value in new.items()}
    kept = {f":old_{name}": old[name] for name in _COMPARED if name in old}
    unchanged = [
        f"#{name} = :old_{name}" if name in old else f"attribute_not_exists(#{name})"
        for name in _COMPARED
    ]
    removed = [name for name in _SAID if name not in new]
    said = [f"SET {', '.join(f'#{name} = :{name}' for name in new)}"] if new else []
    said += [f"REMOVE {', '.join(f'#{name}' for name in removed)}"] if removed else []
    return {
        "Key": to_item({"photoId": before.photo_id}),
        "UpdateExpression": " ".join(said),
        "ConditionExpression": f"attribute_exists(photoId) AND {' AND '.join(unchanged)}"
        " AND (attribute_not_exists(rejection) OR rejection <> :deleted)",
        "ExpressionAttributeNames": {f"#{name}": name for name in _SAID},
        "ExpressionAttributeValues": to_item(given | kept | {":deleted": Rejection.DELETED.value}),
    }


class _Query:
    """Filters as DynamoDB takes them."""

    def __init__(self, filters: Filters) -> None:
        # An owner has fewer photos than an event.
        owned = filters.owner_id is not None
        self.index, self._hash = ("by-owner", "ownerId") if owned else ("by-album", "albumId")
        self._key = filters.owner_id if owned else filters.album_id
        self._values: dict[str, Any] = {
            ":key": self._key,
            ":from": filters.stored_from or 0,
            ":until": min(filters.stored_before or _END_OF_TIME, _END_OF_TIME) - 1,
        }
        conditions = [self._in("state", filters.states)]
        if owned and filters.album_id is not None:
            self._values[":album"] = filters.album_id
            conditions.append("albumId = :album")
        if filters.file_type is not None:
            conditions.append(self._of_type(filters.file_type))
        if filters.visibility is not None:
            self._values[":visibility"] = filters.visibility.value
            absent = "attribute_not_exists(visibility) OR "
            shown = absent if filters.visibility is Visibility.SHOWN else ""
            conditions.append(f"({shown}visibility = :visibility)")
        self.expressions: dict[str, Any] = {
            "KeyConditionExpression": f"{self._hash} = :key AND storedAt BETWEEN :from AND :until",
            "FilterExpression": " AND ".join(conditions),
            "ExpressionAttributeNames": {"#state": "state"},
            "ExpressionAttributeValues": to_item(self._values),
        }

    @property
    def counted(self) -> dict[str, Any]:
        """All of the library, in whatever state, and of each what its numbers are made of."""
        return {
            "KeyConditionExpression": f"{self._hash} = :key",
            "ProjectionExpression": f"#state, {', '.join(_COUNTED)}",
            "ExpressionAttributeNames": {"#state": "state"},
            "ExpressionAttributeValues": to_item({":key": self._key}),
        }

    def start(self, after: Position | None) -> dict[str, Any]:
        """Where to begin: the keys of the index and of the table."""
        if after is None:
            return {}
        keys = {"photoId": after.photo_id, "storedAt": after.stored_at, self._hash: self._key}
        return {"ExclusiveStartKey": to_item(keys)}

    def _in(self, name: str, states: tuple[PhotoState, ...]) -> str:
        self._values |= {f":{name}{n}": each.value for n, each in enumerate(states)}
        return f"#{name} IN ({', '.join(f':{name}{n}' for n in range(len(states)))})"

    def _of_type(self, file_type: FileType) -> str:
        """As `photo_query.file_type` has it."""
        if file_type is FileType.DOCUMENT:
            self._values |= {f":{each}": f"{each}/" for each in NAMED_TYPES}
            named = " OR ".join(f"begins_with(contentType, :{each})" for each in NAMED_TYPES)
            return f"(attribute_exists(contentType) AND NOT ({named}))"
        self._values[":type"] = f"{file_type}/"
        absent = "attribute_not_exists(contentType) OR "
        return f"({absent if file_type is FileType.IMAGE else ''}begins_with(contentType, :type))"


def _glance_of(values: Mapping[str, Any]) -> Glance:
    rejection = values.get("rejection")
    return Glance(
        stored_at=values["storedAt"],
        state=PhotoState(values["state"]),
        rejection=Rejection(rejection) if rejection else None,
        visibility=Visibility(values.get("visibility", Visibility.SHOWN)),
        size_bytes=values.get("sizeBytes", 0),
    )


def _position(photo: Photo) -> Position:
    return Position(photo.stored_at or 0, photo.photo_id)


def _position_of(key: Mapping[str, Any]) -> Position:
    values = from_item(key)
    return Position(values["storedAt"], values["photoId"])
