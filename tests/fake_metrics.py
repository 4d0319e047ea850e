"""The port of metrics in memory."""

from collections import Counter

from chalicelib.metrics import Metric


class MemoryMetrics:
    """`Metrics` that can be read."""

    def __init__(self) -> None:
        #: How often each was counted: by its name, and by its name and code.
        self.counts: Counter[str | tuple[str, str]] = Counter()
        #: What was timed, in the order of telling.
        self.times: list[tuple[str, float]] = []

    def count(self, metric: Metric, code: str | None = None) -> None:
        self.counts[metric.value] += 1
        if code is not None:
            self.counts[metric.value, str(code)] += 1

    def time(self, metric: Metric, seconds: float) -> None:
        self.times.append((metric.value, seconds))
