"""Events of jobs, as SQS and our state machine send them."""

import json
from collections.abc import Mapping
from typing import Any


def an_sqs_event(*documents: Mapping[str, Any], received: int = 1) -> dict[str, Any]:
    """Messages with these documents; `received`: how often SQS has handed them out.

    https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
    """
    return {
        "Records": [
            {
                "messageId": f"059f36b4-87a3-44ab-83d2-{number:012d}",
                "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
                "body": json.dumps(document),
                "attributes": {
                    "ApproximateReceiveCount": str(received),
                    "SentTimestamp": "1545082649183",
                    "SenderId": "AIDAIENQZJOLO23YVJ4VO",
                    "ApproximateFirstReceiveTimestamp": "1545082649185",
                },
                "messageAttributes": {},
                "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
                "eventSource": "aws:sqs",
                "eventSourceARN": "arn:aws:sqs:us-east-1:123456789012:scandrop-jobs",
                "awsRegion": "us-east-1",
            }
            for number, document in enumerate(documents)
        ]
    }


def a_step_event(key: str, **job: Any) -> dict[str, Any]:
    """What the state machine gives a step that it has not tried before."""
    return {"job": {"key": key, **job}, "retries": 0}
