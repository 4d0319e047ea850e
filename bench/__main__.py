"""Measure everything and print it: `make bench`; some of it: `make bench ARGS="visits gigabyte"`.

These are figures of one run on one machine, of which the ratios are what to compare.
"""

import argparse
import asyncio
import platform
import tempfile
from collections.abc import Callable, Coroutine, Iterable, Mapping
from pathlib import Path
from typing import Any

from bench import (
    coldstart,
    gigabyte,
    likeness,
    loop,
    page_speed,
    pages,
    previews,
    processing,
    screens,
    shares,
    signing,
    slow_visits,
    startup,
    throughput,
    visits,
)
from bench.figures import Figure, report
from bench.tus.launch import Unavailable
from devserver.launch import DevServer, launched
from infra.python import find


def _served(measure: Callable[[DevServer], Iterable[Figure]]) -> Iterable[Figure]:
    """With a server of its own: the embedded AWS keeps what it has seen in memory."""
    with tempfile.TemporaryDirectory() as folder, launched(Path(folder) / "data") as server:
        return measure(server)


def _asked(measure: Callable[[DevServer], Coroutine[Any, Any, list[Figure]]]) -> Iterable[Figure]:
    return _served(lambda server: asyncio.run(measure(server)))


def _coldstart() -> None:
    report(f"Cold start on Lambda's Python {find().version}", coldstart.figures())


def _beside_tus(title: str, measure: Callable[[], Iterable[Figure]]) -> None:
    try:
        report(title, measure())
    except Unavailable as unavailable:
        print(f"\n### {title}\n\nLeft out: {unavailable}", flush=True)


#: In the order in which they are measured, from the smallest to the whole.
_SECTIONS: Mapping[str, Callable[[], None]] = {
    "start": lambda: report("Start", startup.figures()),
    "coldstart": _coldstart,
    "signing": lambda: report("In one process", signing.figures()),
    "renditions": lambda: report("Renditions", processing.figures()),
    "likeness": lambda: report("Renditions: likeness", likeness.figures()),
    "paper": lambda: print(f"\n### Renditions on Lambda, on paper\n\n{shares.paper()}", flush=True),
    "pages": lambda: report("Pages", _served(pages.figures)),
    "speed": lambda: report("Pages on a slow line", page_speed.figures()),
    "loop": lambda: report("The way to the screen", _asked(loop.figures)),
    "requests": lambda: report("Requests", _asked(throughput.figures)),
    "screens": lambda: report("Idle screens", _asked(screens.figures)),
    "previews": lambda: report("Previews on a slow line", previews.figures()),
    "line": lambda: _beside_tus("Many photos on slow lines, beside tus", slow_visits.figures),
    "visits": lambda: _beside_tus("Many photos on loopback, beside tus", visits.figures),
    "gigabyte": lambda: _beside_tus("A large file, beside tus", gigabyte.figures),
}


def main() -> None:
    """Run what was asked for, or all of it."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("sections", nargs="*", metavar="section", help=", ".join(_SECTIONS))
    wanted = parser.parse_args().sections
    unknown = [name for name in wanted if name not in _SECTIONS]
    if unknown:
        parser.error(f"no section {', '.join(unknown)}; there are {', '.join(_SECTIONS)}")
    print(f"Python {platform.python_version()} on {platform.machine()}")
    for name, section in _SECTIONS.items():
        if not wanted or name in wanted:
            section()


if __name__ == "__main__":
    main()
