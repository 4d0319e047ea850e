"""Moderation by Amazon Rekognition."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from chalicelib.aws.faults import code_of, translated

if TYPE_CHECKING:
    from mypy_boto3_rekognition import RekognitionClient

log = logging.getLogger(__name__)

#: The picture is at fault, and would be the next time: too small, or too heavy.
_UNFIT = ("ImageTooLargeException", "InvalidImageFormatException", "InvalidParameterException")


class RekognitionModerator:
    """`Moderator` by its labels of what does not fit everywhere.

    https://docs.aws.amazon.com/rekognition/latest/dg/moderation.html
    """

    def __init__(self, client: "Callable[[], RekognitionClient]", confidence: int) -> None:
        #: In percent.
        self._client = client
        self._confidence = confidence

    def refuses(self, jpeg: bytes) -> bool:
        """Whether it finds anything with at least this confidence, or cannot look at it."""
        with translated():
            try:
                answer = self._client().detect_moderation_labels(
                    Image={"Bytes": jpeg}, MinConfidence=self._confidence
                )
            except ClientError as error:
                if code_of(error) not in _UNFIT:
                    raise
                log.warning("not to be moderated: %s", code_of(error))
                return True
        labels = [label["Name"] for label in answer["ModerationLabels"]]
        if labels:
            log.info("moderated: %s", ", ".join(labels))
        return bool(labels)
