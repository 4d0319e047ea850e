"""Measure everything and print it: `make bench`.

These are figures of one run on one machine, of which the ratios are what to compare.
"""

import asyncio
import platform
import tempfile
from pathlib import Path

from bench import coldstart, loop, pages, screens, signing, startup, throughput
from bench.figures import report
from devserver.launch import launched
from infra.python import find


def main() -> None:
    """Run every measurement, from the smallest to the whole."""
    print(f"Python {platform.python_version()} on {platform.machine()}")
    report("Start", startup.figures())
    report(f"Cold start on Lambda's Python {find().version}", coldstart.figures())
    report("In one process", signing.figures())
    with tempfile.TemporaryDirectory() as folder, launched(Path(folder) / "data") as server:
        report("Pages", pages.figures(server))
        report("The way to the screen", asyncio.run(loop.figures(server)))
        report("Requests", asyncio.run(throughput.figures(server)))
    # One of its own: the embedded AWS keeps what it has seen in memory.
    with tempfile.TemporaryDirectory() as folder, launched(Path(folder) / "data") as server:
        report("Idle screens", asyncio.run(screens.figures(server)))


if __name__ == "__main__":
    main()
