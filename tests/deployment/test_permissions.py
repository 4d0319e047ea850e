"""What each function may do on AWS: what its code does, and nothing else."""

from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from tests.deployment.cloud import Cloud, Deployed
from tests.deployment.emulator.launch import Emulator

Attempt = Callable[[boto3.Session, "Names"], object]

#: What each may do of `ATTEMPTS`. S3 asks who may list a bucket when an object is absent.
ALLOWED = {
    "api_handler": {
        "read a session", "write a session", "find listeners", "find a connection",
        "forget a connection", "push", "read a photo's record", "put an upload", "get an upload",
        "look for an upload", "list the bucket",
    },
    "websocket_connect": {"read a session", "write a connection"},
    "websocket_message": {
        "read a session", "read a connection", "find a connection", "forget a connection", "push",
        "get an upload",
    },
    "websocket_disconnect": {"find a connection", "forget a connection"},
    "photo_uploaded": {
        "read a session", "write a session", "find listeners", "find a connection",
        "forget a connection", "push", "write a photo's record", "get an upload",
        "look for an upload", "list the bucket", "delete an upload", "keep a failed event",
    },
}  # fmt: skip


class Names:
    """What the stage's things are called."""

    def __init__(self, cloud: Cloud, dev: Deployed) -> None:
        self.outputs = cloud.outputs("dev")
        self.callback_url = dev.websocket_url.replace("wss://", "https://")

    def __getitem__(self, output: str) -> str:
        return self.outputs[output]


def _dynamodb(operation: str, table: str, **parameters: Any) -> Attempt:
    return lambda session, names: getattr(session.client("dynamodb"), operation)(
        TableName=names[table], **parameters
    )


def _s3(operation: str, bucket: str, **parameters: Any) -> Attempt:
    return lambda session, names: getattr(session.client("s3"), operation)(
        Bucket=names[bucket], **parameters
    )


_SESSION, _PHOTO = {"sessionId": {"S": "none"}}, {"photoId": {"S": "none"}}
_CONNECTION = {"channel": {"S": "none"}, "connectionId": {"S": "none"}}
_BY_ID: dict[str, Any] = {
    "IndexName": "by-connection",
    "KeyConditionExpression": "connectionId = :id",
    "ExpressionAttributeValues": {":id": {"S": "none"}},
}
_BY_CHANNEL: dict[str, Any] = {
    "KeyConditionExpression": "channel = :channel",
    "ExpressionAttributeValues": {":channel": {"S": "none"}},
}
_UPLOAD = {"Key": "session-uploads/none/none.jpg"}

ATTEMPTS: dict[str, Attempt] = {
    "read a session": _dynamodb("get_item", "SessionsTableName", Key=_SESSION),
    "write a session": _dynamodb("put_item", "SessionsTableName", Item=_SESSION),
    "delete a session": _dynamodb("delete_item", "SessionsTableName", Key=_SESSION),
    "read all sessions": _dynamodb("scan", "SessionsTableName"),
    "read a connection": _dynamodb("get_item", "ConnectionsTableName", Key=_CONNECTION),
    "write a connection": _dynamodb("put_item", "ConnectionsTableName", Item=_CONNECTION),
    "forget a connection": _dynamodb("delete_item", "ConnectionsTableName", Key=_CONNECTION),
    "find a connection": _dynamodb("query", "ConnectionsTableName", **_BY_ID),
    "find listeners": _dynamodb("query", "ConnectionsTableName", **_BY_CHANNEL),
    "read all connections": _dynamodb("scan", "ConnectionsTableName"),
    "read a photo's record": _dynamodb("get_item", "PhotosTableName", Key=_PHOTO),
    "write a photo's record": _dynamodb("put_item", "PhotosTableName", Item=_PHOTO),
    "delete a photo's record": _dynamodb("delete_item", "PhotosTableName", Key=_PHOTO),
    "read all photos' records": _dynamodb("scan", "PhotosTableName"),
    "delete a table": _dynamodb("delete_table", "PhotosTableName"),
    "put an upload": _s3("put_object", "UploadsBucketName", **_UPLOAD),
    "get an upload": _s3("get_object", "UploadsBucketName", **_UPLOAD),
    "delete an upload": _s3("delete_object", "UploadsBucketName", **_UPLOAD),
    "look for an upload": _s3("list_objects_v2", "UploadsBucketName", Prefix="session-uploads/a"),
    "list the bucket": _s3("list_objects_v2", "UploadsBucketName"),
    "put anything": _s3("put_object", "UploadsBucketName", Key="anything"),
    "get anything": _s3("get_object", "UploadsBucketName", Key="anything"),
    "put a rendition": _s3("put_object", "MediaBucketName", Key="anything"),
    "change the site": _s3("put_object", "SiteBucketName", Key="site/index.html"),
    "change the rights to photos": _s3("delete_bucket_policy", "UploadsBucketName"),
    "push": lambda session, names: session.client(
        "apigatewaymanagementapi", endpoint_url=names.callback_url
    ).post_to_connection(ConnectionId="none", Data=b"{}"),
    "hang up": lambda session, names: session.client(
        "apigatewaymanagementapi", endpoint_url=names.callback_url
    ).delete_connection(ConnectionId="none"),
    "keep a failed event": lambda session, names: session.client("sqs").send_message(
        QueueUrl=names["DeadLetterQueueUrl"], MessageBody="{}"
    ),
    "take a failed event": lambda session, names: session.client("sqs").receive_message(
        QueueUrl=names["DeadLetterQueueUrl"]
    ),
    "queue a job": lambda session, names: session.client("sqs").send_message(
        QueueUrl=names["JobQueueUrl"], MessageBody="{}"
    ),
    "call a function": lambda session, _: session.client("lambda").invoke(
        FunctionName="scandrop-dev-photo_uploaded"
    ),
    "read the stack": lambda session, _: session.client("cloudformation").describe_stacks(),
    "make a user": lambda session, names: session.client("cognito-idp").admin_create_user(
        UserPoolId=names["UserPoolId"], Username="mallory"
    ),
    "change its own rights": lambda session, _: session.client("iam").put_role_policy(
        RoleName="scandrop-dev-api_handler", PolicyName="more", PolicyDocument="{}"
    ),
}
_DENIALS = {"AccessDenied", "AccessDeniedException", "AuthorizationError", "ForbiddenException"}


@pytest.fixture(scope="module")
def names(first_deploy: str, cloud: Cloud) -> Iterator[Names]:
    found = Names(cloud, cloud.deployed("dev"))
    yield found
    cloud.client("sqs").purge_queue(QueueUrl=found["DeadLetterQueueUrl"])


@pytest.fixture
def function(
    handler: str, cloud: Cloud, dev: Deployed, emulator: Emulator
) -> Iterator[boto3.Session]:
    """Boto3 with the rights of a function."""
    with cloud.role(f"scandrop-dev-{handler}") as rights:
        yield emulator.session(rights)


@pytest.mark.parametrize("handler", ALLOWED)
def test_a_function_may_do_what_its_code_does_and_nothing_else(
    handler: str, function: boto3.Session, names: Names
) -> None:
    done = {what for what, attempt in ATTEMPTS.items() if _is_allowed(attempt, function, names)}
    assert done == ALLOWED[handler]


def _is_allowed(attempt: Attempt, session: boto3.Session, names: Names) -> bool:
    try:
        attempt(session, names)
    except ClientError as error:
        # Whatever else is wrong with the request: it was let through.
        return error.response["Error"]["Code"] not in _DENIALS
    return True
