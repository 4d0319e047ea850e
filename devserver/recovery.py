"""Which objects a bucket holds, to announce again those whose events a kill may have lost."""

import boto3
from botocore.config import Config

from devserver.s3_events import StoredObject


def stored_objects(endpoint: str, bucket: str) -> list[StoredObject]:
    """The current version of every object. Blocks; call it in a thread.

    Region and credentials are those of the environment, which is the application's by then.
    """
    client = boto3.client(
        "s3",
        endpoint_url=endpoint,
        config=Config(retries={"total_max_attempts": 1}),
    )
    pages = client.get_paginator("list_object_versions").paginate(Bucket=bucket)
    return [
        StoredObject(
            bucket=bucket,
            key=version["Key"],
            size=version["Size"],
            etag=version["ETag"].strip('"'),
            version_id=version.get("VersionId"),
            stored_at=version["LastModified"].timestamp(),
        )
        for page in pages
        for version in page.get("Versions", [])
        if version["IsLatest"]
    ]
