"""Figures and how they are printed."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured number, its reference from the same run, and the budget."""

    name: str
    value: str
    reference: str
    ratio: str
    budget: str


def milliseconds(seconds: Sequence[float], percent: int) -> float:
    """The percentile of some durations, in milliseconds."""
    if percent == 50:
        return statistics.median(seconds) * 1000
    return statistics.quantiles(seconds, n=100, method="inclusive")[percent - 1] * 1000


def spread(seconds: Sequence[float]) -> str:
    """p50 and p99 as text."""
    return f"p50 {milliseconds(seconds, 50):.2f} ms, p99 {milliseconds(seconds, 99):.2f} ms"


def report(title: str, figures: Iterable[Figure]) -> None:
    """Print the figures as a Markdown table."""
    print(f"\n### {title}\n\n| what | measured | reference in the same run | ratio | budget |")
    print("|---|---|---|---|---|")
    for figure in figures:
        cells = (figure.name, figure.value, figure.reference, figure.ratio, figure.budget)
        print(f"| {' | '.join(cells)} |", flush=True)
