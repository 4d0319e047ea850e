"""What operators look at in curves, and the port that takes it."""

from enum import StrEnum
from typing import Protocol


class Metric(StrEnum):
    """What is counted or timed, by its name in CloudWatch."""

    #: A kiosk has shown a code.
    SESSIONS_OPENED = "SessionsOpened"
    #: An upload has arrived.
    PHOTOS_STORED = "PhotosStored"
    PHOTOS_READY = "PhotosReady"
    #: By the code of what is wrong with them.
    PHOTOS_REJECTED = "PhotosRejected"
    #: From the arrival of a photo until it is READY, in seconds.
    TIME_TO_READY = "TimeToReady"
    #: From the arrival of a photo until a screen has said that it shows it, in seconds.
    TIME_TO_SCREEN = "TimeToScreen"


class Metrics(Protocol):
    """Counts and times. Neither ever fails; what is done again may be counted again."""

    def count(self, metric: Metric, code: str | None = None) -> None:
        """One more, and one more of this code."""

    def time(self, metric: Metric, seconds: float) -> None:
        """Once more, and it took so long."""
