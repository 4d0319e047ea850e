"""Events as AWS sends them.

The shapes are those of its developer guides, with all that a Lambda function gets, so that no test
passes because something is missing.
"""

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote_plus

from chalicelib.jobs import Job
from chalicelib.messages import to_wire
from devserver import resources
from tests.builders import CONNECTION_ID, SCREEN_TOKEN, SESSION_ID
from tests.fake_pictures import BUCKET
from tests.fakes import SITE, START


def an_http_event(
    method: str = "GET",
    path: str = "/sessions",
    query: dict[str, list[str]] | None = None,
    headers: dict[str, str] | None = None,
    body: str | None = None,
    **changes: Any,
) -> dict[str, Any]:
    """A request of API Gateway's REST proxy integration."""
    context = {
        "resourcePath": path,
        "httpMethod": method,
        "path": f"/api{path}",
        "stage": "api",
        "identity": {"sourceIp": "192.0.2.7", "userAgent": "tests"},
    }
    event = {
        "resource": path,
        "path": path,
        "httpMethod": method,
        "headers": headers or {},
        "multiValueHeaders": {name: [value] for name, value in (headers or {}).items()},
        "multiValueQueryStringParameters": query,
        "pathParameters": None,
        "stageVariables": None,
        "requestContext": context,
        "body": body,
        "isBase64Encoded": False,
    }
    return event | changes


def _a_socket_event(route: str, connection_id: str) -> dict[str, Any]:
    return {
        "requestContext": {
            "routeKey": route,
            "eventType": {"$connect": "CONNECT", "$disconnect": "DISCONNECT"}.get(route, "MESSAGE"),
            "extendedRequestId": "JKJaXH8fvHcFm7g=",
            "requestTime": "15/Jan/2027:08:00:00 +0000",
            "messageDirection": "IN",
            "stage": "api",
            "connectedAt": START * 1000,
            "requestTimeEpoch": START * 1000,
            "identity": {"sourceIp": "192.0.2.7", "userAgent": "tests"},
            "requestId": "JKJaXH8fvHcFm7g=",
            "domainName": "abcdef1234.execute-api.us-east-1.amazonaws.com",
            "connectionId": connection_id,
            "apiId": "abcdef1234",
        },
        "isBase64Encoded": False,
    }


def a_connect_event(
    connection_id: str = CONNECTION_ID,
    session_id: str = SESSION_ID,
    token: str = SCREEN_TOKEN,
    origin: str = SITE,
    **changes: Any,
) -> dict[str, Any]:
    """`$connect`: the only event of a socket with headers and a query."""
    headers = {
        "Host": "abcdef1234.execute-api.us-east-1.amazonaws.com",
        "Origin": origin,
        "Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Protocol": f"scandrop, {token}",
        "Sec-WebSocket-Version": "13",
        "X-Forwarded-For": "192.0.2.7",
    }
    event = _a_socket_event("$connect", connection_id) | {
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": {"sessionId": session_id},
        "multiValueQueryStringParameters": {"sessionId": [session_id]},
    }
    return event | changes


def an_album_connect_event(connection_id: str, album_id: str, token: str) -> dict[str, Any]:
    """`$connect` of a wall or a host."""
    return a_connect_event(
        connection_id,
        token=token,
        queryStringParameters={"albumId": album_id},
        multiValueQueryStringParameters={"albumId": [album_id]},
    )


def a_message_event(body: str, connection_id: str = CONNECTION_ID) -> dict[str, Any]:
    """A text frame, which all go to `$default`."""
    event = _a_socket_event("$default", connection_id)
    event["requestContext"]["messageId"] = "JKJaXc_ovHcCJ0w="
    return event | {"body": body}


def a_disconnect_event(connection_id: str = CONNECTION_ID) -> dict[str, Any]:
    """`$disconnect`."""
    event = _a_socket_event("$disconnect", connection_id)
    event["requestContext"] |= {"disconnectStatusCode": 1001, "disconnectReason": "Going away"}
    headers = {"Host": "abcdef1234.execute-api.us-east-1.amazonaws.com", "x-api-key": ""}
    return event | {
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
    }


def an_s3_record(
    key: str, size_bytes: int = 1000, bucket: str = BUCKET, event_name: str = "ObjectCreated:Put"
) -> dict[str, Any]:
    """One record of an S3 event; `key` as it is in the bucket, encoded here as S3 does."""
    when = datetime.fromtimestamp(START + 5, UTC)
    return {
        "eventVersion": "2.1",
        "eventSource": "aws:s3",
        "awsRegion": "us-east-1",
        "eventTime": when.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "eventName": event_name,
        "userIdentity": {"principalId": "AWS:AROAEXAMPLE"},
        "requestParameters": {"sourceIPAddress": "192.0.2.7"},
        "responseElements": {"x-amz-request-id": "C3D13FE58DE4C810"},
        "s3": {
            "s3SchemaVersion": "1.0",
            "configurationId": "uploads",
            "bucket": {
                "name": bucket,
                "ownerIdentity": {"principalId": "A3NL1KOZZKExample"},
                "arn": f"arn:aws:s3:::{bucket}",
            },
            "object": {
                "key": quote_plus(key, safe="/"),
                "size": size_bytes,
                "eTag": "d41d8cd98f00b204e9800998ecf8427e",
                "sequencer": "0055AED6DCD90281E5",
            },
        },
    }


def an_s3_event(*records: dict[str, Any]) -> dict[str, Any]:
    """S3 tells of objects."""
    return {"Records": list(records)}


def an_s3_test_event() -> dict[str, Any]:
    """What S3 sends once when a trigger is set up: no `Records` at all."""
    return {
        "Service": "Amazon S3",
        "Event": "s3:TestEvent",
        "Time": "2027-01-15T08:00:00.000Z",
        "Bucket": BUCKET,
        "RequestId": "5582815E1AEA5ADF",
        "HostId": "8cLeGAmw098X5cv4Zkwcmo8vvZa3eH3eKxsPzbB9wrR",
    }


def an_sqs_record(
    body: str, message_id: str = "059f36b4-87a3-44ab-83d2-661975830a7d", receive_count: int = 1
) -> dict[str, Any]:
    """One message of the job queue."""
    return {
        "messageId": message_id,
        "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
        "body": body,
        "attributes": {
            "ApproximateReceiveCount": str(receive_count),
            "AWSTraceHeader": "Root=1-5759e988-bd862e3fe1be46a994272793",
            "SentTimestamp": str(START * 1000),
            "SenderId": "AROAEXAMPLE:scandrop-prod-photo_uploaded",
            "ApproximateFirstReceiveTimestamp": str(START * 1000 + 2),
        },
        "messageAttributes": {},
        "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
        "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:us-east-1:123456789012:{resources.JOB_QUEUE}",
        "awsRegion": "us-east-1",
    }


def an_sqs_event(*records: dict[str, Any]) -> dict[str, Any]:
    """The queue hands out messages."""
    return {"Records": list(records)}


def a_step_event(job: Job, retries: int = 0) -> dict[str, Any]:
    """The state machine calls the function of a step."""
    document: dict[str, Any] = json.loads(json.dumps(to_wire(job)))
    return {"job": document, "retries": retries}
