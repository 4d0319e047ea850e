"""`Moderator` by Amazon Rekognition, whose answers are played."""

from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from chalicelib import limits
from chalicelib.aws.rekognition import RekognitionModerator
from chalicelib.errors import ServiceUnavailable
from tests.fake_pictures import MemoryModerator

JPEG = b"\xff\xd8\xff picture"


def refuses(answer: dict[str, Any] | tuple[str, int], confidence: int = 80) -> bool:
    """What is made of this answer; of an error, its code and status."""
    client = boto3.client("rekognition")
    expected = {"Image": {"Bytes": JPEG}, "MinConfidence": confidence}
    with Stubber(client) as stubber:
        if isinstance(answer, dict):
            stubber.add_response("detect_moderation_labels", answer, expected)
        else:
            code, status = answer
            stubber.add_client_error("detect_moderation_labels", code, "No.", status)
        result = RekognitionModerator(lambda: client, confidence).refuses(JPEG)
        stubber.assert_no_pending_responses()
    return result


@pytest.mark.parametrize("confidence", [1, limits.MODERATION_CONFIDENCE, 100])
def test_a_picture_without_labels_passes(credentials: None, confidence: int) -> None:
    assert not refuses({"ModerationLabels": [], "ModerationModelVersion": "7.0"}, confidence)


def test_a_picture_with_labels_is_refused_and_the_log_says_which(
    credentials: None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "chalicelib")
    labels = [
        {"Name": "Exposed Male Nipple", "ParentName": "Nudity", "Confidence": 81.5},
        {"Name": "Nudity", "ParentName": "", "Confidence": 81.5},
    ]
    assert refuses({"ModerationLabels": labels, "ModerationModelVersion": "7.0"})
    assert "Exposed Male Nipple, Nudity" in caplog.text


@pytest.mark.parametrize(
    "code",
    ["ImageTooLargeException", "InvalidImageFormatException", "InvalidParameterException"],
)
def test_a_picture_that_cannot_be_judged_is_refused(credentials: None, code: str) -> None:
    """It would be the same the next time, and no file may come again and again."""
    assert refuses((code, 400))


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("ThrottlingException", 400),
        ("ProvisionedThroughputExceededException", 400),
        ("AccessDeniedException", 400),
        ("InternalServerError", 500),
    ],
)
def test_a_moderator_who_is_away_is_asked_again(credentials: None, code: str, status: int) -> None:
    with pytest.raises(ServiceUnavailable):
        refuses((code, status))


def test_the_fake_refuses_what_it_is_told_to() -> None:
    moderator = MemoryModerator(b"nude")
    assert moderator.refuses(b"a nude picture")
    assert not moderator.refuses(JPEG)
