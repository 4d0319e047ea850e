"""What SQS tells a function about its messages, and what the function's answer means. Pure.

Shapes: Lambda developer guide, "Using Lambda with Amazon SQS", and for the answer "Handling errors
for an SQS event source"; SQS itself is asked in its JSON protocol.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from devserver.environment import REGION


@dataclass(frozen=True)
class Message:
    """A message as SQS has handed it out, this once."""

    message_id: str
    #: Stands for this one time; the next has another.
    receipt_handle: str
    body: str
    md5_of_body: str
    #: By SQS: how often it was received, when it was sent, and by whom.
    attributes: Mapping[str, str]
    #: By its sender.
    message_attributes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def receive_count(self) -> int:
        """How often it was handed out, this time included."""
        return int(self.attributes["ApproximateReceiveCount"])


def messages_of(answer: Mapping[str, Any]) -> list[Message]:
    """The messages in an answer of `ReceiveMessage`."""
    return [
        Message(
            message_id=each["MessageId"],
            receipt_handle=each["ReceiptHandle"],
            body=each["Body"],
            md5_of_body=each["MD5OfBody"],
            attributes=each["Attributes"],
            message_attributes=each.get("MessageAttributes", {}),
        )
        for each in answer.get("Messages", ())
    ]


def sqs_event(messages: Sequence[Message], queue_arn: str) -> dict[str, Any]:
    """The event of one batch."""
    return {
        "Records": [
            {
                "messageId": message.message_id,
                "receiptHandle": message.receipt_handle,
                "body": message.body,
                "attributes": dict(message.attributes),
                "messageAttributes": {
                    name: _attribute(value) for name, value in message.message_attributes.items()
                },
                "md5OfBody": message.md5_of_body,
                "eventSource": "aws:sqs",
                "eventSourceARN": queue_arn,
                "awsRegion": REGION,
            }
            for message in messages
        ]
    }


def failed_ids(answer: object, messages: Sequence[Message]) -> frozenset[str]:
    """The ids of the messages that a function sends back.

    All of them, if it names one that it was not given, or says what Lambda does not understand.
    """
    given = frozenset(message.message_id for message in messages)
    if answer is None:
        return frozenset()
    if not isinstance(answer, dict):
        return given
    failures = answer.get("batchItemFailures") or []
    if not isinstance(failures, list) or not all(isinstance(each, dict) for each in failures):
        return given
    named = {each.get("itemIdentifier") for each in failures}
    return frozenset(named) if named <= given else given


def _attribute(value: Mapping[str, str]) -> dict[str, Any]:
    """An attribute as events carry it: every kind of value, most of them empty."""
    kinds = {"StringValue": "stringValue", "BinaryValue": "binaryValue"}
    return {
        **{ours: value[theirs] for theirs, ours in kinds.items() if theirs in value},
        "stringListValues": [],
        "binaryListValues": [],
        "dataType": value["DataType"],
    }
