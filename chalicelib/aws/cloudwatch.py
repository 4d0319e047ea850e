"""Metrics in CloudWatch, by way of lines in the log: nothing is asked, nothing waits, all is kept.

CloudWatch Logs makes metrics of lines in its embedded metric format.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
"""

import logging
from collections.abc import Callable

from chalicelib.metrics import Metric

log = logging.getLogger("metrics")

_NAMESPACE = "Scandrop"


class CloudWatchMetrics:
    """`Metrics` in lines of the log, where these are JSON; else they are not written."""

    def __init__(self, stage: str, clock: Callable[[], int]) -> None:
        self._stage = stage
        self._clock = clock

    def count(self, metric: Metric, code: str | None = None) -> None:
        """One more, and one more of this code."""
        self._write(metric, 1, "Count", {"Code": code} if code else {})

    def time(self, metric: Metric, seconds: float) -> None:
        """Once more, and it took so long."""
        self._write(metric, seconds, "Seconds", {})

    def _write(self, metric: Metric, value: float, unit: str, of: dict[str, str]) -> None:
        # A metric for each set of dimensions: all together, and those of this code.
        dimensions = [["Stage"], ["Stage", *of]] if of else [["Stage"]]
        declared = {
            "Namespace": _NAMESPACE,
            "Dimensions": dimensions,
            "Metrics": [{"Name": metric.value, "Unit": unit}],
        }
        about = {"Timestamp": self._clock() * 1000, "CloudWatchMetrics": [declared]}
        fields = {"_aws": about, "Stage": self._stage, **of, metric.value: value}
        log.info("%s %s %s", metric.value, value, " ".join(of.values()), extra={"fields": fields})
