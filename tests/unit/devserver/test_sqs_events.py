"""Events have the shape of SQS's, and answers the meaning that Lambda gives to them."""

import pytest

from devserver.sqs_events import Message, failed_ids, messages_of, sqs_event

#: As `ReceiveMessage` of the JSON protocol answers.
RECEIVED = {
    "Messages": [
        {
            "MessageId": "19dd0b57-b21e-4ac1-bd88-01bbb068cb78",
            "ReceiptHandle": "MessageReceiptHandle",
            "MD5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
            "Body": "Test message.",
            "Attributes": {
                "ApproximateReceiveCount": "3",
                "SentTimestamp": "1523232000000",
                "SenderId": "123456789012",
                "ApproximateFirstReceiveTimestamp": "1523232000001",
            },
            "MessageAttributes": {
                "Attribute3": {"BinaryValue": "MTEwMA==", "DataType": "Binary"},
                "Attribute1": {"StringValue": "AttributeValue1", "DataType": "String"},
            },
        }
    ]
}
ARN = "arn:aws:sqs:us-east-1:123456789012:my-queue"
A, B = (Message(name, f"handle-{name}", name, "md5", {}) for name in "ab")


def test_an_event_is_as_the_developer_guide_has_it() -> None:
    assert sqs_event(messages_of(RECEIVED), ARN) == {
        "Records": [
            {
                "messageId": "19dd0b57-b21e-4ac1-bd88-01bbb068cb78",
                "receiptHandle": "MessageReceiptHandle",
                "body": "Test message.",
                "attributes": {
                    "ApproximateReceiveCount": "3",
                    "SentTimestamp": "1523232000000",
                    "SenderId": "123456789012",
                    "ApproximateFirstReceiveTimestamp": "1523232000001",
                },
                "messageAttributes": {
                    "Attribute3": {
                        "binaryValue": "MTEwMA==",
                        "stringListValues": [],
                        "binaryListValues": [],
                        "dataType": "Binary",
                    },
                    "Attribute1": {
                        "stringValue": "AttributeValue1",
                        "stringListValues": [],
                        "binaryListValues": [],
                        "dataType": "String",
                    },
                },
                "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
                "eventSource": "aws:sqs",
                "eventSourceARN": ARN,
                "awsRegion": "us-east-1",
            }
        ]
    }


def test_a_message_knows_how_often_it_was_handed_out() -> None:
    (message,) = messages_of(RECEIVED)
    assert message.receive_count == 3


def test_an_empty_queue_answers_without_messages() -> None:
    assert messages_of({}) == []
    assert sqs_event([A, B], ARN)["Records"][1]["body"] == "b"


@pytest.mark.parametrize(
    "answer", [None, {}, {"batchItemFailures": []}, {"batchItemFailures": None}], ids=str
)
def test_a_batch_is_done_when_nothing_is_said_to_have_failed(answer: object) -> None:
    assert failed_ids(answer, [A, B]) == set()


def test_only_what_a_function_names_has_failed() -> None:
    assert failed_ids({"batchItemFailures": [{"itemIdentifier": "b"}]}, [A, B]) == {"b"}


@pytest.mark.parametrize(
    "answer",
    [
        "done",
        ["b"],
        {"batchItemFailures": "b"},
        {"batchItemFailures": ["b"]},
        {"batchItemFailures": [{"itemIdentifier": ""}]},
        {"batchItemFailures": [{"itemIdentifier": None}]},
        {"batchItemFailures": [{"itemId": "b"}]},
        {"batchItemFailures": [{"itemIdentifier": "b"}, {"itemIdentifier": "c"}]},
    ],
    ids=str,
)
def test_an_answer_that_lambda_does_not_understand_sends_everything_back(answer: object) -> None:
    assert failed_ids(answer, [A, B]) == {"a", "b"}
