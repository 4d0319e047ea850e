"""The job queue in the embedded AWS, asked in SQS's JSON protocol."""

import json
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from devserver.durability import credential
from devserver.environment import ACCOUNT_ID
from devserver.job_worker import QueueUnavailable
from devserver.sqs_events import Message, messages_of

_TIMEOUT = ClientTimeout(total=10)


class EmbeddedQueue:
    """`Queue` on a queue of MiniStack's.

    Its own long poll looks every 100 ms only; whoever asks here knows better when to ask.
    """

    def __init__(self, endpoint: str, name: str) -> None:
        self._endpoint = endpoint
        self._url = f"{endpoint}/{ACCOUNT_ID}/{name}"
        self._client = ClientSession(timeout=_TIMEOUT)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.close()

    async def send(self, body: str) -> None:
        """Put a message into the queue."""
        await self._ask("SendMessage", MessageBody=body)

    async def receive(self, limit: int) -> list[Message]:
        """What is there now, up to this limit."""
        answer = await self._ask(
            "ReceiveMessage",
            MaxNumberOfMessages=limit,
            WaitTimeSeconds=0,
            MessageSystemAttributeNames=["All"],
            MessageAttributeNames=["All"],
        )
        return messages_of(answer)

    async def delete(self, message: Message) -> None:
        """Remove it from the queue."""
        await self._ask("DeleteMessage", ReceiptHandle=message.receipt_handle)

    async def postpone(self, message: Message, seconds: int) -> None:
        """Make it visible again after this time."""
        await self._ask(
            "ChangeMessageVisibility",
            ReceiptHandle=message.receipt_handle,
            VisibilityTimeout=seconds,
        )

    async def _ask(self, operation: str, **request: Any) -> dict[str, Any]:
        headers = {
            "X-Amz-Target": f"AmazonSQS.{operation}",
            "Content-Type": "application/x-amz-json-1.0",
            # Not checked, but read: it tells the account and the region.
            "Authorization": credential("sqs"),
        }
        body = json.dumps({"QueueUrl": self._url, **request})
        try:
            async with self._client.post(self._endpoint, data=body, headers=headers) as reply:
                text = await reply.text()
        except (ClientError, TimeoutError) as error:
            raise QueueUnavailable(f"{operation}: {type(error).__name__} {error}") from error
        if reply.status != 200:
            raise QueueUnavailable(f"{operation}: {text}")
        answer: dict[str, Any] = json.loads(text)
        return answer
