"""What a kill may have lost: the events of stored objects, and jobs that were in the queue."""

import json

import boto3
from botocore.config import Config

from devserver.s3_events import StoredObject, created_by

_ONCE = Config(retries={"total_max_attempts": 1})


def stored_objects(endpoint: str, bucket: str) -> list[StoredObject]:
    """The current version of every object. Blocks; call it in a thread.

    Region and credentials are those of the environment, which is the application's by then.
    """
    client = boto3.client("s3", endpoint_url=endpoint, config=_ONCE)
    pages = client.get_paginator("list_object_versions").paginate(Bucket=bucket)
    return [
        StoredObject(
            bucket=bucket,
            key=version["Key"],
            size=version["Size"],
            etag=version["ETag"].strip('"'),
            version_id=version.get("VersionId"),
            stored_at=version["LastModified"].timestamp(),
            event_name=created_by(version["ETag"]),
        )
        for page in pages
        for version in page.get("Versions", [])
        if version["IsLatest"]
    ]


def waiting_jobs(endpoint: str, table: str) -> list[str]:
    """A job, as the queue carries it, for each photo that is stored and no more than that.

    Blocks, as above.
    """
    client = boto3.client("dynamodb", endpoint_url=endpoint, config=_ONCE)
    pages = client.get_paginator("scan").paginate(
        TableName=table,
        FilterExpression="#state = :stored",
        ProjectionExpression="#key",
        ExpressionAttributeNames={"#state": "state", "#key": "key"},
        ExpressionAttributeValues={":stored": {"S": "STORED"}},
    )
    return [json.dumps({"key": item["key"]["S"]}) for page in pages for item in page["Items"]]
