"""A queue of SQS that a person works off."""

from collections.abc import Mapping
from typing import Any

#: Longer than a function may run (900 s), so that nobody else gets a message that we work on.
HIDDEN_SECONDS = 960
#: SQS looks on all its servers only if it may wait.
_WAIT_SECONDS = 1
_BATCH = 10


class Queue:
    """A queue, one message at a time, each at most once in a run."""

    def __init__(self, client: Any, url: str) -> None:
        self._client = client
        self._url = url
        #: Receipts of what was received and not deleted, by message.
        self._held: dict[str, str] = {}

    def receive(self) -> dict[str, Any] | None:
        """A message that was not received before; None if there is none."""
        while True:
            found = self._client.receive_message(
                QueueUrl=self._url,
                MaxNumberOfMessages=1,
                WaitTimeSeconds=_WAIT_SECONDS,
                VisibilityTimeout=HIDDEN_SECONDS,
            ).get("Messages", ())
            if not found:
                return None
            message: dict[str, Any] = found[0]
            again = message["MessageId"] in self._held
            # In a long run a message may come round; its earlier receipt is worth nothing then.
            self._held[message["MessageId"]] = message["ReceiptHandle"]
            if not again:
                return message

    def delete(self, message: Mapping[str, Any]) -> None:
        """Delete a message for good."""
        self._client.delete_message(QueueUrl=self._url, ReceiptHandle=message["ReceiptHandle"])
        del self._held[message["MessageId"]]

    def release(self) -> None:
        """Let others see again, now, what was received and not deleted."""
        entries = [
            {"Id": str(number), "ReceiptHandle": receipt, "VisibilityTimeout": 0}
            for number, receipt in enumerate(self._held.values())
        ]
        self._held.clear()
        for first in range(0, len(entries), _BATCH):
            # One that cannot be released comes back by itself, later.
            self._client.change_message_visibility_batch(
                QueueUrl=self._url, Entries=entries[first : first + _BATCH]
            )
