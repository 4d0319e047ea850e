"""What functions may try on AWS: what some of them do, and what none of them may."""

from typing import Any

from tests.deployment.callers import Attempt, dynamodb, s3
from tests.deployment.emulator.launch import ACCOUNT_ID, REGION

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
_EXPORT = {"Key": "exports/none/asked.json"}
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
    "ask for an export": s3("put_object", "MediaBucketName", **_EXPORT),
    "make an export": s3("create_multipart_upload", "MediaBucketName", **_EXPORT),
    "get an export": s3("get_object", "MediaBucketName", **_EXPORT),
    "delete an export": s3("delete_object", "MediaBucketName", **_EXPORT),
    "erase an export": s3("delete_object", "MediaBucketName", **_EXPORT, **_VERSION),
    "find an export's versions": s3("list_object_versions", "MediaBucketName", Prefix="exports/a"),
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
    "see how many jobs wait": lambda caller, names: caller.client("sqs").get_queue_attributes(
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
