"""Figures and how they are printed."""

import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured number, its reference from the same run, and the budget."""

    name: str
    value: str
    reference: str
    ratio: str
    budget: str


def fastest(works: Mapping[str, Callable[[], object]], runs: int) -> dict[str, float]:
    """Seconds of the fastest run of each, all in turn: other work on the machine only adds."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(runs):
        for name, work in works.items():
            began = time.perf_counter()
            work()
            taken[name].append(time.perf_counter() - began)
    return {name: min(seconds) for name, seconds in taken.items()}


def beside(name: str, ours: float, other: str, theirs: float, budget: str) -> Figure:
    """Seconds of ours and of another, as a figure."""
    return Figure(
        name,
        f"{ours * 1000:.0f} ms",
        f"{other} {theirs * 1000:.0f} ms",
        f"{ours / theirs:.2f}",
        budget,
    )


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
