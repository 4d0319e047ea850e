"""What each function may do on AWS: what its code does, and nothing else."""

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.deployment.callers import Attempt, Caller, Names, dynamodb, s3
from tests.deployment.cloud import Cloud, Deployed
from tests.deployment.emulator.launch import ACCOUNT_ID, REGION

#: What it takes to let a session follow its photo, to tell screens, to remove what is refused.
_CONCLUDING = {
    "read a photo's record", "read a session", "write a session", "find listeners",
    "find a connection", "forget a connection", "push", "get a rendition", "delete an upload",
    "delete a rendition", "count in an album", "find a rendition's versions", "erase a rendition",
}  # fmt: skip
#: S3 asks who may list a bucket when an object is absent.
_READING = {"get an upload", "look for an upload", "list the bucket"}
#: What each may do of `ATTEMPTS`.
ALLOWED = {
    "api_handler": {
        "read a session", "write a session", "find listeners", "find a connection",
        "count what a user sends",
        "forget a connection", "push", "read a photo's record", "put an upload", "get a rendition",
        "begin an upload in parts", "list its parts", "give it up",
        "read an album", "make an album", "count in an album", "delete an album",
        "find an album by its code", "list all albums", "read what keys are signed with",
        "settle a photo", "delete a photo's record", "list a library", "list an album",
        "find an upload's versions", "erase an upload", "find a rendition's versions",
        "erase a rendition", "sign somebody in", "answer a challenge", *_READING,
    },
    "websocket_connect": {"read a session", "write a connection"},
    "websocket_message": {
        "read a session", "write a session", "read a connection", "find listeners",
        "find a connection", "forget a connection", "push", "get an upload", "get a rendition",
    },
    "websocket_disconnect": {"find a connection", "forget a connection"},
    "photo_uploaded": {
        "read a session", "write a session", "find listeners", "find a connection",
        "forget a connection", "push", "write a photo's record", "delete an upload",
        "keep a failed event", "queue a job", "read a photo's record", "count in an album",
        "delete a photo's record", "find an upload's versions", "erase an upload", *_READING,
    },
    "process_photos": {
        "take a job", "settle a photo", "put a rendition", "get a watermark", "list the renditions",
        *_CONCLUDING, *_READING,
    },
    "validate_photo": {"settle a photo", *_CONCLUDING, *_READING},
    "render_photo": {"put a rendition", *_CONCLUDING, *_READING},
    "watermark_photo": {
        "put a rendition", "get a watermark", "list the renditions", *_CONCLUDING, *_READING,
    },
    "moderate_photo": {"read a photo's record", "get a rendition", "list the renditions"},
    "publish_photo": {"settle a photo", *_CONCLUDING},
    "reject_photo": {"settle a photo", *_CONCLUDING},
}  # fmt: skip


_SESSION, _PHOTO = {"sessionId": {"S": "none"}}, {"photoId": {"S": "none"}}
_CONNECTION = {"channel": {"S": "none"}, "connectionId": {"S": "none"}}
_BY_ID: dict[str, Any] = {
    "IndexName": "by-connection",
    "KeyConditionExpression": "connectionId = :id",
    "ExpressionAttributeValues": {":id": {"S": "none"}},
}
_ALBUM = {"albumId": {"S": "none"}}
_BY_CODE: dict[str, Any] = {
    "IndexName": "by-code",
    "KeyConditionExpression": "code = :code",
    "ExpressionAttributeValues": {":code": {"S": "none"}},
}
_BY_CHANNEL: dict[str, Any] = {
    "KeyConditionExpression": "channel = :channel",
    "ExpressionAttributeValues": {":channel": {"S": "none"}},
}
_LIBRARY, _PHOTOS_OF_ALBUM = (
    {
        "IndexName": index,
        "KeyConditionExpression": f"{key} = :id",
        "ExpressionAttributeValues": {":id": {"S": "none"}},
    }
    for index, key in (("by-owner", "ownerId"), ("by-album", "albumId"))
)
_VERSION = {"VersionId": "3HL4kqtJlcpXroDTDmJ"}
_UPLOAD = {"Key": "session-uploads/none/none.jpg"}
_RENDITION, _WATERMARK = {"Key": "renditions/none/large.jpg"}, {"Key": "watermarks/none.png"}
_MACHINE = f"arn:aws:states:{REGION}:{ACCOUNT_ID}:stateMachine:scandrop-dev-processing"

ATTEMPTS: dict[str, Attempt] = {
    "read a session": dynamodb("get_item", "SessionsTableName", Key=_SESSION),
    "write a session": dynamodb("put_item", "SessionsTableName", Item=_SESSION),
    "count what a user sends": dynamodb("update_item", "SessionsTableName", Key=_SESSION),
    "delete a session": dynamodb("delete_item", "SessionsTableName", Key=_SESSION),
    "read all sessions": dynamodb("scan", "SessionsTableName"),
    "read a connection": dynamodb("get_item", "ConnectionsTableName", Key=_CONNECTION),
    "write a connection": dynamodb("put_item", "ConnectionsTableName", Item=_CONNECTION),
    "forget a connection": dynamodb("delete_item", "ConnectionsTableName", Key=_CONNECTION),
    "find a connection": dynamodb("query", "ConnectionsTableName", **_BY_ID),
    "find listeners": dynamodb("query", "ConnectionsTableName", **_BY_CHANNEL),
    "read all connections": dynamodb("scan", "ConnectionsTableName"),
    "read a photo's record": dynamodb("get_item", "PhotosTableName", Key=_PHOTO),
    "write a photo's record": dynamodb("put_item", "PhotosTableName", Item=_PHOTO),
    "settle a photo": dynamodb("update_item", "PhotosTableName", Key=_PHOTO),
    "delete a photo's record": dynamodb("delete_item", "PhotosTableName", Key=_PHOTO),
    "list a library": dynamodb("query", "PhotosTableName", **_LIBRARY),
    "list an album": dynamodb("query", "PhotosTableName", **_PHOTOS_OF_ALBUM),
    "read all photos' records": dynamodb("scan", "PhotosTableName"),
    "read an album": dynamodb("get_item", "AlbumsTableName", Key=_ALBUM),
    "make an album": dynamodb("put_item", "AlbumsTableName", Item=_ALBUM),
    "count in an album": dynamodb("update_item", "AlbumsTableName", Key=_ALBUM),
    "delete an album": dynamodb("delete_item", "AlbumsTableName", Key=_ALBUM),
    "find an album by its code": dynamodb("query", "AlbumsTableName", **_BY_CODE),
    "list all albums": dynamodb("scan", "AlbumsTableName"),
    "read what keys are signed with": lambda caller, _: caller.client("ssm").get_parameter(
        Name="/scandrop-dev/secrets", WithDecryption=True
    ),
    "change what keys are signed with": lambda caller, _: caller.client("ssm").put_parameter(
        Name="/scandrop-dev/secrets", Value="[]", Type="SecureString", Overwrite=True
    ),
    "delete a table": dynamodb("delete_table", "PhotosTableName"),
    "put an upload": s3("put_object", "UploadsBucketName", **_UPLOAD),
    "begin an upload in parts": s3("create_multipart_upload", "UploadsBucketName", **_UPLOAD),
    "list its parts": s3("list_parts", "UploadsBucketName", UploadId="none", **_UPLOAD),
    "give it up": s3("abort_multipart_upload", "UploadsBucketName", UploadId="none", **_UPLOAD),
    "list all uploads in parts": s3("list_multipart_uploads", "UploadsBucketName"),
    "get an upload": s3("get_object", "UploadsBucketName", **_UPLOAD),
    "delete an upload": s3("delete_object", "UploadsBucketName", **_UPLOAD),
    "erase an upload": s3("delete_object", "UploadsBucketName", **_UPLOAD, **_VERSION),
    "find an upload's versions": s3(
        "list_object_versions", "UploadsBucketName", Prefix="session-uploads/a"
    ),
    "find all versions of uploads": s3("list_object_versions", "UploadsBucketName"),
    "look for an upload": s3("list_objects_v2", "UploadsBucketName", Prefix="session-uploads/a"),
    "list the bucket": s3("list_objects_v2", "UploadsBucketName"),
    "put anything": s3("put_object", "UploadsBucketName", Key="anything"),
    "get anything": s3("get_object", "UploadsBucketName", Key="anything"),
    "put a rendition": s3("put_object", "MediaBucketName", **_RENDITION),
    "get a rendition": s3("get_object", "MediaBucketName", **_RENDITION),
    "delete a rendition": s3("delete_object", "MediaBucketName", **_RENDITION),
    "erase a rendition": s3("delete_object", "MediaBucketName", **_RENDITION, **_VERSION),
    "find a rendition's versions": s3(
        "list_object_versions", "MediaBucketName", Prefix="renditions/a"
    ),
    "erase a watermark": s3("delete_object", "MediaBucketName", **_WATERMARK, **_VERSION),
    "find a watermark's versions": s3(
        "list_object_versions", "MediaBucketName", Prefix="watermarks/"
    ),
    "put a watermark": s3("put_object", "MediaBucketName", **_WATERMARK),
    "get a watermark": s3("get_object", "MediaBucketName", **_WATERMARK),
    "put anything beside renditions": s3("put_object", "MediaBucketName", Key="anything"),
    "list the renditions": s3("list_objects_v2", "MediaBucketName"),
    "change the site": s3("put_object", "SiteBucketName", Key="site/index.html"),
    "change the rights to photos": s3("delete_bucket_policy", "UploadsBucketName"),
    "push": lambda caller, names: caller.client(
        "apigatewaymanagementapi", endpoint_url=names.callback_url
    ).post_to_connection(ConnectionId="none", Data=b"{}"),
    "hang up": lambda caller, names: caller.client(
        "apigatewaymanagementapi", endpoint_url=names.callback_url
    ).delete_connection(ConnectionId="none"),
    "keep a failed event": lambda caller, names: caller.client("sqs").send_message(
        QueueUrl=names["DeadLetterQueueUrl"], MessageBody="{}"
    ),
    "take a failed event": lambda caller, names: caller.client("sqs").receive_message(
        QueueUrl=names["DeadLetterQueueUrl"]
    ),
    "queue a job": lambda caller, names: caller.client("sqs").send_message(
        QueueUrl=names["JobQueueUrl"], MessageBody="{}"
    ),
    "take a job": lambda caller, names: caller.client("sqs").receive_message(
        QueueUrl=names["JobQueueUrl"]
    ),
    # Nobody, where there is none; test_destroy.py has one.
    "start a workflow": lambda caller, _: caller.client("stepfunctions").start_execution(
        stateMachineArn=_MACHINE
    ),
    "tell the bus": lambda caller, names: caller.client("events").put_events(
        Entries=[{"EventBusName": names["EventBusName"], "Source": "scandrop", "Detail": "{}"}]
    ),
    "call a function": lambda caller, _: caller.client("lambda").invoke(
        FunctionName="scandrop-dev-photo_uploaded"
    ),
    "read the stack": lambda caller, _: caller.client("cloudformation").describe_stacks(),
    "make a user": lambda caller, names: caller.client("cognito-idp").admin_create_user(
        UserPoolId=names["UserPoolId"], Username="mallory"
    ),
    "sign somebody in": lambda caller, names: caller.client("cognito-idp").admin_initiate_auth(
        UserPoolId=names["UserPoolId"],
        ClientId=names["UserPoolClientId"],
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "none@example.org", "PASSWORD": "none"},
    ),
    "answer a challenge": lambda caller, names: caller.client(
        "cognito-idp"
    ).admin_respond_to_auth_challenge(
        UserPoolId=names["UserPoolId"],
        ClientId=names["UserPoolClientId"],
        ChallengeName="NEW_PASSWORD_REQUIRED",
        ChallengeResponses={"USERNAME": "none@example.org", "NEW_PASSWORD": "none"},
    ),
    "change a password": lambda caller, names: caller.client("cognito-idp").admin_set_user_password(
        UserPoolId=names["UserPoolId"], Username="none@example.org", Password="another long one"
    ),
    "make a host": lambda caller, names: caller.client("cognito-idp").admin_add_user_to_group(
        UserPoolId=names["UserPoolId"], Username="none@example.org", GroupName="host"
    ),
    "change its own rights": lambda caller, _: caller.client("iam").put_role_policy(
        RoleName="scandrop-dev-api_handler", PolicyName="more", PolicyDocument="{}"
    ),
}
_DENIALS = {"AccessDenied", "AccessDeniedException", "AuthorizationError", "ForbiddenException"}


@pytest.fixture(scope="module")
def names(first_deploy: str, cloud: Cloud) -> Iterator[Names]:
    found = Names(cloud, cloud.deployed("dev"))
    yield found
    for queue in ("DeadLetterQueueUrl", "JobQueueUrl"):
        cloud.client("sqs").purge_queue(QueueUrl=found[queue])


@pytest.fixture
def function(handler: str, cloud: Cloud, dev: Deployed) -> Iterator[Caller]:
    """Somebody with the rights of a function."""
    with cloud.role(f"scandrop-dev-{handler}") as rights:
        yield Caller(cloud, rights)


@pytest.mark.parametrize("handler", ALLOWED)
def test_a_function_may_do_what_its_code_does_and_nothing_else(
    handler: str, function: Caller, names: Names
) -> None:
    done = {what for what, attempt in ATTEMPTS.items() if _is_allowed(attempt, function, names)}
    assert done == ALLOWED[handler]


def _is_allowed(attempt: Attempt, caller: Caller, names: Names) -> bool:
    try:
        attempt(caller, names)
    except ClientError as error:
        # Whatever else is wrong with the request: it was let through.
        return error.response["Error"]["Code"] not in _DENIALS
    return True
