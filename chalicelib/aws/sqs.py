"""Jobs in SQS."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from chalicelib.aws.faults import translated
from chalicelib.ports import QueuedJob

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class SqsJobQueue:
    """`JobQueue` on one standard queue."""

    def __init__(self, client: "Callable[[], SQSClient]", url: str) -> None:
        self._client = client
        self._url = url

    def send(self, job: QueuedJob) -> None:
        """Queue a job."""
        with translated():
            self._client().send_message(QueueUrl=self._url, MessageBody=json.dumps(job.message))

    def waiting(self) -> int:
        """What SQS reckons: each of its servers knows a part."""
        with translated():
            answer = self._client().get_queue_attributes(
                QueueUrl=self._url, AttributeNames=["ApproximateNumberOfMessages"]
            )
        return int(answer["Attributes"]["ApproximateNumberOfMessages"])
