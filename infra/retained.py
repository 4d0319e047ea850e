"""What a stack leaves behind when it is deleted: photos, their tables, the hosts' accounts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from infra.account import Account
from infra.console import Console

_GONE = {"NoSuchBucket", "ResourceNotFoundException", "404"}


@dataclass(frozen=True)
class Retained:
    """The names of what is left."""

    buckets: tuple[str, ...]
    tables: tuple[str, ...]
    user_pool: str


def names(outputs: Mapping[str, str]) -> Retained:
    """Of a stack's outputs."""
    return Retained(
        buckets=(outputs["UploadsBucketName"], outputs["MediaBucketName"]),
        tables=(
            outputs["SessionsTableName"],
            outputs["ConnectionsTableName"],
            outputs["PhotosTableName"],
            outputs["AlbumsTableName"],
        ),
        user_pool=outputs["UserPoolId"],
    )


def delete(account: Account, what: Retained, console: Console) -> None:
    """Delete it all. What is gone already is passed over."""
    s3, dynamodb = account.client("s3"), account.client("dynamodb")
    for bucket in what.buckets:
        _unless_gone(empty, account, bucket)
        _unless_gone(s3.delete_bucket, Bucket=bucket)
        console.note(f"deleted bucket {bucket}")
    for table in what.tables:
        _unless_gone(dynamodb.update_table, TableName=table, DeletionProtectionEnabled=False)
        _unless_gone(dynamodb.delete_table, TableName=table)
        console.note(f"deleted table {table}")
    accounts: Any = account.client("cognito-idp")
    _unless_gone(accounts.delete_user_pool, UserPoolId=what.user_pool)
    console.note(f"deleted user pool {what.user_pool}")


def empty(account: Account, bucket: str) -> None:
    """Delete every version of every object, and the uploads that were never finished."""
    store: Any = account.session.resource("s3")
    store.Bucket(bucket).object_versions.delete()
    for upload in store.Bucket(bucket).multipart_uploads.all():
        upload.abort()


def _unless_gone(call: Any, *arguments: object, **parameters: object) -> None:
    try:
        call(*arguments, **parameters)
    except ClientError as error:
        if error.response["Error"]["Code"] not in _GONE:
            raise
